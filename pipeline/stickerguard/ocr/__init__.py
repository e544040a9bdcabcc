"""Pixels -> lines of text."""

from __future__ import annotations

from stickerguard.bundle import Bundle
from stickerguard.errors import OcrError
from stickerguard.ocr.engine import OcrEngine, OcrLine, OcrResult
from stickerguard.ocr.language import FILE
from stickerguard.ocr.ppocr import PpOcrEngine
from stickerguard.ocr.settings import PpOcrSettings
from stickerguard.ocr.tesseract import TesseractEngine
from stickerguard.runtime import RuntimeOptions

__all__ = ["OcrEngine", "OcrLine", "OcrResult", "PpOcrEngine", "PpOcrSettings", "TesseractEngine", "create_engine"]


def create_engine(name: str, bundle: Bundle, options: RuntimeOptions) -> OcrEngine:
    """The engine called `name`, "ppocr" or "tesseract".

    Raises OcrError: no such engine, or Tesseract, one of its languages or pytesseract is not installed.
    """
    match name:
        case "ppocr":
            settings = PpOcrSettings.from_preprocessing(bundle.manifest.parts.ocr.preprocessing)
            models = bundle.file("ocr_det.onnx"), bundle.file("ocr_rec.onnx")
            # Bundles before 0.18.0 have none.
            language = bundle.file(FILE) if FILE in bundle.manifest.files else None
            return PpOcrEngine(*models, options=options, settings=settings, language_model=language)
        case "tesseract":
            return TesseractEngine()
    raise OcrError(f"no OCR engine is called {name!r}; use ppocr or tesseract", code="unknown_engine")
