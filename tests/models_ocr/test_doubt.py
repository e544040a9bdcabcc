"""The rules that tell scribbles from text, and what is misread, are fitted as the package applies them."""

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from models.ocr.doubt import fit, log_odds, main, regression, report
from models.ocr.graph import SEEN
from models.ocr.regions import MISREAD, RIGHT, SCRIBBLE, Examples


def made_up(count: int = 300, seed: int = 1) -> Examples:
    """Scribbles that only what was seen tells, and misread text that only company tells."""
    source = np.random.default_rng(seed)
    labels = np.arange(count) % 3
    beside = source.normal(size=(count, 2)) - 6 * np.stack([labels == MISREAD, np.zeros(count)], axis=1)
    looks = source.normal(size=(count, 5)) + 6 * np.outer(labels == SCRIBBLE, [1, 0, 0, 0, 0])
    steps, shares = np.zeros((count, 4, 5), np.float16), np.zeros((count, 4), np.float32)
    steps[:, :2], shares[:, :2] = looks[:, None], 0.5
    return Examples(source.normal(size=(count, 3)), beside, steps, shares, labels)


def test_what_only_the_recogniser_has_seen_is_learnt_and_speaks_for_text() -> None:
    examples = made_up()
    weights = fit(examples)
    assert weights.scribble.shape == (5,)
    assert weights.wordlike.shape == (5,)
    wordlike = examples.seen_along @ weights.wordlike
    odds = log_odds(weights.scribble, np.column_stack([examples.features, wordlike]))
    scribbles = examples.labels == SCRIBBLE
    assert roc_auc_score(scribbles, odds) > 0.99
    assert wordlike[~scribbles].mean() > wordlike[scribbles].mean()


def test_what_only_company_tells_is_learnt_of_text_alone() -> None:
    examples = made_up(seed=2)
    weights = fit(examples)
    text = examples.where(examples.labels != SCRIBBLE)
    assert set(text.labels.tolist()) == {RIGHT, MISREAD}
    odds = log_odds(weights.misread_in_company, np.hstack([text.features, text.company]))
    assert ((odds > 0) == (text.labels == MISREAD)).mean() > 0.98


def test_weights_are_of_the_columns_as_they_are_and_not_of_standardised_ones() -> None:
    source = np.random.default_rng(3)
    wanted = np.arange(200) % 2 == 1
    given = 1000 + 50 * (source.normal(size=(200, 1)) + 4 * wanted[:, None])
    weights = regression(given, wanted, "misread")
    assert ((log_odds(weights, given) > 0) == wanted).mean() > 0.95


def test_the_report_says_what_limits_let_pass() -> None:
    examples = made_up(seed=4)
    lines = report(fit(examples), examples)
    assert lines[0] == "held out, 300 regions: AUC of scribbles 1.0000"
    assert [line for line in lines if line.startswith("under 0.25: 0.0") and line.endswith("of text")]


def test_the_command_writes_weights_for_every_number_seen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--count", "60", "--workers", "1", "--out", str(tmp_path / "wordlike.json")])
    assert len(json.loads((tmp_path / "wordlike.json").read_text("utf-8"))) == SEEN
    printed = capsys.readouterr().out.splitlines()
    names = [line.partition(" = (")[0] for line in printed if " = (" in line]
    assert names == ["_SCRIBBLE", "_MISREAD", "_MISREAD_IN_COMPANY"]
