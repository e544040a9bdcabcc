"""Your own pictures and captions have figures of their own, before and after."""

from pathlib import Path

import numpy as np
import pytest

from data.vision.index import Picture
from models.evaluation import __main__ as evaluation
from models.evaluation.own import (
    Scores,
    changes,
    headline,
    minor_point,
    own_caption_metrics,
    own_picture_metrics,
    own_pictures,
)
from stickerguard import Bundle


def pictures(*labels: str, split: str = "test", source: str = "own") -> list[Picture]:
    return [
        Picture(f"own/{n}.png", source, "photo", label, None, f"g{n}", split, "own")  # type: ignore[arg-type]
        for n, label in enumerate(labels)
    ]


def test_only_held_out_pictures_of_your_own_count(bundle: Bundle) -> None:
    mine = pictures("minor", "adult", "none", "minor_weak")
    others = pictures("minor", split="train") + pictures("adult", source="utkface")
    assert own_pictures(mine + others).tolist() == [0, 1, 2]
    assert own_picture_metrics(bundle, others, np.ones(2)) == []


def test_your_pictures_have_an_auc_and_rates_at_the_review_point(bundle: Bundle) -> None:
    point = minor_point(bundle)
    mine = pictures(*["minor"] * 20, *["adult"] * 20, *["none"] * 20)
    scores = np.concatenate([np.full(20, 1.0), np.full(15, point / 2), np.full(5, 1.0), np.zeros(20)])
    rows = {(str(row["slice"]), str(row["metric"])): row for row in own_picture_metrics(bundle, mine, scores)}
    assert rows["your pictures, child against all", "AUC"]["value"] == pytest.approx(1 - 0.5 * 5 / 40, abs=1e-3)
    assert rows["your pictures, child against adult", "AUC"]["value"] == pytest.approx(0.875)
    assert rows["your pictures: minor", "recall at the review point"]["value"] == 1
    assert rows["your pictures: adult", "false positive rate at the review point"]["value"] == 0.25
    assert rows["your pictures: none", "false positive rate at the review point"]["value"] == 0


def test_hard_negatives_alone_have_a_false_positive_rate(bundle: Bundle) -> None:
    rows = own_picture_metrics(bundle, pictures(*["adult"] * 20), np.linspace(0, 1, 20))
    assert [row["metric"] for row in rows] == ["false positive rate at the review point"]


def test_your_captions_have_figures_of_their_own() -> None:
    rows = [{"text": f"{n}", "source": source, "low": 3 * (n % 2)} for n in range(40) for source in ("own_x", "w")]
    scores = np.asarray([0.9 if row["low"] else 0.1 for row in rows])
    found = {str(row["slice"]): row for row in own_caption_metrics(rows, scores, 0.5)}
    assert found["your captions: suggestive"]["value"] == 1
    assert found["your captions: suggestive"]["count"] == 20


def compared(before: np.ndarray, after: np.ndarray, positive: np.ndarray, points: tuple[float, float] = (0.5, 0.5)):
    groups = np.asarray([f"g{n}" for n in range(len(positive))])
    return changes("your pictures", Scores(positive, groups, before, after, points))


def test_one_line_says_whether_it_is_better_for_you() -> None:
    source, positive = np.random.default_rng(0), np.arange(200) % 2 == 0
    weak = np.where(positive, 0.55, 0.45) + source.normal(0, 0.2, 200)
    strong = np.where(positive, 0.8, 0.2) + source.normal(0, 0.1, 200)
    row = {"slice": "emoji", "metric": "AUC", "before": 0.9, "after": 0.8, "change": -0.1, "verdict": "worse"}
    for before, after, word in (
        (weak, strong, "Better for you"),
        (strong, weak, "Worse for you"),
        (weak, weak, "Not told apart"),
    ):
        found = compared(before, after, positive)
        line = headline(found, [row, row | {"verdict": "same"}], "base 0.3.0")
        assert line.startswith(word)
        assert "base 0.3.0" in line
        assert "Elsewhere 1 of 2 figures got worse: emoji, AUC 0.900 to 0.800." in line
        assert "\n" not in line
    low, high = found[0].interval
    assert low == high == 0
    assert "none of 1 figures" in headline(found, [row | {"verdict": "better"}], "base 0.3.0")


def test_fewer_false_positives_are_better_at_the_point_of_each_bundle() -> None:
    negatives = np.zeros(100, dtype=bool)
    score = np.linspace(0, 1, 100)
    (change,) = compared(score, score, negatives, (0.2, 0.8))
    assert (change.word, change.lower_is_better) == ("better", True)
    (change,) = compared(score, score, ~negatives, (0.2, 0.8))
    assert change.word == "worse"


def test_nothing_of_your_own_is_said_so() -> None:
    assert headline([], [], "base 0.3.0").startswith("None of your own pictures or captions was held out")


def test_each_half_of_which_nothing_was_held_out_is_named(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"text": f"caption {n}", "source": "own_x", "low": 3 * (n % 2)} for n in range(40)]
    scores = np.asarray([0.9 if row["low"] else 0.1 for row in rows])
    others, minor = pictures("minor", "adult", source="utkface"), np.asarray([0.9, 0.1])
    nothing: dict[str, object] = {
        "differ": True, "caption_model": None, "score_captions": scores,
        "vision_metrics": [], "caption_metrics": [],
    }  # fmt: skip
    for name, value in nothing.items():
        monkeypatch.setattr(evaluation, name, lambda *_, value=value, **__: value)
    sections = {"vision": [], "caption": [*own_caption_metrics(rows, scores, 0.5)]}
    mine = pictures(*["minor", "adult"] * 20)
    for seen, words in (((others, minor), True), ((others + mine, np.tile(minor, 21)), False)):
        monkeypatch.setattr(evaluation, "score_test_pictures", lambda *_, seen=seen: seen)
        line, _ = evaluation.against(bundle, bundle, Path(), seen, (rows, scores), sections)
        assert "AUC of your captions" in line
        assert (
            "None of your own pictures was held out, so nothing says whether it is better for them" in line
        ) == words
        assert "own captions was" not in line
