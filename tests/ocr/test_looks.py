"""A second look, for faint text: always, or where the first one shows traces of any, as the bundle has it."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from models.ocr.captions import find_font
from stickerguard import Bundle, RuntimeOptions
from stickerguard.ocr import PpOcrEngine, PpOcrSettings
from stickerguard.ocr.detect import Detector
from stickerguard.ocr.language import FILE
from tests.ocr.test_engines import FONTS


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The scale of each look for faint text."""
    scales: list[float] = []
    real = Detector.find_faint

    def counted(self: Detector, *given: object) -> object:
        found = real(self, *given)  # type: ignore[arg-type]
        scales.append(found[1])
        return found

    monkeypatch.setattr(Detector, "find_faint", counted)
    return scales


def engine(**changed: float) -> PpOcrEngine:
    bundle = Bundle.load()
    settings = PpOcrSettings.from_preprocessing(bundle.manifest.parts.ocr.preprocessing)
    models = bundle.file("ocr_det.onnx"), bundle.file("ocr_rec.onnx")
    settings = replace(settings, **changed)  # type: ignore[arg-type]
    return PpOcrEngine(*models, options=RuntimeOptions(threads=1), settings=settings, language_model=bundle.file(FILE))


def drawn(text: str = "", ink: tuple[int, int, int] = (0, 0, 0), size: int = 60) -> npt.NDArray[np.uint8]:
    image = Image.new("RGB", (400, 400), (228, 228, 228))
    pen = ImageDraw.Draw(image)
    pen.ellipse((140, 220, 300, 380), fill=(250, 200, 90))
    pen.text((200, 120), text, ink, find_font(FONTS["en"], size), anchor="mm")
    return np.asarray(image)


def test_a_bundle_may_ask_for_a_second_look_only_where_there_are_traces(looks: list[float]) -> None:
    assert not engine(faint_trace=0.05).read(drawn()).lines
    assert not looks


def test_the_shipped_bundle_always_looks_twice(looks: list[float]) -> None:
    assert not engine().read(drawn()).lines
    assert len(looks) == 1


def test_words_nearly_as_dark_as_their_ground_are_read() -> None:
    picture = Image.new("RGB", (420, 420), (60, 60, 60))
    ImageDraw.Draw(picture).text((210, 210), "thank you", (66, 66, 66), find_font(FONTS["en"], 24), anchor="mm")
    assert [line.text for line in engine().read(np.asarray(picture)).lines] == ["thank you"]


@pytest.mark.parametrize("shade", [200, 212, 246])
def test_faint_words_are_read_or_reported(shade: int) -> None:
    found = engine().read(drawn("good morning", (shade, shade, shade)))
    assert found.lines or found.unreadable


@pytest.mark.parametrize("text", ["no", "hi", "OK", "rainy day"])
def test_large_plain_words_are_read(text: str) -> None:
    found = engine().read(drawn(text, (70, 40, 30), 170 if len(text) == 2 else 80))
    assert "".join(line.text for line in found.lines).replace(" ", "").casefold() == text.replace(" ", "").casefold()
