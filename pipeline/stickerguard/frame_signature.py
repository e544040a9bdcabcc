"""What a frame shows where: a small copy of it, cell by cell, and how much each cell looks like writing.

Two frames may be alike as a whole and still differ in the one line of text that matters, so they are compared locally.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np
import numpy.typing as npt

GRID = 16
"""Cells across a frame, and down."""
CELLS = GRID * GRID
"""Cells of a frame, whatever its shape."""
_CELL = 8
_SIDE = GRID * _CELL
_SMALL = 256
"""Pixels of the long side below which shrinking to a thumbnail does not average compression noise away."""
SAME = 12
"""Largest change of one thumbnail pixel, in grey levels, within the same content. A thumbnail pixel averages 4 x 4
pixels of a 512 px sticker: compression noise stays below, small or pale letters change it by more."""
_STROKE = 7
"""Thumbnail pixels across which the widest stroke of a letter fits: a capital of a quarter of the frame's height."""
_CONTRAST = 24
"""Grey levels by which a stroke stands out from both its sides."""

Thumb = npt.NDArray[np.uint8]
Cells = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """`thumb`: uint8 [256, 256 cells], of each cell 8 x 8 pixels of RGB on the ground and alpha; `strokes`: float32
    [256], the share of each cell, 0 to 1, that thin strokes cover, as those of letters."""

    thumb: Thumb
    strokes: npt.NDArray[np.float32]


def signature(rgb: npt.NDArray[np.uint8], alpha: npt.NDArray[np.uint8] | None) -> Signature:
    """Of `rgb`, uint8 [height, width, 3], transparent pixels on a ground, and `alpha`, uint8 [height, width]."""
    small = np.full((_SIDE, _SIDE, 4), 255, np.uint8)
    small[..., :3] = cv2.resize(rgb, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    if alpha is not None:
        small[..., 3] = cv2.resize(alpha, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    if max(rgb.shape[:2]) < _SMALL:
        small = np.asarray(cv2.blur(small, (3, 3)), dtype=np.uint8)
    return Signature(_by_cell(small), _strokes(small))


def compare(thumbs: Sequence[Thumb], thumb: Thumb) -> tuple[Cells, npt.NDArray[np.float32]]:
    """How each of the n `thumbs` relates to `thumb`: which cells show the same content, bool [n, 256], and the mean
    difference of the whole, float32 [n], 0 to 1."""
    same = np.empty((len(thumbs), CELLS), np.bool_)
    means = np.empty(len(thumbs), np.float32)
    for index, other in enumerate(thumbs):
        apart = cv2.absdiff(other, thumb)
        same[index] = apart.max(axis=0) <= SAME
        means[index] = cv2.mean(apart)[0] / 255
    return same, means


def changed_pixels(a: Thumb, b: Thumb) -> npt.NDArray[np.uint8]:
    """1 where two thumbs show something else, uint8 [128, 128]."""
    apart = cv2.absdiff(a, b).reshape(_CELL, _CELL, -1, GRID, GRID).max(axis=2) > SAME
    return np.ascontiguousarray(apart.transpose(2, 0, 3, 1)).reshape(_SIDE, _SIDE).astype(np.uint8)


def _by_cell(small: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """[128, 128, ...] as [8 x 8 x ..., 256]: with the cells side by side comparing is fast."""
    cells = small.reshape(GRID, _CELL, GRID, _CELL, -1).transpose(1, 3, 4, 0, 2)
    return np.ascontiguousarray(cells).reshape(-1, CELLS)


def _strokes(small: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    kernel = np.ones((_STROKE, _STROKE), np.uint8)
    # Opening removes thin light structures, closing thin dark ones; solid shapes and their edges survive both.
    light = cv2.subtract(small, cv2.morphologyEx(small, cv2.MORPH_OPEN, kernel))
    dark = cv2.subtract(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), small)
    thin = (reduce(cv2.max, cv2.split(cv2.max(light, dark))) >= _CONTRAST).astype(np.uint8)
    return np.asarray(_by_cell(thin).mean(axis=0), dtype=np.float32)
