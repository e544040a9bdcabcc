"""Fonts for drawing captions, from Debian packages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
_CJK_SIMPLIFIED = 2  # index of the simplified Chinese face in the Noto CJK collections


def find_font(name: str, size: int, index: int | None = None) -> ImageFont.FreeTypeFont:
    """The font file called `name` at `size` pixels; of a collection the face `index`, else the simplified Chinese one.

    Raises FileNotFoundError naming the Debian packages that hold the fonts used here.
    """
    path = font_path(name)
    if path is None:
        raise FileNotFoundError(f"no font file {name}; install fonts-dejavu-core and fonts-noto-cjk")
    if index is None:
        index = _CJK_SIMPLIFIED if path.suffix == ".ttc" else 0
    return ImageFont.truetype(path, size, index=index)


def has_font(name: str) -> bool:
    """Whether a font file called `name` is installed."""
    return font_path(name) is not None


@cache
def font_path(name: str) -> Path | None:
    """Where the font file called `name` lies; None where it is not installed."""
    return next((path for folder in _FOLDERS for path in folder.rglob(name)), None)
