"""Decisions by kind of pair, and whether the model looks at the people."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from data.vision.index import Picture
from data.vision.picture_books import CUT_OUT
from models.evaluation.kinds import kind_metrics, kind_of, wording_of
from models.evaluation.people import within_pages
from stickerguard import Bundle

PHOTO = Picture("a.png", "utkface", "photo", "minor", 5, "g", "test", "own")


@pytest.mark.parametrize(
    ("label", "kind", "found"),
    [("minor", "photo", "child, photo"), ("none", "page", "nobody, drawing"), ("minor_weak", "photo", None),
     ("adult", "character", None)],
)  # fmt: skip
def test_kind_of_a_picture(label: str, kind: str, found: str | None) -> None:
    assert kind_of(replace(PHOTO, label=label, kind=kind)) == found


@pytest.mark.parametrize(
    ("low", "high", "found"), [(2, 3, "suggestive"), (0, 0, "harmless"), (1, 1, "romantic"), (0, 1, None)]
)
def test_wording_of_a_caption(low: int, high: int, found: str | None) -> None:
    assert wording_of({"low": low, "high": high}) == found


def test_shares_follow_the_scores() -> None:
    pictures = [replace(PHOTO, group=f"c{i}") for i in range(20)]
    pictures += [replace(PHOTO, label="adult", group=f"a{i}") for i in range(20)]
    minor = np.asarray([0.99] * 20 + [0.001] * 20)
    rows: list[dict[str, Any]] = [{"low": 3, "high": 3, "lang": "en"}] * 10 + [{"low": 0, "high": 0, "lang": "en"}] * 10
    suggestive = np.asarray([0.99] * 10 + [0.0] * 10)
    found = {
        (row["slice"], row["metric"]): row["value"]
        for row in kind_metrics(Bundle.load(), pictures, minor, rows, suggestive)
    }
    review = "share that reaches review"
    assert found["child, photo x suggestive caption", review] == 1
    assert found["child, photo x harmless caption", review] == 0
    assert found["adult, photo x suggestive caption", review] == 0
    assert len(found) == 8


def test_a_tie_within_a_page_is_not_won() -> None:
    base = replace(PHOTO, source=CUT_OUT[0], kind="page")
    pictures = [
        replace(base, note="child on p1"), replace(base, label="adult", note="adult on p1"),
        replace(base, note="child on p2"), replace(base, label="adult", note="adult on p2"),
        replace(base, label="adult", note="elderly on p3"), replace(base), replace(base, label="adult"),
    ]  # fmt: skip
    (row,) = within_pages(pictures, np.asarray([0.9, 0.1, 0.4, 0.4, 0.0, 0.9, 0.1], dtype=np.float32))
    assert (row["value"], row["count"]) == (0.5, 2)
