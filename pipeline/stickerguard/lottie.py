"""Lottie documents: what is checked before a renderer sees them.

The format: https://lottie.github.io/lottie-spec. The renderer recurses through compositions, parents and groups without
a limit of its own, and draws as many copies as a repeater asks for.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from typing import Any, NoReturn

from stickerguard.errors import DecodeError, LimitError
from stickerguard.lottie_tidy import tidy
from stickerguard.lottie_time import draw_often
from stickerguard.lottie_tree import PRECOMPOSITION, Document, numbers
from stickerguard.lottie_unseen import unseen

_LONGEST = 8 * 2**20
"""Bytes of JSON; Telegram allows 64 KB packed."""
_GZIP_WINDOW = 31
"""zlib's number for the gzip format with its largest window."""
_DEEPEST = 100
"""Nested JSON values: some 45 groups within groups."""
_MOST_DRAWN = 50_000
"""Layers and shapes of one frame, compositions and repeaters multiplied out."""
_MOST_POINTS = 10_000
"""Corners of a star."""


def read_document(data: bytes, source: str) -> Document:
    """The Lottie document in the gzip file `data`, safe to render as far as its structure goes, and tidy.

    Raises DecodeError: "corrupt" (also compositions, or parents, in a ring), "truncated", "unsupported_format";
    LimitError: "too_many_bytes", "too_complex".
    """
    document = _unpack(data, source)
    keys = ("w", "h", "ip", "op", "fr")
    if not isinstance(document, dict) or not all(_positive(document.get(key), key) for key in keys):
        raise DecodeError(f"{source}: gzip, but no Lottie animation in it", code="corrupt")
    assets = document.get("assets") or []
    # The renderer would open whatever file an asset names.
    if not isinstance(assets, list) or any(not isinstance(asset, dict) or "p" in asset for asset in assets):
        raise DecodeError(f"{source}: the animation refers to picture files; not supported", code="unsupported_format")
    _check_depth(document, source)
    _Structure(document, source).check()
    tidy(document)
    if missing := next(unseen(document), None):
        raise DecodeError(
            f"{source}: {missing}, which other players show and this renderer does not; render the animation to WEBM",
            code="unsupported_format",
        )
    draw_often(document)
    return document


def _unpack(data: bytes, source: str) -> object:
    unpacked = zlib.decompressobj(_GZIP_WINDOW)
    try:
        text = unpacked.decompress(data, _LONGEST + 1)
        if len(text) > _LONGEST:
            raise LimitError(
                f"{source}: more than {_LONGEST:,} bytes of Lottie unpacked; make it simpler, or render it to WEBM",
                code="too_many_bytes",
            )
        if not unpacked.eof:
            raise DecodeError(f"{source}: the gzip data breaks off; fetch it again", code="truncated")
        return json.loads(text, parse_constant=_no_number)
    except (zlib.error, ValueError, RecursionError) as error:
        raise DecodeError(
            f"{source}: gzip, but no Lottie animation in it (unpack an archive first): {error}", code="corrupt"
        ) from error


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON number")


def _positive(value: object, key: str) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 100_000
    return number and (key == "ip" or float(value) > 0)  # type: ignore[arg-type]  # checked by `number`


def _check_depth(document: Document, source: str) -> None:
    waiting: list[tuple[Any, int]] = [(document, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEEPEST:
            raise LimitError(
                f"{source}: parts of the animation are nested more than {_DEEPEST} deep", code="too_complex"
            )
        inner = value.values() if isinstance(value, dict) else value
        waiting += [(part, depth + 1) for part in inner if isinstance(part, dict | list)]


class _Structure:
    """The checks of what refers to what, and of how much there is to draw."""

    def __init__(self, document: Document, source: str) -> None:
        self._document = document
        self._source = source
        self._compositions: dict[str, Any] = {
            str(asset.get("id")): asset["layers"] for asset in document.get("assets") or [] if "layers" in asset
        }

    def check(self) -> None:
        names = [str(asset["id"]) for asset in self._document.get("assets") or [] if "id" in asset]
        if len(set(names)) < len(names):
            # Players show the first of them, the renderer the last.
            raise self._corrupt("two of its parts have one name")
        for layers in [self._document.get("layers"), *self._compositions.values()]:
            self._check_layers(layers)
        uses = {name: self._references(layers) for name, layers in self._compositions.items()}
        inside_first = self._order(uses, "a composition contains itself")
        drawn: dict[str, int] = {}
        for name in inside_first:
            drawn[name] = self._drawn(self._compositions[name], drawn)
        self._drawn(self._document["layers"], drawn)

    def _check_layers(self, layers: object) -> None:
        if not isinstance(layers, list) or not all(isinstance(layer, dict) for layer in layers):
            raise self._corrupt("layers are not a list of objects")
        if any(not isinstance(layer.get("ty"), int) for layer in layers):
            raise self._corrupt("a layer has no type")
        parents = {str(layer["ind"]): [str(layer["parent"])] for layer in layers if {"ind", "parent"} <= layer.keys()}
        self._order(parents, "a layer is its own parent")

    def _references(self, layers: Iterable[Document]) -> list[str]:
        return [str(layer.get("refId")) for layer in layers if layer["ty"] == PRECOMPOSITION]

    def _order(self, uses: dict[str, list[str]], ring: str) -> list[str]:
        """The names such that each comes after those it uses."""
        done: dict[str, bool] = {}
        order = []
        for start in uses:
            waiting = [start]
            while waiting:
                name = waiting[-1]
                if done.get(name):
                    waiting.pop()
                elif name in done:
                    done[name] = True
                    order.append(waiting.pop())
                else:
                    done[name] = False
                    inner = [used for used in uses[name] if used in uses]
                    if any(done.get(used) is False for used in inner):
                        raise self._corrupt(ring)
                    waiting += inner
        return order

    def _drawn(self, layers: list[Document], compositions: dict[str, int]) -> int:
        """Layers and shapes that `layers` come to, those of their compositions included."""
        total = 0
        for layer in layers:
            total += 1 + self._shapes(layer.get("shapes") or [])
            if layer["ty"] == PRECOMPOSITION:
                name = str(layer.get("refId"))
                if name not in compositions or not isinstance(layer.get("refId"), str | int):
                    raise self._corrupt("a layer shows a composition that is not there")
                total += compositions[name]
            self._check_most(total, _MOST_DRAWN, "layers and shapes")
        return total

    def _shapes(self, items: object) -> int:
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self._corrupt("shapes are not a list of objects")
        total = 0
        for item in items:
            kind = item.get("ty")
            total += 1
            if kind == "gr":
                if "it" not in item:
                    raise self._corrupt("a group has no items")
                total += self._shapes(item["it"])
            elif kind == "rp":
                total *= max(1, self._largest(item.get("c")))  # copies what stands before it
            elif kind == "sr":
                self._check_most(self._largest(item.get("pt")), _MOST_POINTS, "corners of a star")
            self._check_most(total, _MOST_DRAWN, "layers and shapes")
        return total

    def _largest(self, property_: object) -> int:
        """The largest number of a property, animated or not."""
        return int(min(max(numbers(property_), default=0), 1e9))

    def _check_most(self, count: int, most: int, what: str) -> None:
        if count > most:
            raise LimitError(
                f"{self._source}: more than {most:,} {what}; simplify the animation or render it to WEBM",
                code="too_complex",
            )

    def _corrupt(self, what: str) -> DecodeError:
        return DecodeError(f"{self._source}: no sound Lottie animation: {what}; the file is damaged", code="corrupt")
