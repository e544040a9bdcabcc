"""Splits by hash, so that they need no random state and survive a growing set."""

from __future__ import annotations

import hashlib

from data.vision.vendors import Use


def split_of(group: str, *, calibrate: float, test: float) -> Use:
    """The side of `group`: "test" for a share `test` of all groups, "calibrate" for a share `calibrate`, else "train".

    Everything that shares a group (one design in all skin tones and sister packages, or one photograph) lands on
    the same side. Both shares are in [0, 1].
    """
    place = _place(group)
    if place < test:
        return "test"
    return "calibrate" if place < test + calibrate else "train"


def is_kept(group: str, share: float) -> bool:
    """Whether `group` is among the share of all groups that a smaller set keeps, whatever its side."""
    return share >= 1 or _place(f"kept {group}") < share


def _place(group: str) -> float:
    return int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big") / 2**64
