"""Everyday phrases with a sign between every two letters, by which words are hidden from readers."""

from __future__ import annotations

import random
from dataclasses import dataclass

from data.stickers.faces import Face, installed_face
from data.stickers.writing import phrase

_NOTO, _DEJAVU, _FREE = "fonts-noto-cjk", "fonts-dejavu-core", "fonts-freefont-ttf"
_FACES: dict[str, dict[str, tuple[Face, ...]]] = {
    "fit": {
        "en": (Face("DejaVuSans-Bold.ttf", _DEJAVU), Face("DejaVuSerif-Bold.ttf", _DEJAVU)),
        "zh": (Face("NotoSansCJK-Bold.ttc", _NOTO, 2),),
    },
    "held out": {
        "en": (Face("FreeSerifBold.ttf", _FREE), Face("FreeSerif.ttf", _FREE)),
        "zh": (Face("NotoSerifCJK-Bold.ttc", _NOTO, 2),),
    },
}
_SIGNS: dict[str, str] = {"fit": "★♥•*-+♦●", "held out": "☆❤·~^♣○"}
_MOST = 9


@dataclass(frozen=True, slots=True)
class Parted:
    """The first letters of everyday phrases in `lang`, "en" or "zh", in the faces and with the signs of a `half`."""

    lang: str
    half: str

    @property
    def latin(self) -> bool:
        """Whether it writes English."""
        return self.lang == "en"

    def phrase(self, source: random.Random) -> str:
        """An everyday phrase, the same sign between all its letters."""
        letters = [letter for letter in phrase(source, self.lang) if letter.isalnum()][:_MOST]
        return source.choice(_SIGNS[self.half]).join(letters).upper()

    def face(self, source: random.Random, *, script: bool = False) -> Face:
        """Raises FileNotFoundError naming the packages, where none is installed."""
        return installed_face(source, self.lang, _FACES[self.half][self.lang])


def parted(source: random.Random, half: str) -> Parted:
    """In either language, of a `half`: "fit", "held out" or "both"."""
    half = source.choice(("fit", "held out")) if half == "both" else half
    return Parted(source.choice(("en", "en", "zh")), half)
