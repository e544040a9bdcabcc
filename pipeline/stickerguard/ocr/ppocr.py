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
from stickerguard.ocr.runs import box_around, single_character_runs
from stickerguard.runtime import RuntimeOptions, create_session
from stickerguard.signature import Signature, Tensor
from stickerguard.types import Box

Rgb = npt.NDArray[np.uint8]
_STRIDE = 32
_SIGNATURE = Signature(
    {"image": Tensor("uint8", (None, None, None, 3))}, {"probability": Tensor("float", (None, 1, None, None))}
)


@dataclass(frozen=True, slots=True)
class PpOcrSettings:
    """Settings measured on drawn stickers; lengths in pixels, confidences in [0, 1].

    `long_side` is what pictures are resized to for detection, at most `upscale` times larger than they are. Lines
    read with less than `line_confidence` are dropped; up to three characters need `short_confidence`, and without a
    letter among them, or alone, `character_confidence`: round shapes pass for an O or an 80.

    A region counts as unreadable when its line was dropped or read with less than `doubtful_confidence`, the text is
    at least `unreadable_height` high, and the region looks like text: `unreadable_aspect` times longer than high
    where the detector is at least `unreadable_score` sure, or else `certain_aspect` times. One such region makes the
    engine look at the sticker upside down as well.
    """

    long_side: int = 416
    upscale: float = 4.0
    threshold: float = 0.3
    box_threshold: float = 0.5
    unclip: float = 1.6
    line_confidence: float = 0.5
    short_confidence: float = 0.75
    character_confidence: float = 0.9
    unreadable_score: float = 0.7
    unreadable_height: float = 12.0
    unreadable_aspect: float = 1.6
    certain_aspect: float = 3.0
    doubtful_confidence: float = 0.85

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
        self._detector = create_session(det_model, options, _SIGNATURE)
        self._recogniser = Recogniser(rec_model, options=options)
        self._settings = settings or PpOcrSettings()

    def read(self, rgb: Rgb) -> OcrResult:
        """Read `rgb`, uint8 [height, width, 3]. Raises OcrError when ONNX Runtime fails on it."""
        try:
            regions, readings = self._recognise(rgb, reading_order(self.detect(rgb)))
        except Exception as error:  # whatever a native library raises must not end a run
            raise OcrError(f"ppocr failed on a {rgb.shape} picture: {error}", code="engine_failed") from error
        lines: list[OcrLine] = []
        unreadable: list[Box] = []
        for run in single_character_runs(regions, readings):
            if len(run) > 1 and 2 * sum(self._trusted(readings[index]) for index in run) > len(run):
                lines.append(self._spaced_line([regions[index] for index in run], [readings[index] for index in run]))
                continue
            for index in run:
                region, reading = regions[index], readings[index]
                if self._trusted(reading):
                    lines.append(OcrLine(reading.text, region.box(), round(reading.confidence, 4)))
                # A doubtful line counts twice: as what it says, and as text that may say something else.
                if self._doubtful(region, reading):
                    unreadable.append(region.box())
        return OcrResult(tuple(lines), tuple(unreadable))

    def _spaced_line(self, regions: list[Region], readings: list[Reading]) -> OcrLine:
        # In good company an O or an I is what it looks like, so the bar for lone characters does not hold here.
        kept = [reading for reading in readings if reading.confidence >= self._settings.line_confidence]
        confidence = float(np.mean([reading.confidence for reading in kept]))
        return OcrLine("".join(reading.text for reading in kept), box_around(regions), round(confidence, 4))

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

    def _recognise(self, rgb: Rgb, regions: list[Region]) -> tuple[list[Region], list[Reading]]:
        # The recogniser learnt columns of characters as lines turned by 90 degrees.
        crops = [np.rot90(crop(rgb, region)) if region.tall else crop(rgb, region) for region in regions]
        readings = self._recogniser.read(crops)
        if not any(map(self._doubtful, regions, readings)):
            return regions, readings
        turned = self._recogniser.read([np.rot90(picture, 2) for picture in crops])
        if _weight(regions, turned) <= _weight(regions, readings):
            return regions, readings
        return regions[::-1], turned[::-1]

    def _trusted(self, reading: Reading) -> bool:
        settings = self._settings
        text = reading.text
        if len(text) > 3:
            return reading.confidence >= settings.line_confidence
        if len(text) > 1 and any(map(str.isalpha, text)):
            return reading.confidence >= settings.short_confidence
        return bool(text) and reading.confidence >= settings.character_confidence

    def _doubtful(self, region: Region, reading: Reading) -> bool:
        settings = self._settings
        if reading.confidence >= settings.doubtful_confidence and self._trusted(reading):
            return False
        short, long = sorted((region.width, region.height))
        sure = region.score >= settings.unreadable_score
        aspect = settings.unreadable_aspect if sure else settings.certain_aspect
        return short >= settings.unreadable_height and long >= aspect * short


def _weight(regions: list[Region], readings: list[Reading]) -> float:
    """How well a sticker reads one way up; each region counts by how many characters it has room for."""
    return sum(
        reading.confidence * max(region.width, region.height) / max(1.0, min(region.width, region.height))
        for region, reading in zip(regions, readings, strict=True)
    )
