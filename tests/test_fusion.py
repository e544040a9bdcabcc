"""The fusion is monotone, so the early exit is exact; the four states stay apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stickerguard import Bundle, RuntimeOptions
from stickerguard.fusion import FusionModel, decide
from stickerguard.types import CaptionSignal, MinorSignal, State, Thresholds

SCORES = st.floats(0, 1, width=32)


@pytest.fixture(scope="module")
def fusion(bundle: Bundle) -> FusionModel:
    return FusionModel(bundle.file("fusion.onnx"), options=RuntimeOptions())


@pytest.fixture(scope="module")
def thresholds(bundle: Bundle) -> Thresholds:
    manifest = bundle.manifest
    return Thresholds(manifest.operating_point("review").threshold, manifest.operating_point("flag").threshold)


def test_risk_rises_with_either_score(fusion: FusionModel) -> None:
    grid = np.linspace(0, 1, 21)
    risk = np.array([[fusion.risk(m, s) for s in grid] for m in grid])
    assert (np.diff(risk, axis=0) >= 0).all()
    assert (np.diff(risk, axis=1) >= 0).all()
    assert risk[-1, -1] > 0.9 > 0.1 > risk[0, 0]


@given(minor=SCORES, suggestive=SCORES)
def test_no_caption_exceeds_the_bound(fusion: FusionModel, minor: float, suggestive: float) -> None:
    assert 0 <= fusion.risk(minor, suggestive) <= fusion.bound(minor) <= 1


@given(minor=SCORES, suggestive=SCORES, unreadable=st.integers(0, 2))
def test_leaving_out_the_caption_never_changes_a_decision(
    fusion: FusionModel, thresholds: Thresholds, minor: float, suggestive: float, unreadable: int
) -> None:
    bound = fusion.bound(minor)
    if bound >= thresholds.review:
        return  # the cascade reads the caption here, as the exhaustive way does
    picture = MinorSignal("evaluated", minor, 0)
    skipped = CaptionSignal("not_evaluated")
    read = CaptionSignal("evaluated", suggestive, 2, unreadable_regions=unreadable)
    risk = fusion.risk(minor, suggestive)
    cascade = decide(picture, skipped, risk=None, bound=bound, thresholds=thresholds)
    exhaustive = decide(picture, read, risk=risk, bound=bound, thresholds=thresholds)
    assert cascade.decision == exhaustive.decision == "clear"


@pytest.mark.parametrize(
    ("state", "unreadable", "decision"),
    [("no_text", 0, "clear"), ("unreadable", 1, "review"), ("failed", 0, "review")],
)
def test_a_likely_minor_without_a_caption_score(state: State, unreadable: int, decision: str) -> None:
    fused = decide(
        MinorSignal("evaluated", 0.95, 0),
        CaptionSignal(state, unreadable_regions=unreadable),
        risk=None,
        bound=0.9,
        thresholds=Thresholds(0.5, 0.8),
    )
    assert (fused.decision, fused.risk) == (decision, None)
    assert len(fused.reasons) == 2


@pytest.mark.parametrize(("risk", "decision"), [(0.49, "clear"), (0.5, "review"), (0.79, "review"), (0.8, "flag")])
def test_thresholds_include_their_own_value(risk: float, decision: str) -> None:
    caption = CaptionSignal("evaluated", 0.9, 2)
    fused = decide(MinorSignal("evaluated", 0.95, 0), caption, risk=risk, bound=0.9, thresholds=Thresholds(0.5, 0.8))
    assert fused.decision == decision


def test_partly_unreadable_text_beside_a_harmless_line_asks_for_review() -> None:
    caption = CaptionSignal("evaluated", 0.01, 0, unreadable_regions=1)
    fused = decide(MinorSignal("evaluated", 0.95, 0), caption, risk=0.01, bound=0.9, thresholds=Thresholds(0.5, 0.8))
    assert fused.decision == "review"


@pytest.mark.parametrize(
    ("score", "person", "words"),
    [
        (0.95, 0.9, "a minor is probably depicted"),
        (0.5, 0.9, "a person of unclear age is depicted"),
        (0.1, 0.9, "a person, rather an adult, is depicted"),
        (0.4, 0.1, "nobody is clearly depicted"),
    ],
)
def test_the_reasons_say_how_sure_the_picture_is(score: float, person: float, words: str) -> None:
    minor = MinorSignal("evaluated", score, 0, person)
    fused = decide(minor, CaptionSignal("no_text"), risk=None, bound=0.9, thresholds=Thresholds(0.5, 0.8))
    assert fused.reasons[0].said().startswith(words)
