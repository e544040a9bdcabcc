"""All text of one sticker -> one caption signal: OCR over every distinct frame, then the caption model."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass, replace

from stickerguard.caption.corrections import correct
from stickerguard.caption.language import guess_language
from stickerguard.caption.model import CaptionModel
from stickerguard.caption.normalize import visible
from stickerguard.caption.pieces import beginning
from stickerguard.errors import LimitError, OcrError, StickerguardError
from stickerguard.frames import Frame, seen_together
from stickerguard.limits import Limits, remedy
from stickerguard.ocr.blocks import blocks
from stickerguard.ocr.engine import OcrEngine, OcrLine
from stickerguard.ocr.orders import squared, woven
from stickerguard.ocr.sequence import FrameReader
from stickerguard.scrolling import as_met, is_cut, scrolled
from stickerguard.types import CaptionSignal, State, Term, TextLine
from stickerguard.writable import writable_text

_LOST = "\ufffd"
_SURE = 0.9
"""Confidence of a line in one frame, from which what all frames show together is not looked at."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """What OCR and the caller gave: lines in order, the count of unreadable regions, and whether OCR failed."""

    lines: tuple[TextLine, ...]
    unreadable_regions: int = 0
    failed: bool = False
    uncorrected: tuple[TextLine, ...] = ()
    """`lines` before they were corrected, where any was."""
    cut: frozenset[int] = frozenset()
    """Numbers of the lines that their frame may show only in part."""


def given_text(caption: object, limits: Limits, source: str) -> str | None:
    """The caller's caption of the sticker `source` with U+FFFD for lone halves of surrogate pairs, as every output
    holds it; one of which nothing else is left is no text.

    Raises StickerguardError, "bad_caption", where it is neither a str nor None, and LimitError, "caption_too_long".
    """
    if caption is None:
        return None
    if not isinstance(caption, str):
        raise StickerguardError(
            f"{source}: its caption, a {type(caption).__name__}, is no text; give a str or None", code="bad_caption"
        )
    if len(caption) > limits.max_caption:
        raise LimitError(
            f"{source}: the text given with it has more than {limits.max_caption:,} characters; give fewer, or, "
            f"{remedy('max_caption')}",
            code="caption_too_long",
        )
    text = writable_text(caption)
    # A U+FFFD says that something was there, not what.
    lost = _LOST in text and not visible(text).replace(_LOST, "").strip()
    return "" if lost else text


def read_frames(engine: OcrEngine, frames: Sequence[Frame], given: str | None) -> ReadText:
    """Read every frame, and where none surely shows text, what an eye sees of all together.

    The caller's own text comes first. A failing engine is reported, not raised.
    """
    lines = [TextLine(text=line) for line in (given or "").splitlines() if line.strip()]
    unreadable = 0
    cut: set[int] = set()
    try:
        reader = FrameReader(engine)
        for number, frame in enumerate(frames, 1):
            result = reader.read(frame, last=number == len(frames))
            width = frame.rgb.shape[1]
            cut.update(at for at, line in enumerate(result.lines, len(lines)) if is_cut(line.box, width))
            lines += [_seen(line, frame.index) for line in result.lines]
            unreadable += len(result.unreadable)
        sure = any(line.confidence is not None and line.confidence >= _SURE for line in lines)
        doubtful = unreadable and any(line.frame is not None for line in lines)
        if not (doubtful or sure) and (seen := seen_together(frames)):
            result = engine.read(seen.rgb)
            lines += [_seen(line, seen.index) for line in result.lines]
            unreadable += len(result.unreadable)
    except OcrError:
        return ReadText(tuple(lines), unreadable, failed=True, cut=frozenset(cut))
    return ReadText(tuple(lines), unreadable, cut=frozenset(cut))


def _seen(line: OcrLine, frame: int) -> TextLine:
    return TextLine(line.text, line.box, line.confidence, frame, line.shapes)


def corrected(model: CaptionModel, read: ReadText) -> ReadText:
    """What OCR read as it was most likely meant, with what was read as `raw` where that differs; given text stays."""
    seen = [number for number, line in enumerate(read.lines) if line.frame is not None]
    if not seen:
        return read
    lines = list(read.lines)
    for number, text in zip(seen, correct([lines[n].text or "" for n in seen], model.count_pieces), strict=True):
        was = lines[number]
        if text != was.text:
            raw = was.text if was.raw in (None, text) else was.raw
            lines[number] = replace(was, text=text, raw=raw)
    return replace(read, lines=tuple(lines), uncorrected=read.lines if tuple(lines) != read.lines else ())


def score_text(model: CaptionModel, read: ReadText) -> CaptionSignal:
    """Score the text as a viewer meets it: frame by frame, the given text alone, and everything in both orders; what
    scrolls as one sentence, which is one line more.

    The most suggestive reading decides, so that neither splitting a caption over frames nor drowning it in
    harmless lines hides it. Text of which no font shows anything is no text.
    """
    if not read.lines:
        return CaptionSignal(_unread(read), unreadable_regions=read.unreadable_regions)
    try:
        worst = model.score(*_readings(read.lines, read.uncorrected, read.cut))
    except ValueError:
        # Nothing but characters that no font shows.
        return CaptionSignal(_unread(read), unreadable_regions=read.unreadable_regions)
    lines = (*read.lines, *(sentence.line for sentence in scrolled(read.lines, read.cut)))
    return CaptionSignal(
        state="evaluated",
        suggestive=worst.suggestive,
        severity=worst.severity,
        language=guess_language("\n".join(_texts(lines))),
        lines=lines,
        terms=_terms(model, lines, suggestive=worst.suggestive >= 0.5),
        # Where OCR failed, the picture may say anything: one more region that nobody read.
        unreadable_regions=read.unreadable_regions + read.failed,
        unscored_characters=worst.unscored,
        raised_by=worst.raised_by,
        without_terms=worst.without_terms,
    )


def _unread(read: ReadText) -> State:
    return "failed" if read.failed else "unreadable" if read.unreadable_regions else "no_text"


def _texts(lines: Sequence[TextLine]) -> list[str]:
    return [line.text for line in lines if line.text]


def _readings(lines: Sequence[TextLine], uncorrected: Sequence[TextLine] = (), cut: Collection[int] = ()) -> list[str]:
    """As corrected and, where something was, as read: a correction must hide nothing. Of two contested lines one after
    the other either may be right, so every second one is taken as read, too. What scrolls is met as one."""
    contested = [number for number, line in enumerate(lines) if line.raw]
    read = [contested, contested[::2], contested[1::2]]
    ways = [lines, *(_as_read(lines, set(numbers)) for numbers in read if numbers), uncorrected]
    return list(dict.fromkeys(reading for way in ways for reading in _ways(as_met(way, cut))))


def _as_read(lines: Sequence[TextLine], numbers: Container[int]) -> list[TextLine]:
    return [replace(line, text=line.raw) if number in numbers else line for number, line in enumerate(lines)]


def _ways(lines: Sequence[TextLine]) -> list[str]:
    by_frame: dict[int | None, list[TextLine]] = {}
    for line in lines:
        if line.text:
            by_frame.setdefault(line.frame, []).append(line)
    frames = ["\n".join(_texts(shown)) for shown in by_frame.values()]
    readings = [*frames, "\n".join(dict.fromkeys(_texts(lines)))]
    if len(by_frame) > 1:
        # A phrase may begin in a later frame or in the picture and end in the title.
        readings.append("\n".join(dict.fromkeys(reversed(frames))))
    # What stands apart from other text may be a saying of its own.
    readings += [block for shown in by_frame.values() for block in _blocks(shown)]
    readings += [order for shown in by_frame.values() for order in _orders(shown)]
    return list(dict.fromkeys(readings))


def _blocks(lines: Sequence[TextLine]) -> list[str]:
    boxes = [line.box for line in lines if line.box is not None]
    if len(boxes) < len(lines):
        return []
    return ["\n".join(_texts([lines[number] for number in block])) for block in blocks(boxes)]


def _orders(lines: Sequence[TextLine]) -> list[str]:
    placed = [(line.text, line.box) for line in lines if line.text and line.box is not None]
    if len(placed) < len(lines):
        return []
    texts, boxes = zip(*placed, strict=True)
    return ["\n".join(order) for order in woven(texts, boxes) + squared(texts, boxes)]


def _terms(model: CaptionModel, lines: Sequence[TextLine], *, suggestive: bool) -> tuple[Term, ...]:
    """The terms of each line; one with an innocent sense is evidence only where the caption is suggestive."""
    return tuple(
        Term(match.term, match.severity, number, match.start, match.end, match.id)
        for number, line in enumerate(lines)
        for match in model.find_terms(beginning(line.text or ""))
        if suggestive or not match.coded
    )
