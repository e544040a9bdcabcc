"""Animals on four legs."""

from __future__ import annotations

from data.artists.toon.faces import draw_head
from data.artists.toon.head import Head
from data.artists.toon.pen import Pen
from data.artists.toon.person import Person
from data.artists.toon.styles import STYLES


def beast(pen: Pen, p: Person) -> None:
    """Draws a four-legged animal from the side."""
    src = pen.src
    pen.ink = p.ink
    n, high = src.uniform(20, 34), src.uniform(8, 22)
    thick = src.uniform(3, 6) * (0.6 if STYLES[p.style].limb < 0.7 else 1.2)
    pen.tube([(-n, -high - 10), (-n - 10, -high - 16), (-n - 8, -high - 28)], 3.5, "s")
    for dx in (-0.85, -0.5, 0.5, 0.85):
        pen.tube([(n * dx, -high - 4), (n * dx, -2)], thick, "s")
    back = [(-n, -high - 12), (-n * 0.6, -high - 22), (n * 0.5, -high - 22), (n, -high - 12)]
    pen.blob([*back, (n * 0.5, -high), (-n * 0.6, -high)], "s")
    if src.random() < 0.4:
        for dx in (-0.5, 0.05):
            pen.ell(n * dx, -high - 13, n * 0.15, n * 0.12, "h", False)
    draw_head(Head(pen, p, n * 1.05, -high - 42, src.uniform(24, 32)))
