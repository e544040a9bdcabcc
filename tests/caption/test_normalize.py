"""Normalisation keeps the way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stickerguard.caption.normalize import _by_clusters, normalize

# What most texts are of, and what stands beside it in few.
_PLAIN = st.characters(codec="ascii") | st.sampled_from("早上好説あがアガー섹스ヷヿ")
_ODD = st.sampled_from("\u3099\u309a\u0301\u11ab\ufe0f\u200b\u3000\x00\r\n İſßＡ🇦🇧😏\ud83d")


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
        ("早\u3164上\uffa0好\u115f\u034f\u2800", "早上好"),
        ("g\x00o\x07od", "good"),
        ("cafe\u0301", "café"),
        ("\u1112\u1161\u11ab", "한"),
        ("hi \ud83d", "hi"),
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


def test_the_short_way_through_plain_characters_is_the_long_one() -> None:
    plain = [chr(code) for code in range(0x11000) if chr(code).isprintable()]
    for character in plain:
        text = f"{character}b{character}{character} {character}"
        assert normalize(text) == _by_clusters(text)


@given(st.text(_PLAIN | _ODD))
def test_it_is_so_beside_any_other_character(text: str) -> None:
    assert normalize(text) == _by_clusters(text)
