"""Which decision is about which verdict: by name and, where both tell it, by content.

A name alone is not enough: an archive may have two members of one name, and a file another content than last year.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from stickerguard.batch.verdict_check import CheckedVerdict

_T = TypeVar("_T")
_ANY = "any"
"""In the place of a SHA-256, which never looks like this."""


class ByName(Generic[_T]):
    """Values of stickers, found again by a name and a SHA-256, where None is one that is not known.

    Of two values of one sticker the later counts.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, str | None], _T] = {}

    def put(self, name: str, sha256: str | None, value: _T) -> None:
        """Keep `value` for the sticker."""
        self._found[name, sha256] = self._found[name, _ANY] = value

    def get(self, name: str, sha256: str | None) -> _T | None:
        """The value of the sticker, or of one that may be it since a SHA-256 is missing; None where there is none."""
        if sha256 is None:
            return self._found.get((name, _ANY))
        found = self._found.get((name, sha256))
        return found if found is not None else self._found.get((name, None))


def names_of(verdict: CheckedVerdict) -> list[str]:
    """Every name that a decision may call the sticker of a verdict by."""
    return [name for name in (verdict.id, verdict.source, verdict.sha256) if name]
