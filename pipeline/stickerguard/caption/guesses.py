"""What a caption may be meant to say beside what it says: each guess is scored as well, and the worst counts.

A guess is made only where the caption gives reason for it, so that plain captions cost no more than before.
"""

from __future__ import annotations

from itertools import product

import regex
from bidi import get_display

from stickerguard.caption.disguise_share import STRETCHED
from stickerguard.caption.filler_letters import without_filler
from stickerguard.caption.generators import without_generators
from stickerguard.caption.hangul import typed
from stickerguard.caption.homophones import is_syllable
from stickerguard.caption.markup import without_markup
from stickerguard.caption.names import names_apart
from stickerguard.caption.words import is_word

_MOST_RUNS = 4
"""Stretched letters of one word, up to which every way to shorten them is looked up."""
# Signs that stand for letters inside a word adorn it at its edges.
_EDGES = regex.compile(r"(?<!\S)[@|$+]+(?=\p{L})|(?<=\p{L})[@|$+]+(?!\S)")
# Pinyin with the numbers of its tones.
_TONED = regex.compile(r"(?<![a-z0-9])(?:[a-z]{1,6}[1-5]\s?){2,}(?![a-z0-9])", regex.IGNORECASE)
_TONE = regex.compile(r"[1-5]")
# What stands behind a hash is a word like any other.
_HASH = regex.compile(r"[#＃]+(?=\p{L})")
# A digit inside a word, which no letter looks like there.
_DIGIT_INSIDE = regex.compile(r"(?<![a-z0-9])[a-z]+[0-9]{1,2}[a-z]+(?![a-z0-9])", regex.IGNORECASE)
_DIGIT = regex.compile(r"[0-9]")
_FEWEST_LETTERS = 4
_FOR_YOU = regex.compile(r"(?<=[a-z]{2})([24])(?=[a-z])", regex.IGNORECASE)
# A capital I and a one pass for an l between small letters, where that makes a word.
_WITH_ELL = regex.compile(r"(?<![\p{L}\p{N}])[A-Za-z]+[I1][A-Za-z1]*(?![\p{L}\p{N}])")
_ELL = regex.compile(r"(?<=[a-z])[I1](?=[a-z])")
# Apostrophes and letters without a sound inside Latin words, but before the endings that English writes so.
_FILLERS = regex.compile(
    r"(?<=[a-z])(?:[\u01c0-\u01c3\u0640\u30fc\u3163\p{Lm}]|['’&](?!(?:s|t|re|ve|ll|m|d|em|n)\b))+(?=[a-z])",
    regex.IGNORECASE,
)
_WORD = regex.compile(r"[a-z]+", regex.IGNORECASE)
_ACCENTED = regex.compile(r"(?=\p{Latin})\P{ASCII}")
_LATIN_WORD = regex.compile(r"(?<!\p{L})[a-z]{3,}(?!\p{L})", regex.IGNORECASE)
_ALL_DOUBLED = regex.compile(r"(?<!\p{L})(?:(\p{L})\1){3,}(?!\p{L})", regex.IGNORECASE)
_DOUBLED = regex.compile(r"(?<!\p{L})(?:(\p{L})\1){2,}(?!\p{L})", regex.IGNORECASE)
# Small kana but those that make one sound with the one before.
_BEFORE_SMALL = "ぁぃぅぇぉァィゥェォふうてでとどつくぐすずいフウヴテデトドツクグスズイジチシキギニヒビピミリ"
_OUT_OF_PLACE = regex.compile(f"(?<![{_BEFORE_SMALL}])[ぁぃぅぇぉゎァィゥェォヮ]|[ゐゑヰヱ]")
# Marks, embeddings, overrides and isolates of Unicode Standard Annex 9.
_DIRECTIONS = regex.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HALVES = regex.compile(r"\p{Cs}")
# The one way to turn writing around that is surely undone.
_OVERRIDE = regex.compile(r"\u202e[^\u200e\u200f\u202a-\u202e\u2066-\u2069\n]+\u202c?")
RIGHT_TO_LEFT = regex.compile(r"[\p{Script=Arabic}\p{Script=Hebrew}]")
_SMALL_KANA = str.maketrans("ぁぃぅぇぉゎゐゑァィゥェォヮヰヱ", "あいうえおわいえアイウエオワイエ")


def guesses(text: str) -> tuple[str, ...]:
    """Other ways to read `text`, each once and none of them `text` itself."""
    plain_edges = _EDGES.sub("", text)
    found = [
        plain_edges,
        _HASH.sub(" ", plain_edges),
        _FOR_YOU.sub(r" \1 ", plain_edges),
        _DIGIT_INSIDE.sub(lambda match: _without_digits(match[0]), text),
        _WITH_ELL.sub(lambda match: _with_ells(match[0]), text),
        _FILLERS.sub("", text),
        _WORD.sub(lambda match: _shortened(match[0]), text),
        _OUT_OF_PLACE.sub(lambda match: match[0].translate(_SMALL_KANA), text),
        without_generators(text),
        without_markup(text),
        names_apart(without_filler(text)),
        typed(text),
        _TONED.sub(_without_tones, text),
    ]
    if not _DIRECTIONS.search(text):
        found += _turned_round(text)
    if _DIRECTIONS.search(_OVERRIDE.sub("", text)):
        found.append(_DIRECTIONS.sub("", get_display(_HALVES.sub("", text))))
        if not RIGHT_TO_LEFT.search(text):
            ordered = _DIRECTIONS.sub("", text)
            found += [ordered, "\n".join(line[::-1] for line in ordered.splitlines())]
    if _ALL_DOUBLED.search(text):
        found.append(_DOUBLED.sub(lambda match: match[0][::2], text))
    return tuple(reading for reading in dict.fromkeys(found) if reading != text)


def _without_tones(match: regex.Match[str]) -> str:
    """Pinyin without the numbers of its tones; what is none, such as f1 and mp3, as it was."""
    letters: str = _TONE.sub("", match[0])
    return letters if all(map(is_syllable, _TONE.sub(" ", match[0]).casefold().split())) else match[0]


def _turned_round(text: str) -> list[str]:
    """A text of which each word is one only from back to front: its lines, and its words, the right way round."""
    words = [word.casefold() for word in _LATIN_WORD.findall(text)]
    turned = all(is_word(word[::-1]) for word in words) and max(map(len, words), default=0) >= _FEWEST_LETTERS
    if not turned or _ACCENTED.search(text) or 2 * sum(map(is_word, words)) >= len(words):
        return []
    return ["\n".join(line[::-1] for line in text.splitlines()), _LATIN_WORD.sub(lambda match: match[0][::-1], text)]


def _without_digits(word: str) -> str:
    letters = _DIGIT.sub("", word)
    return letters if len(letters) >= _FEWEST_LETTERS and is_word(letters.casefold()) else word


def _with_ells(word: str) -> str:
    other = _ELL.sub("l", word)
    return other if is_word(other.casefold()) else word


def _shortened(word: str) -> str:
    """`word` with one or two of each letter that stands thrice or more, as the dictionary has it; else as it was."""
    runs = list(STRETCHED.finditer(word))
    if not 0 < len(runs) <= _MOST_RUNS:
        return word
    for lengths in sorted(product((1, 2), repeat=len(runs)), key=sum, reverse=True):
        left = iter(lengths)
        short = STRETCHED.sub(lambda match: match[1] * next(left), word)  # noqa: B023 (used at once)
        if is_word(short.casefold()):
            return short
    return word
