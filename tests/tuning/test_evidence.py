"""What a sample and a run tell of stickers: each counts once, also where nobody decided about it, and no other does."""

import json
from pathlib import Path
from typing import Any

import pytest

from stickerguard.errors import StickerguardError
from stickerguard.tuning.decisions import read_decisions
from stickerguard.tuning.evidence import Evidence, gather
from stickerguard.tuning.run import read_run
from stickerguard.tuning.sample import ROWS, draw
from stickerguard.tuning.tradeoff import at, curve, slices
from stickerguard.types import Verdict
from tests.tuning.made import REVIEW, bound, decision, run, verdict, write_decisions, write_jsonl

VERDICTS = run(1500)
ALL: dict[Any, int] = dict.fromkeys(("random", "near", "unlike"), len(VERDICTS))
CLEAR = [each for each in VERDICTS if each.decision == "clear"]
MARKED = [each for each in VERDICTS if each.decision != "clear"]


def sample(folder: Path, numbers: dict[Any, int], name: str = "s.jsonl") -> Path:
    """What was drawn of the run."""
    rows = draw(write_jsonl(folder / "v.jsonl", VERDICTS), numbers).rows
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder / name


def evidence(
    folder: Path,
    *samples: Path,
    decided: list[Verdict] = MARKED,
    choice: str = "not_minor",
    verdicts: list[Verdict] | None = VERDICTS,
) -> Evidence:
    """What is known of the run, or of its samples alone, where people decided about those stickers."""
    rows = [decision(each, choice, "sampled" if each.decision == "clear" else "marked") for each in decided]
    decisions = read_decisions(write_decisions(folder / "d.csv", rows))
    known = None
    if verdicts is not None:
        known, _ = read_run(write_jsonl(folder / "v.jsonl", verdicts), REVIEW, decisions.stickers)
    return gather(decisions, samples=samples, run=known, bound=bound, review=REVIEW)


@pytest.mark.parametrize(
    "numbers", [{"random": 9, "near": 9, "unlike": 9}, {"random": 9, "near": 0, "unlike": 0}, None], ids=str
)
def test_clear_stickers_that_nobody_looked_at_count_once(tmp_path: Path, numbers: dict[str, int] | None) -> None:
    found = evidence(tmp_path, *([sample(tmp_path, numbers)] if numbers else []))
    (note,) = [note for note in found.notes if "nobody looked at" in note]
    assert f"nobody looked at {len(CLEAR):,} clear stickers" in note
    assert found.sizes.population.sum() == pytest.approx(len(VERDICTS))
    assert not found.recall_known


@pytest.mark.parametrize("left_out", [0, 12, -1])
def test_a_sample_that_was_cut_is_refused_and_named_so(tmp_path: Path, left_out: int) -> None:
    path = sample(tmp_path, {"random": 9, "near": 9, "unlike": 9})
    lines = path.read_text("utf-8").splitlines(keepends=True)
    del lines[left_out]
    path.write_text("".join(lines), "utf-8")
    with pytest.raises(StickerguardError, match=r"s.jsonl: has 8 of the 9 stickers .* was cut") as refused:
        evidence(tmp_path, path)
    assert refused.value.code == "bad_sample"


@pytest.mark.parametrize("left", [9, 18])
def test_a_sample_that_was_cut_where_a_stratum_ends_is_refused(tmp_path: Path, left: int) -> None:
    path = sample(tmp_path, {"random": 9, "near": 9, "unlike": 9})
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:left]), "utf-8")
    with pytest.raises(StickerguardError, match=rf"s.jsonl: has {left} of the 27 stickers .* was cut") as refused:
        evidence(tmp_path, path)
    assert refused.value.code == "bad_sample"


def test_a_sample_of_a_former_version_which_does_not_say_its_length_is_one(tmp_path: Path) -> None:
    path = sample(tmp_path, {"random": 9, "near": 9, "unlike": 9})
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for row in rows:
        del row["kept"][ROWS]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert not evidence(tmp_path, path).recall_known


def test_a_sample_of_a_sticker_that_stands_in_the_run_twice_is_whole(tmp_path: Path) -> None:
    twice = write_jsonl(tmp_path / "v.jsonl", [CLEAR[0], CLEAR[0]])
    rows = draw(twice, {"random": 9, "near": 9, "unlike": 9}).rows
    path = tmp_path / "s.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert evidence(tmp_path, path, decided=[*MARKED, CLEAR[0]]).recall_known


def test_decisions_on_what_is_in_no_sample_say_so(tmp_path: Path) -> None:
    path = sample(tmp_path, {"random": 2, "near": 2, "unlike": 2})
    drawn = {json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()}
    other = next(each for each in CLEAR if each.id not in drawn)
    found = evidence(tmp_path, path, decided=[*MARKED, other])
    assert any("1 sampled stickers are left out: none of the samples given has them" in note for note in found.notes)


