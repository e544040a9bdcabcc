"""What of a caption is scored: the whole, each line and each two neighbours, within a limit."""

from __future__ import annotations

import regex

MAX_CHARACTERS = 2000
MAX_LINES = 64
"""More than any sticker shows; what lies beyond is not scored, and the caption says how much that is."""

# Sentences of one line count like lines: a title is written in one.
_SENTENCE_END = regex.compile(r"(?<=[.!?…][\s\p{S}]*\s)(?=\S)|(?<=[。！？；｡]\p{S}*)(?=[^\s。！？；｡\p{S}\p{P}])")


def within_limits(text: str) -> tuple[str, int]:
    """The part of `text` that is scored, and how many characters are left out."""
    lines = text.splitlines(keepends=True)
    kept = "".join(lines[:MAX_LINES])[:MAX_CHARACTERS]
    return kept, len(text) - len(kept)


def pieces(text: str) -> tuple[str, ...]:
    """The whole text, its lines and sentences, and each two of them that stand side by side; each once."""
    parts = [part for line in text.splitlines() for part in _SENTENCE_END.split(line) if part.strip()]
    pairs = ["\n".join(pair) for pair in zip(parts, parts[1:], strict=False)]
    return tuple(dict.fromkeys([text, *parts, *pairs]))
