"""Glossary terms are found in the other ways in which people write them, and no everyday word is taken for one."""

import random

import pytest
from pypinyin import lazy_pinyin

from data.caption.lexicon import kana_spellings, lexicon_file, romaji_spellings, zhuyin_spellings
from data.caption.syllables import syllables
from models.caption.noise import same_sound
from stickerguard.caption.homophones import SYLLABLES
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
        ("オメコ", "おめこ"),
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
        "マンコ・カパック",
        "oppai",
        "ecchi",
    ],
)
def test_everyday_words_are_left_alone(lexicon: Lexicon, text: str) -> None:
    assert lexicon.spelled_out(text) == text


def test_the_sounds_in_the_package_are_those_of_the_recipe() -> None:
    assert SYLLABLES.read_text(encoding="utf-8") == syllables()


def test_characters_of_the_same_sound_are_another_writing_of_a_caption() -> None:
    text = "今天天气真好"
    changed = same_sound(text, random.Random(1))
    assert changed != text
    assert lazy_pinyin(list(changed)) == lazy_pinyin(list(text))
    assert same_sound("good morning", random.Random(1)) == "good morning"


@pytest.mark.parametrize(
    "text", ["熊大来了", "场面逼真", "情操", "보지 마", "자위대", "moby dick", "xingfu", "エッチング"]
)
def test_everyday_words_are_exceptions(lexicon: Lexicon, text: str) -> None:
    assert lexicon.spelled_out(text) == text
    assert lexicon.find(text) == ()


def test_spellings_from_the_files_are_known(lexicon: Lexicon) -> None:
    assert lexicon.spelled_out("想被cao") == "想被操"
    assert [match.term for match in lexicon.find("逼真的逼")] == ["逼"]
