"""Near-duplicates: how much a test drawing resembles the closest training drawing."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

_SIDE = 24
NEAR = 0.98
"""From this correlation on two drawings are called near-duplicates."""


def fingerprint(rgba: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Unit vector of a drawing, uint8 [height, width, 4], flattened on grey, 24 x 24 pixels, mean removed."""
    alpha = rgba[..., 3:].astype(np.float32) / 255
    flat = rgba[..., :3] * alpha + 127 * (1 - alpha)
    small = cv2.resize(flat.astype(np.float32), (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).ravel()
    small = small - small.mean()
    return np.asarray(small / (np.linalg.norm(small) + 1e-6), dtype=np.float32)


def closest(queries: npt.NDArray[np.float32], known: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Highest correlation of each query, [n, d], with any of `known`, [m, d]; float32 [n], in [-1, 1]."""
    best = np.full(len(queries), -1, dtype=np.float32)
    for start in range(0, len(known), 4096):
        best = np.maximum(best, (queries @ known[start : start + 4096].T).max(axis=1, initial=-1))
    return best
