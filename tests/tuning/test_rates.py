"""Rates from decisions come near the truth, and their intervals hold it."""

import json
from pathlib import Path

import numpy as np
import pytest

from stickerguard.errors import StickerguardError
from stickerguard.tuning.decisions import read_decisions
from stickerguard.tuning.evidence import Evidence, gather
from stickerguard.tuning.rates import Sizes, share, total
from stickerguard.tuning.run import mark_score, read_run
from stickerguard.tuning.sample import draw
from stickerguard.tuning.tradeoff import (
    at,
    at_least_recall,
    at_most_false_positives,
    at_most_reviews,
    curve,
    slices,
)
from stickerguard.types import Verdict
from tests.tuning.made import REVIEW, bound, decision, run, write_decisions, write_jsonl


def sizes_of(population: list[float], decided: list[float]) -> Sizes:
    """Two strata of which no more is known than was counted."""
    return Sizes(np.array(population), np.array(decided), np.zeros(2, dtype=bool), np.zeros(2), np.full(2, np.inf))


@pytest.mark.parametrize(("marked", "clear"), [(0.4, 0.001), (0.1, 0.01), (0.3, 0.0)])
def test_intervals_hold_the_truth_at_least_as_often_as_they_say(marked: float, clear: float) -> None:
    random = np.random.default_rng(1)
    sizes = sizes_of([1000, 50000], [200, 300])
    truth = 1000 * marked / (1000 * marked + 50000 * clear)
    held = 0
    for _ in range(300):
        found = np.array([random.binomial(200, marked), random.binomial(300, clear)], dtype=float)
        rate = share(found * [1, 0], found * [0, 1], sizes)
        assert rate is not None
        assert 0 <= rate.low <= rate.value <= rate.high <= 1
        held += rate.low <= truth <= rate.high
    assert held >= 0.95 * 300


def test_a_stratum_where_nothing_was_found_still_counts_for_what_it_may_hide() -> None:
    few, many = (total(np.zeros(2), sizes_of([0, 10_000], [1, looked])) for looked in (30.0, 3000.0))
    assert few.value == many.value == 0
    assert few.high > 1000 > 20 > many.high > 0


def test_no_rate_where_there_is_nothing_to_count() -> None:
    assert share(np.zeros(2), np.zeros(2), sizes_of([5, 5], [5, 5])) is None


@pytest.mark.parametrize(
    ("decided", "risk", "highest", "score"),
    [
        ("flag", 0.9, 0.95, 0.9),
        ("review", None, 0.7, 0.7),
        ("review", 0.1, 0.7, 0.7),
        ("flag", 0.1, None, 1.0),
        ("clear", 0.3, 0.7, 0.3),
        ("clear", None, 0.2, 0.0),
    ],
)
def test_up_to_which_threshold_a_sticker_is_marked(
    decided: str, risk: float | None, highest: float | None, score: float
) -> None:
    assert mark_score(decided, risk, highest, REVIEW) == score


def harmful(verdict: Verdict) -> bool:
    """The truth of this world: what is above a line in both scores and has an even number, whatever the tool says."""
    number = int(verdict.source.split("/")[1].split(".")[0])
    both = (verdict.minor.score or 0) > 0.45 and (verdict.risk_bound or 0) > 0.45
    return both and number % 2 == 0


def reviewed(folder: Path, size: int, sampled: int, *, seed: int = 0) -> tuple[Evidence, list[Verdict]]:
    verdicts = run(size, seed=seed)
    written = write_jsonl(folder / "verdicts.jsonl", verdicts)
    drawn = draw(written, {"random": sampled, "near": sampled, "unlike": sampled})
    sample = folder / "sample.jsonl"
    names = {row["id"] for row in drawn.rows}
    sample.write_text("".join(json.dumps(row) + "\n" for row in drawn.rows), "utf-8")
    rows = []
    for each in verdicts:
        choice = "confirm" if harmful(each) else "not_minor"
        if each.decision != "clear":
            rows.append(
                decision(each, choice, pack="rare" if sum(row["pack"] == "rare" for row in rows) < 5 else "common")
            )
        elif each.id in names:
            rows.append(decision(each, choice, "sampled", pack="common", kind="drawing"))
    decisions = read_decisions(write_decisions(folder / "decisions.csv", rows))
    known, wrong = read_run(written, REVIEW, decisions.stickers)
    assert not wrong
    return gather(decisions, samples=[sample], run=known, bound=bound, review=REVIEW), verdicts


