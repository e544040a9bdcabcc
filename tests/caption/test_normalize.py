"""Normalisation keeps the way back to the original; the canary is found however OCR spells it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stickerguard import CANARY
from stickerguard.caption.normalize import contains_canary, normalize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Good  Morning\n", "good morning"),
        ("ＧＯＯＤ　morning", "good morning"),
        ("go\u200bod\u00ad mor\u2060ning", "good morning"),
        ("straße", "strasse"),
        ("①②", "12"),
        ("早上好！", "早上好!"),
        (" \n\t", ""),
        ("❤\ufe0f", "❤"),
    ],
)
def test_what_looks_alike_becomes_alike(text: str, expected: str) -> None:
    assert normalize(text).text == expected


def test_spans_point_into_the_original() -> None:
    text = "say  ＨＥＬ\u200bＬＯ now"
    normalized = normalize(text)
    start = normalized.text.index("hello")
    begin, end = normalized.span(start, start + 5)
    assert text[begin:end] == "ＨＥＬ\u200bＬＯ"


@given(st.text())
def test_every_character_knows_where_it_came_from(text: str) -> None:
    normalized = normalize(text)
    assert len(normalized.offsets) == len(normalized.text)
    assert list(normalized.offsets) == sorted(normalized.offsets)
    assert all(0 <= offset < len(text) for offset in normalized.offsets)
    assert normalized.text == normalized.text.strip()


@pytest.mark.parametrize(
    "text",
    [
        CANARY,
        "stickerguard canary",
        "STICKERGUARD-\nCANARY",
        "hello STICKERGUARD—CANARY hello",
        "ＳＴＩＣＫＥＲＧＵＡＲＤ-ＣＡＮＡＲＹ",
        "ST1CKERGUARD-CANARY",
        "STICKERGUARDCANARV",
        "S T I C K E R G U A R D - C A N A R Y",
        "STCKERGUARD-CANRY",
    ],
)
def test_the_canary_is_found(text: str) -> None:
    assert contains_canary(text)


@pytest.mark.parametrize("text", ["", "stickerguard", "canary", "sticker guard dog and a bird", "早上好"])
def test_nothing_else_is_the_canary(text: str) -> None:
    assert not contains_canary(text)
