"""The parts of a frame that must be read again: what changed, in as few and as small rectangles as lose no text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.frame_signature import GRID
from stickerguard.ocr.engine import Sides, reaches_into, sides
from stickerguard.types import Box, Rectangle

_LETTER = 2.5
"""Length along a line, of the height, up to which something may be a single letter."""
_FLAT = 0.6
"""Height in a column, of the width, from which something may be a letter."""
_ALIKE = 2.0
"""Height, of another's, up to which both may belong to one line."""
_REACH = 3.0
"""Heights between two letters of a word that is spaced out."""
_BESIDE = 0.25
"""Of the height, that two letters of a bent line lie above each other at most."""
_WASTE = 1.15
"""Area of one rectangle, of that of two, up to which one look is cheaper."""

_NEAR = 9
"""Pixels of the grid over which changes grow together."""

Grid = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Change:
    """`around` is what is read; `core` is what changed, without a margin. Both: left, top, right, bottom in pixels."""

    around: Sides
    core: Sides


def changed_parts(changed: Grid, boxes: Iterable[Box], width: int, height: int) -> tuple[Rectangle, ...]:
    """Rectangles that share no pixel: what is `changed`, uint8 [n, n] over the frame, half a cell wider, with every
    one of `boxes` that reaches in.

    What may be letters of one word, as they appear one here and one there, is kept in one rectangle.
    """
    cell = (width / GRID, height / GRID)
    changes = [_change(core, cell) for core in _cores(changed, (width / len(changed), height / len(changed)))]
    left_out = list(boxes)
    merging = True
    while merging:
        changes, merging = _merged(changes)
        for number, change in enumerate(changes):
            part = _inside(change.around, width, height)
            for box in [box for box in left_out if reaches_into(box, part) or _one_word(change.core, sides(box))]:
                left_out.remove(box)
                more, now = _change(sides(box), cell), changes[number]
                changes[number] = _Change(_union(now.around, more.around), _union(now.core, more.core))
                merging = True
    return tuple(_inside(change.around, width, height) for change in changes)


def upright(box: Box, width: int, height: int) -> Rectangle:
    """The rectangle around `box`, in whole pixels of a picture of `width` x `height`."""
    return _inside(sides(box), width, height)


def _cores(changed: Grid, pixel: tuple[float, float]) -> list[Sides]:
    near = np.ones((_NEAR, _NEAR), np.uint8)
    count, labels = cv2.connectedComponents(cv2.morphologyEx(changed, cv2.MORPH_CLOSE, near), connectivity=8)
    cores = []
    for number in range(1, count):
        ys, xs = np.nonzero((labels == number) & (changed > 0))
        if xs.size:
            left, right = float(xs.min()), float(xs.max() + 1)
            top, bottom = float(ys.min()), float(ys.max() + 1)
            cores.append((left * pixel[0], top * pixel[1], right * pixel[0], bottom * pixel[1]))
    return cores


def _change(core: Sides, cell: tuple[float, float]) -> _Change:
    left, top, right, bottom = core
    x, y = cell[0] / 2, cell[1] / 2
    return _Change((left - x, top - y, right + x, bottom + y), core)


def _merged(changes: Sequence[_Change]) -> tuple[list[_Change], bool]:
    """Those that belong together as one, and whether there were any."""
    left, some = list(changes), False
    merging = True
    while merging:
        merging = False
        for number, one in enumerate(left):
            for other in left[number + 1 :]:
                if _together(one, other):
                    left.remove(one)
                    left.remove(other)
                    left.append(_Change(_union(one.around, other.around), _union(one.core, other.core)))
                    merging = some = True
                    break
            if merging:
                break
    return left, some


def _together(one: _Change, other: _Change) -> bool:
    a, b = one.around, other.around
    if max(a[0], b[0]) < min(a[2], b[2]) and max(a[1], b[1]) < min(a[3], b[3]):
        return True
    if _area(_union(a, b)) <= _WASTE * (_area(a) + _area(b)):
        return True
    return _one_word(one.core, other.core)


def _one_word(a: Sides, b: Sides) -> bool:
    """Whether one of them may be a letter, and the other the next one or the line so far."""
    return _in_line(a, b, 0) or _in_line(a, b, 1)


def _in_line(a: Sides, b: Sides, axis: int) -> bool:
    """The same in a row, axis 0, or in a column, axis 1."""
    along = [one[axis + 2] - one[axis] for one in (a, b)]
    across = [one[3 - axis] - one[1 - axis] for one in (a, b)]
    high = max(across)
    if high > _ALIKE * min(across) or min(along) > _LETTER * high or (axis == 1 and min(along) < _FLAT * high):
        return False
    apart, aside = (max(a[side], b[side]) - min(a[side + 2], b[side + 2]) for side in (axis, 1 - axis))
    return apart <= _REACH * high and aside <= _BESIDE * high


def _union(a: Sides, b: Sides) -> Sides:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _area(of: Sides) -> float:
    return (of[2] - of[0]) * (of[3] - of[1])


def _inside(around: Sides, width: int, height: int) -> Rectangle:
    left, top, right, bottom = around
    return max(0, int(left)), max(0, int(top)), min(width, round(right)), min(height, round(bottom))
