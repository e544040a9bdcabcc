"""Words run together in hashtags, names of users, addresses, and captions of one word: #goodmorningall, goodMorning."""

from __future__ import annotations

import regex

from stickerguard.caption.words import apart, is_word

_TOKEN = regex.compile(r"\S+")
# Elsewhere a long word that no dictionary has is rather a name.
_NAME = regex.compile(r"[#@＃＠]\p{L}|https?://|www\.|\p{L}\.(?:com|net|org|tv|me|xyz|co)\b", regex.IGNORECASE)
_SCHEME = regex.compile(r"https?://(?:www\.)?|\bwww\.", regex.IGNORECASE)
_JOINT = regex.compile(r"(?<=[\p{L}\p{N}])[._/#@=&?-]+(?=[\p{L}\p{N}])|[#@＃＠]+(?=\p{L})")
_RUN = regex.compile(r"(?<!\p{L})[a-z]{8,60}(?!\p{L})", regex.IGNORECASE)
_HUMP = regex.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORT = frozenset({"a", "i", "u", "me", "my", "we", "us", "to", "in", "on", "at", "be", "is", "it", "up", "or", "so",
    "no", "go", "do", "of", "if", "ur", "yo", "hi", "ok"})  # fmt: skip
_FEWEST_LETTERS = 3


def names_apart(text: str) -> str:
    """`text` with the words in such names apart; what is no English stays as it was."""
    tokens = _TOKEN.findall(text)
    return _TOKEN.sub(lambda match: _parted(match[0]) if len(tokens) == 1 or _NAME.search(match[0]) else match[0], text)


def _parted(token: str) -> str:
    if not any(_words(run) for run in _RUN.findall(token)):
        return token
    return _RUN.sub(lambda match: _words(match[0]) or match[0], _JOINT.sub(" ", _SCHEME.sub("", token)))


def _words(run: str) -> str | None:
    """The words of a run of letters; None where it is one word, or where not all are words."""
    if is_word(run.casefold()):
        return None
    parts = _HUMP.sub(" ", run).casefold().split()
    parts = parts if len(parts) > 1 else apart(run.casefold()).split()
    known = all(part in _SHORT or (len(part) >= _FEWEST_LETTERS and is_word(part)) for part in parts)
    return " ".join(parts) if len(parts) > 1 and known else None
