"""Fonts for drawing captions: those of the Debian packages fonts-dejavu-core and fonts-noto-cjk."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
_CJK_SIMPLIFIED = 2  # index of the simplified Chinese face in the Noto CJK collections


def find_font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """The font file called `name` at `size` pixels.

    Raises FileNotFoundError naming the Debian packages that hold the fonts used here.
    """
    path = _locate(name)
    return ImageFont.truetype(path, size, index=_CJK_SIMPLIFIED if path.suffix == ".ttc" else 0)


@cache
def _locate(name: str) -> Path:
    for folder in _FOLDERS:
        for path in folder.rglob(name):
            return path
    raise FileNotFoundError(f"no font file {name}; install fonts-dejavu-core and fonts-noto-cjk")
