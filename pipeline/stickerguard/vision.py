"""Frames -> minor score."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.runtime import RuntimeOptions, create_session
from stickerguard.signature import Signature, Tensor, check_preprocessing


def preprocess(rgb: npt.NDArray[np.uint8], size: int, ground: int) -> npt.NDArray[np.uint8]:
    """Letterbox `rgb`, uint8 [height, width, 3], into uint8 [size, size, 3].

    The long side becomes `size` (area averaging when shrinking, bilinear when growing); the rest is filled with
    the grey `ground`, 0 to 255, on which transparent pixels were flattened too. Normalisation is in the graph.
    """
    height, width = rgb.shape[:2]
    scale = size / max(height, width)
    new_width, new_height = max(1, round(width * scale)), max(1, round(height * scale))
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    resized = cv2.resize(rgb, (new_width, new_height), interpolation=interpolation)
    if new_width == new_height == size:
        return np.asarray(resized, dtype=np.uint8)
    canvas = np.full((size, size, 3), ground, dtype=np.uint8)
    top, left = (size - new_height) // 2, (size - new_width) // 2
    canvas[top : top + new_height, left : left + new_width] = resized
    return canvas


class VisionScores(NamedTuple):
    """Calibrated P(a minor is depicted) and P(a person is depicted) of each frame: float32 [n], in [0, 1].

    `places`, float32 [n, rows, columns], is what each place of the letterboxed square adds to the raw minor logit;
    [n, 0, 0] where the bundle's model does not tell.
    """

    minor: npt.NDArray[np.float32]
    person: npt.NDArray[np.float32]
    places: npt.NDArray[np.float32]


class VisionModel:
    """P(at least one person under 18 is depicted), photographed or drawn.

    Up to `batch` frames are scored together: more than one pays on a GPU only. Company never changes a score, since the
    graph treats each picture alone (a test of the export holds it to that).
    """

    def __init__(self, model: Path, *, size: int, ground: int, options: RuntimeOptions, batch: int = 1) -> None:
        signature = Signature(
            {"image": Tensor("uint8", (None, size, size, 3))},
            {"minor": Tensor("float", (None,)), "person": Tensor("float", (None,))},
        )
        self._session = create_session(model, options, signature)
        check_preprocessing(model, self._session, size=size)
        names = [output.name for output in self._session.get_outputs()]
        self._outputs = ["minor", "person", *(["minor_map"] if "minor_map" in names else [])]
        self._size = size
        self._ground = ground
        self._batch = batch

    def score(self, frames: list[npt.NDArray[np.uint8]]) -> npt.NDArray[np.float32]:
        """Calibrated minor score of each frame, float32 [len(frames)], in [0, 1]."""
        return self.scores(frames).minor

    def scores(self, frames: list[npt.NDArray[np.uint8]]) -> VisionScores:
        """The scores of each frame."""
        pixels = [self.prepare(frame) for frame in frames]
        batches = (pixels[first : first + self._batch] for first in range(0, len(pixels), self._batch))
        found = [self.score_prepared(np.stack(batch)) for batch in batches]
        return VisionScores(*(np.concatenate(column) for column in zip(*found, strict=True)))

    def prepare(self, frame: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """`frame`, uint8 [height, width, 3], as the graph takes it: uint8 [size, size, 3]."""
        return preprocess(frame, self._size, self._ground)

    def score_prepared(self, pixels: npt.NDArray[np.uint8]) -> VisionScores:
        """The scores of what `prepare` gave, stacked: uint8 [n, size, size, 3]."""
        minor, person, *places = self._session.run(self._outputs, {"image": pixels})
        return VisionScores(minor, person, places[0] if places else np.zeros((len(minor), 0, 0), dtype=np.float32))
