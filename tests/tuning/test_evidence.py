"""What a sample and a run tell of clear stickers: each counts once, and a sample that was cut is no sample."""

import json
from pathlib import Path
from typing import Any

import pytest

from stickerguard.errors import StickerguardError
from stickerguard.tuning.decisions import read_decisions
from stickerguard.tuning.evidence import Evidence, gather, read_run
from stickerguard.tuning.sample import draw
from stickerguard.types import Verdict
from tests.tuning.made import REVIEW, bound, decision, run, write_decisions, write_jsonl

VERDICTS = run(400)
CLEAR = [each for each in VERDICTS if each.decision == "clear"]
MARKED = [each for each in VERDICTS if each.decision != "clear"]


def sample(folder: Path, numbers: dict[Any, int], name: str = "s.jsonl") -> Path:
    """What was drawn of the run."""
    rows = draw(write_jsonl(folder / "v.jsonl", VERDICTS), numbers).rows
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder / name


def evidence(folder: Path, *samples: Path, decided: list[Verdict] = MARKED) -> Evidence:
    """What is known where people decided about those stickers."""
    rows = [decision(each, "not_minor", "sampled" if each.decision == "clear" else "marked") for each in decided]
    known, _ = read_run(write_jsonl(folder / "v.jsonl", VERDICTS), REVIEW)
    decisions = read_decisions(write_decisions(folder / "d.csv", rows))
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
