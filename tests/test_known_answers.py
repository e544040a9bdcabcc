"""Every model is asked what it was asked when its bundle was packed."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import pytest
from onnx import helper, numpy_helper

from models.known_answers import add, lettering, pictures
from stickerguard import Bundle, StickerClassifier
from stickerguard.bundle import MANIFEST
from stickerguard.fusion import FusionModel
from stickerguard.known_answers import FILE, Picture, Stroke
from stickerguard.selftest import known_answers, run_selftest

MODELS = {"vision", "ocr", "caption", "fusion"}


def without_known_answers(folder: Path) -> Path:
    """As a bundle of schema version 1 is."""
    document = json.loads((folder / MANIFEST).read_text("utf-8"))
    del document["files"][FILE]
    (folder / FILE).unlink()
    (folder / MANIFEST).write_text(json.dumps(document | {"schema_version": 1}), encoding="utf-8")
    return folder


def rehash(folder: Path, name: str) -> None:
    document = json.loads((folder / MANIFEST).read_text("utf-8"))
    document["files"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(document), encoding="utf-8")


def test_every_model_of_the_shipped_bundle_answers_as_when_it_was_packed(classifier: StickerClassifier) -> None:
    test = known_answers(classifier)
    assert (test.state, test.wrong, test.not_asked) == ("passed", (), ())
    assert {answer.model for answer in test.answers} == MODELS


def test_the_known_answers_lie_too_far_apart_for_a_model_that_always_says_the_same(bundle: Bundle) -> None:
    known = bundle.known_answers
    assert known is not None
    for spread, tolerance in (
        ([answer.minor for answer in known.vision], known.vision[0].tolerance),
        ([answer.person for answer in known.vision], known.vision[0].tolerance),
        ([answer.suggestive for answer in known.caption], known.caption[0].tolerance),
        ([answer.risk for answer in known.fusion], known.fusion[0].tolerance),
    ):
        assert max(spread) - min(spread) > 3 * tolerance
    assert all(answer.lines for answer in known.ocr)


def test_the_answers_of_a_bundle_are_those_of_its_models_loaded_anew(bundle: Bundle) -> None:
    assert known_answers(bundle).state == "passed"


def halve(path: Path, output: str) -> None:
    """Make a graph give half of what it gave as `output`."""
    model = onnx.load(path)
    for node in model.graph.node:
        for index, name in enumerate(node.output):
            if name == output:
                node.output[index] = f"{output}_before"
        for index, name in enumerate(node.input):
            if name == output:
                node.input[index] = f"{output}_before"
    model.graph.initializer.append(numpy_helper.from_array(np.asarray(0.5, dtype=np.float32), "half"))
    model.graph.node.append(helper.make_node("Mul", [f"{output}_before", "half"], [output]))
    onnx.save(model, path)


@pytest.mark.parametrize(
    ("file", "output", "model"),
    [
        ("vision.onnx", "minor", "vision"),
        ("vision.onnx", "person", "vision"),
        ("ocr_det.onnx", "probability", "ocr"),
        ("ocr_rec.onnx", "confidence", "ocr"),
        ("caption.onnx", "suggestive", "caption"),
        ("caption.onnx", "severity", "caption"),
        ("fusion.onnx", "risk", "fusion"),
    ],
)
def test_a_model_whose_numbers_changed_is_found_though_its_hash_is_right(
    copy: Path, file: str, output: str, model: str
) -> None:
    halve(copy / file, output)
    rehash(copy, file)
    test = known_answers(Bundle.load(copy))
    assert test.state == "failed"
    assert {line.split(",")[0] for line in test.wrong} == {model}


def test_a_tokenizer_that_cuts_otherwise_is_found(copy: Path) -> None:
    document = json.loads((copy / "tokenizer.json").read_text("utf-8"))
    vocabulary = document["model"]["vocab"]
    vocabulary[5], vocabulary[879] = vocabulary[879], vocabulary[5]
    (copy / "tokenizer.json").write_text(json.dumps(document), encoding="utf-8")
    rehash(copy, "tokenizer.json")
    test = known_answers(Bundle.load(copy))
    assert {line.split(",")[0] for line in test.wrong} == {"caption"}
    assert "pieces" in test.wrong[0]


class Broken(FusionModel):
    """Gives no number, or fails."""

    def __init__(self, outcome: float | Exception) -> None:
        self._outcome = outcome

    def risk(self, minor: float, suggestive: float) -> float:
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


@pytest.mark.parametrize(("outcome", "said"), [(float("nan"), "nan"), (RuntimeError("no device"), "no device")])
def test_no_number_and_no_answer_are_wrong_answers(bundle: Bundle, outcome: float | Exception, said: str) -> None:
    classifier = StickerClassifier(bundle)
    classifier.fusion = Broken(outcome)
    test = known_answers(classifier)
    assert test.state == "failed"
    assert all(said in line for line in test.wrong)
    assert len(test.wrong) == sum(answer.model == "fusion" for answer in test.answers)


def test_the_self_test_fails_with_a_wrong_answer_that_the_canary_does_not_show(copy: Path) -> None:
    halve(copy / "caption.onnx", "suggestive")
    rehash(copy, "caption.onnx")
    test = run_selftest(StickerClassifier(copy))
    assert (test.caption_score, test.verdict.decision) == (1.0, "flag")
    assert (test.passed, test.known_answers.state) == (False, "failed")


def test_a_bundle_of_the_first_schema_loads_and_has_no_known_answers(copy: Path) -> None:
    classifier = StickerClassifier(without_known_answers(copy))
    assert known_answers(classifier).state == "no known answers in this bundle"
    assert run_selftest(classifier).passed


def test_another_ocr_engine_is_not_asked_and_that_is_said(bundle: Bundle) -> None:
    classifier = StickerClassifier(bundle)

    class Other:
        name = "other"

        def read(self, rgb: npt.NDArray[np.uint8]) -> Any:
            raise AssertionError("the known answers are of other models")

    classifier.ocr = Other()
    test = known_answers(classifier)
    assert test.state == "passed"
    assert test.not_asked == ("ocr: the engine is other",)
    assert {answer.model for answer in test.answers} == MODELS - {"ocr"}


def test_known_answers_are_added_to_a_bundle_without_and_nothing_else_changes(copy: Path, bundle: Bundle) -> None:
    again = add(without_known_answers(copy))
    assert again.manifest.schema_version == 2
    assert set(again.manifest.files) == set(bundle.manifest.files)
    assert again.manifest.model_copy(update={"files": bundle.manifest.files}) == bundle.manifest
    assert known_answers(again).state == "passed"


def test_a_picture_is_made_of_its_numbers_alone() -> None:
    stroke = Stroke(start=(8, 8), end=(24, 8), radius=3, colour=(255, 0, 0))
    pixels = Picture(width=32, height=16, ground=(10, 20, 30), strokes=(stroke,)).draw()
    assert (pixels.shape, pixels.dtype) == ((16, 32, 3), np.uint8)
    assert pixels[8, 16].tolist() == [255, 0, 0]
    assert pixels[0, 0].tolist() == pixels[15, 31].tolist() == [10, 20, 30]
    waves = Picture(width=16, height=16, ground=(127, 127, 127), swing=100, waves=((1, 0), (0, 1), (0, 0))).draw()
    assert waves[0, 4].tolist() == [227, 127, 127]
    assert waves[4, 0].tolist() == [127, 227, 127]


def test_every_picture_survives_the_way_through_the_file() -> None:
    for picture in (*pictures().values(), lettering("HELLO")):
        again = Picture.model_validate_json(picture.model_dump_json())
        assert again == picture
        np.testing.assert_array_equal(again.draw(), picture.draw())
