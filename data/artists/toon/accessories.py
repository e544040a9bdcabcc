"""School bags, scarves and beads."""

from __future__ import annotations

import math

from data.artists.toon.bodies import Body
from data.artists.toon.pen import Pen
from data.artists.toon.person import Person


def school_bag(pen: Pen, body: Body) -> None:
    """Draws a bag behind the back."""
    x, w, high, low = body.x, body.shoulders, body.top + body.torso * 0.1, body.top + body.torso * 0.85
    pen.blob([(x - w * 1.35, high), (x + w * 1.35, high), (x + w * 1.3, low), (x - w * 1.3, low)], "3")


def accessories(pen: Pen, p: Person, body: Body) -> None:
    """Draws the straps of the bag, the scarf and the beads that the person has."""
    x, w, top, t, neck = body.x, body.shoulders, body.top, body.torso, body.place.x
    if "pack" in p.cues:
        for s in (-1, 1):
            pen.line([(x + s * w * 0.55, top), (x + s * w * 0.62, top + t * 0.5)], 2.2, "3")
    if "scarf" in p.cues:
        upper = [(neck - w * 0.5, top - 1), (neck, top + t * 0.06), (neck + w * 0.5, top - 1)]
        lower = [(neck + w * 0.45, top + t * 0.16), (neck, top + t * 0.2), (neck - w * 0.45, top + t * 0.16)]
        pen.blob([*upper, *lower], "3")
    if "beads" in p.cues:
        for k in range(7):
            a = math.pi * (0.1 + 0.8 * k / 6)
            y = top + t * 0.04 + math.sin(a) * t * 0.14
            pen.ell(neck + math.cos(a) * w * 0.5, y, w * 0.08, w * 0.08, "w")
