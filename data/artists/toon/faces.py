"""The whole head, of a person or an animal, without the hair behind it."""

from __future__ import annotations

from data.artists.toon.beards import beard
from data.artists.toon.ears import EARS
from data.artists.toon.eyes import eyes
from data.artists.toon.hair_front import hair_front
from data.artists.toon.head import Head
from data.artists.toon.marks import marks
from data.artists.toon.mouths import mouth
from data.artists.toon.noses import nose


def draw_head(head: Head) -> None:
    """Draws the skull and all that lies over it."""
    p = head.p
    f = p.turn * (0.3 if p.turn < 1 or p.species else 0.4) * (0.7 if p.head == "pill" else 1)
    if p.species:
        _animal(head, f)
        return
    head.skull()
    v = head.ev + 0.16
    if p.eyes == "none":
        beard(head, f, v)
        hair_front(head)
        if p.glasses:
            eyes(head, f)
        return
    if p.beard in ("full", "long", "stubble"):
        beard(head, f, v)
    marks(head, f, v)
    mouth(head, f, v)
    v = nose(head, f)
    if p.beard in ("tache", "goatee"):
        beard(head, f, v)
    hair_front(head)
    eyes(head, f)


def _animal(head: Head, f: float) -> None:
    y, ears = head.top + head.h * 0.5, EARS[head.p.species]
    head.pen.stamp(ears.behind, head.cx, y, head.hw, head.h * 0.5)
    head.skull()
    if head.p.eyes != "none":
        eyes(head, f)
    head.pen.stamp(ears.front, head.cx + f * head.hw, y, head.hw, head.h * 0.5)
