"""Vehicles, plants, food, weather and creatures, often with a face."""

from __future__ import annotations

from data.artists.toon.creations import CREATIONS, Creation
from data.artists.toon.eyes import eyes
from data.artists.toon.head import Head
from data.artists.toon.marks import marks
from data.artists.toon.mouths import mouth
from data.artists.toon.pen import Pen
from data.artists.toon.person import Person
from data.artists.toon.props import PROPS

SCALE = 5.0


def thing(pen: Pen, p: Person) -> None:
    """Draws one thing or two, with the face of a person if it has one."""
    src = pen.src
    pen.ink = p.ink
    creation = CREATIONS[src.choice(list(CREATIONS))]
    if src.random() < 0.25:
        names = [src.choice(list(PROPS))]
        if src.random() < 0.4:
            names.append(src.choice(list(PROPS)))
        for k, name in enumerate(names):
            pen.stamp(PROPS[name], k * 70, 0, 22, 22)
        return
    if pen.mode == "line" and src.random() < 0.5:
        pen.mode = "full"
    pen.stamp(creation.drawing, 0, 0, SCALE, SCALE * src.uniform(0.9, 1.12))
    if creation.size and src.random() < 0.7:
        _face(pen, p, creation)


def _face(pen: Pen, p: Person, creation: Creation) -> None:
    r = creation.size * SCALE
    head = Head(pen, p, creation.x * SCALE, creation.y * SCALE - r, r * 2)
    p.head, p.species, p.aspect, p.cues = "round", "", 1.0, p.cues & {"cheek"}
    p.eyes = "dot" if p.eyes == "none" else p.eyes
    head.hw, head.ev = r, 0.42
    marks(head, 0, 0.6)
    mouth(head, 0, 0.5)
    eyes(head, 0)
    if pen.src.random() < 0.3 and p.style != "flat":
        for s in (-1, 1):
            pen.tube([(s * 30, 4), (s * 42, 10 * s), (s * 46, -6)], 2.2, "#1d1a20", False)
