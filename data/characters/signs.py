"""Figures as signs show them."""

from __future__ import annotations

from data.characters.pen import Pen
from data.characters.person import Person
from data.characters.pose import Placed


def draw_pictogram(pen: Pen, who: Person, at: Placed) -> None:
    """A head that floats, a trunk, limbs, all of one colour."""
    style, ink = pen.style, pen.style.ink
    limb = max(0.22, min(0.45, who.body.limb * style.limb * 1.1))
    radius = 0.36 + 0.12 * style.head_round
    pen.ellipse(at.x, at.top + 0.98 - radius, radius, radius, ink)
    top, half = at.top + 1.06 + limb / 2, at.half * (0.66 if style.build in ("tapered", "waist", "wedge") else 0.78)
    low = at.hip + (0.45 * (at.ground - at.hip) if who.pose in ("stand", "walk") else 0.1)
    if who.top == "dress" or who.bottom == "skirt":
        wide = 1.3 * half
        pen.shape([(at.x - 0.4 * half, top - 0.1), (at.x + 0.4 * half, top - 0.1), (at.x + wide, low),
                   (at.x - wide, low)], ink, smooth=False)  # fmt: skip
    elif style.build in ("bell", "pear", "blob"):
        base = at.hip + 0.1
        pen.shape([(at.x - half, top + 0.1), (at.x, top - 0.2), (at.x + half, top + 0.1), (at.x + 0.9 * half, base),
                   (at.x - 0.9 * half, base)], ink)  # fmt: skip
    else:
        pen.box(at.x - half, top - limb / 2, 2 * half, at.hip - top + limb, min(half, 0.3), ink)
    for index, side in enumerate((-1, 1)):
        start = (at.x + side * (half - 0.2 * limb), top)
        pen.limb([start, at.elbows[index], at.hands[index]], 0.8 * limb, ink)
        pen.limb([(at.x + side * 0.5 * half, at.hip), at.knees[index], at.feet[index]], limb, ink)
