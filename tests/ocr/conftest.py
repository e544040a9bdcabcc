"""The engine of the shipped bundle, loaded once a run: reading changes nothing in it."""

import pytest

from stickerguard import Bundle, RuntimeOptions
from stickerguard.ocr import PpOcrEngine, create_engine


@pytest.fixture(scope="session")
def ppocr(bundle: Bundle) -> PpOcrEngine:
    engine = create_engine("ppocr", bundle, RuntimeOptions())
    assert isinstance(engine, PpOcrEngine)
    return engine
