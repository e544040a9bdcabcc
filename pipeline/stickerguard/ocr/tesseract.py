"""Tesseract through pytesseract: slower and weaker on stickers than the default engine, but widely trusted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.errors import OcrError
from stickerguard.ocr.engine import Look, OcrLine, OcrResult
from stickerguard.types import Box

Rgb = npt.NDArray[np.uint8]
Grey = npt.NDArray[np.uint8]
_BORDER = 16  # pixels added around a page: Tesseract misses letters at the very edge
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

    def read(self, rgb: Rgb, look: Look | None = None) -> OcrResult:
        """Read `rgb`, uint8 [height, width, 3], or what `look` asks for.

        The more confident of several preprocessings wins.

        Raises OcrError when Tesseract fails on it.
        """
        if look is not None:
            whole = self.read(rgb)
            lines = tuple(line for line in whole.lines if look.meets(line.box))
            return OcrResult(lines, tuple(box for box in whole.unreadable if look.meets(box)))
        scale = _scale(rgb)
        best: tuple[float, OcrResult] | None = None
        for page in _pages(rgb, scale):
            result = self._read_page(page, scale, (rgb.shape[1], rgb.shape[0]))
            weight = sum(line.confidence * len(line.text) for line in result.lines)
            if best is None or weight > best[0]:
                best = (weight, result)
        return best[1] if best else OcrResult(())

    def _read_page(self, page: Grey, scale: float, size: tuple[int, int]) -> OcrResult:
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
            line = _line(data, members, scale, size)
            if line.confidence >= self._line_confidence and any(map(str.isalnum, line.text)):
                lines.append(line)
            elif sum(map(str.isalnum, line.text)) >= 2:
                unreadable.append(line.box)
        return OcrResult(tuple(lines), tuple(unreadable))


def _scale(rgb: Rgb) -> float:
    # Tesseract's line finder expects capitals of 20 to 30 pixels; on stickers that is reached near 768 pixels a side.
    return float(np.clip(768 / max(rgb.shape[:2]), 0.25, 4.0))


def _pages(rgb: Rgb, scale: float) -> list[Grey]:
    """Dark text on light ground, the way Tesseract was trained, from every polarity a sticker may have."""
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    grey = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_CUBIC), cv2.COLOR_RGB2GRAY)
    pages = [np.asarray(grey, dtype=np.uint8), _islands(grey >= 235), _islands(grey <= 40)]
    return [np.pad(page, _BORDER, mode="edge") for page in pages]


def _islands(ink: npt.NDArray[np.bool_]) -> Grey:
    """Black where `ink` is set in a patch that does not reach the picture's edge: letters do not, grounds do."""
    _, patches = cv2.connectedComponents(ink.astype(np.uint8))
    edge = np.unique(np.concatenate([patches[0], patches[-1], patches[:, 0], patches[:, -1]]))
    return np.where(ink & ~np.isin(patches, edge), np.uint8(0), np.uint8(255))


def _line(data: dict[str, list[Any]], members: list[int], scale: float, size: tuple[int, int]) -> OcrLine:
    left = min(data["left"][i] for i in members)
    top = min(data["top"][i] for i in members)
    right = max(data["left"][i] + data["width"][i] for i in members)
    bottom = max(data["top"][i] + data["height"][i] for i in members)
    inside = np.clip(np.subtract((left, top, right, bottom), _BORDER) / scale, 0, (*size, *size))
    x0, y0, x1, y1 = (round(float(value), 1) for value in inside)
    box: Box = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    words = [str(data["text"][i]).strip() for i in members]
    # Words of Chinese characters are joined as they are written: without spaces.
    text = words[0]
    for word in words[1:]:
        text += word if not (text[-1].isascii() and word[0].isascii()) else f" {word}"
    letters = [len(word) for word in words]
    confidence = float(np.average([float(data["conf"][i]) for i in members], weights=letters)) / 100
    return OcrLine(text, box, round(confidence, 4))
