"""Frames of one sticker in one vision run, where a device is fast only when it has much to do."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from stickerguard.vision import VisionModel, VisionScores


class BatchingVision:
    """A `VisionModel` whose `scores` runs up to `largest` frames together.

    Company never changes a score: the graph treats each picture alone (a test of the export holds it to that).
    """

    def __init__(self, model: VisionModel, *, largest: int) -> None:
        self._model = model
        self._largest = largest

    def scores(self, frames: list[npt.NDArray[np.uint8]]) -> VisionScores:
        """As `VisionModel.scores`."""
        pixels = [self._model.prepare(frame) for frame in frames]
        found = [
            self._model.score_prepared(np.stack(pixels[first : first + self._largest]))
            for first in range(0, len(pixels), self._largest)
        ]
        return VisionScores(*(np.concatenate(column) for column in zip(*found, strict=True)))
