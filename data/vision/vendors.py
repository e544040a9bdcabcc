"""Which drawn sets may be used, and for what. Anything not listed here is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stickerguard.errors import StickerguardError

Use = Literal["train", "calibrate", "test"]


@dataclass(frozen=True, slots=True)
class Vendor:
    """One emoji package on npm.

    `family` joins packages that share their designs, so that a split by (family, design) never puts the same
    drawing on both sides. `use` is the most that the package may be used for: "train" packages also give
    held-out designs, "calibrate" and "test" packages are never trained on.
    """

    name: str
    package: str
    licence: str
    use: Use
    family: str


VENDORS = (
    Vendor("noto", "@iconify-json/noto", "Apache-2.0", "train", "noto"),
    Vendor("noto-v1", "@iconify-json/noto-v1", "Apache-2.0", "train", "noto"),
    Vendor("twemoji", "@iconify-json/twemoji", "CC-BY-4.0", "train", "twemoji"),
    Vendor("fluent-emoji", "@iconify-json/fluent-emoji", "MIT", "train", "fluent"),
    Vendor("fluent-emoji-flat", "@iconify-json/fluent-emoji-flat", "MIT", "train", "fluent"),
    Vendor("fluent-emoji-3d", "@lobehub/fluent-emoji-3d", "MIT", "train", "fluent"),
    Vendor("fxemoji", "@iconify-json/fxemoji", "Apache-2.0", "train", "fxemoji"),
    Vendor("emojione", "@iconify-json/emojione", "CC-BY-4.0", "train", "emojione"),
    Vendor("streamline-emojis", "@iconify-json/streamline-emojis", "CC-BY-4.0", "calibrate", "streamline"),
    # Share-alike licences: weights trained on them would have to carry the licence, so they only test.
    Vendor("openmoji", "@iconify-json/openmoji", "CC-BY-SA-4.0", "test", "openmoji"),
    Vendor("emojione-v1", "@iconify-json/emojione-v1", "CC-BY-SA-4.0", "test", "emojione"),
)

FORBIDDEN = ("apple", "facebook", "joypixels", "emojione-4", "openclipart", "gcompris", "tuxpaint", "fairface")
"""Not licensed for this, or reserved for acceptance tests: neither trained, tuned nor tested on."""


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
        "data/vision/vendors.py",
        code="unknown_source",
    )
