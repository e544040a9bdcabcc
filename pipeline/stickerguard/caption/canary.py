"""Whether a caption holds the canary, however people or OCR write it."""

from __future__ import annotations

from stickerguard.caption.disguise import readings
from stickerguard.types import CANARY

_LETTERS = "".join(character for character in CANARY.casefold() if character.isalnum())
_MISREADINGS = 2


def contains_canary(text: str) -> bool:
    """Whether `text` holds the canary, as it stands or with its disguise undone.

    Case, spaces, line breaks and punctuation do not matter, and up to two letters may be misread, lost or added.
    """
    return any(
        _closest_substring(_LETTERS, "".join(filter(str.isalnum, reading))) <= _MISREADINGS
        for reading in readings(text)
    )


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
