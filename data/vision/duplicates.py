"""Near-duplicates: how much a test drawing resembles the closest training drawing, as it is or in a mirror."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from data.recipe import Use

_SIDE = 24
NEAR = 0.98
"""From this correlation on two drawings are called near-duplicates."""


def fingerprint(rgba: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Unit vector, float32 [1728], of a drawing, uint8 [height, width, 4], flattened on grey, 24 x 24 pixels of RGB,
    mean removed."""
    alpha = rgba[..., 3:].astype(np.float32) / 255
    flat = rgba[..., :3] * alpha + 127 * (1 - alpha)
    small = cv2.resize(flat.astype(np.float32), (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).ravel()
    small = small - small.mean()
    return np.asarray(small / (np.linalg.norm(small) + 1e-6), dtype=np.float32)


def closest(queries: npt.NDArray[np.float32], known: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Highest correlation of each query, [n, 1728], as it is or mirrored left to right, with any of `known`, [m, 1728];
    float32 [n], in [-1, 1]."""
    best = np.full(len(queries), -1, dtype=np.float32)
    # Training mirrors pictures, and people mirror stickers to post them again: both ways it is the same one.
    for seen in (queries, _mirrored(queries)):
        for start in range(0, len(known), 4096):
            best = np.maximum(best, (seen @ known[start : start + 4096].T).max(axis=1, initial=-1))
    return best


def _mirrored(prints: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The prints, [n, 1728], of the mirrored drawings."""
    return prints.reshape(-1, _SIDE, _SIDE, 3)[:, :, ::-1].reshape(prints.shape)


def joined_splits(
    splits: Sequence[Use], prints: npt.NDArray[np.float32], groups: Sequence[Collection[str]] = ()
) -> list[Use]:
    """`splits` with near-duplicates, by the rows of `prints` [n, 1728], and what shares a group with them on one side.

    What resembles a training picture trains with its whole group; what else resembles a calibration picture calibrates.
    No picture of one side then correlates `NEAR` or more with one of another, and no group is on two. `groups` names
    those of each picture; none are given where each picture is one of its own.
    """
    sides = np.asarray(splits, dtype=object)
    for side, others in (("train", ("calibrate", "test")), ("calibrate", ("test",))):
        # What moves may itself resemble something, so look until nothing moves any more.
        fresh = np.flatnonzero(sides == side)
        while len(fresh):
            rest = np.flatnonzero(np.isin(sides, others))
            if not len(rest):
                break
            moves = closest(prints[rest], prints[fresh]) >= NEAR
            if groups:
                taken = {name for row in fresh.tolist() for name in groups[row]}
                moves |= np.asarray([not taken.isdisjoint(groups[row]) for row in rest.tolist()])
            fresh = rest[moves]
            sides[fresh] = side
    return list(sides)
