"""What a worker process needs to know to build its classifier."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stickerguard.classifier import StickerClassifier
from stickerguard.images import Limits
from stickerguard.runtime import RuntimeOptions


@dataclass(frozen=True, slots=True)
class Recipe:
    """The part of the settings that decides about verdicts; no key and no address is in it."""

    bundle: Path | None
    ocr: Literal["ppocr", "tesseract"]
    limits: Limits
    runtime: RuntimeOptions
    lexicon: Path | None
    vision_batch: int
    worker_memory: int
    thresholds: Path | str | None = None

    @property
    def survives_fork(self) -> bool:
        """Whether models loaded before a fork work after it: neither threads of their own nor a GPU do."""
        return self.runtime.threads == 1 and self.runtime.provider == "cpu"

    def build(self) -> StickerClassifier:
        """The classifier. Raises what `StickerClassifier` raises."""
        return StickerClassifier(
            self.bundle,
            ocr=self.ocr,
            limits=self.limits,
            runtime=self.runtime,
            lexicon=self.lexicon,
            thresholds=self.thresholds,
            vision_batch=self.vision_batch,
        )
