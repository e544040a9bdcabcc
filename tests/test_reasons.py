"""The reasons agree with the decision, name the terms that decided, and can be said in Chinese."""

import re
from pathlib import Path

import pytest

from stickerguard import Bundle, StickerClassifier
from stickerguard.fusion import Fused, decide
from stickerguard.reason_parsing import reason_of, translated
from stickerguard.reasons import PHRASES, SENTENCES, Code, Reason, because
from stickerguard.types import CaptionSignal, MinorSignal, Thresholds
from tests.drawing import encode, shapes

THRESHOLDS = Thresholds(0.5, 0.8)
SUGGESTIVE = CaptionSignal("evaluated", 0.99, 3)


SAID = [
    (
        because("bound", risk="0.229"),
        "no caption can raise the risk of this picture above 0.229, under the review threshold",
        "无论配什么文字，这张图的风险都不超过 0.229，低于复核阈值",
    ),
    (
        because("picture", depicted="rather_adult", score="0.80", frame=0),
        "a person, rather an adult, is depicted (score 0.80, frame 0)",
        "画面中有人，较可能是成年人（分数 0.80，第 0 帧）",
    ),
    (
        because("picture_at", depicted="minor", place="lower_left", score="0.80", frame=12),
        "a minor is probably depicted in the lower left (score 0.80, frame 12)",
        "画面中很可能有未成年人，位于左下方（分数 0.80，第 12 帧）",
    ),
    (
        because("over", level="flag", risk="0.912", threshold="0.800"),
        "both together reach the flag threshold (risk 0.912, threshold 0.800)",
        "两者合在一起达到标记阈值（风险 0.912，阈值 0.800）",
    ),
    (
        because("term", ids="own-12345678, en-00000000", score="0.20", decision="clear"),
        "terms of the lexicon decided: own-12345678, en-00000000 (without them the caption scores 0.20 and the "
        "decision is clear)",
        "词表中的词起了决定作用：own-12345678, en-00000000（没有这些词，文字分数为 0.20，结论为放行）",
    ),
    (because("no_text"), "no text was found in the picture", "画面中没有文字"),
    (
        because("thinned", scored=60, decoded=300),
        "only 60 of 300 frames, which show most, were scored",
        "只对 300 帧中内容最多的 60 帧评了分",
    ),
    (
        because("known", distance=4),
        "within PDQ distance 4 of a sticker on the confirmed list",
        "与已确认名单中的一张贴纸的 PDQ 距离为 4",
    ),
    (
        because("known_only", decision="review"),
        "without the confirmed list the decision is review, since:",
        "不看已确认名单时结论为复核，理由如下：",
    ),
]
"""Reasons, and how verdicts and desks of any version have them in words."""


def fused(caption: CaptionSignal, risk: float | None, *, minor: float = 0.1, without: float | None = None) -> Fused:
    picture = MinorSignal("evaluated", minor, 0, 0.9)
    return decide(picture, caption, risk=risk, bound=0.9, thresholds=THRESHOLDS, without_terms=without)


def said(decided: Fused) -> list[str]:
    return [reason.said() for reason in decided.reasons]


@pytest.mark.parametrize("risk", [0.6, 0.85])
def test_a_marked_sticker_is_not_said_to_show_an_adult(risk: float) -> None:
    marked = fused(SUGGESTIVE, risk)
    assert "adult" not in "; ".join(said(marked))
    assert f"reach the {marked.decision} threshold (risk {risk:.3f}" in said(marked)[-1]
    assert "rather an adult" in said(fused(CaptionSignal("evaluated", 0.2, 0), 0.1))[0]


@pytest.mark.parametrize(
    "caption", [CaptionSignal("unreadable", unreadable_regions=1), CaptionSignal("failed"), SUGGESTIVE]
)
def test_nor_is_one_that_nobody_could_read(caption: CaptionSignal) -> None:
    marked = fused(caption, 0.6 if caption.suggestive else None)
    assert marked.decision == "review"
    assert "adult" not in "; ".join(said(marked))


def test_a_clear_sticker_is_not_said_to_have_a_harmless_caption_where_it_has_none() -> None:
    clear = fused(SUGGESTIVE, 0.3)
    assert clear.decision == "clear"
    assert said(clear)[1].startswith("the caption is suggestive")
    assert "stay under the review threshold (risk 0.300" in said(clear)[2]


def test_the_term_that_decided_is_named_and_one_that_did_not_is_not() -> None:
    caption = CaptionSignal("evaluated", 0.99, 3, raised_by=("own-12345678", "en-00000000"), without_terms=0.2)
    decided = fused(caption, 0.85, without=0.1).reasons
    assert decided[-1] == because("term", ids="own-12345678, en-00000000", score="0.20", decision="clear")
    assert not any(reason.code == "term" for reason in fused(caption, 0.85, without=0.81).reasons)


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


@pytest.mark.parametrize(("reason", "english", "chinese"), SAID, ids=[reason.code for reason, _, _ in SAID])
def test_a_reason_is_said_in_both_languages_and_read_back(reason: Reason, english: str, chinese: str) -> None:
    assert (reason.said(), reason.said("zh")) == (english, chinese)
    assert reason_of(english) == reason
    assert (translated(english, "en"), translated(english, "zh")) == (english, chinese)


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_is_known_again_and_said_in_chinese(code: Code) -> None:
    names = re.findall(r"\{(\w+)\}", SENTENCES[code][0])
    for place in range(9):
        given = {}
        for name in names:
            options = list(PHRASES.get(name, ["0.125" if name != "ids" else "en-1234abcd, own-5"]))
            given[name] = options[place % len(options)]
        reason = Reason(code, given)
        assert reason_of(reason.said()) == reason
        chinese = reason.said("zh")
        assert re.search(r"[\u4e00-\u9fff]", chinese), reason
        assert not re.search(r"[a-z]{4}", chinese.replace("en-1234abcd", "")), chinese


def test_a_reason_of_another_version_stays_as_it_is() -> None:
    assert translated("something else", "zh") == "something else"


def test_reasons_of_real_verdicts_are_known(classifier: StickerClassifier, samples: Path) -> None:
    for path in sorted(samples.iterdir())[:6]:
        for reason in classifier.classify(path).reasons:
            assert translated(reason, "zh") != reason
