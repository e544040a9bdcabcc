"""Rows of two runs are told apart however small their thresholds are."""

import pytest

from stickerguard import StickerguardError
from stickerguard.tuning.run_provenance import RunProvenance


def row(review: float) -> dict[str, object]:
    return {"thresholds": {"name": "own", "review": review, "flag": 0.5}}


def test_small_thresholds_that_differ_are_told_apart_and_shown() -> None:
    known = RunProvenance()
    known.check(row(1e-7), "v.jsonl: row 1")
    with pytest.raises(StickerguardError, match=r"review 4e-07.*review 1e-07") as refused:
        known.check(row(4e-7), "v.jsonl: row 2")
    assert refused.value.code == "other_run"


def test_what_is_shown_alike_is_one() -> None:
    known = RunProvenance()
    known.check(row(0.62), "v.jsonl: row 1")
    known.check(row(0.62 + 1e-9), "v.jsonl: row 2")