@pytest.mark.parametrize("verdicts", [VERDICTS, None], ids=["the run", "its sample alone"])
def test_marked_stickers_that_nobody_decided_about_are_marked_all_the_same(
    tmp_path: Path, verdicts: list[Verdict] | None
) -> None:
    path = sample(tmp_path, ALL)
    found = evidence(tmp_path, path, decided=CLEAR, verdicts=verdicts)
    assert any(f"0 of {len(MARKED)} marked stickers were decided about" in note for note in found.notes)
    assert found.decided == len(CLEAR)
    points = curve(found)
    assert len(points) == (1 if verdicts is None else len({REVIEW, *(each.risk for each in MARKED)}))
    for point in points:
        assert (point.recall, point.false_positives, point.precision) == (None, None, None)
        assert point.marked is not None
        truth = sum((each.risk or 0) >= point.threshold for each in MARKED) / len(VERDICTS)
        assert point.marked.low <= truth == pytest.approx(point.marked.value)
    # Which slice they are of is not known.
    assert {(part.point.marked, part.point.false_positives) for part in slices(found, REVIEW) if part.point} == {
        (None, None)
    }


def test_hundreds_of_marked_stickers_without_a_decision_count_at_their_scores(tmp_path: Path) -> None:
    scores = [0.6 + 0.001 * number for number in range(300)]
    verdicts = [*CLEAR, *(verdict(5000 + number, 1.0, score) for number, score in enumerate(scores))]
    found = evidence(tmp_path, sample(tmp_path, ALL), decided=CLEAR[:1], verdicts=verdicts)
    points = curve(found)
    assert 90 < len(points) < len(scores)
    for point in points:
        assert point.marked is not None
        assert point.marked.value == pytest.approx(sum(score >= point.threshold for score in scores) / len(verdicts))


def test_where_nobody_could_tell_what_a_marked_sticker_is_no_rate_of_false_positives_is_told(tmp_path: Path) -> None:
    path = sample(tmp_path, ALL)
    point = at(evidence(tmp_path, path, decided=MARKED, choice="unsure"), REVIEW)
    assert (point.false_positives, point.precision) == (None, None)
    assert point.marked is not None
    assert point.marked.value == pytest.approx(len(MARKED) / len(VERDICTS))


@pytest.mark.parametrize("looked_at", [len(MARKED), len(MARKED) // 2])
def test_of_a_run_in_which_everything_is_marked_all_rates_are_known(tmp_path: Path, looked_at: int) -> None:
    found = evidence(tmp_path, decided=MARKED[:looked_at], choice="confirm", verdicts=MARKED)
    assert any("every sticker of the run was marked" in note for note in found.notes)
    assert not any("not known" in note for note in found.notes)
    points = curve(found)
    for point in (points[0], points[len(points) // 2]):
        assert point.marked is not None
        truth = sum((each.risk or 0) >= point.threshold for each in MARKED) / len(MARKED)
        assert point.marked.low <= truth <= point.marked.high
        assert looked_at < len(MARKED) or point.marked.value == pytest.approx(truth)
        assert point.recall is not None
        assert point.recall.value == pytest.approx(point.marked.value)
    assert points[0].marked is not None
    assert points[0].marked.value == 1


@pytest.mark.parametrize("looked_at", [1, 3])
def test_marked_stickers_below_all_that_were_decided_about_are_counted(tmp_path: Path, looked_at: int) -> None:
    # Of one risk, so that no band of risk is below them.
    worst = [verdict(1000 + number, 0.99, 0.99) for number in range(3)]
    low = [verdict(2000 + number, 0.8, 0.8) for number in range(30)]
    verdicts = [*CLEAR, *worst, *low]
    found = evidence(tmp_path, decided=worst[:looked_at], verdicts=verdicts)
    assert found.sizes.population.sum() == pytest.approx(len(verdicts))
    point = at(found, REVIEW)
    assert point.marked is not None
    assert point.marked.value == pytest.approx(33 / len(verdicts))


def test_decisions_on_stickers_of_another_run_are_left_out_and_counted(tmp_path: Path) -> None:
    half = len(MARKED) // 2
    ours = [*CLEAR, *MARKED[:half]]
    found = evidence(tmp_path, verdicts=ours)
    assert any(f"{len(MARKED) - half} marked stickers are left out: the run" in note for note in found.notes)
    assert any(f"{half} of {half} marked stickers were decided about" in note for note in found.notes)
    point = at(found, REVIEW)
    assert point.marked is not None
    assert point.marked.value == pytest.approx(half / len(ours))
    # The same name with another content is another sticker.
    renamed = [verdict(9000 + n, 0.9, 0.9, id=each.id, source=each.source) for n, each in enumerate(MARKED)]
    with pytest.raises(StickerguardError, match=f"no decision can be used; {len(MARKED)} marked stickers") as refused:
        evidence(tmp_path, verdicts=[*CLEAR, *renamed])
    assert refused.value.code == "not_known"


def test_more_decisions_than_the_run_of_the_sample_marked_do_not_mark_more_of_it(tmp_path: Path) -> None:
    path = sample(tmp_path, ALL)
    others = [verdict(9000 + number, 0.9, 0.9) for number in range(40)]
    found = evidence(tmp_path, path, decided=[*MARKED, *others, *CLEAR], verdicts=None)
    both = len(MARKED) + len(others)
    assert any(f"{both} marked stickers were decided about, but" in note for note in found.notes)
    point = at(found, REVIEW)
    assert point.marked is not None
    assert point.marked.value == pytest.approx(len(MARKED) / len(VERDICTS))


@pytest.mark.parametrize("verdicts", [VERDICTS, None], ids=["a run", "no run"])
def test_without_a_decision_that_can_be_used_nothing_is_told(tmp_path: Path, verdicts: list[Verdict] | None) -> None:
    with pytest.raises(StickerguardError, match="no decision can be used") as refused:
        evidence(tmp_path, decided=[], verdicts=verdicts)
    assert refused.value.code == "not_known"
