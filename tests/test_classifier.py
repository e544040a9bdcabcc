"""The whole chain on real stickers."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from stickerguard import CANARY, Limits, StickerClassifier
from stickerguard.errors import ProviderError, StickerguardError
from stickerguard.runtime import RuntimeOptions
from stickerguard.selftest import CANARY_STICKER, run_selftest
from tests.conftest import ROOT
from tests.drawing import encode, shapes

with (ROOT / "data" / "samples" / "samples.csv").open(encoding="utf-8", newline="") as file:
    SAMPLES = list(csv.DictReader(file))


@pytest.mark.parametrize("row", SAMPLES, ids=lambda row: row["file"])
def test_samples_get_the_expected_decision(classifier: StickerClassifier, samples: Path, row: dict[str, str]) -> None:
    verdict = classifier.classify(samples / row["file"])
    assert verdict.decision == row["expected"], verdict


@pytest.mark.parametrize("row", SAMPLES, ids=lambda row: row["file"])
def test_cascade_and_exhaustive_decide_the_same(
    classifier: StickerClassifier, exhaustive: StickerClassifier, samples: Path, row: dict[str, str]
) -> None:
    fast = classifier.classify(samples / row["file"])
    full = exhaustive.classify(samples / row["file"])
    assert (fast.decision, fast.risk_bound, fast.minor) == (full.decision, full.risk_bound, full.minor)
    assert full.caption.state != "not_evaluated"
    if fast.caption.state == "not_evaluated":
        assert fast.risk is None
        assert fast.risk_bound is not None
        assert fast.risk_bound < classifier.thresholds.review
    else:
        assert fast.caption == full.caption
        assert fast.risk == full.risk


def test_the_selftest_passes(classifier: StickerClassifier) -> None:
    test = run_selftest(classifier)
    assert test.passed
    assert test.verdict.caption.suggestive == 1.0


def test_a_given_caption_counts_like_overlaid_text(classifier: StickerClassifier, samples: Path) -> None:
    child = next(row for row in SAMPLES if row["depicts"] == "minor" and row["expected"] == "clear")
    path = samples / child["file"]
    assert classifier.classify(path).decision == "clear"
    flagged = classifier.classify(path, caption=f"my pack\n{CANARY}")
    assert flagged.decision == "flag"
    given = [line for line in flagged.caption.lines if line.frame is None]
    assert [line.text for line in given] == ["my pack", CANARY]
    assert all(line.box is None and line.confidence is None for line in given)


def test_path_bytes_image_and_array_give_the_same_scores(classifier: StickerClassifier) -> None:
    image = Image.open(CANARY_STICKER).convert("RGBA")
    inputs = [CANARY_STICKER, CANARY_STICKER.read_bytes(), image, np.asarray(image)]
    verdicts = list(classifier.classify_many(inputs))
    assert len({(v.decision, v.risk, v.minor, v.caption) for v in verdicts}) == 1
    assert [v.source for v in verdicts][1:3] == ["<bytes>", "<Image>"]


def test_a_picture_without_text_says_so(exhaustive: StickerClassifier) -> None:
    verdict = exhaustive.classify(encode(shapes(), "PNG"))
    assert (verdict.decision, verdict.caption.state) == ("clear", "no_text")
    assert (verdict.caption.suggestive, verdict.caption.severity, verdict.risk) == (None, None, None)
    assert verdict.minor.score is not None


def test_bad_input_costs_one_verdict_and_not_the_run(classifier: StickerClassifier, tmp_path: Path) -> None:
    good = encode(shapes(), "PNG")
    verdicts = list(classifier.classify_many([good, b"", tmp_path, b"no picture", good]))
    assert [v.decision for v in verdicts] == ["clear", "error", "error", "error", "clear"]
    assert [v.error.code if v.error else None for v in verdicts] == [
        None,
        "empty",
        "is_directory",
        "not_an_image",
        None,
    ]
    failed = verdicts[1]
    assert (failed.risk, failed.risk_bound, failed.minor.score, failed.minor.state) == (
        None,
        None,
        None,
        "not_evaluated",
    )


def test_verdicts_come_one_by_one(classifier: StickerClassifier) -> None:
    def endless() -> object:
        while True:
            yield encode(shapes(), "PNG")

    stream = classifier.classify_many(endless())
    assert next(stream).decision == "clear"


def test_the_worst_frame_of_an_animation_decides_and_is_named(classifier: StickerClassifier) -> None:
    animated = [row for row in SAMPLES if row["expected"] == "flag" and "frame" in row["note"].lower()]
    assert animated, "the samples hold an animation whose canary appears on a later frame"
    for row in animated:
        verdict = classifier.classify(ROOT / "data" / "samples" / "stickers" / row["file"])
        assert verdict.decision == "flag"
        assert max(line.frame or 0 for line in verdict.caption.lines) > 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"bundle": 5}, "not_a_bundle"),
        ({"limits": {"max_bytes": 1}}, "bad_limits"),
        ({"limits": 5}, "bad_limits"),
        ({"runtime": "cuda"}, "bad_runtime"),
        ({"lexicon": ["foo"]}, "bad_lexicon"),
        ({"lexicon": {}}, "bad_lexicon"),
        ({"thresholds": {}}, "bad_thresholds"),
        ({"ocr": 5}, "unknown_engine"),
    ],
)
def test_what_is_no_setting_is_refused_before_any_sticker(given: dict[str, Any], code: str) -> None:
    with pytest.raises(StickerguardError, match=r"; (give|use) ") as refused:
        StickerClassifier(**given)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "given",
    [
        {"max_pixels": None},
        {"max_bytes": "5MB"},
        {"max_bytes": 0},
        {"max_frames": 2.5},
        {"max_scans": True},
        {"max_decode_seconds": float("inf")},
        {"max_decode_seconds": "10"},
    ],
)
def test_limits_that_no_sticker_could_pass_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(StickerguardError, match=f"^limits: {next(iter(given))} is .*; give ") as refused:
        Limits(**given)
    assert refused.value.code == "bad_limits"


@pytest.mark.parametrize("given", [{"provider": 5}, {"provider": None}, {"threads": "2"}, {"threads": -1}])
def test_a_runtime_that_is_none_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ProviderError, match=r"^runtime: .*; give "):
        RuntimeOptions(**given)
