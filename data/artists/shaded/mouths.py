"""Mouths, lips and pacifiers."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.palette import BRIGHT, dark, lum, mix
from data.artists.shaded.people import Body, Look


def mouth(a: Art, r: Random, b: Body, k: Look, at: tuple[float, float, float], red: str) -> None:
    """The mouth at (x, y, half its width), with lips of the colour `red` where it has lips."""
    x0, my, mw = at
    if not b.young and b.girl and (k.mouth != "flat" or r.random() < 0.5):
        a.blob(
            [(x0 - mw, my), (x0 - 0.02, my - 0.03), (x0 + 0.02, my - 0.03), (x0 + mw, my), (x0, my + 0.04)],
            red,
            "detail",
        )
        a.line([(x0 - mw, my), (x0, my + 0.008), (x0 + mw, my)], dark(red, 0.4), 0.012)
    elif k.mouth == "open":
        a.ell(x0, my - 0.01, mw, mw, "#7a2028", "detail", (0, 180))
        if b.age != "baby":
            a.ell(x0, my - 0.01, mw * 0.8, mw * 0.3, "#ffffff", "detail", (0, 180))
    elif b.age == "baby" and r.random() < 0.3:
        a.ell(x0, my, 0.085, 0.07, r.choice(BRIGHT), "detail")
        a.ell(x0, my, 0.04, 0.04, "#ffffff", "detail")
    else:
        dip = {"flat": 0.005, "lips": 0.03}.get(k.mouth, 0.045)
        ink = mix("#5a1c1c", b.skin, 0.1) if lum(b.skin) > 0.4 else "#e09a8c"
        a.line([(x0 - mw, my), (x0, my + dip), (x0 + mw, my)], ink, 0.022)
