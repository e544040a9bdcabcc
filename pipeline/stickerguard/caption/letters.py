"""Letters in fancy dress: small capitals, squared and circled letters, flags spelling words, upside-down writing."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

_NAMED = regex.compile(r"^(?:LATIN|NEGATIVE|CROSSED NEGATIVE|REGIONAL) .*(?:LETTER|SMALL CAPITAL) ([A-Z])$")
_MODIFIED = regex.compile(r"^LATIN (SMALL|CAPITAL) LETTER (?:DOTLESS )?([A-Z])(?: WITH (?!TILDE$).+)?$")
# Two regional indicators are a flag, or a short word. More may be flags and a word at once (Niue and Germany), and the
# caption is scored as it stands, too.
_FLAG_LETTERS = regex.compile("[🇦-🇿]+")
_DRESSED = regex.compile(r"[\u0250-\u02af\u1d00-\u1d7f\ua730-\ua7ff\U0001f150-\U0001f189]")
# Letters that exist for phonetics and hardly ever stand in a caption unless it is written upside down.
_TURNED = {"ɐ": "a", "ɔ": "c", "ǝ": "e", "ɟ": "f", "ƃ": "g", "ᵷ": "g", "ɥ": "h", "ᴉ": "i", "ı": "i", "ɾ": "j", "ʞ": "k",
           "ʅ": "l", "ꞁ": "l", "ɯ": "m", "ɹ": "r", "ʇ": "t", "ʌ": "v", "ʍ": "w", "ʎ": "y"}  # fmt: skip
_SURELY_TURNED = regex.compile("[" + "".join(set(_TURNED) - {"ı"}) + "]")
# What these letters become when the line is turned the right way up.
_UNTURN = str.maketrans(_TURNED | {"b": "q", "q": "b", "d": "p", "p": "d", "n": "u", "u": "n", "¡": "!", "¿": "?"})


def fancy_letters(text: str) -> str:
    """`text` with small capitals, letters in black squares and circles, and flags that spell words as plain letters."""
    runs = _FLAG_LETTERS.findall(text)
    # Where one cannot be flags, the others spell words, too.
    spelled = any(len(run) % 2 for run in runs)
    if spelled or any(len(run) > 2 for run in runs):
        text = _FLAG_LETTERS.sub(
            lambda match: "".join(map(_plain, match[0])) if spelled or len(match[0]) > 2 else match[0], text
        )
    return _DRESSED.sub(lambda match: _plain(match[0]), text)


def unturned(line: str) -> str:
    """One line turned the right way up if it is written upside down, else as it was."""
    # One such letter alone is one of phonetics or of an African language.
    return line[::-1].casefold().translate(_UNTURN) if len(_SURELY_TURNED.findall(line)) > 1 else line


def adorned(text: str) -> bool:
    """Whether letters that stand upside down may be an ornament: half of the words or more have none."""
    words = text.split()
    turned = sum(_SURELY_TURNED.search(word) is not None for word in words)
    return 0 < turned <= len(words) / 2


@lru_cache(maxsize=4096)
def bare_letter(character: str) -> str:
    """A Latin letter without stroke, hook or the like, the dotless i with its dot; anything else as it was.

    The Spanish letter n with tilde stays.
    """
    if character.isascii():
        return character
    named = _MODIFIED.match(unicodedata.name(character, ""))
    return (named[2] if named[1] == "CAPITAL" else named[2].lower()) if named else character


@lru_cache(maxsize=1024)
def _plain(character: str) -> str:
    named = _NAMED.match(unicodedata.name(character, ""))
    return named[1].lower() if named else character
