"""Chinese terms written with other characters of the same sound, as people do where filters know the terms."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import regex
from ahocorasick_rs import AhoCorasick

from stickerguard.caption.borders import words

SYLLABLES = Path(__file__).with_name("syllables.txt")
"""Lines of a syllable in pinyin with the number of its tone, and the characters that sound so."""
_PRIVATE = 0xE000
"""From here on, a character of its own stands for each syllable without its tone."""
_SILENT = "\0"
_HAN = regex.compile(r"\p{Han}{2,}")
_FEW = 3
# Words that the segmenter's dictionary lacks: runs, dropped orders, a picked nose, baths, noodles, a scholar and more.
_EVERYDAY = frozenset(
    {"晨跑", "夜跑", "约跑", "跳单", "抠鼻", "重出", "雄大", "验照", "巨儒", "口焦", "进射", "一射"}
    | {"泡脚", "泡澡", "泡面", "泡茶"}
)
_LONGEST = 2


class Homophones:
    """Finds `terms`, of two simplified characters or more, by their sound."""

    def __init__(self, terms: Iterable[str]) -> None:
        sounds = ((_sound(term), term) for term in terms if _HAN.fullmatch(term))
        self._terms = {sound: term for sound, term in sounds if _SILENT not in sound}
        self._keys = list(self._terms)
        self._finder = AhoCorasick(self._keys) if self._keys else None

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Half-open spans of simplified `text` that sound like a term and are written otherwise, each with the term,
        from left to right, none overlapping.

        Half of the characters of a term must be there, or of a long one all tones; and no dictionary word may reach
        into what is written otherwise.
        """
        sound = _sound(text)
        found = self._finder.find_matches_as_indexes(sound, overlapping=True) if self._finder else []
        if not found:
            return []
        spans: list[tuple[int, int, str]] = []
        reached, known = 0, words(text) + _everyday(text)
        for start, end, key in sorted((start, -end, key) for key, start, end in found):
            term, span = self._terms[self._keys[key]], (start, -end)
            if start >= reached and _stands_for(text, span, term) and not _is_written_so(text, span, term, known):
                spans.append((*span, term))
                reached = -end
        return spans


def is_syllable(letters: str) -> bool:
    """Whether `letters` are a syllable of pinyin, without its tone."""
    return letters in _syllables()


def _stands_for(text: str, span: tuple[int, int], term: str) -> bool:
    written = text[slice(*span)]
    same = sum(map(str.__eq__, written, term))
    if same == len(term):
        return False
    return 2 * same >= len(term) or (len(term) >= _FEW and _tones(written) == _tones(term))


def _everyday(text: str) -> list[tuple[int, int]]:
    starts = range(len(text) - _LONGEST + 1)
    return [(start, start + _LONGEST) for start in starts if text[start : start + _LONGEST] in _EVERYDAY]


def _is_written_so(text: str, span: tuple[int, int], term: str, known: list[tuple[int, int]]) -> bool:
    start, end = span
    return any(
        last - first > 1
        and first < end
        and last > start
        and not (start <= first and last <= end and text[first:last] == term[first - start : last - start])
        for first, last in known
    )


def _sound(text: str) -> str:
    table = _table()
    return "".join(chr(_PRIVATE + table[character][0]) if character in table else _SILENT for character in text)


def _tones(text: str) -> list[int]:
    return [_table()[character][1] for character in text]


@cache
def _syllables() -> frozenset[str]:
    lines = SYLLABLES.read_text(encoding="utf-8").splitlines()
    return frozenset(line.split()[0].rstrip("12345") for line in lines)


@cache
def _table() -> dict[str, tuple[int, int]]:
    """The number of the syllable and its tone, for each character."""
    numbers: dict[str, int] = {}
    table: dict[str, tuple[int, int]] = {}
    for line in SYLLABLES.read_text(encoding="utf-8").splitlines():
        syllable, characters = line.split()
        number = numbers.setdefault(syllable[:-1], len(numbers))
        table |= dict.fromkeys(characters, (number, int(syllable[-1])))
    return table
