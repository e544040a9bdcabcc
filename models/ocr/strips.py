"""Lines of text as the detector's map has them: strips along their middles."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from data.stickers.writing import Box, Written

Lines = npt.NDArray[np.uint8]
_LETTER = 1.2
"""Side of the box of a letter on an arc, over its size."""


@dataclass(frozen=True, slots=True)
class Line:
    """The middle of a line from end to end, [n, 2] in pixels, and its thickness."""

    middle: npt.NDArray[np.float64]
    thick: float


def lines_of(written: Written) -> list[Line]:
    """The lines of a sticker with a box for each of them, or for each letter of the only one."""
    lines = written.text.split("\n")
    if len(lines) == 1 and len(written.boxes) > 1:
        size = (written.boxes[0][3] - written.boxes[0][1]) / _LETTER
        held = [box for box, letter in zip(written.boxes, written.text, strict=True) if not letter.isspace()]
        return [Line(to_the_ends(np.asarray([_middle(box) for box in held]), size), size)]
    return [straight(box) for box in written.boxes]


def draw_strip(layer: Lines, line: Line, scale: float, inset: float, number: int) -> None:
    """A strip along the middle of a line, `inset` of its thickness from its sides and its ends."""
    thick = line.thick * scale
    across = max(1, round(thick * (1 - 2 * inset)))
    # Round ends reach half of the strip's thickness beyond where it ends.
    points = _shortened(line.middle * scale, thick * 0.5)
    cv2.polylines(layer, [np.round(points).astype(np.int32)], False, (number,), across)


def straight(box: Box) -> Line:
    left, top, right, bottom = box
    x, y = (left + right) / 2, (top + bottom) / 2
    if right - left >= bottom - top:
        return Line(np.asarray([(left, y), (right, y)]), bottom - top)
    return Line(np.asarray([(x, top), (x, bottom)]), right - left)


def to_the_ends(middles: npt.NDArray[np.float64], size: float) -> npt.NDArray[np.float64]:
    """From the outer side of the first letter to that of the last, where `middles` are those of the letters."""
    if len(middles) < 2:
        (middle,) = middles
        half = np.asarray([size / 2, 0])
        return np.asarray([middle - half, middle + half])
    first, last = middles[0] - middles[1], middles[-1] - middles[-2]
    ends = middles[0] + first / np.linalg.norm(first) * size / 2, middles[-1] + last / np.linalg.norm(last) * size / 2
    return np.asarray([ends[0], *middles, ends[1]])


def _shortened(points: npt.NDArray[np.float64], by: float) -> npt.NDArray[np.float64]:
    """A line of points whose ends lie `by` further in, or both in the middle of one that is too short for that."""
    first, last = points[1] - points[0], points[-2] - points[-1]
    lengths = float(np.linalg.norm(first)), float(np.linalg.norm(last))
    room = [length / 2 if len(points) == 2 else length for length in lengths]
    moved = points.copy()
    moved[0] = points[0] + first / max(lengths[0], 1e-6) * min(by, room[0])
    moved[-1] = points[-1] + last / max(lengths[1], 1e-6) * min(by, room[1])
    return moved


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
