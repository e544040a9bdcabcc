"""The parts of a frame that must be read again: what changed, in as few and as small rectangles as lose no text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.frame_signature import GRID
from stickerguard.ocr.engine import reaches_into
from stickerguard.types import Box, Rectangle

_SQUARE = 2.5
"""Longer side, of the shorter one, below which what changed may be a single letter."""
_ALIKE = 2.0
"""Longer side, of another's, up to which both may be letters of one word."""
_REACH = 3.0
"""Longer sides between two letters of a word that is spaced out."""
_WASTE = 1.15
"""Area of one rectangle, of that of two, up to which one look is cheaper."""

_NEAR = 9
"""Pixels of the grid over which changes grow together."""

Grid = npt.NDArray[np.uint8]
_Sides = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Change:
    """`around` is what is read; `core` is what changed, without a margin. Both: left, top, right, bottom in pixels."""

    around: _Sides
    core: _Sides


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
            for box in [box for box in left_out if reaches_into(box, part)]:
                left_out.remove(box)
                xs, ys = zip(*box, strict=True)
                x, y = cell[0] / 2, cell[1] / 2
                around = _union(changes[number].around, (min(xs) - x, min(ys) - y, max(xs) + x, max(ys) + y))
                changes[number] = _Change(around, _union(change.core, (min(xs), min(ys), max(xs), max(ys))))
                merging = True
    return tuple(_inside(change.around, width, height) for change in changes)


def upright(box: Box, width: int, height: int) -> Rectangle:
    """The rectangle around `box`, in whole pixels of a picture of `width` x `height`."""
    xs, ys = zip(*box, strict=True)
    return _inside((min(xs), min(ys), max(xs), max(ys)), width, height)


def _cores(changed: Grid, pixel: tuple[float, float]) -> list[_Sides]:
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


def _change(core: _Sides, cell: tuple[float, float]) -> _Change:
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
    longer = [max(core[2] - core[0], core[3] - core[1]) for core in (one.core, other.core)]
    shorter = [min(core[2] - core[0], core[3] - core[1]) for core in (one.core, other.core)]
    letters = all(long <= _SQUARE * short for long, short in zip(longer, shorter, strict=True))
    gap = max(max(one.core[axis], other.core[axis]) - min(one.core[axis + 2], other.core[axis + 2]) for axis in (0, 1))
    return letters and max(longer) <= _ALIKE * min(longer) and gap <= _REACH * max(longer)


def _union(a: _Sides, b: _Sides) -> _Sides:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _area(sides: _Sides) -> float:
    return (sides[2] - sides[0]) * (sides[3] - sides[1])


def _inside(sides: _Sides, width: int, height: int) -> Rectangle:
    left, top, right, bottom = sides
    return max(0, int(left)), max(0, int(top)), min(width, round(right)), min(height, round(bottom))
