"""Undo what people do to a caption so that filters miss it.

Each step keeps an innocent caption readable, and the plain text is always scored as well: see `readings`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from confusable_homoglyphs import categories, confusables

from stickerguard.caption.normalize import normalize

_LEET = str.maketrans({"4": "a", "@": "a", "3": "e", "1": "i", "!": "i", "0": "o", "5": "s", "$": "s", "7": "t"})
_SEPARATORS = r"\s.*_\-·•~|/"
# Three or more single characters with the same kind of gap between them.
_SPREAD = re.compile(rf"(?<![^\W_])[^\W_](?:[{_SEPARATORS}]{{1,3}}[^\W_](?![^\W_])){{2,}}")
_GAP = re.compile(rf"[{_SEPARATORS}]+")
_WORD = re.compile(r"[^\s]+")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])[{_SEPARATORS}]+(?=[{_HAN}])")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])\s*\n\s*(?=[^\W\d_])")
_OWN_SCRIPTS = frozenset({"LATIN", "COMMON", "HAN", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "UNKNOWN"})


def readings(text: str) -> tuple[str, ...]:
    """The normalised text and, where it differs, the normalised text with every disguise undone."""
    plain, bare = normalize(text).text, normalize(undisguise(text)).text
    return (plain,) if bare in ("", plain) else (plain, bare)


def undisguise(text: str) -> str:
    """`text` with look-alikes of other scripts, digits for letters, spread, broken and repeated letters undone."""
    text = _WORD.sub(lambda match: _latin(match[0]), text)
    text = _SPREAD.sub(lambda match: _GAP.sub(_joint, match[0]), text)
    text = _BROKEN_WORD.sub("", text)
    text = _BETWEEN_HAN.sub("", text)
    text = _REPEATED.sub(r"\1", text)
    return _WORD.sub(lambda match: _letters(match[0]), text)


def _joint(gap: re.Match[str]) -> str:
    # Between spread letters a wider gap is the space between two words.
    return " " if len(gap[0]) > 1 and gap[0].isspace() else ""


def _letters(word: str) -> str:
    mixed = any(map(str.isalpha, word)) and any(not character.isalpha() for character in word.strip("!?.,"))
    return word.rstrip("!").translate(_LEET) if mixed and word.isascii() else word


def _latin(word: str) -> str:
    """`word` in Latin letters if each letter of another script has a Latin look-alike, else as it was."""
    if word.isascii():
        return word
    changed = [_look_alike(character) for character in word]
    return word if None in changed else "".join(character or "" for character in changed)


@lru_cache(maxsize=4096)
def _look_alike(character: str) -> str | None:
    """The Latin letter that `character` passes for, itself where it belongs, None where it passes for none."""
    if not character.isalpha() or categories.alias(character) in _OWN_SCRIPTS:
        return character
    found = confusables.is_confusable(character, greedy=True, preferred_aliases=["latin"])
    alikes = [entry["c"] for match in found or () for entry in match["homoglyphs"]]
    return next((alike for alike in alikes if len(alike) == 1 and alike.isascii() and alike.isalpha()), None)
