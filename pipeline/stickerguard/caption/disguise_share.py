"""How much of a caption is in disguise."""

from __future__ import annotations

import unicodedata

import regex

from stickerguard.caption.normalize import visible
from stickerguard.caption.spaced_letters import spread_letters

# Of no script that is written in characters of its own here: what stands for a Latin letter, and marks without a
# character of their own.
_ODD = regex.compile(
    r"[[\p{L}\p{So}\p{M}]--[a-z]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]]",
    regex.VERSION1,
)
STRETCHED = regex.compile(r"(\p{L})\1{2,}")
# No language writes Latin and Cyrillic or Greek letters in one word.
_MIXED = regex.compile(r"\b(?=\p{L}*[a-z])(?=\p{L}*[\p{Script=Cyrillic}\p{Script=Greek}])\p{L}+")
_LATIN = regex.compile(r"[a-z]")
_FEW = 3


def is_disguised(text: str, letters: str) -> bool:
    """Whether half of the letters of a caption or more are spread, stretched, or of another kind than they pass for, or
    stand in a word with such.

    `letters` is `text` with plain letters in place of look-alikes. Accents and another script's own words are no
    disguise.
    """
    shown = sum(map(str.isalnum, letters))
    seen = unicodedata.normalize("NFKC", visible(text)).casefold()
    hidden = spread_letters(letters) + max(0, _odd(seen) - _odd(letters))
    hidden += sum(len(_LATIN.findall(word)) for word in _MIXED.findall(seen))
    if len(STRETCHED.findall(letters)) >= _FEW:
        hidden += sum(len(word) for word in letters.split() if STRETCHED.search(word))
    return 2 * hidden >= shown > 0


def _odd(text: str) -> int:
    return sum(not unicodedata.normalize("NFD", character)[0].isascii() for character in _ODD.findall(text))
