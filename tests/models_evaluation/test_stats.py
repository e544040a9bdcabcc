"""Figures with intervals, calibration, evasions and reports, on made-up scores."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from data.caption.glossary import carriers
from data.vision.index import Picture
from models.calibration import Head, compare_methods, operating_points, write
from models.caption.evasion import EVASIONS, ZERO_WIDTH
from models.caption.noise import disturbed
from models.evaluation.report import compare, comparison_text, write_report
from models.evaluation.stats import as_metrics, figures, rate_above, reliability
from models.evaluation.vision import one_threshold, unclear_ages
from stickerguard.caption.normalize import normalize
from stickerguard.errors import StickerguardError


def scores(count: int, seed: int = 0, gap: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    source = np.random.default_rng(seed)
    positive = np.arange(count) % 3 == 0
    return positive, 1 / (1 + np.exp(-source.normal(np.where(positive, gap, -gap), 1.5)))


def groups(count: int, size: int = 1) -> np.ndarray:
    return np.asarray([f"g{index // size}" for index in range(count)])


def test_values_lie_in_their_intervals_and_the_true_auc_too() -> None:
    positive, score = scores(600)
    found = figures(positive, score, groups(600))
    assert set(found) == {"AUC", "recall at 5 % FPR", "recall at 1 % FPR", "expected calibration error"}
    for figure in found.values():
        assert figure.interval[0] <= figure.value <= figure.interval[1]
        assert (figure.positives, figure.negatives) == (200, 400)
    # Two normal distributions, 4 apart with deviation 1.5: AUC = Phi(4 / (1.5 sqrt 2)) = .9703.
    assert found["AUC"].interval[0] < 0.9703 < found["AUC"].interval[1]


def test_groups_that_repeat_widen_the_interval() -> None:
    positive, score = scores(100)
    copies = np.repeat(positive, 8), np.repeat(score, 8)
    alone = figures(*copies, groups(800))["AUC"].interval
    together = figures(*copies, groups(800, 8))["AUC"].interval
    assert together[1] - together[0] > 1.5 * (alone[1] - alone[0])


def test_a_recall_that_hangs_on_too_few_negatives_is_left_out() -> None:
    positive, score = scores(60)
    assert "recall at 1 % FPR" not in figures(positive, score, groups(60))
    assert figures(np.ones(5, dtype=bool), np.ones(5), groups(5)) == {}


def test_rates_and_reliability_of_known_scores() -> None:
    value, (low, high) = rate_above(np.asarray([0.1, 0.6, 0.7, 0.9]), 0.6, groups(4))
    assert (value, 0 <= low <= 0.75 <= high <= 1) == (0.75, True)
    bins = reliability(np.asarray([True, False, True]), np.asarray([0.95, 0.05, 0.06]))
    assert bins == [(pytest.approx(0.055), 0.5, 2), (pytest.approx(0.95), 1.0, 1)]


@pytest.mark.parametrize("name", EVASIONS)
def test_evasions_change_a_caption_and_leave_it_whole(name: str) -> None:
    text = "see you at the station tonight"
    changed = EVASIONS[name](text, random.Random(1))
    assert changed != text
    assert len(changed) >= len(text) - text.count(" ")


def test_normalisation_undoes_zero_width_upper_case_and_line_breaks() -> None:
    for name in ("zero-width", "upper case"):
        assert normalize(EVASIONS[name]("see you", random.Random(0))).text == "see you"
    assert ZERO_WIDTH not in normalize(f"a{ZERO_WIDTH}b").text


def test_platt_mends_scores_that_are_too_sure() -> None:
    positive, score = scores(3000)
    head = Head("made up", 3 * np.log(score / (1 - score)) + 1, positive, groups(3000))
    rows = {row["method"]: row for row in compare_methods(head)}
    for method in ("temperature", "Platt", "isotonic"):
        assert rows[method]["log loss"] < rows["none"]["log loss"]
    assert rows["Platt"]["expected calibration error"] < 0.03 < rows["none"]["expected calibration error"]


def test_operating_points_keep_the_false_positive_rate_they_aim_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.evaluation.stats.DRAWS", 40)
    positive, score = scores(9000)
    head = Head("made up", np.log(score / (1 - score)), positive, groups(9000))
    points = operating_points(head)
    assert [point["aimed at"] for point in points] == [0.01, 0.001]
    for point in points:
        assert point["false positive rate"] <= point["aimed at"]
        assert point["recall interval"][0] <= point["recall"] <= point["recall interval"][1]
    write(tmp_path, [head])
    assert len(json.loads((tmp_path / "calibration.json").read_text())["methods"]) == 4
    assert (tmp_path / "reliability.png").read_bytes().startswith(b"\x89PNG")


def test_a_comparison_puts_what_got_worse_first(tmp_path: Path) -> None:
    for name, gap in (("old", 2.5), ("new", 0.4)):
        positive, score = scores(900, gap=gap)
        rows = as_metrics("made up", figures(positive, score, groups(900)))
        write_report(tmp_path / name, name, {"vision": rows}, [])
        assert f"# {name}" in (tmp_path / name / "report.md").read_text()
    rows = compare(tmp_path / "old", tmp_path / "new")
    verdicts = {row["metric"]: row["verdict"] for row in rows}
    assert verdicts["AUC"] == verdicts["recall at 5 % FPR"] == "worse"
    assert comparison_text(rows).splitlines()[2].endswith("| worse |")
    assert {row["verdict"] for row in compare(tmp_path / "old", tmp_path / "old")} == {"same"}


def test_a_missing_report_is_named(tmp_path: Path) -> None:
    with pytest.raises(StickerguardError, match=r"report\.json: no such report; run make evaluate"):
        compare(tmp_path, tmp_path)


def picture(source: str, number: int, label: str) -> Picture:
    return Picture(f"{source}/{number}", source, "photo", label, None, f"{source}/{number}", "test", "own")


def test_one_threshold_weighs_every_test_bed_the_same_and_names_the_bad_one() -> None:
    pictures = [picture("easy", n, "none") for n in range(4000)] + [picture("hard", n, "adult") for n in range(100)]
    pictures += [picture("small", n, "none") for n in range(5)] + [picture("hard", n, "minor") for n in range(50)]
    scores = np.concatenate([np.linspace(0, 0.5, 4000), np.linspace(0, 1, 100), np.ones(55)]).astype(np.float32)
    rows = {str(row["slice"]): row for row in one_threshold(pictures, scores)}
    assert set(rows) == {"one threshold for all: easy", "one threshold for all: hard"}
    rates = {name: float(str(row["value"])) for name, row in rows.items()}
    assert rates["one threshold for all: easy"] == 0
    assert rates["one threshold for all: hard"] == pytest.approx(0.1, abs=0.02)
    assert one_threshold(pictures[-5:], scores[-5:]) == []


def test_training_disturbs_captions_as_asked_and_in_the_scripts_of_their_language() -> None:
    source = random.Random(4)

    def caption(text: str, lang: str, **more: object) -> dict[str, object]:
        return {"text": text, "lang": lang, "kind": "everyday", "term": ""} | more

    assert disturbed(caption("good morning", "en"), 0.0, source) == "good morning"
    english = {disturbed(caption("good morning friends", "en"), 1.0, source) for _ in range(60)}
    assert len(english) > 10
    assert "goodmorningfriends" in english
    assert not any(0x4E00 <= ord(letter) <= 0x9FFF for text in english for letter in text)
    chinese = {disturbed(caption("开会时间", "zh"), 1.0, source) for _ in range(80)}
    assert "開會時間" in chinese
    assert any(letter.isascii() and letter.isalpha() for text in chinese for letter in text)
    assert "" not in chinese | english
    read = caption("good morning", "en", read=["go0d mornlng"])
    assert "go0d mornlng" in {disturbed(read, 1.0, source) for _ in range(60)}
    term = caption("kettle", "en") | {"kind": "glossary", "term": "coded"}
    assert disturbed(term, 0.0, source) in {s.replace("{}", "kettle") for s in carriers()["en"].coded}


def test_people_of_unclear_age_are_counted_where_their_score_is_unclear_too() -> None:
    def person(label: str, number: int) -> Picture:
        return Picture("x", "characters", "character", label, None, f"style/{number}", "test", "own")

    pictures = [person("minor_weak", n) for n in range(4)] + [person("minor", 4), person("adult", 5)]
    scores = np.array([0.01, 0.2, 0.6, 0.99, 0.5, 0.5], dtype=np.float32)
    (row,) = unclear_ages(pictures, scores)
    assert (row["value"], row["count"]) == (0.5, 4)
    assert "median score 0.400" in str(row["note"])
    assert unclear_ages(pictures[4:], scores[4:]) == []
