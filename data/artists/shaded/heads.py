"""The head of a person: ears, skull, face, hair and earrings."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.faces import face
from data.artists.shaded.hair_front import hair_front
from data.artists.shaded.palette import dark
from data.artists.shaded.people import Body, Look
from data.artists.shaded.skulls import skull


def head(a: Art, r: Random, b: Body, k: Look, style: str) -> None:
    """All of the head but the hair behind it, with the hairdo `style`."""
    ears = [] if b.profile else [-1, 1]
    for s in ears:
        a.ell(s * b.hw * 0.98, 0.06, 0.07, 0.1, b.skin, "skin")
    a.put(skull(b), b.skin, "skin")
    if b.profile:
        a.ell(-b.turn * b.hw * 0.25, 0.07, 0.07, 0.1, dark(b.skin, 0.12), "skin")
    face(a, r, b, k)
    hair_front(a, r, b, style)
    if b.girl and not b.young and ears and r.random() < 0.35:
        for s in ears:
            a.ell(s * b.hw, 0.21, 0.04, 0.05, r.choice(["#f2c744", "#e8e4dc", "#d0405a"]), "detail")
