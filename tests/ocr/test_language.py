"""What people write decides between readings that look alike, in the shipped bundle and in bundles that can."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from data.fonts import find_font
from stickerguard import Bundle, RuntimeOptions
from stickerguard.ocr import OcrLine, PpOcrEngine, PpOcrSettings, create_engine
from stickerguard.ocr.language import FILE, LanguageModel, code_points, folded
from stickerguard.ocr.recognise import Recogniser

OPTIONS = RuntimeOptions(threads=1)
BLURRED = [
    ("happy friday everyone", 16, 3.0),
    ("谢谢你的晚饭", 18, 2.8),
    ("おつかれさまでした", 14, 2.8),
    ("また明日ね", 16, 2.4),
]
"""A text, the size of its letters in pixels, and how much it is blurred, so that its shapes alone are misread."""


def blurred(text: str, size: int, radius: float) -> np.ndarray:
    image = Image.new("RGB", (420, 120), "white")
    font = find_font("DejaVuSans-Bold.ttf" if text.isascii() else "NotoSansCJK-Bold.ttc", size)
    ImageDraw.Draw(image).text((210, 60), text, "black", font, anchor="mm")
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)))


def only_line(engine: PpOcrEngine, picture: np.ndarray) -> OcrLine:
    (line,) = engine.read(picture).lines
    return line


@pytest.fixture(scope="module")
def without(bundle: Bundle) -> PpOcrEngine:
    """The engine of a bundle that has no language model."""
    settings = PpOcrSettings.from_preprocessing(bundle.manifest.parts.ocr.preprocessing)
    models = bundle.file("ocr_det.onnx"), bundle.file("ocr_rec.onnx")
    return PpOcrEngine(*models, options=OPTIONS, settings=settings)


@pytest.mark.parametrize(("text", "size", "radius"), BLURRED)
def test_what_shapes_alone_misread_is_read_and_what_they_say_is_kept(
    bundle: Bundle, without: PpOcrEngine, text: str, size: int, radius: float
) -> None:
    picture = blurred(text, size, radius)
    engine = create_engine("ppocr", bundle, OPTIONS)
    assert isinstance(engine, PpOcrEngine)

    line, shapes = only_line(engine, picture), only_line(without, picture)

    assert (line.text, line.shapes) == (text, shapes.text)
    assert shapes.text != text
    assert (line.confidence, line.box) == (shapes.confidence, shapes.box)


def test_what_is_read_surely_is_left_as_it_is_however_unlikely(bundle: Bundle) -> None:
    engine = create_engine("ppocr", bundle, OPTIONS)
    assert isinstance(engine, PpOcrEngine)
    line = only_line(engine, blurred("good mornjng", 40, 0))
    assert (line.text, line.shapes) == ("good mornjng", None)


def test_a_bundle_without_a_language_model_reads_by_shapes_alone(copy: Path, without: PpOcrEngine) -> None:
    (copy / FILE).unlink()
    manifest = json.loads((copy / "bundle.json").read_text("utf-8"))
    del manifest["files"][FILE]
    manifest["parts"]["ocr"]["files"].remove(FILE)
    (copy / "bundle.json").write_text(json.dumps(manifest), "utf-8")
    engine = create_engine("ppocr", Bundle.load(copy), OPTIONS)
    assert isinstance(engine, PpOcrEngine)
    picture = blurred(*BLURRED[0])

    assert engine.read(picture) == without.read(picture)
    assert only_line(engine, picture).shapes is None


def test_a_reading_is_believed_as_far_as_no_other_looks_like_it(bundle: Bundle) -> None:
    recogniser = Recogniser(
        bundle.file("ocr_rec.onnx"), options=OPTIONS, language=LanguageModel(bundle.file(FILE), options=OPTIONS)
    )
    clear, unclear = (
        recogniser.read([blurred("see you tomorrow", 24, radius)[35:85, 60:360]])[0].belief for radius in (0, 4)
    )
    assert clear is not None
    assert unclear is not None
    assert 0 <= unclear < 0.9 < clear <= 1


def test_likelier_lines_score_higher_in_every_language_that_is_read(bundle: Bundle) -> None:
    model = LanguageModel(bundle.file(FILE), options=OPTIONS)
    for likely, unlikely in [
        ("see you at the library", "see you at the iibrary"),
        ("nos vemos mañana", "nos vemos maňana"),
        ("明天见", "朋天见"),
        ("謝謝大家", "謝榭大家"),
        ("また明日ね", "また明目ね"),
    ]:
        right, wrong = model.score([likely, unlikely])
        assert right > wrong, likely


def test_lines_are_folded_and_padded() -> None:
    assert folded("ＧＯＯＤ\u3000Day\t!") == "good day !"
    assert code_points(["ab", "", "好"]).tolist() == [[97, 98], [0, 0], [0x597D, 0]]
    assert code_points([]).shape == (0, 1)
