"""Whether a line of text changed its colour alone, as letters that glow or run through the rainbow do.

Agreement is asked of each spot of half a letter's size, so that one other letter in a long line counts.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

_AGREE = 0.85
"""Correlation of each spot that has ink in it, from which it shows the same."""
_INK = 12.0
"""Standard deviation of grey levels from which a spot has ink in it."""
_FAINT = 0.2
"""Of the deviation of the strongest spot, below which another one has no ink."""

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


def only_recoloured(before: Grey, after: Grey, spot: int) -> bool:
    """Whether both pictures of one place, uint8 [height, width], show the same letters; `spot` is half their height.

    No where there is no ink: then nothing tells.
    """
    first, second = before.astype(np.float32), after.astype(np.float32)
    mean_a, mean_b = _mean(first, spot), _mean(second, spot)
    spread_a = np.sqrt(np.maximum(_mean(first * first, spot) - mean_a**2, 0))
    spread_b = np.sqrt(np.maximum(_mean(second * second, spot) - mean_b**2, 0))
    together = _mean(first * second, spot) - mean_a * mean_b
    inked = np.maximum(spread_a, spread_b) >= _INK
    inked &= (spread_a >= _FAINT * spread_a.max()) | (spread_b >= _FAINT * spread_b.max())
    return bool(inked.any() and (together > _AGREE * spread_a * spread_b)[inked].all())


def _mean(values: Floats, spot: int) -> Floats:
    return np.asarray(cv2.blur(values, (max(2, spot), max(2, spot))), dtype=np.float32)
