"""Whether there may be text at all: a small network asked before the detector, which costs some ten times as much.

It learnt from what the detector finds where there are words, and from pictures without any (models/ocr/gate.py). To let
the detector see only the part that may hold text would save more, but costs letters at the edges (docs/experiments.md).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from stickerguard.ocr.geometry import Rgb
from stickerguard.runtime import RuntimeOptions, create_session
from stickerguard.signature import Signature, Tensor

STRIDE = 16
"""Pixels across a cell, of which the network scores one each."""
_SIGNATURE = Signature({"image": Tensor("uint8", (None, None, None, 3))}, {"text": Tensor("float", (None, None, None))})


class TextGate:
    """Safe to share between threads."""

    def __init__(self, model: Path, *, options: RuntimeOptions, threshold: float) -> None:
        """A cell with a score, in [0, 1], above `threshold` may hold text."""
        self._session = create_session(model, options, _SIGNATURE)
        self._threshold = threshold

    def opens(self, rgb: Rgb) -> bool:
        """Whether `rgb`, uint8 [height, width, 3] with sides in multiples of 32, may hold text."""
        (scores,) = self._session.run(["text"], {"image": rgb[np.newaxis]})
        return bool((scores > self._threshold).any())
