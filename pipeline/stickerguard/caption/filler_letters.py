"""Captions with a letter of no meaning in every second place: gxoxoxdxbxye, 好啊好啊看啊吗啊, 好(っ)大(っ)."""

from __future__ import annotations

import regex

_FILLED = regex.compile(r"\p{L}(\p{L})\p{L}(?:\1\p{L}){2,}\1?", regex.IGNORECASE)
_FEWEST_LATIN = 5
"""Letters of one kind: four are in visibility."""
_BRACKETED = regex.compile(r"[(（\[【<]\s?(\p{L})\s?[)）\]】>]")
_LATIN = regex.compile(r"\p{Latin}")
_MOST_ALIKE = 2


def without_filler(text: str) -> str:
    """`text` without such letters."""
    found = [match[1] for match in _BRACKETED.finditer(text)]
    if len(found) > 1 and len(set(found)) == 1:
        text = _BRACKETED.sub("", text)
    return _FILLED.sub(_kept, text)


def _kept(match: regex.Match[str]) -> str:
    letters, fillers = match[0][::2], match[0][1::2]
    laughter = len(set(letters)) <= _MOST_ALIKE
    word = _LATIN.match(fillers) and len(fillers) < _FEWEST_LATIN
    return match[0] if laughter or word else letters
