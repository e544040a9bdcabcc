"""Which drawn sets may be used, and for what. Anything that `sources.yaml` does not list is refused."""

from __future__ import annotations

from data.recipe import Use, Vendor, recipe
from stickerguard.errors import StickerguardError

__all__ = ["FORBIDDEN", "VENDORS", "Use", "Vendor", "vendor"]

VENDORS = recipe().drawn.sources
FORBIDDEN = recipe().drawn.forbidden


def vendor(name: str) -> Vendor:
    """The vendor called `name`.

    Raises StickerguardError: code "forbidden_source" when the set must never be used, "unknown_source" when it
    is not on the list of sets whose licence was checked.
    """
    normal = name.lower().replace("_", "-")
    if any(word in normal for word in FORBIDDEN):
        raise StickerguardError(
            f"drawn set {name!r} must not be used: its licence or its role as an acceptance set forbids it; "
            f"use one of {', '.join(v.name for v in VENDORS)}",
            code="forbidden_source",
        )
    for candidate in VENDORS:
        if normal in (candidate.name, candidate.package):
            return candidate
    raise StickerguardError(
        f"drawn set {name!r} is not on the list of sets with a checked licence; check its licence and add it to "
        "data/sources.yaml",
        code="unknown_source",
    )
