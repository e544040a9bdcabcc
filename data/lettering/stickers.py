"""Whole stickers lettered in the families that train: captions on arcs, in columns, in blocks, worn, hard to read."""

from __future__ import annotations

import random
from dataclasses import dataclass

from data.draws import weighted
from data.lettering.families import Family
from data.lettering.texts import Texts
from data.stickers.corpus import HARD, written_as
from data.stickers.writing import Typeface, Written

_SIDES = (240, 320, 370, 512, 512)
_KINDS = {"arc": 38, "outlined": 20, "blocks": 8, "column": 10, "crossed": 6, "tiny": 8, "recompressed": 4, "hard": 6}
"""Kinds of `data.stickers.corpus`; on an arc a line looks least as it does when it is drawn alone."""
_HARD_TO_READ = {"tiny": 42, "hard": 42, "recompressed": 10, "crossed": 6}
_SHORT = {"latin": 16, "zh": 9, "zh-Hant": 9, "ja": 10}
"""Characters of a line on an arc, of which more become too small to be read."""


@dataclass(frozen=True, slots=True)
class Letterer:
    """Lines of `texts` in one `family`, of the characters in `known` alone."""

    texts: Texts
    script: str
    family: Family
    known: frozenset[str]
    longest: int | None = None

    @property
    def latin(self) -> bool:
        """Whether it writes Latin letters."""
        return self.script == "latin"

    def phrase(self, source: random.Random) -> str:
        """One line."""
        while True:
            text = self.texts.draw(source, self.script, self.family)
            if set(text) <= self.known and len(text) <= (self.longest or len(text)):
                return text

    def face(self, source: random.Random, *, script: bool = False) -> Typeface:
        """Its family."""
        return self.family


def lettered_sticker(
    source: random.Random,
    texts: Texts,
    script: str,
    family: Family,
    known: frozenset[str],
    *,
    hard_to_read: bool = False,
) -> tuple[Written, str]:
    """A sticker with words in one `family`, and its kind: of all kinds, or a small or spoilt one."""
    kind = weighted(source, _HARD_TO_READ if hard_to_read else _KINDS)
    if kind == "column" and script == "latin":
        kind = "outlined"
    detail = source.choice(HARD) if kind == "hard" else kind
    letterer = Letterer(texts, script, family, known, _SHORT[script] if kind == "arc" else None)
    return written_as(detail, source, letterer, source.choice(_SIDES)), detail
