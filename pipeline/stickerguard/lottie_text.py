"""The text of a Lottie document, which the renderer does not draw, in the orders in which it may be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stickerguard.errors import DecodeError, LimitError
from stickerguard.lottie_tree import PRECOMPOSITION, TEXT, Document, is_number, layer_lists, numbers

_MOST_CHARACTERS = 100_000
_PARENTS = 8
"""Parents of parents that are followed to find a place."""
_ROW = 0.6
"""Part of the size of its letters by which text may stand lower than what is in the same row."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines of one text layer, one after the other, and roughly where they stand."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float


def text_lines(document: Document, source: str) -> tuple[str, ...]:
    """The text of all text layers, in file order, each text of an animated one: the renderer draws none of them.

    What stands in several layers follows as one line from back to front and in the order of its places, where those
    are others: a word may be in a layer for each letter. Raises DecodeError, "unsupported_format": a text layer
    without text, or with an expression for it, which only a player could fill in; LimitError, "too_complex".
    """
    parts: list[_Part] = []
    if any(layer["ty"] == TEXT for layers in layer_lists(document) for layer in layers):
        parts = _parts(document, source)
    from_slots = tuple(_lines(_texts(document.get("slots"))))
    lines = [line for part in parts for line in part.lines] + [*dict.fromkeys(from_slots)]
    return tuple(lines + [order for order in dict.fromkeys(_orders(parts)) if order not in lines])


def _orders(parts: list[_Part]) -> Iterator[str]:
    as_given = _in_one(parts)
    from_left = sorted(parts, key=lambda part: part.x)
    for order in (parts[::-1], [part for row in _rows(parts) for part in row], from_left):
        if (text := _in_one(order)) != as_given:
            yield text


def _in_one(parts: list[_Part]) -> str:
    return " ".join(line for part in parts for line in part.lines)


def _rows(parts: list[_Part]) -> list[list[_Part]]:
    rows: list[list[_Part]] = []
    for part in sorted(parts, key=lambda part: part.y):
        if rows and part.y - rows[-1][0].y <= _ROW * max(part.size, rows[-1][0].size):
            rows[-1].append(part)
        else:
            rows.append([part])
    return [sorted(row, key=lambda part: part.x) for row in rows]


def _parts(document: Document, source: str) -> list[_Part]:
    """The text layers as they are shown, those of a composition each time; of what is not shown each comes last."""
    compositions = {
        str(asset.get("id")): asset["layers"] for asset in document.get("assets") or [] if "layers" in asset
    }
    reader, unused = _Reader(source), dict(compositions)
    waiting = [(iter(_placed(document["layers"])), 0.0, 0.0)]
    while waiting:
        layers, left, top = waiting[-1]
        if (placed := next(layers, None)) is None:
            waiting.pop()
            continue
        layer, x, y = placed
        if layer["ty"] == TEXT:
            reader.read(layer, left + x, top + y)
        else:
            name = str(layer.get("refId"))
            unused.pop(name, None)
            waiting.append((iter(_placed(compositions[name])), left + x, top + y))
    for layer, x, y in (placed for inner in unused.values() for placed in _placed(inner)):
        if layer["ty"] == TEXT:
            reader.read(layer, x, y)
    return reader.parts


class _Reader:
    """Gathers parts: each layer is read once, wherever it is shown, and what lies over itself counts once."""

    def __init__(self, source: str) -> None:
        self.parts: list[_Part] = []
        self._source = source
        self._layers: dict[int, tuple[_Part, int]] = {}
        self._kinds: dict[tuple[tuple[str, ...], str], int] = {}
        self._places: set[tuple[int, float, float]] = set()
        self._characters = 0

    def read(self, layer: Document, x: float, y: float) -> None:
        if id(layer) not in self._layers:
            part = _part(layer, self._source)
            # Text over itself, such as its outline, is moved, turned and sized alike.
            kind = self._kinds.setdefault((part.lines, repr(layer.get("ks"))), len(self._kinds))
            self._layers[id(layer)] = part, kind
        part, kind = self._layers[id(layer)]
        if (kind, x, y) in self._places:
            return
        self._places.add((kind, x, y))
        self.parts.append(_Part(part.lines, x, y, part.size))
        self._characters += sum(map(len, part.lines))
        if self._characters > _MOST_CHARACTERS:
            raise LimitError(
                f"{self._source}: more than {_MOST_CHARACTERS:,} characters of text; render the animation to WEBM",
                code="too_complex",
            )


def _part(layer: Document, source: str) -> _Part:
    texts = list(_texts(layer.get("t")))
    if not any(map(str.strip, texts)) or _has_expression(layer.get("t")):
        raise DecodeError(
            f"{source}: a text layer takes its text from elsewhere; render the animation to WEBM",
            code="unsupported_format",
        )
    lines = list(_lines(texts))
    changing = tuple(line for number, line in enumerate(lines) if number == 0 or line != lines[number - 1])
    return _Part(changing, 0.0, 0.0, _size(layer["t"]))


def _placed(layers: list[Document]) -> list[tuple[Document, float, float]]:
    """The layers that hold text or a composition and are shown, and how far each is moved, also with its parents."""
    named = {str(layer["ind"]): layer for layer in layers if "ind" in layer}
    placed = []
    for layer in layers:
        if layer["ty"] not in (PRECOMPOSITION, TEXT) or layer.get("hd") is True:
            continue
        x = y = 0.0
        mover: Document | None = layer
        for _ in range(_PARENTS):
            if mover is None:
                break
            shift = mover.get("ks")
            if isinstance(shift, dict):
                (right, down), (back, up) = _point(shift.get("p")), _point(shift.get("a"))
                x, y = x + right - back, y + down - up
            mover = named.get(str(mover["parent"])) if "parent" in mover else None
        placed.append((layer, x, y))
    return placed


def _point(property_: object) -> tuple[float, float]:
    """Where a property comes to rest."""
    if not isinstance(property_, dict):
        return 0.0, 0.0
    if property_.get("s") is True:
        return _point(property_.get("x"))[0], _point(property_.get("y"))[0]
    value = property_.get("k")
    if isinstance(value, list) and value and isinstance(value[-1], dict):
        ends = [frame.get(key) for frame in value[-2:] if isinstance(frame, dict) for key in ("s", "e")]
        value = next((end for end in reversed(ends) if end), None)
    values = [value] if is_number(value) else value if isinstance(value, list) else []
    x, y = ([min(max(part, -1e9), 1e9) for part in values if is_number(part)] + [0.0, 0.0])[:2]
    return float(x), float(y)


def _size(text: Document) -> float:
    """The size of the letters of a text layer, the largest."""
    document = text.get("d")
    frames = document.get("k") if isinstance(document, dict) else None
    styles = [frame.get("s") for frame in frames if isinstance(frame, dict)] if isinstance(frames, list) else []
    sizes = [size for style in styles if isinstance(style, dict) for size in numbers(style.get("s"))]
    return float(min(max(sizes, default=0), 1e9))


def _has_expression(text: object) -> bool:
    """Whether the text document of a layer is what a script says, which players such as lottie-web run."""
    document = text.get("d") if isinstance(text, dict) else None
    return isinstance(document, dict) and isinstance(document.get("x"), str)


def _lines(texts: list[str] | Iterator[str]) -> Iterator[str]:
    return (line for text in texts for line in text.replace("\x03", "\n").splitlines() if line.strip())


def _texts(value: object) -> Iterator[str]:
    """Whatever stands under a key "t" as a string: there alone text documents keep their text."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "t" and isinstance(part, str):
                yield part
            else:
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
