"""Strokes from edge to edge: one through a line of words blinds the detector, and readers see past it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Rgb = npt.NDArray[np.uint8]
Levels = npt.NDArray[np.int16]
_SHARE = 0.7
"""Of a row, that looks like a stroke where one runs through it."""
_SMOOTH = 12
"""Levels of 255 by which neighbours along a stroke differ at most."""
_OTHER_COLOUR = 24
"""Levels by which a stroke differs from what is above and below at least."""
_AROUND = 1 / 25
"""Of the picture, how far above and below a row that is; a stroke is thinner."""
_MOST = 60_000
"""Pixels of strokes, from which they are a texture, and would cost too much."""
_SAMPLES = 64
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
    if not 0 < mask.sum() <= _MOST:
        return None
    painted = cv2.inpaint(rgb, cv2.dilate(mask, np.ones((3, 3), np.uint8)), _RADIUS, cv2.INPAINT_TELEA)
    return np.asarray(painted, dtype=np.uint8)


def _strokes(rgb: Rgb) -> npt.NDArray[np.bool_]:
    """Which rows belong to a thin stroke."""
    some = rgb[:, :: max(1, rgb.shape[1] // _SAMPLES)].astype(np.int16)
    reach = max(2, round(_AROUND * len(rgb)))
    return _of_one_colour(some, reach) | _between_others(some, reach)


def _of_one_colour(rgb: Levels, reach: int) -> npt.NDArray[np.bool_]:
    """Rows of one colour that is not that of the rows around, whatever letters stand there."""
    colours = np.median(rgb, axis=1).astype(np.int16)
    alike = np.abs(rgb - colours[:, np.newaxis]).max(axis=2) < _SMOOTH
    padded = np.pad(colours, ((reach, reach), (0, 0)), mode="edge")
    around = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=0), axis=2)
    return np.asarray((alike.mean(axis=1) > _SHARE) & (np.abs(colours - around).max(axis=1) > _OTHER_COLOUR))


def _between_others(rgb: Levels, reach: int) -> npt.NDArray[np.bool_]:
    """Smooth rows, in whatever colours, whose pixels are unlike those above and those below."""
    padded = np.pad(rgb, ((reach, reach), (0, 0), (0, 0)), mode="edge")
    above, below = (np.abs(rgb - other).max(axis=2) for other in (padded[: -2 * reach], padded[2 * reach :]))
    smooth = np.abs(np.diff(rgb, axis=1, append=rgb[:, -1:])).max(axis=2) < _SMOOTH
    return np.asarray(((above > _OTHER_COLOUR) & (below > _OTHER_COLOUR) & smooth).mean(axis=1) > _SHARE)
