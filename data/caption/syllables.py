"""The sounds of Chinese characters, as the package carries them: `python -m data.caption.syllables` writes the file.

Sounds are those of pypinyin, the most frequent one of each character of GB 2312, the set of simplified characters.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product

from pypinyin import Style, pinyin

from stickerguard.caption.homophones import SYLLABLES

_ROWS = range(0xB0, 0xF8)
_CELLS = range(0xA1, 0xFF)


def syllables() -> str:
    """A line a syllable: its pinyin with the number of its tone, a space, and the characters that sound so."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row, cell in product(_ROWS, _CELLS):
        character = bytes([row, cell]).decode("gb2312", errors="ignore")
        if character:
            found[pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)[0][0]].append(character)
    return "".join(f"{syllable} {''.join(found[syllable])}\n" for syllable in sorted(found))


if __name__ == "__main__":
    SYLLABLES.write_text(syllables(), encoding="utf-8")
