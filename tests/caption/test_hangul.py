"""Korean in single letters and in the keys of a Latin keyboard is read as Hangul; other writing is left alone."""

import pytest

from stickerguard import StickerClassifier
from stickerguard.caption.hangul import composed, typed


@pytest.mark.parametrize(
    ("letters", "text"),
    [
        ("ㅇㅏㄴㄴㅕㅇ", "안녕"),
        ("ㄱㅏㅄ", "값"),
        ("ㄱㅏㅂㅅ", "값"),
        ("ㅇㅘㅇ", "왕"),
        ("ㅇㅗㅏㅇ", "왕"),
        ("ㄷㅏㄹㄱㅇㅡㄴ", "닭은"),
    ],
)
def test_letters_make_syllables(letters: str, text: str) -> None:
    assert composed(letters) == text


@pytest.mark.parametrize("text", ["ㅋㅋㅋ", "아ㅋㅋ", "ㅠㅠ", "ㅅㅅ", "안녕", "good morning", ""])
def test_letters_that_make_no_syllable_stay(text: str) -> None:
    assert composed(text) == text


@pytest.mark.parametrize(("keys", "text"), [("dkssud", "안녕"), ("dkssud gktpdy!", "안녕 하세요!")])
def test_korean_typed_on_latin_keys_is_read(keys: str, text: str) -> None:
    assert typed(keys) == text


@pytest.mark.parametrize("text", ["with", "lo siento", "qué susto", "dkssud tomorrow", "hello", "안녕", "123", ""])
def test_other_words_are_left_alone(text: str) -> None:
    assert typed(text) == text


@pytest.mark.parametrize("text", ["tprtm", "ㅅㅔㄱㅅㅡ"])
def test_the_shipped_bundle_takes_them_as_they_are_meant(classifier: StickerClassifier, text: str) -> None:
    assert classifier.caption.score(text).suggestive > 0.9
