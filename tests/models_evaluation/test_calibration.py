"""`make calibrate` reads what a training leaves and what `make unpack` leaves."""

import csv
from pathlib import Path

import numpy as np
import pytest

from models.calibration import caption_head, compare_methods
from models.caption.evaluate import write_scores
from models.evaluation.caption import caption_model, write_held_out
from models.platt import Platt
from stickerguard.bundle import Bundle, default_bundle_path
from stickerguard.errors import StickerguardError

ROWS = [
    {"text": text, "lang": "en", "source": "writer", "low": 0, "high": 0, "kind": ""}
    for text in ("good morning", "dinner is ready", "see you at nine", "happy new year", "thank you", "...")
] + [
    {"text": text, "lang": "en", "source": "writer", "low": 3, "high": 3, "kind": ""}
    for text in ("send nudes", "adults only, come to bed naked", "horny tonight", "sex tonight?", "my boobs", "porn")
]


def test_what_an_unpacked_bundle_scored_can_be_calibrated(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    write_held_out(caption_model(Bundle.load(default_bundle_path())), ROWS, path)
    head = caption_head(path)
    assert head.positive.tolist() == [False] * 6 + [True] * 6
    assert np.isfinite(head.logits).all()
    assert np.median(head.logits[head.positive]) > np.median(head.logits[~head.positive])
    assert {row["count"] for row in compare_methods(head)} == {12}


def test_what_a_training_scored_is_taken_as_it_is(tmp_path: Path) -> None:
    logits = np.linspace(-12, 12, len(ROWS))
    write_scores(tmp_path / "scores.csv", ROWS, Platt(1.0, 0.0), logits, logits)
    np.testing.assert_allclose(caption_head(tmp_path / "scores.csv").logits, logits, atol=1e-6)


def test_scores_without_their_column_are_named(tmp_path: Path) -> None:
    with (tmp_path / "scores.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["source", "label", "kind"], ["s", 0, ""]])
    with pytest.raises(StickerguardError, match=r"scores\.csv: columns \['suggestive'\] missing"):
        caption_head(tmp_path / "scores.csv")
