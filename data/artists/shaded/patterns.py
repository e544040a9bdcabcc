"""Stripes, dots and motifs on clothes."""

from __future__ import annotations

import math
from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.outfits import Outfit
from data.artists.shaded.palette import BRIGHT, light, lum
from data.artists.shaded.people import Body


def stripes(a: Art, b: Body, o: Outfit) -> None:
    """Four stripes across."""
    neck, hip, col = o.neck, o.hip, o.c2 if o.top == "stripes" else light(o.c1, 0.6)
    for i in range(4):
        y = neck + 0.25 + (hip - neck - 0.25) * i / 3.6
        w = (o.wa if i > 0 else b.sh * 0.88) * 0.95
        a.box(-w, y, w * 2, (hip - neck) * 0.09, col, "detail", 0)


def dots(a: Art, o: Outfit) -> None:
    """Nine dots down to the hem."""
    q = light(o.c1, 0.6) if lum(o.c1) < 0.75 else o.c2
    for i in range(9):
        y = o.neck + 0.25 + (o.hem - o.neck - 0.3) * (i // 3) / 2.2
        a.ell((i % 3 - 1) * o.wa * 0.6 + 0.08 * (i // 3 % 2), y, 0.05, 0.05, q, "detail")


def motif(a: Art, r: Random, o: Outfit) -> None:
    """A star, a disc or the like on the chest."""
    q, s = r.choice([c for c in BRIGHT if c != o.c1]), min(0.2, (o.hip - o.neck) * 0.2)
    n, f = r.choice([(10, 0.5), (24, 1.0), (6, 1.0), (16, 0.75)])
    a.put(
        [
            (
                (s if i % 2 == 0 else s * f) * math.sin(math.tau * i / n),
                o.chest - 0.02 - (s if i % 2 == 0 else s * f) * math.cos(math.tau * i / n),
            )
            for i in range(n)
        ],
        q,
        "detail",
    )
