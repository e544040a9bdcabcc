"""Strokes from edge to edge: one through a line of words blinds the detector, and readers see past it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Rgb = npt.NDArray[np.uint8]
_SHARE = 0.7
"""Of a row that has one colour where a stroke runs through it."""
_ONE_COLOUR = 12
_OTHER_COLOUR = 24
"""Levels of 255 by which pixels of a stroke differ among themselves at most, and from what is around at least."""
_AROUND = 1 / 25
"""Of the picture, that is looked at on either side of a row; a stroke is thinner."""
_SAMPLES = 128
"""Pixels of a row that are looked at, at least."""
_RADIUS = 4
"""Pixels from which what was under a stroke is made up (A. Telea, J. Graphics Tools 9(1), 2004)."""
_LARGEST = 1_500_000
"""Pixels of a picture, up to which this is done."""


def without_strokes(rgb: Rgb) -> Rgb | None:
    """`rgb`, uint8 [height, width, 3], with the strokes that run through all of it painted over; None without any."""
    if rgb.shape[0] * rgb.shape[1] > _LARGEST:
        return None
    mask = np.zeros(rgb.shape[:2], np.uint8)
    mask[_strokes(rgb)] = 1
    mask[:, _strokes(rgb.transpose(1, 0, 2))] = 1
    if not mask.any():
        return None
    painted = cv2.inpaint(rgb, cv2.dilate(mask, np.ones((3, 3), np.uint8)), _RADIUS, cv2.INPAINT_TELEA)
    return np.asarray(painted, dtype=np.uint8)


def _strokes(rgb: Rgb) -> npt.NDArray[np.bool_]:
    """Which rows belong to a thin stroke."""
    some = rgb[:, :: max(1, rgb.shape[1] // _SAMPLES)]
    colours = np.median(some, axis=1).astype(np.int16)
    alike = np.abs(some - colours[:, np.newaxis]).max(axis=2) < _ONE_COLOUR
    reach = max(2, round(_AROUND * len(rgb)))
    padded = np.pad(colours, ((reach, reach), (0, 0)), mode="edge")
    around = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=0), axis=2)
    return np.asarray((alike.mean(axis=1) > _SHARE) & (np.abs(colours - around).max(axis=1) > _OTHER_COLOUR))
