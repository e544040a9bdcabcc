"""Long strips are looked at part by part, too: in the square that the vision model sees, their people are too small."""

from __future__ import annotations

import numpy as np

from stickerguard.types import Rectangle

LONG = 2.5
"""Long by short side from which a frame counts as a strip: with three square pictures side by side, children are told
from adults with an AUC of .74 as a whole and .90 by parts, with two of .91 and .93 (calibration pictures)."""
_MOST = 8
"""Parts of one frame."""


def crops(height: int, width: int) -> list[Rectangle]:
    """What to show the vision model of a frame: the whole and, of a strip, squares that overlap by half, at most eight,
    larger and less overlapping where these would not reach over it."""
    whole = (0, 0, width, height)
    short, long = sorted((height, width))
    if long < LONG * short:
        return [whole]
    count = min(_MOST, round(2 * long / short) - 1)
    side = max(short, -(-long // _MOST))
    starts = np.linspace(0, long - side, count).round().astype(int).tolist()
    if width == long:
        return [whole, *((start, 0, start + side, height) for start in starts)]
    return [whole, *((0, start, width, start + side) for start in starts)]
