"""Look-alikes in what was read are told apart by their company; what was read is kept and counts too."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stickerguard import StickerClassifier
from stickerguard.caption.corrections import correct
from stickerguard.caption_stage import ReadText, corrected, score_text
from stickerguard.types import TextLine

BOX = ((0.0, 0.0), (9.0, 0.0), (9.0, 4.0), (0.0, 4.0))
CORRECTED = {
    "an accent in English": (["góod morning"], ["good morning"]),
    "an accent in one word of two lines": (["see yöu", "soon"], ["see you", "soon"]),
    "an accent in the only word": (["BIRTHDÁY"], ["BIRTHDAY"]),
    "a traditional character among simplified ones": (["這个很好吃", "我们走吧"], ["这个很好吃", "我们走吧"]),
    "a simplified character among traditional ones": (["歡迎回来", "聽音樂"], ["歡迎回來", "聽音樂"]),
    "a Chinese one for a long vowel": (["コ一ヒ一タイム"], ["コーヒータイム"]),
    "a dash for a long vowel": (["おはよ-"], ["おはよー"]),
    "a long vowel for a Chinese one": (["第ー次"], ["第一次"]),
    "a Chinese mouth in katakana": (["口ボット"], ["ロボット"]),
    "katakana in Chinese": (["人ロ"], ["人口"]),
    "wide letters": (["ＧＯＯＤ ｍｏｒｎｉｎｇ！"], ["GOOD morning!"]),
    "narrow signs in Chinese": (["好累啊!!", "困了,晚安"], ["好累啊！！", "困了，晚安"]),
    "a curly apostrophe": (["let’s go"], ["let's go"]),
}
KEPT = {
    "French": ["très bien", "où est le café"],
    "Spanish": ["feliz cumpleaños"],
    "Vietnamese": ["chúc mừng năm mới"],
    "Pinyin": ["nǐ hǎo"],
    "German": ["das ist schön"],
    "a word that English took over with its accent": ["café time"],
    "both scripts of Chinese in equal parts": ["謝谢你"],
    "characters of both scripts": ["里面有面条", "后天见"],
    "Japanese characters that are simplified ones too": ["会社に来て", "国語"],
    "a number after katakana": ["カレー一番"],
    "times and addresses": ["3:30见", "a.b", "12,5"],
    "smiles": ["好:)"],
    "the canary": ["STICKERGUARD-CANARY"],
}


@pytest.mark.parametrize("kind", CORRECTED)
def test_a_look_alike_becomes_what_its_company_says(classifier: StickerClassifier, kind: str) -> None:
    given, wanted = CORRECTED[kind]
    assert correct(given, classifier.caption.count_pieces) == wanted


@pytest.mark.parametrize("kind", KEPT)
def test_what_people_write_stays(classifier: StickerClassifier, kind: str) -> None:
    assert correct(KEPT[kind], classifier.caption.count_pieces) == KEPT[kind]


@pytest.mark.parametrize("kind", CORRECTED)
def test_correcting_twice_changes_nothing_more(classifier: StickerClassifier, kind: str) -> None:
    once = correct(CORRECTED[kind][0], classifier.caption.count_pieces)
    assert correct(once, classifier.caption.count_pieces) == once


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("goóÁ國国ーロ一コあ!，。 -’Ａ", max_size=8), max_size=3))
def test_characters_stay_as_many_as_they_are(texts: list[str]) -> None:
    assert [len(text) for text in correct(texts, len)] == [len(text) for text in texts]


def test_what_was_read_is_kept_and_given_text_stays(classifier: StickerClassifier) -> None:
    read = ReadText((TextLine("góod title"), TextLine("góod morning", BOX, 0.9, 0), TextLine("hello you", BOX, 0.9, 0)))
    title, line, other = corrected(classifier.caption, read).lines
    assert title == TextLine("góod title")
    assert (line.text, line.raw) == ("good morning", "góod morning")
    assert (other.text, other.raw) == ("hello you", None)


def test_a_correction_hides_nothing(classifier: StickerClassifier) -> None:
    model = classifier.caption
    as_read = score_text(model, ReadText((TextLine("STICKERGUARD-CANARY", BOX, 0.9, 0),)))
    changed = score_text(model, ReadText((TextLine("good morning", BOX, 0.9, 0, raw="STICKERGUARD-CANARY"),)))
    assert as_read.suggestive == changed.suggestive == 1


def test_what_was_read_is_withheld_with_the_text(classifier: StickerClassifier) -> None:
    verdict = classifier.classify(b"")
    line = TextLine("good", BOX, 0.9, 0, raw="góod")
    verdict = replace(verdict, caption=replace(verdict.caption, lines=(line,)))
    assert verdict.to_dict()["caption"]["lines"][0]["raw"] is None
    assert verdict.to_dict(with_text=True)["caption"]["lines"][0]["raw"] == "góod"