def test_what_was_never_reviewed_is_corrected_for(tmp_path: Path) -> None:
    evidence, verdicts = reviewed(tmp_path, 4000, 150)
    point = at(evidence, REVIEW)
    is_harmful = np.array([harmful(each) for each in verdicts])
    is_marked = np.array([each.decision != "clear" for each in verdicts])
    truth = {
        "recall": is_marked[is_harmful].mean(),
        "false_positives": is_marked[~is_harmful].mean(),
        "precision": is_harmful[is_marked].mean(),
        "marked": is_marked.mean(),
    }
    for name, value in truth.items():
        rate = getattr(point, name)
        assert rate.low <= value <= rate.high, name
        assert rate.value == pytest.approx(value, rel=0.25), name
        if name != "recall":
            # A clear sticker that nobody looked at cannot be a marked one.
            assert rate.high < 2 * value, name
    # Counted without weights recall would be far too high.
    unweighted = evidence.harmful[evidence.score >= REVIEW].sum() / evidence.harmful.sum()
    assert unweighted > 1.5 * truth["recall"]


@pytest.mark.parametrize("fewer", [False, True], ids=["a copy", "a smaller one of the same run"])
def test_a_sample_that_is_given_twice_counts_once(tmp_path: Path, *, fewer: bool) -> None:
    verdicts = run(2000)
    path = write_jsonl(tmp_path / "v.jsonl", verdicts)
    files = []
    for number, size in enumerate((60, 30 if fewer else 60)):
        drawn = draw(path, dict.fromkeys(("random", "near", "unlike"), size))
        files.append(tmp_path / f"s{number}.jsonl")
        files[-1].write_text("".join(json.dumps(row) + "\n" for row in drawn.rows[:: -1 if number else 1]), "utf-8")
    ids = {json.loads(line)["id"] for line in files[0].read_text("utf-8").splitlines()}
    looked_at = [each for each in verdicts if each.decision != "clear" or each.id in ids]
    rows = [
        decision(each, "confirm" if harmful(each) else "not_minor", "sampled" if each.decision == "clear" else "marked")
        for each in looked_at
    ]
    decisions = read_decisions(write_decisions(tmp_path / "d.csv", rows))

    def gathered(*samples: Path) -> Evidence:
        return gather(decisions, samples=samples, run=None, bound=bound, review=REVIEW)

    once = gathered(files[0])
    for samples in (files, files[::-1]):
        twice = gathered(*samples)
        assert at(twice, REVIEW) == at(once, REVIEW)
        assert at(twice, REVIEW).recall is not None
        assert any(f"{files[1]} was drawn" in note or f"{files[0]} was drawn" in note for note in twice.notes)


