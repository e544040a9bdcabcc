"""Terms count at the borders of words, and not across them."""

import pytest

from stickerguard.caption.lexicon import Lexicon, LexiconEntry

TERMS = ["大麻", "口交", "性交", "con", "naked", "보지", "マンコ", "🍆", "上", "日"]


def found(text: str, *exceptions: str) -> list[str]:
    entries = [LexiconEntry(term=term, lang="und", severity=3) for term in TERMS]
    entries += [LexiconEntry(term=phrase, lang="und", severity=0) for phrase in exceptions]
    return [text[match.start : match.end] for match in Lexicon(entries).find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "有一个大麻烦",
        "大麻花真好吃",
        "路口交通堵了",
        "窗口交费",
        "理性交流",
        "異性交往要禮貌",
        "conçu pour durer",
        "el coñac",
        "co\u0301n con\u0303o",
        "해보지 마",
        "マンコミュニティ",
        "snaked",
        "早上好",
        "晚上回家",
        "今日份咖啡",
    ],
)
def test_a_term_across_the_border_of_harmless_words_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("他们在吸大麻", "大麻"),
        ("想口交吗", "口交"),
        ("性交易", "性交"),
        ("看naked照", "naked"),
        ("NAKED!", "NAKED"),
        ("보지야", "보지"),
        ("マンコだ", "マンコ"),
        ("今晚🍆吗", "🍆"),
        ("想上她", "上"),
    ],
)
def test_a_term_that_stands_there_is_found(text: str, term: str) -> None:
    assert found(text) == [term]


def test_traditional_characters_count_as_simplified_ones() -> None:
    lexicon = Lexicon([LexiconEntry(term="做爱", lang="zh", severity=3)])
    assert [match.term for match in lexicon.find("想做愛")] == ["做爱"]


def test_no_term_counts_inside_an_exception() -> None:
    assert found("看naked照和naked gun") == ["naked", "naked"]
    assert found("看naked照和naked gun", "naked gun") == ["naked"]
    assert found("naked gun", "gun") == ["naked"]


def test_pinyin_is_spelled_out() -> None:
    lexicon = Lexicon([LexiconEntry(term="做爱", lang="zh", severity=3, spellings=("zuoai", "zuo ai"))])
    assert lexicon.spelled_out("xiang zuo ai, zuoai!") == "xiang 做爱, 做爱!"
    assert lexicon.spelled_out("zuoaixin") == "zuoaixin"


def test_zhuyin_is_spelled_out_between_tones() -> None:
    spellings = ("ㄗㄨㄛˋㄞˋ", "ㄗㄨㄛㄞ")
    lexicon = Lexicon([LexiconEntry(term="做爱", lang="zh", severity=3, spellings=spellings)])
    assert lexicon.spelled_out("ㄨㄛˇㄒㄧㄤˇㄗㄨㄛˋㄞˋㄇㄚ") == "ㄨㄛˇㄒㄧㄤˇ做爱ㄇㄚ"
    assert lexicon.spelled_out("想ㄗㄨㄛㄞ!") == "想做爱!"
    assert lexicon.spelled_out("ㄗㄨㄛㄞㄋ") == "ㄗㄨㄛㄞㄋ"
