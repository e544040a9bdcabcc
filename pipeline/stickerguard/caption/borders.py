"""Where a term may begin and end: at the borders of the language's words."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    import rjieba

_HAN = regex.compile(r"\p{Han}+")
# Scripts that put no spaces between words; a letter of theirs beside a Latin word does not belong to it.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
# The tones that end a syllable of zhuyin.
_TONES = "ˊˇˋ˙"
_SPACED_LETTER = regex.compile(rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}{_TONES}]]", regex.VERSION1)
_MARK = regex.compile(r"[\p{M}]")
_HANGUL = regex.compile(r"\p{Hangul}")
_KATAKANA = regex.compile(r"[\p{Katakana}ー]")
_WINDOW = 24


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` stands at word borders, or only looks like a term across the border of other words.

    Latin and the like: no letter (accented ones are letters), mark or digit beside it. Katakana: no katakana beside
    it. Thai and the like: not before a mark. Zhuyin: after a tone, or with no letter beside it. Hangul: nothing before
    it, since particles follow a word. Han: no word of a segmenter's dictionary (rjieba, the dictionary of jieba)
    reaches over its ends, and none holds it where it is a single character: 早上 is no 上. Everything else, such as
    hiragana and emoji: anywhere.
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    if _MARK.match(after):
        return False
    for inside, outside, is_end in ((text[start], before, False), (text[end - 1], after, True)):
        if _SPACED_LETTER.match(inside) and _SPACED_LETTER.match(outside):
            return False
        if _KATAKANA.match(inside) and _KATAKANA.match(outside):
            return False
        if not is_end and _HANGUL.match(inside) and _HANGUL.match(outside):
            return False
    return not _HAN.fullmatch(text, start, end) or _between_words(text, start, end)


def _between_words(text: str, start: int, end: int) -> bool:
    """Whether no dictionary word reaches over an end of `text[start:end]`, all Han, or holds its one character."""
    first, last = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    for word_start, word_end in words(text[first:last]):
        if end - start == 1 < word_end - word_start and word_start + first <= start < word_end + first:
            return False
        if word_start + first < start < word_end + first < end or start < word_start + first < end < word_end + first:
            return False
    return True


def words(text: str) -> list[tuple[int, int]]:
    """The half-open spans of the words of `text`, one after the other, as the dictionary of the segmenter has them."""
    ends = list(accumulate(map(len, _segmenter().cut(text, False))))
    return list(zip([0, *ends], ends, strict=False))


@cache
def _segmenter() -> rjieba.Jieba:
    # A tenth of what it takes to load the package, and most processes see no Chinese.
    import rjieba

    return rjieba.Jieba()