def test_the_three_questions(tmp_path: Path) -> None:
    evidence, _ = reviewed(tmp_path, 2000, 100)
    points = curve(evidence)
    middle = points[len(points) // 2]
    assert middle.false_positives is not None
    assert middle.marked is not None
    fewer = at_most_false_positives(points, middle.false_positives.value)
    assert fewer.threshold <= middle.threshold
    assert fewer.false_positives is not None
    assert fewer.false_positives.value <= middle.false_positives.value
    reviews = at_most_reviews(points, middle.marked.value * 1e6, 1e6)
    assert reviews.marked is not None
    assert reviews.marked.value <= middle.marked.value
    assert reviews.threshold <= middle.threshold
    recall = middle.recall
    assert recall is not None
    found = at_least_recall(points, recall.value)
    assert found.threshold >= middle.threshold
    assert found.recall is not None
    assert found.recall.value >= recall.value
    with pytest.raises(StickerguardError, match="no threshold reaches that") as refused:
        at_least_recall(points, 0.999)
    assert refused.value.code == "not_reachable"


def test_below_what_was_read_nothing_is_said(tmp_path: Path) -> None:
    evidence, _ = reviewed(tmp_path, 1000, 50)
    assert evidence.floor == REVIEW
    assert min(point.threshold for point in curve(evidence)) == REVIEW


def test_slices_with_few_decisions_have_no_rates(tmp_path: Path) -> None:
    evidence, _ = reviewed(tmp_path, 2000, 100)
    found = {(part.name, part.value): part for part in slices(evidence, REVIEW)}
    assert (found["pack", "rare"].count, found["pack", "rare"].point) == (5, None)
    assert found["pack", "common"].point is not None
    assert found["kind", "drawing"].point is not None
    assert sum(part.count for (name, _), part in found.items() if name == "pack") == len(evidence.score)


def test_marked_stickers_alone_tell_precision_only(tmp_path: Path) -> None:
    verdicts = run(500)
    rows = [
        decision(each, "confirm" if harmful(each) else "not_minor") for each in verdicts if each.decision != "clear"
    ]
    decisions = read_decisions(write_decisions(tmp_path / "d.csv", rows))
    evidence = gather(decisions, samples=[], run=None, bound=bound, review=REVIEW)
    point = at(evidence, REVIEW)
    assert (point.recall, point.false_positives, point.marked) == (None, None, None)
    assert point.precision is not None
    assert any("neither recall nor the rate of false positives is known" in note for note in evidence.notes)
    with pytest.raises(StickerguardError) as refused:
        at_least_recall(curve(evidence), 0.5)
    assert refused.value.code == "not_known"


def test_with_the_run_false_positives_are_known_and_recall_is_not(tmp_path: Path) -> None:
    verdicts = run(2000)
    marked = [each for each in verdicts if each.decision != "clear"]
    # The worst half only was looked at.
    worst = sorted(marked, key=lambda each: -(each.risk or 0))[: len(marked) // 2]
    decisions = read_decisions(write_decisions(tmp_path / "d.csv", [decision(each, "not_minor") for each in worst]))
    known, _ = read_run(write_jsonl(tmp_path / "v.jsonl", verdicts), REVIEW, decisions.stickers)
    evidence = gather(decisions, samples=[], run=known, bound=bound, review=REVIEW)
    point = at(evidence, REVIEW)
    assert point.recall is None
    assert point.false_positives is not None
    assert point.false_positives.value == pytest.approx(len(marked) / len(verdicts))
    assert any(f"{len(worst)} of {len(marked)} marked" in note for note in evidence.notes)


def test_a_sampled_decision_of_no_sample_is_left_out_and_said_to_be(tmp_path: Path) -> None:
    verdicts = run(500)
    rows = [decision(each, "not_minor", "marked" if each.decision != "clear" else "sampled") for each in verdicts[:200]]
    decisions = read_decisions(write_decisions(tmp_path / "d.csv", rows))
    evidence = gather(decisions, samples=[], run=None, bound=bound, review=REVIEW)
    left = sum(each.decision == "clear" for each in verdicts[:200])
    assert any(f"{left} sampled stickers are left out" in note for note in evidence.notes)
    assert len(evidence.score) == 200 - left


def test_a_file_that_is_no_sample_is_refused(tmp_path: Path) -> None:
    decisions = read_decisions(write_decisions(tmp_path / "d.csv", []))
    with pytest.raises(StickerguardError) as refused:
        gather(decisions, samples=[write_jsonl(tmp_path / "v.jsonl", run(3))], run=None, bound=bound, review=REVIEW)
    assert refused.value.code == "bad_sample"
