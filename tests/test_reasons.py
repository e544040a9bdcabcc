"""The reasons agree with the decision, name the terms that decided, and can be said in Chinese."""

import re
from pathlib import Path

import pytest

from stickerguard import Bundle, StickerClassifier
from stickerguard.fusion import Fused, decide
from stickerguard.reasons import _PHRASES, _SENTENCES, say, translated
from stickerguard.types import CaptionSignal, MinorSignal, Thresholds
from tests.drawing import encode, shapes

THRESHOLDS = Thresholds(0.5, 0.8)
SUGGESTIVE = CaptionSignal("evaluated", 0.99, 3)


def fused(caption: CaptionSignal, risk: float | None, *, minor: float = 0.1, without: float | None = None) -> Fused:
    picture = MinorSignal("evaluated", minor, 0, 0.9)
    return decide(picture, caption, risk=risk, bound=0.9, thresholds=THRESHOLDS, without_terms=without)


@pytest.mark.parametrize("risk", [0.6, 0.85])
def test_a_marked_sticker_is_not_said_to_show_an_adult(risk: float) -> None:
    marked = fused(SUGGESTIVE, risk)
    assert "adult" not in "; ".join(marked.reasons)
    assert f"reach the {marked.decision} threshold (risk {risk:.3f}" in marked.reasons[-1]
    assert "rather an adult" in fused(CaptionSignal("evaluated", 0.2, 0), 0.1).reasons[0]


@pytest.mark.parametrize(
    "caption", [CaptionSignal("unreadable", unreadable_regions=1), CaptionSignal("failed"), SUGGESTIVE]
)
def test_nor_is_one_that_nobody_could_read(caption: CaptionSignal) -> None:
    marked = fused(caption, 0.6 if caption.suggestive else None)
    assert marked.decision == "review"
    assert "adult" not in "; ".join(marked.reasons)


def test_a_clear_sticker_is_not_said_to_have_a_harmless_caption_where_it_has_none() -> None:
    clear = fused(SUGGESTIVE, 0.3)
    assert clear.decision == "clear"
    assert clear.reasons[1].startswith("the caption is suggestive")
    assert "stay under the review threshold (risk 0.300" in clear.reasons[2]


def test_the_term_that_decided_is_named_and_one_that_did_not_is_not() -> None:
    caption = CaptionSignal("evaluated", 0.99, 3, raised_by=("own-12345678", "en-00000000"), without_terms=0.2)
    decided = fused(caption, 0.85, without=0.1).reasons
    assert "terms of the lexicon decided: own-12345678, en-00000000 (without" in decided[-1]
    assert "the decision is clear)" in decided[-1]
    assert not any("lexicon" in reason for reason in fused(caption, 0.85, without=0.81).reasons)


def test_a_term_of_the_teams_own_is_named_in_the_verdict_without_its_text(tmp_path: Path, bundle: Bundle) -> None:
    own = tmp_path / "own.csv"
    own.write_text("term,severity\nzorble,3\n", "utf-8")
    classifier = StickerClassifier(bundle, lexicon=own)
    # Thresholds that a picture of two shapes can reach.
    bound = classifier.classify(encode(shapes(), "PNG")).risk_bound or 0.0
    classifier.thresholds = Thresholds(bound * 0.9, bound * 0.95)
    verdict = classifier.classify(encode(shapes(), "PNG"), caption="z0rble")
    (term,) = verdict.caption.raised_by
    assert re.fullmatch(r"own-[0-9a-f]{8}", term)
    assert verdict.decision == "flag"
    assert term in verdict.reasons[-1]
    assert "zorble" not in str(verdict.to_dict())
    assert {found["id"] for found in verdict.to_dict()["caption"]["terms"]} <= {term}


def test_what_the_terms_added_is_the_difference(tmp_path: Path, bundle: Bundle, classifier: StickerClassifier) -> None:
    own = tmp_path / "own.csv"
    own.write_text("term,severity\nzorble,2\nkindly,1\n", "utf-8")
    ours = StickerClassifier(bundle, lexicon=own).caption
    for text in ("time to zorble", "good morning", "kindly wait", "naked"):
        score = ours.score(text)
        assert bool(score.raised_by) == (score.suggestive > score.without_terms)
        assert score.without_terms <= classifier.caption.score(text).suggestive
    assert ours.score("kindly wait").raised_by == ()
    assert [name[:4] for name in ours.score("time to zorble").raised_by] == ["own-"]


def test_every_sentence_is_known_again_and_said_in_chinese() -> None:
    words = {name: list(phrases) for name, phrases in _PHRASES.items()}
    for sentence, (english, _) in _SENTENCES.items():
        blanks = re.findall(r"\{(\w+)\}", english)
        for place in range(9):
            filled = {}
            for blank in blanks:
                options = words.get(blank.partition("_")[0], ["0.125" if blank != "ids" else "en-1234abcd, own-5"])
                filled[blank] = options[place % len(options)]
            reason = say(sentence, **filled)
            chinese = translated(reason, "zh")
            assert re.search(r"[\u4e00-\u9fff]", chinese), reason
            assert not re.search(r"[a-z]{4}", chinese.replace("en-1234abcd", "")), chinese
            assert translated(reason, "en") == reason


def test_a_reason_of_another_version_stays_as_it_is() -> None:
    assert translated("something else", "zh") == "something else"


def test_reasons_of_real_verdicts_are_known(classifier: StickerClassifier, samples: Path) -> None:
    for path in sorted(samples.iterdir())[:6]:
        for reason in classifier.classify(path).reasons:
            assert translated(reason, "zh") != reason
