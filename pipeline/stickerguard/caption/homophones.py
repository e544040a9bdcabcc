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
# A character, or what may be a syllable in Latin letters.
_CHARACTER = regex.compile(r"[a-z]{2,6}(?![a-z])|[a-z]+|.", regex.DOTALL)
# Artificial intelligence, and what people write so of anything.
_NO_SYLLABLES = frozenset({"ai", "de", "la", "ma", "bi", "pi", "lu"})


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

        Half of the characters of a term must be there, or of a long one all tones, where syllables in Latin letters
        count as there; and no dictionary word may reach into what is written otherwise.
        """
        characters = list(_CHARACTER.finditer(text))
        sound = "".join(map(_symbol, (found[0] for found in characters)))
        found = self._finder.find_matches_as_indexes(sound, overlapping=True) if self._finder else []
        if not found:
            return []
        spans: list[tuple[int, int, str]] = []
        reached = 0
        known = [span for span in words(text) if _HAN.fullmatch(text[slice(*span)])] + _everyday(text)
        for first, last, key in sorted((first, -last, key) for key, first, last in found):
            part = characters[first:-last]
            start, end = part[0].start(), part[-1].end()
            term, written = self._terms[self._keys[key]], [character[0] for character in part]
            # Letters between two characters, or apart from them, are no part of what is said.
            apart = end - start > sum(map(len, written))
            if start < reached or apart or not _stands_for(written, term) or _is_written_so(part, term, known):
                continue
            spans.append((start, end, term))
            reached = end
        return spans


def is_syllable(letters: str) -> bool:
    """Whether `letters` are a syllable of pinyin, without its tone."""
    return letters in _numbers()


def _stands_for(written: list[str], term: str) -> bool:
    same = sum(map(str.__eq__, written, term))
    spelled = sum(map(str.isascii, written))
    if same == len(term) or spelled == len(term):
        return False
    # What is written in Latin letters stands for its sound alone.
    return 2 * (same + spelled) >= len(term) or (len(term) >= _FEW and _tones(written) == _tones(list(term)))


def _everyday(text: str) -> list[tuple[int, int]]:
    starts = range(len(text) - _LONGEST + 1)
    return [(start, start + _LONGEST) for start in starts if text[start : start + _LONGEST] in _EVERYDAY]


def _is_written_so(part: list[regex.Match[str]], term: str, known: list[tuple[int, int]]) -> bool:
    """Whether a dictionary word reaches into what is written otherwise than in the term."""
    other = {found.start() for found, meant in zip(part, term, strict=True) if found[0] != meant}
    start, end = part[0].start(), part[-1].end()
    return any(
        last - first > 1
        and first < end
        and last > start
        and (first < start or last > end or any(place in other for place in range(first, last)))
        for first, last in known
    )


def _symbol(written: str) -> str:
    """What stands for the syllable of a character, or of Latin letters."""
    if written.isascii():
        number = _numbers().get(written)
        return _SILENT if number is None or written in _NO_SYLLABLES else chr(_PRIVATE + number)
    return chr(_PRIVATE + _table()[written][0]) if written in _table() else _SILENT


def _sound(text: str) -> str:
    return "".join(map(_symbol, text))


def _tones(written: list[str]) -> list[int]:
    return [_table()[character][1] if character in _table() else 0 for character in written]


@cache
def _numbers() -> dict[str, int]:
    """The number of each syllable, in pinyin without tones."""
    lines = SYLLABLES.read_text(encoding="utf-8").splitlines()
    return {name: number for number, name in enumerate(dict.fromkeys(line.split()[0][:-1] for line in lines))}


@cache
def _table() -> dict[str, tuple[int, int]]:
    """The number of the syllable and its tone, for each character."""
    table: dict[str, tuple[int, int]] = {}
    for line in SYLLABLES.read_text(encoding="utf-8").splitlines():
        syllable, characters = line.split()
        table |= dict.fromkeys(characters, (_numbers()[syllable[:-1]], int(syllable[-1])))
    return table
