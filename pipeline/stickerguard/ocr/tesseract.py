"""Tesseract through pytesseract: slower and weaker on stickers than the default engine, but widely trusted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.errors import OcrError
from stickerguard.ocr.engine import OcrLine, OcrResult
from stickerguard.types import Box

Rgb = npt.NDArray[np.uint8]
Grey = npt.NDArray[np.uint8]
_HINT = "on Debian: apt-get install tesseract-ocr tesseract-ocr-eng tesseract-ocr-chi-sim"


class TesseractEngine:
    """Tesseract with several languages at once.

    Raises OcrError: pytesseract, the program, or one of `languages` is not installed.
    """

    name = "tesseract"

    def __init__(self, languages: Sequence[str] = ("eng", "chi_sim"), *, line_confidence: float = 0.5) -> None:
        try:
            import pytesseract
        except ImportError as error:
            raise OcrError(
                "pytesseract is not installed; pip install 'stickerguard[tesseract]'", code="missing_engine"
            ) from error
        self._tesseract: Any = pytesseract
        self._languages = "+".join(languages)
        self._line_confidence = line_confidence
        try:
            self.version = str(pytesseract.get_tesseract_version())
            installed = set(pytesseract.get_languages())
        except (pytesseract.TesseractNotFoundError, SystemExit) as error:
            raise OcrError(f"the program tesseract is not installed; {_HINT}", code="missing_engine") from error
        if missing := [language for language in languages if language not in installed]:
            raise OcrError(f"tesseract has no language {', '.join(missing)}; {_HINT}", code="missing_language")

    def read(self, rgb: Rgb) -> OcrResult:
        """Read `rgb`, uint8 [height, width, 3]; the more confident of several preprocessings wins.

        Raises OcrError when Tesseract fails on it.
        """
        scale = _scale(rgb)
        best: tuple[float, OcrResult] | None = None
        for page in _pages(rgb, scale):
            result = self._read_page(page, scale)
            weight = sum(line.confidence * len(line.text) for line in result.lines)
            if best is None or weight > best[0]:
                best = (weight, result)
        return best[1] if best else OcrResult(())

    def _read_page(self, page: Grey, scale: float) -> OcrResult:
        try:
            data = self._tesseract.image_to_data(
                page, lang=self._languages, config="--psm 11", output_type=self._tesseract.Output.DICT
            )
        except (self._tesseract.TesseractError, RuntimeError, OSError) as error:
            raise OcrError(f"tesseract failed on a {page.shape} picture: {error}", code="engine_failed") from error
        words: dict[tuple[int, int, int], list[int]] = {}
        for index, text in enumerate(data["text"]):
            if text.strip() and float(data["conf"][index]) >= 0:
                key = (data["block_num"][index], data["par_num"][index], data["line_num"][index])
                words.setdefault(key, []).append(index)
        lines, unreadable = [], []
        for members in words.values():
            line = _line(data, members, scale)
            if line.confidence >= self._line_confidence and any(map(str.isalnum, line.text)):
                lines.append(line)
            elif sum(map(str.isalnum, line.text)) >= 2:
                unreadable.append(line.box)
        return OcrResult(tuple(lines), tuple(unreadable))


def _scale(rgb: Rgb) -> float:
    # Tesseract's line finder expects capitals of 20 to 30 pixels; on stickers that is about 1,000 pixels a side.
    return float(np.clip(1024 / max(rgb.shape[:2]), 0.25, 4.0))


def _pages(rgb: Rgb, scale: float) -> list[Grey]:
    """Dark text on light ground, the way Tesseract was trained, from every polarity a sticker may have."""
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    grey = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_CUBIC), cv2.COLOR_RGB2GRAY)
    bright = np.where(grey >= 235, np.uint8(0), np.uint8(255))  # white letters alone, whatever lies around them
    dark = np.where(grey <= 40, np.uint8(0), np.uint8(255))
    pages = [np.asarray(grey, dtype=np.uint8), bright, dark]
    return [cv2.copyMakeBorder(page, 16, 16, 16, 16, cv2.BORDER_REPLICATE) for page in pages]  # type: ignore[misc]


def _line(data: dict[str, list[Any]], members: list[int], scale: float) -> OcrLine:
    left = min(data["left"][i] for i in members)
    top = min(data["top"][i] for i in members)
    right = max(data["left"][i] + data["width"][i] for i in members)
    bottom = max(data["top"][i] + data["height"][i] for i in members)
    x0, y0, x1, y1 = (round(max(0.0, (value - 16) / scale), 1) for value in (left, top, right, bottom))
    box: Box = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    words = [str(data["text"][i]).strip() for i in members]
    # Words of Chinese characters are joined as they are written: without spaces.
    text = words[0]
    for word in words[1:]:
        text += word if not (text[-1].isascii() and word[0].isascii()) else f" {word}"
    letters = [len(word) for word in words]
    confidence = float(np.average([float(data["conf"][i]) for i in members], weights=letters)) / 100
    return OcrLine(text, box, round(confidence, 4))
