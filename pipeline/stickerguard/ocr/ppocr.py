"""PP-OCRv6 driven directly on ONNX Runtime: detector, crops, recogniser.

The settings differ from those its authors ship for documents: stickers are small, transparent and carry few, large
words.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from stickerguard.errors import OcrError
from stickerguard.ocr.detect import Detector, DetectorSettings
from stickerguard.ocr.engine import OcrLine, OcrResult
from stickerguard.ocr.geometry import Region, crop, reading_order
from stickerguard.ocr.recognise import Reading, Recogniser
from stickerguard.ocr.runs import box_around, single_character_runs
from stickerguard.runtime import RuntimeOptions
from stickerguard.types import Box, Rectangle

Rgb = npt.NDArray[np.uint8]
_BETTER = 0.15
"""By which a line must read better the other way up than the rest of the sticker to be the only one turned."""


@dataclass(frozen=True, slots=True)
class PpOcrSettings:
    """Settings measured on drawn stickers; lengths in pixels, confidences in [0, 1].

    `long_side` is what pictures are resized to for detection, at most `upscale` times larger than they are. Lines
    read with less than `line_confidence` are dropped; up to three characters need `short_confidence`, and without a
    letter among them, or alone, `character_confidence`: round shapes pass for an O or an 80.

    A region counts as unreadable when its line was dropped or read with less than `doubtful_confidence`, the text is
    at least `unreadable_height` high, or `unreadable_share` of the long side of a small picture, and the region looks
    like text: `unreadable_aspect` times longer than high where the detector is at least `unreadable_score` sure, or
    else `certain_aspect` times.

    One line read with less than `upright_confidence` makes the engine look at the sticker upside down as well.
    """

    long_side: int = 416
    upscale: float = 4.0
    threshold: float = 0.3
    box_threshold: float = 0.5
    unclip: float = 1.6
    line_confidence: float = 0.5
    short_confidence: float = 0.75
    character_confidence: float = 0.95
    unreadable_score: float = 0.7
    unreadable_height: float = 12.0
    unreadable_share: float = 0.024
    unreadable_aspect: float = 1.6
    certain_aspect: float = 3.0
    doubtful_confidence: float = 0.85
    upright_confidence: float = 0.98

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
        self._settings = settings or PpOcrSettings()
        shared = {field.name: getattr(self._settings, field.name) for field in fields(DetectorSettings)}
        self._detector = Detector(det_model, options=options, settings=DetectorSettings(**shared))
        self._recogniser = Recogniser(rec_model, options=options)

    def read(self, rgb: Rgb, part: Rectangle | None = None) -> OcrResult:
        """Read `rgb`, uint8 [height, width, 3], or a `part` of it. Raises OcrError when ONNX Runtime fails on it."""
        try:
            regions, readings = self._recognise(rgb, reading_order(self._detector.find(rgb, part)))
        except Exception as error:  # whatever a native library raises must not end a run
            raise OcrError(f"ppocr failed on a {rgb.shape} picture: {error}", code="engine_failed") from error
        smallest = min(self._settings.unreadable_height, self._settings.unreadable_share * max(rgb.shape[:2]))
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
                if self._doubtful(region, reading, smallest):
                    unreadable.append(region.box())
        return OcrResult(tuple(lines), tuple(unreadable))

    def _spaced_line(self, regions: list[Region], readings: list[Reading]) -> OcrLine:
        # In good company an O or an I is what it looks like, so the bar for lone characters does not hold here.
        kept = [reading for reading in readings if reading.confidence >= self._settings.line_confidence]
        confidence = float(np.mean([reading.confidence for reading in kept]))
        return OcrLine("".join(reading.text for reading in kept), box_around(regions), round(confidence, 4))

    def _recognise(self, rgb: Rgb, regions: list[Region]) -> tuple[list[Region], list[Reading]]:
        # The recogniser learnt columns of characters as lines turned by 90 degrees.
        crops = [np.rot90(crop(rgb, region)) if region.tall else crop(rgb, region) for region in regions]
        readings = self._recogniser.read(crops)
        if all(reading.confidence >= self._settings.upright_confidence for reading in readings):
            return regions, readings
        others = self._recogniser.read([np.rot90(picture, 2) for picture in crops])
        if self._weight(others) > self._weight(readings):
            regions, readings, others = regions[::-1], others[::-1], readings[::-1]
        # One long line that says more the other way up, or a scribble that seems to, must not turn all others.
        return regions, [self._better(*pair) for pair in zip(readings, others, strict=True)]

    def _weight(self, readings: list[Reading]) -> float:
        """How well a sticker reads one way up. Upside down there are fewer letters, and less sure ones."""
        return sum(reading.confidence**2 * len(reading.text) for reading in readings if self._trusted(reading))

    def _better(self, reading: Reading, other: Reading) -> Reading:
        sure = other.confidence >= self._settings.doubtful_confidence and self._trusted(other)
        fuller = len(other.text) >= len(reading.text) or not self._trusted(reading)
        return other if sure and fuller and other.confidence > reading.confidence + _BETTER else reading

    def _trusted(self, reading: Reading) -> bool:
        settings = self._settings
        text = reading.text
        if len(text) > 3:
            return reading.confidence >= settings.line_confidence
        if len(text) > 1 and any(map(str.isalpha, text)):
            return reading.confidence >= settings.short_confidence
        return bool(text) and reading.confidence >= settings.character_confidence

    def _doubtful(self, region: Region, reading: Reading, smallest: float) -> bool:
        settings = self._settings
        if reading.confidence >= settings.doubtful_confidence and self._trusted(reading):
            return False
        short, long = region.sides
        sure = region.score >= settings.unreadable_score
        aspect = settings.unreadable_aspect if sure else settings.certain_aspect
        return short >= smallest and long >= aspect * short
