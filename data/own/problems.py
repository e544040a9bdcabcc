"""All faults of an input at once, each with its file and line."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from stickerguard.errors import StickerguardError
from stickerguard.writable import writable_name

SHOWN = 20
_LONGEST = 500
"""Characters of one fault: a cell may hold a whole book."""


class Problems:
    """Collects faults, so that a user mends a manifest in one go."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def add(self, place: str, what: str) -> None:
        """Note one fault; `place` is `file` or `file:line`."""
        shown = what if len(what) <= _LONGEST else f"{what[:_LONGEST]} ..."
        self._found.append(writable_name(f"{place}: {shown}"))

    def __bool__(self) -> bool:
        return bool(self._found)

    def check(self, remarks: Sequence[str] = ()) -> None:
        """Raise StickerguardError, code "bad_data", if there was any fault; `remarks` follow the faults."""
        if not self._found:
            return
        count = len(self._found)
        more = [f"... and {count - SHOWN} more"] if count > SHOWN else []
        first = f"{count} {'fault' if count == 1 else 'faults'} in the training data; nothing was built"
        lines = [first, *self._found[:SHOWN], *more, *remarks]
        raise StickerguardError("\n  ".join(lines), code="bad_data")


def known_label(text: str, labels: tuple[str, ...]) -> str | None:
    """What is wrong with a label, with the closest known one; None where nothing is."""
    if text in labels:
        return None
    close = get_close_matches(text.strip().lower(), labels, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"use one of {', '.join(labels)}"
    return f"unknown label {text!r}; {hint}"
