"""The gate keeps the detector from pictures that hold no text, and from no others."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from data.fonts import find_font
from stickerguard import Bundle, RuntimeOptions
from stickerguard.images import flatten
from stickerguard.ocr import GATE, OcrEngine, PpOcrEngine, create_engine
from stickerguard.ocr.gate import TextGate
from tests.drawing import shapes


def written(text: str, size: int, colour: str = "black", turned: int = 0) -> np.ndarray:
    image = Image.new("RGBA", (384, 384), "#f0e0c0")
    draw = ImageDraw.Draw(image)
    draw.ellipse((110, 190, 270, 350), fill="#70a0d0", outline="black", width=5)
    draw.text((30, 60), text, colour, find_font("NotoSansCJK-Bold.ttc", size))
    return flatten(image.rotate(turned))


@pytest.fixture(scope="module")
def gate(bundle: Bundle) -> TextGate:
    settings = bundle.manifest.parts.ocr.preprocessing
    return TextGate(bundle.file(GATE), options=RuntimeOptions(), threshold=settings["gate_threshold"])


@pytest.fixture(scope="module")
def engine(bundle: Bundle) -> OcrEngine:
    return create_engine("ppocr", bundle, RuntimeOptions())


@pytest.mark.parametrize("size", [14, 24, 48, 90])
@pytest.mark.parametrize(("text", "colour"), [("早上好", "white"), ("hello", "#806040"), ("ありがとう", "red")])
@pytest.mark.parametrize("turned", [0, 180])
def test_it_opens_for_words(gate: TextGate, text: str, size: int, colour: str, turned: int) -> None:
    assert gate.opens(written(text, size, colour, turned))


def test_it_stays_shut_for_drawings(gate: TextGate) -> None:
    drawings = [flatten(shapes((384, 384), seed=seed)) for seed in range(20)]
    assert sum(map(gate.opens, drawings)) <= 4
    assert not gate.opens(np.full((384, 384, 3), 200, np.uint8))


def test_the_same_is_read_without_it(bundle: Bundle, engine: OcrEngine) -> None:
    without = PpOcrEngine(bundle.file("ocr_det.onnx"), bundle.file("ocr_rec.onnx"), options=RuntimeOptions())
    for picture in (written("good morning", 40), written("谢谢老板", 20, "white"), flatten(shapes((300, 200)))):
        assert engine.read(picture) == without.read(picture)


def test_a_bundle_without_one_reads_on(bundle: Bundle, tmp_path: Path) -> None:
    copy = tmp_path / "former"
    shutil.copytree(bundle.path, copy, copy_function=os.link)
    (copy / GATE).unlink()
    document = json.loads((copy / "bundle.json").read_text("utf-8"))
    del document["files"][GATE]
    ocr = document["parts"]["ocr"]
    ocr["files"].remove(GATE)
    ocr["weights"] = [row for row in ocr["weights"] if row["file"] != GATE]
    del ocr["preprocessing"]["gate_threshold"]
    (copy / "bundle.json").unlink()
    (copy / "bundle.json").write_text(json.dumps(document), "utf-8")
    lines = create_engine("ppocr", Bundle.load(copy), RuntimeOptions()).read(written("good morning", 40)).lines
    assert [line.text for line in lines] == ["good morning"]
