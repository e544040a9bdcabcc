"""Typefaces of drawn stickers and the Debian packages they come in, in two halves: one to fit on, one to report on.

`python -m data.stickers.faces` prints the packages that are not installed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import ImageFont

from data.fonts import find_font, has_font


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a font file; `hand` where it looks written by hand."""

    file: str
    package: str
    index: int = 0
    hand: bool = False

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The face at `size` pixels."""
        return find_font(self.file, size, self.index)


_NOTO, _DEJAVU, _WENKAI = "fonts-noto-cjk", "fonts-dejavu-core", "fonts-lxgw-wenkai"
FIT: dict[str, tuple[Face, ...]] = {
    "en": (
        Face("DejaVuSans-Bold.ttf", _DEJAVU),
        Face("DejaVuSerif-Bold.ttf", _DEJAVU),
        Face("ComicNeue-Bold.otf", "fonts-comic-neue", hand=True),
        Face("femkeklaver.ttf", "fonts-femkeklaver", hand=True),
    ),
    "zh": (
        Face("NotoSansCJK-Bold.ttc", _NOTO, 2),
        Face("wqy-microhei.ttc", "fonts-wqy-microhei"),
        Face("ukai.ttc", "fonts-arphic-ukai", hand=True),
    ),
    "ja": (Face("NotoSansCJK-Bold.ttc", _NOTO), Face("KleeOne-SemiBold.ttf", "fonts-klee", hand=True)),
    "zh-Hant": (Face("NotoSansCJK-Bold.ttc", _NOTO, 3), Face("cwkai.ttf", "fonts-cwtex-kai", hand=True)),
}
HELD_OUT: dict[str, tuple[Face, ...]] = {
    "en": (
        Face("NotoSansCJK-Bold.ttc", _NOTO, 2),
        Face("lobster.otf", "fonts-lobster"),
        Face("Humor-Sans.ttf", "fonts-humor-sans", hand=True),
        Face("dkgBd.ttf", "fonts-dkg-handwriting", hand=True),
    ),
    "zh": (
        Face("NotoSerifCJK-Bold.ttc", _NOTO, 2),
        Face("wqy-zenhei.ttc", "fonts-wqy-zenhei"),
        Face("LXGWWenKai-Bold.ttf", _WENKAI, hand=True),
        Face("LXGWWenKai-Regular.ttf", _WENKAI, hand=True),
    ),
    "ja": (Face("NotoSerifCJK-Bold.ttc", _NOTO), Face("setofont.ttf", "fonts-seto", hand=True)),
    "zh-Hant": (Face("NotoSerifCJK-Bold.ttc", _NOTO, 3), Face("ukai.ttc", "fonts-arphic-ukai", 2, hand=True)),
}
BOTH = {lang: FIT[lang] + HELD_OUT[lang] for lang in FIT}
HALVES = {"fit": FIT, "held out": HELD_OUT, "both": BOTH}


def pick_face(source: random.Random, lang: str, half: str, *, hand: bool = False) -> Face:
    """An installed face for `lang`; where `hand` asks for it and one is there, one written by hand.

    Raises FileNotFoundError naming the packages, where none is installed.
    """
    return installed_face(source, lang, HALVES[half][lang], hand=hand)


def installed_face(source: random.Random, lang: str, faces: Iterable[Face], *, hand: bool = False) -> Face:
    """One of `faces`, as `pick_face` does."""
    installed = [face for face in faces if has_font(face.file)]
    if not installed:
        raise FileNotFoundError(f"no font to draw {lang} with; install one of {', '.join(_packages(faces))}")
    by_hand = [face for face in installed if face.hand]
    return source.choice(by_hand if hand and by_hand else installed)


def missing_packages() -> list[str]:
    """Debian packages of faces that are not installed: without them fewer kinds of writing are measured."""
    return _packages(face for faces in BOTH.values() for face in faces if not has_font(face.file))


def _packages(faces: Iterable[Face]) -> list[str]:
    return sorted({face.package for face in faces})


if __name__ == "__main__":
    print(*missing_packages())
