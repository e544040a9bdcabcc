"""The one helper that keeps lists of words short."""

from __future__ import annotations


def words(text: str) -> list[str]:
    """The words of a text, as a list."""
    return text.split()
