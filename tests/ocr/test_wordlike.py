"""What looks like writing, of whatever script, is told from what is drawn, where the recogniser says so."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import pytest
from PIL import Image, ImageDraw

from data.fonts import find_font
from data.stickers import motifs
from stickerguard import Bundle, BundleError, RuntimeOptions
from stickerguard.images import flatten
from stickerguard.ocr.doubt import judge
from stickerguard.ocr.geometry import Region
from stickerguard.ocr.recognise import Reading, Recogniser, joined

Rgb = npt.NDArray[np.uint8]
LINE = Region(np.asarray([[10, 10], [210, 10], [210, 50], [10, 50]], np.float32), 0.7)
OPTIONS = RuntimeOptions(threads=1)


@pytest.fixture(scope="module")
def model() -> Path:
    return Bundle.load().file("ocr_rec.onnx")


def written(phrase: str) -> Rgb:
    image = Image.new("RGB", (320, 60), (240, 240, 240))
    ImageDraw.Draw(image).text((160, 30), phrase, (20, 20, 20), find_font("DejaVuSans-Bold.ttf", 36), anchor="mm")
    return np.asarray(image)


def other(model: Path, folder: Path, output: onnx.ValueInfoProto | None) -> Path:
    """The recogniser with another output for `wordlike`, or none."""
    graph = onnx.load(model)
    kept = [entry for entry in graph.graph.output if entry.name != "wordlike"]
    del graph.graph.output[:]
    graph.graph.output.extend([*kept, output] if output is not None else kept)
    if output is not None:
        for node in graph.graph.node:
            node.output[:] = ["steps" if name == "wordlike" else name for name in node.output]
        graph.graph.node.append(onnx.helper.make_node("Cast", ["steps"], ["wordlike"], to=onnx.TensorProto.INT32))
    onnx.save(graph, folder / "other.onnx")
    return folder / "other.onnx"


def test_words_in_a_script_it_cannot_read_look_more_like_writing_than_shapes_do(model: Path) -> None:
    recogniser = Recogniser(model, options=OPTIONS)
    words = recogniser.read([written(phrase) for phrase in ("доброе утро", "გმადლობთ", "բարի լույս", "good morning")])
    drawn = [flatten(motifs.drawn(random.Random(number), 240)[0])[90:150] for number in range(20)]
    shapes = recogniser.read(drawn)
    least = min(reading.wordlike or 0.0 for reading in words)
    assert sum((reading.wordlike or 0.0) < least for reading in shapes) >= 18


def test_what_it_says_of_a_crop_does_not_hang_on_its_neighbours(model: Path) -> None:
    recogniser = Recogniser(model, options=OPTIONS)
    crops = [written("спасибо"), written("до завтра"), written("привет")[:, :200]]
    together = [reading.wordlike for reading in recogniser.read(crops)]
    alone = [recogniser.read([crop])[0].wordlike for crop in crops]
    assert together == pytest.approx(alone, abs=1e-3)


def test_a_recogniser_that_says_nothing_of_it_serves_as_before(model: Path, tmp_path: Path) -> None:
    (reading,) = Recogniser(other(model, tmp_path, None), options=OPTIONS).read([written("good morning")])
    assert reading.text == "good morning"
    assert reading.wordlike is None
    assert judge(LINE, reading, 0.9, 1.0).scribble < 0.05


def test_an_output_of_that_name_and_another_type_is_refused(model: Path, tmp_path: Path) -> None:
    whole = onnx.helper.make_tensor_value_info("wordlike", onnx.TensorProto.INT32, ["batch", "time"])
    with pytest.raises(BundleError, match="'wordlike' is tensor"):
        Recogniser(other(model, tmp_path, whole), options=OPTIONS)


def test_the_more_a_region_looks_like_writing_the_less_it_is_a_scribble() -> None:
    nothing = Reading("", 0.0, 0.0, 0.95, 0.91)
    found = [judge(LINE, replace(nothing, wordlike=value), 0.6, 1.0).scribble for value in (-8.0, 0.0, 8.0)]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.9 > 0.1 > found[-1]


def test_a_long_line_looks_like_writing_as_much_as_its_pieces_do_in_the_mean() -> None:
    halves = [Reading("good", 0.9, wordlike=2.0), Reading("morning", 0.9, wordlike=4.0)]
    assert joined(halves).wordlike == pytest.approx(3.0)
    assert joined([replace(half, wordlike=None) for half in halves]).wordlike is None
