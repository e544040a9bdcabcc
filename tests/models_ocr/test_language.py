"""The language model of OCR: its graph says what counting says, and it is not taught what it is measured with."""

from pathlib import Path

import onnx
import pytest

from data.phrases import CHINESE, ENGLISH
from models.ocr.language import graph, lines, log_likelihoods, table
from stickerguard.ocr.language import LanguageModel, folded
from stickerguard.runtime import RuntimeOptions

TAUGHT = ["good morning", "good night", "good night", "早上好", "晚上好", "晚上好", "おやすみ😴"]


def by_hand(line: str, known: dict[str, float]) -> float:
    """The sum of what the longest known run that ends at each character says; what is not known at all says -16."""
    total = 0.0
    for end in range(1, len(line) + 1):
        runs = (line[start:end] for start in range(max(0, end - 4), end))
        total += next((known[run] for run in runs if run in known), -16.0)
    return total


@pytest.fixture(scope="module")
def known() -> dict[str, float]:
    return log_likelihoods(TAUGHT)


@pytest.fixture(scope="module")
def model(known: dict[str, float], tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    path = tmp_path_factory.mktemp("language") / "ocr_language.onnx"
    onnx.save(graph(table(known)), path)
    return LanguageModel(path, options=RuntimeOptions(threads=1))


def test_the_graph_says_what_counting_says(model: LanguageModel, known: dict[str, float]) -> None:
    asked = [*TAUGHT, "Good NIGHT", "goad", "晚安", "x", "", "好", "zzzz 😴😴", "good\u3000night"]

    scores = model.score(asked)

    for line, score in zip(asked, scores, strict=True):
        # Levels of the table are a quarter apart.
        assert score == pytest.approx(by_hand(folded(line), known), abs=0.126 * max(1, len(line))), line


def test_what_was_taught_more_often_is_likelier_than_what_looks_like_it(model: LanguageModel) -> None:
    right, wrong = model.score(["good night", "goad nighi"])
    assert right > wrong
    right, wrong = model.score(["晚上好", "晚土好"])
    assert right > wrong


def test_a_line_scores_alike_alone_and_beside_longer_ones(model: LanguageModel) -> None:
    alone = model.score(["good"])[0]
    assert model.score(["good night and good morning", "good", "早"])[1] == pytest.approx(alone)
    assert model.score([]).shape == (0,)


def test_it_is_taught_no_phrase_that_reading_is_measured_with(tmp_path: Path) -> None:
    taught = set(lines())
    assert len(taught) > 100_000
    measured = {folded(phrase) for phrase in (*ENGLISH, *CHINESE)}
    assert not measured & taught
    long = [phrase for phrase in measured if len(phrase) >= 5]
    assert not [line for line in taught if any(phrase in line for phrase in long)]
