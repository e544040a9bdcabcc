"""Text as the caption model and the lexicon see it, with the way back to the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

# What no font shows: characters that Unicode says to ignore (zero-width space and joiners, fillers of Hangul, variation
# selectors, tags), other format and control characters, and the empty Braille cell. A favourite way of breaking a word
# apart.
_INVISIBLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Co}\u2800]|(?!\s)\p{Cc}")
_CLUSTER = regex.compile(r"\X")
# Characters that stand for themselves whatever is beside them, but for the case of Latin letters: of ASCII, kana,
# Chinese and Hangul in whole syllables. Most of what is read is of these, with single spaces.
_PLAIN = r"[!-~\u3041-\u3094\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3]+"
_PLAIN_TEXT = regex.compile(rf"{_PLAIN}(?: {_PLAIN})*+")


@dataclass(frozen=True, slots=True)
class Normalized:
    """`text` after normalisation; `offsets[i]` is the index in the original of the character behind `text[i]`."""

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]
    """Where in the original the base and marks behind `text[i]` end, exclusive."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original that `text[start:end]` comes from; `start` < `end`."""
        return self.offsets[start], self.ends[end - 1]


def normalize(text: str) -> Normalized:
    """NFKC and case folding (Unicode TR 15, TR 21), no invisible characters, single spaces, none at the ends.

    A base and its combining marks are composed together; half a surrogate pair counts as invisible.
    """
    if _PLAIN_TEXT.fullmatch(text):
        return Normalized(text.lower(), tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    return _by_clusters(text)


def _by_clusters(text: str) -> Normalized:
    characters: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    for start, stop, seen in _visible_clusters(text):
        for character in unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold()):
            if _INVISIBLE.match(character):
                continue
            space = character.isspace()
            if space and (not characters or characters[-1] == " "):
                continue
            characters.append(" " if space else character)
            offsets.append(start)
            ends.append(stop)
    if characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
        ends.pop()
    return Normalized("".join(characters), tuple(offsets), tuple(ends))


def visible(text: str) -> str:
    """`text` without what no font shows."""
    return _INVISIBLE.sub("", text)


def _visible_clusters(text: str) -> list[tuple[int, int, str]]:
    """Each base with its marks, without what is invisible, and the half-open span of `text` it stands in."""
    places = [index for index, character in enumerate(text) if not _INVISIBLE.match(character)]
    seen = "".join(text[index] for index in places)
    return [(places[found.start()], places[found.end() - 1] + 1, found.group()) for found in _CLUSTER.finditer(seen)]
