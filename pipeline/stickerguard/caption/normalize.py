"""Text as the caption model and the lexicon see it, with the way back to the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from stickerguard.types import CANARY

# Format characters (zero-width space and joiners, soft hyphen, direction marks) and variation selectors: invisible,
# and a favourite way of breaking a word apart.
_INVISIBLE_CATEGORY = "Cf"
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_CANARY_LETTERS = "".join(character for character in CANARY.casefold() if character.isalnum())
_CANARY_MISREADINGS = 2


@dataclass(frozen=True, slots=True)
class Normalized:
    """`text` after normalisation; `offsets[i]` is the index in the original of the character behind `text[i]`."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original that `text[start:end]` comes from; `start` < `end`."""
        return self.offsets[start], self.offsets[end - 1] + 1


def normalize(text: str) -> Normalized:
    """NFKC and case folding (Unicode TR 15, TR 21), no invisible characters, single spaces, none at the ends."""
    characters: list[str] = []
    offsets: list[int] = []
    for index, original in enumerate(text):
        if unicodedata.category(original) == _INVISIBLE_CATEGORY or ord(original) in _VARIATION_SELECTORS:
            continue
        for character in unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", original).casefold()):
            space = character.isspace()
            if space and (not characters or characters[-1] == " "):
                continue
            characters.append(" " if space else character)
            offsets.append(index)
    if characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    return Normalized("".join(characters), tuple(offsets))


def contains_canary(text: str) -> bool:
    """Whether `text` holds the canary as people or OCR may write it.

    Case, spaces, line breaks and punctuation do not matter, and up to two letters may be misread, lost or added.
    """
    letters = "".join(character for character in normalize(text).text if character.isalnum())
    return _closest_substring(_CANARY_LETTERS, letters) <= _CANARY_MISREADINGS


def _closest_substring(pattern: str, text: str) -> int:
    """Edit distance from `pattern` to the closest substring of `text` (Sellers 1980)."""
    row = list(range(len(pattern) + 1))
    best = row[-1]
    for character in text:
        previous, row[0] = row[0], 0
        for index, wanted in enumerate(pattern, 1):
            previous, row[index] = row[index], min(previous + (character != wanted), row[index] + 1, row[index - 1] + 1)
        best = min(best, row[-1])
    return best
