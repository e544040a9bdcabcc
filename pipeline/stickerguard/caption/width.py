"""How much room text takes up."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import east_asian_width


def width_of(characters: Iterable[str]) -> int:
    """How wide characters are together, spaces left out; a wide one (UAX 11) counts as two."""
    visible = (character for character in characters if not character.isspace())
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in visible)
