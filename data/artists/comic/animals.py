"""Ears and muzzles of the animals that stand in for people."""

from __future__ import annotations

from data.artists.comic.geometry import scaled, straight
from data.artists.comic.palette import mix
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person
from data.artists.text import words

BEASTS = words("cat dog rabbit bear mouse frog pig")
FURS = words("#c98a4f #8a8f99 #f2efe8 #5a4a42 #e8b878 #f6c9cf #9fc987 #d9d2c4")


def beast_ears(pen: Pen, p: Person, x: float, y: float, h: float, w: float) -> None:
    """The ears of an animal, behind its head."""
    inner = "#f3b6b6"
    for k in (-1, 1):
        a = x + k * w * 0.7 * h
        if p.beast in ("cat", "pig"):
            base, tip = (a - k * 0.3 * h, y - 0.8 * h), (a + k * 0.25 * h, y - 1.35 * h)
            pen.path(straight([base, tip, (a + k * 0.22 * h, y - 0.4 * h)]), p.skin)
        elif p.beast == "rabbit":
            pen.oval(a - k * 0.2 * h, y - 1.5 * h, 0.24 * h, 0.75 * h, p.skin)
            pen.oval(a - k * 0.2 * h, y - 1.5 * h, 0.11 * h, 0.5 * h, inner, 0)
        elif p.beast == "dog":
            pen.oval(a + k * 0.3 * h, y - 0.1 * h, 0.25 * h, 0.62 * h, p.hair)
        else:
            r = {"mouse": 0.5, "bear": 0.34, "frog": 0.34}[p.beast]
            pen.oval(a, y - 0.85 * h, r * h, r * h, p.skin)
            pen.oval(a, y - 0.85 * h, r * 0.55 * h, r * 0.55 * h, "#ffffff" if p.beast == "frog" else inner, 0)


def beast_face(pen: Pen, p: Person, x: float, y: float, h: float) -> None:
    """The muzzle of an animal."""
    pen.oval(x, y + 0.42 * h, 0.42 * h, 0.3 * h, mix(p.skin, "#ffffff", 0.55), 0.6)
    pen.oval(x, y + 0.28 * h, 0.14 * h, 0.1 * h, "#2a2022" if p.beast != "pig" else "#e08a9a", 0.5)
    pen.stroke(scaled([(-0.18, 0.5), (-0.08, 0.55), (0, 0.4), (0.08, 0.55), (0.18, 0.5)], x, y, h), 0.8)
    if p.beast in ("cat", "mouse", "rabbit"):
        for k in (-1, 1):
            for d in (0, 0.12):
                pen.stroke([(x + k * 0.45 * h, y + (0.4 + d) * h), (x + k * 1.05 * h, y + (0.3 + 2 * d) * h)], 0.6)
