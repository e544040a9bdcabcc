"""PP-OCRv6 driven directly on ONNX Runtime: detector, crops, recogniser.

The settings differ from those its authors ship for documents: stickers are small, transparent and carry few, large
words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.errors import OcrError
from stickerguard.ocr.engine import OcrLine, OcrResult
from stickerguard.ocr.geometry import Region, crop, reading_order, regions_from_map, scaled
from stickerguard.ocr.recognise import Reading, Recogniser
from stickerguard.runtime import RuntimeOptions, create_session

Rgb = npt.NDArray[np.uint8]
_STRIDE = 32


@dataclass(frozen=True, slots=True)
class PpOcrSettings:
    """Settings measured on drawn stickers; lengths in pixels, confidences in [0, 1].

    `long_side` is what pictures are resized to for detection, at most `upscale` times larger than they are. Lines
    read with less than `line_confidence`, or single characters with less than `character_confidence`, are dropped.
    A dropped line counts as unreadable text where the detector was at least `unreadable_score` sure and the text at
    least `unreadable_height` high.
    """

    long_side: int = 416
    upscale: float = 4.0
    threshold: float = 0.3
    box_threshold: float = 0.5
    unclip: float = 1.6
    line_confidence: float = 0.5
    character_confidence: float = 0.9
    unreadable_score: float = 0.7
    unreadable_height: float = 12.0

    @classmethod
    def from_preprocessing(cls, preprocessing: dict[str, Any]) -> PpOcrSettings:
        """The settings stored in a bundle's manifest."""
        return cls(**preprocessing)


class PpOcrEngine:
    """OCR for the scripts of PP-OCRv6: Chinese, English, Japanese and Latin ones. Safe to share between threads."""

    name = "ppocr"

    def __init__(
        self, det_model: Path, rec_model: Path, *, options: RuntimeOptions, settings: PpOcrSettings | None = None
    ) -> None:
        self._detector = create_session(det_model, options)
        self._recogniser = Recogniser(rec_model, options=options)
        self._settings = settings or PpOcrSettings()

    def read(self, rgb: Rgb) -> OcrResult:
        """Read `rgb`, uint8 [height, width, 3]. Raises OcrError when ONNX Runtime fails on it."""
        try:
            regions = reading_order(self.detect(rgb))
            readings = self._recognise(rgb, regions)
        except Exception as error:  # whatever a native library raises must not end a run
            raise OcrError(f"ppocr failed on a {rgb.shape} picture: {error}", code="engine_failed") from error
        lines, unreadable = [], []
        for region, reading in zip(regions, readings, strict=True):
            if self._trusted(reading):
                lines.append(OcrLine(reading.text, region.box(), round(reading.confidence, 4)))
            elif self._significant(region):
                unreadable.append(region.box())
        return OcrResult(tuple(lines), tuple(unreadable))

    def detect(self, rgb: Rgb) -> list[Region]:
        """Text regions in pixels of `rgb`, in no particular order."""
        settings = self._settings
        height, width = rgb.shape[:2]
        scale = min(settings.long_side / max(height, width), settings.upscale)
        inner = (max(1, round(width * scale)), max(1, round(height * scale)))
        resized = cv2.resize(rgb, inner, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        padded = cv2.copyMakeBorder(
            resized, 0, -inner[1] % _STRIDE, 0, -inner[0] % _STRIDE, cv2.BORDER_CONSTANT, value=(127, 127, 127)
        )
        (probability,) = self._detector.run(["probability"], {"image": padded[np.newaxis]})
        regions = regions_from_map(
            probability[0, 0, : inner[1], : inner[0]],
            threshold=settings.threshold,
            box_threshold=settings.box_threshold,
            unclip=settings.unclip,
        )
        return [scaled(region, width / inner[0], height / inner[1], width, height) for region in regions]

    def _recognise(self, rgb: Rgb, regions: list[Region]) -> list[Reading]:
        crops = [crop(rgb, region) for region in regions]
        # The recogniser learnt columns of characters as lines turned by 90 degrees.
        return self._recogniser.read(
            [np.rot90(picture) if region.tall else picture for picture, region in zip(crops, regions, strict=True)]
        )

    def _trusted(self, reading: Reading) -> bool:
        settings = self._settings
        needed = settings.character_confidence if len(reading.text) == 1 else settings.line_confidence
        return bool(reading.text) and reading.confidence >= needed

    def _significant(self, region: Region) -> bool:
        settings = self._settings
        return (
            region.score >= settings.unreadable_score
            and min(region.height, region.width) >= settings.unreadable_height
            and max(region.height, region.width) >= 2 * min(region.height, region.width)
        )
