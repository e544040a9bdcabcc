"""What people do to a caption so that filters miss it; each keeps it readable for a person."""

from __future__ import annotations

import random
from collections.abc import Callable

_LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"})
_CYRILLIC = str.maketrans({"a": "а", "c": "с", "e": "е", "o": "о", "p": "р", "x": "х", "y": "у", "i": "і"})
ZERO_WIDTH = "\u200b"
Evasion = Callable[[str, random.Random], str]


def _leet(text: str, source: random.Random) -> str:
    return text.translate(_LEET)


def _homoglyphs(text: str, source: random.Random) -> str:
    return text.translate(_CYRILLIC)


def _spaced(text: str, source: random.Random) -> str:
    return " ".join(text)


def _zero_width(text: str, source: random.Random) -> str:
    return ZERO_WIDTH.join(text)


def _dotted(text: str, source: random.Random) -> str:
    return ".".join(text.replace(" ", ""))


def _line_break(text: str, source: random.Random) -> str:
    place = source.randrange(1, max(2, len(text)))
    return f"{text[:place]}\n{text[place:]}"


def _repeated(text: str, source: random.Random) -> str:
    return "".join(character * source.choice((1, 1, 3)) for character in text)


def _upper(text: str, source: random.Random) -> str:
    return text.upper()


EVASIONS: dict[str, Evasion] = {
    "leet": _leet,
    "homoglyphs": _homoglyphs,
    "spaced letters": _spaced,
    "zero-width": _zero_width,
    "dotted": _dotted,
    "line break inside": _line_break,
    "repeated letters": _repeated,
    "upper case": _upper,
}
