"""Names of reviewers: who has the same name is the same person, however it was typed."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

JOINERS = "\u200c\u200d"
"""What stands between letters, in Persian and Indian names, and within emoji."""
_WITHOUT = str.maketrans("", "", JOINERS)


def reviewer_name(typed: str, longest: int) -> str | None:
    """A name as it is kept: one form of each letter, single spaces; None for one that nobody could read or that has
    more than `longest` characters."""
    name = unicodedata.normalize("NFC", " ".join(typed.split()))
    bare = name.translate(_WITHOUT)
    return name if bare.strip() and bare.isprintable() and len(name) <= longest else None


@lru_cache(maxsize=10_000)
def reviewer_key(name: str) -> str:
    """What is the same for all ways to type a name: composed or not, wide or narrow, upper or lower case, with joiners
    or without."""
    folded = unicodedata.normalize("NFKD", name.translate(_WITHOUT)).casefold()
    return unicodedata.normalize("NFKC", folded)


def by_name(first: str, second: str) -> int:
    """Order of two names, 0 for the same one: a collation of SQLite."""
    one, other = reviewer_key(first), reviewer_key(second)
    return (one > other) - (one < other)
