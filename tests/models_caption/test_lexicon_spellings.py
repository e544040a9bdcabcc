"""Glossary terms are found in the other ways in which people write them, and no everyday word is taken for one."""

import pytest

from data.caption.lexicon import kana_spellings, lexicon_file, romaji_spellings, zhuyin_spellings
from stickerguard.caption.lexicon import Lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(lexicon_file().terms)


def test_japanese_terms_are_known_in_the_other_kana_and_in_latin_letters() -> None:
    assert kana_spellings("オナニー", alone=True) == ("おなにー",)
    assert kana_spellings("えっち", alone=False) == ("エッチ",)
    assert kana_spellings("バイブ", alone=False) == ()
    assert kana_spellings("ヤりたい", alone=True) == ()
    assert romaji_spellings("セックス") == ("sekkusu",)
    assert romaji_spellings("エロ") == ()
    assert romaji_spellings("チンチン") == ()


def test_chinese_terms_are_known_in_zhuyin() -> None:
    assert zhuyin_spellings("做愛") == ("ㄗㄨㄛˋㄞˋ", "ㄗㄨㄛˋ ㄞˋ", "ㄗㄨㄛㄞ", "ㄗㄨㄛ ㄞ")
    assert zhuyin_spellings("AV女優") == ()
    assert zhuyin_spellings("干") == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("おなにーした", "オナニーした"),
        ("せっくすしたい", "セックスしたい"),
        ("マンコ", "まんこ"),
        ("chinko", "ちんこ"),
        ("想ㄉㄚˇㄆㄠˋ", "想打砲"),
    ],
)
def test_they_are_spelled_out(lexicon: Lexicon, text: str, meant: str) -> None:
    assert lexicon.spelled_out(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "やりたいことがある",
        "たかしくんにあげる",
        "あなるほど",
        "覚えてますかきのうの",
        "逆なんです",
        "chinchin por los novios",
    ],
)
def test_everyday_words_are_left_alone(lexicon: Lexicon, text: str) -> None:
    assert lexicon.spelled_out(text) == text
