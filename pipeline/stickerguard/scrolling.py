"""Words that scroll through an animation: each frame shows a window cut out of a sentence that no frame shows whole.

Windows one after the other overlap, so the sentence is put together from them, as a mosaic from overlapping pictures.
A viewer reads the sentence; its windows begin and end inside words, and are no text that anybody means.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from stickerguard.caption.pieces import LONG
from stickerguard.caption.width import width_of
from stickerguard.ocr.engine import sides
from stickerguard.types import Box, TextLine

_EDGE = 0.6
"""Of its height, that a line ends from the edge of the frame at most if the frame may cut it."""
_MOVED = 0.25
"""Of its height, that a line moves at least from one frame to the next if it scrolls."""
_MISREAD = 2
"""Characters at the edge of a frame that may be misread, since they are cut, too."""
_SHARED, _SHARED_LATER = 3, 2
"""Characters that two windows have in common at least; and where these are two columns wide, or it scrolls anyway."""
_SHARE = 0.4
"""Of the shorter window, that they have in common at least."""
_PAUSE = 3
"""Frames with text, up to which a strip may go on: in between it may have been misread."""
_ALIKE = 0.5
"""How alike what both windows show beside these must be (`SequenceMatcher.ratio`)."""


@dataclass(frozen=True, slots=True)
class Scrolled:
    """A sentence put together from `windows`, numbers of lines; `line` has the place and frame of the first of them and
    the least of their confidences."""

    line: TextLine
    windows: tuple[int, ...]


@dataclass(slots=True)
class _Strip:
    """What scrolled through one row so far: `text`, in which the last window begins at `start`; `sign` is -1 where it
    moves to the left, 1 to the right, 0 where that is not known."""

    windows: list[int]
    text: str
    start: int = 0
    sign: int = 0
    seen: int = 0
    """Which of the frames with text showed the last window."""


def is_cut(box: Box, width: int) -> bool:
    """Whether a frame that is `width` pixels wide may show a line in `box` only in part."""
    left, top, right, bottom = sides(box)
    near = _EDGE * (bottom - top)
    return left <= near or right >= width - near


def scrolled(lines: Sequence[TextLine], cut: Collection[int]) -> list[Scrolled]:
    """The sentences that scroll through the frames of `lines`, which are in the order of their frames; `cut` are the
    numbers of those that a frame may show only in part."""
    strips: list[_Strip] = []
    numbers = [number for number, line in enumerate(lines) if line.text and line.box is not None]
    for place, (_, shown) in enumerate(groupby(numbers, key=lambda number: lines[number].frame)):
        free = [strip for strip in strips if place - strip.seen <= _PAUSE]
        for number in shown:
            strip = next((strip for strip in free if _takes(strip, lines, number)), None)
            if strip is None:
                strips.append(_Strip([number], lines[number].text or "", seen=place))
            else:
                free.remove(strip)
                strip.seen = place
    return [_scrolled(strip, lines) for strip in strips if _is_sentence(strip, lines, cut)]


def as_met(lines: Sequence[TextLine], cut: Collection[int]) -> list[TextLine]:
    """`lines` with each sentence that scrolls in place of the windows that are `cut` out of it."""
    kept: dict[int, TextLine] = dict(enumerate(lines))
    for sentence in scrolled(lines, cut):
        windows = [number for number in sentence.windows if number in cut]
        for number in windows:
            kept.pop(number, None)
        kept[windows[0]] = replace(sentence.line, text=_wrapped(sentence.line.text or ""))
    return [kept[number] for number in sorted(kept)]


def _wrapped(text: str) -> str:
    """A long sentence in lines, as a sticker that stands still would show it, so that none of it hides another."""
    width = width_of(text)
    return text if width <= LONG else "\n".join(textwrap.wrap(text, max(1, LONG * len(text) // width)))


def _is_sentence(strip: _Strip, lines: Sequence[TextLine], cut: Collection[int]) -> bool:
    longest = max(len(lines[number].text or "") for number in strip.windows)
    return len(strip.text) > longest and any(number in cut for number in strip.windows)


def _scrolled(strip: _Strip, lines: Sequence[TextLine]) -> Scrolled:
    shown = [lines[number] for number in strip.windows]
    confidence = min(line.confidence or 0.0 for line in shown)
    return Scrolled(replace(shown[0], text=strip.text, confidence=confidence, raw=None), tuple(strip.windows))


def _takes(strip: _Strip, lines: Sequence[TextLine], number: int) -> bool:
    """Whether line `number` is the next window of `strip`, which then has it."""
    last, line = lines[strip.windows[-1]], lines[number]
    if last.box is None or line.box is None or not _in_one_row(last.box, line.box):
        return False
    before, now = last.text or "", line.text or ""
    same = SequenceMatcher(None, before, now, autojunk=False).find_longest_match()
    wide = width_of(before[same.a : same.a + same.size]) == 2 * same.size
    fewest = max(_SHARED_LATER if wide or strip.sign else _SHARED, _SHARE * min(len(before), len(now)))
    if same.size < fewest or not _agree(before, now, same.a, same.b, same.size):
        return False
    moved = _place(line, same.b) - _place(last, same.a)
    _, top, _, bottom = sides(line.box)
    sign = 0 if abs(moved) < _MOVED * (bottom - top) else 1 if moved > 0 else -1
    if strip.sign == -sign:  # of neither is known that it moves, or one goes against the other
        return False
    if sign:
        strip.sign = sign
        _extend(strip, now, same.a, same.b)
    strip.windows.append(number)
    return True


def _extend(strip: _Strip, window: str, a: int, b: int) -> None:
    """Add what `window` shows beyond the text, where character `b` of it is character `a` of the last window."""
    at = strip.start + a
    if strip.sign < 0:
        text = strip.text[:at] + window[b:]
        strip.text = text + strip.text[len(text) :]
        strip.start = max(0, at - b)
    else:
        head = window[:b]
        strip.text = strip.text[: max(0, at - len(head))] + head + strip.text[at:]
        strip.start = max(0, at - b)


def _agree(before: str, now: str, a: int, b: int, size: int) -> bool:
    """Whether what both windows show on either side of what they have in common is alike, too."""
    heads = before[max(0, a - b) : a], now[max(0, b - a) : b]
    after, then = before[a + size :], now[b + size :]
    shared = min(len(after), len(then))
    return all(
        min(map(len, pair)) <= _MISREAD or SequenceMatcher(None, *pair, autojunk=False).ratio() >= _ALIKE
        for pair in (heads, (after[:shared], then[:shared]))
    )


def _place(line: TextLine, character: int) -> float:
    """Where a character of a line begins, in pixels from the left, were all equally wide."""
    assert line.box is not None
    left, _, right, _ = sides(line.box)
    return left + (right - left) * character / max(1, len(line.text or ""))


def _in_one_row(a: Box, b: Box) -> bool:
    (_, top, _, bottom), (_, other_top, _, other_bottom) = sides(a), sides(b)
    apart = abs(top + bottom - other_top - other_bottom) / 2
    return apart <= min(bottom - top, other_bottom - other_top) / 2
