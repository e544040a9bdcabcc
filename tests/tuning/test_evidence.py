"""What a sample and a run tell of clear stickers: each counts once, and a sample that was cut is no sample."""

import json
from pathlib import Path
from typing import Any

import pytest

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
