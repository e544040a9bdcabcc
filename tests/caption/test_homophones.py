"""Chinese terms are found under other characters of the same sound, and dictionary words are left alone."""

import pytest

from stickerguard import StickerClassifier
from stickerguard.caption.homophones import Homophones
from stickerguard.caption.lexicon import Lexicon, LexiconEntry


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    terms = ("做爱", "约炮", "一夜情", "高潮")
    return Lexicon([LexiconEntry(term=term, lang="zh", severity=3) for term in terms])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("想作爱", "想做爱"),
        ("约泡吗", "约炮吗"),
        ("約泡嗎", "约炮嗎"),
        ("一夜晴", "一夜情"),
        ("衣夜晴", "一夜情"),
        ("约泡,作爱", "约炮,做爱"),
        ("约pao吗", "约炮吗"),
        ("zuo爱", "做爱"),
        ("一ye晴", "一夜情"),
    ],
)
def test_a_term_is_found_by_its_sound(lexicon: Lexicon, text: str, meant: str) -> None:
    assert lexicon.spelled_out(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "周末约跑",
        "约泡脚",
        "约泡澡",
        "高朝阳来了",
        "要泡茶吗",
        "做爱",
        "昨矮",
        "做ai",
        "约paopao",
        "yue pao",
        "今天天气好",
        "good morning",
        "",
    ],
)
def test_other_words_are_left_alone(lexicon: Lexicon, text: str) -> None:
    assert lexicon.spelled_out(text) == text


def test_japanese_and_terms_with_an_innocent_sense_are_left_alone() -> None:
    assert Lexicon([LexiconEntry(term="约炮", lang="zh", severity=3)]).spelled_out("约泡の") == "约泡の"
    coded = Lexicon([LexiconEntry(term="约炮", lang="zh", severity=3, coded=True)])
    assert coded.spelled_out("约泡") == "约泡"


def test_terms_with_characters_of_unknown_sound_are_passed_over() -> None:
    assert Homophones(["㐀爱"]).find("㐀爱") == []
    assert Homophones([]).find("约泡") == []


@pytest.mark.parametrize("text", ["约泡吗", "想作爱", "自未棒", "zuo4 ai4", "Zuo4ai4"])
def test_the_shipped_bundle_takes_them_as_they_are_meant(classifier: StickerClassifier, text: str) -> None:
    assert classifier.caption.score(text).suggestive > 0.5
