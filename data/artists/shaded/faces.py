"""The face of a person on a head that is drawn."""

from __future__ import annotations

import math
from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.beards import BEARDS, beard
from data.artists.shaded.eyes import eyes
from data.artists.shaded.mouths import mouth
from data.artists.shaded.noses import nose
from data.artists.shaded.palette import dark, mix
from data.artists.shaded.people import Body, Look

GLASSES = {"baby": 0, "child": 0.12, "adult": 0.25, "elderly": 0.5}


def face(a: Art, r: Random, b: Body, k: Look) -> None:
    """Everything on the face, turned as the head is."""
    x0 = b.turn * b.hw * 0.34
    ey = {"baby": 0.09, "child": 0.06}.get(b.age, -0.03) + r.uniform(-0.02, 0.02)
    if k.blush or (b.young and r.random() < 0.4):
        _blush(a, b, x0, ey)
    eyes(a, r, b, k, x0, ey)
    ny = ey + (0.11 if b.young else 0.17)
    nose(a, b, k, x0, ey, ny)
    if b.profile:
        x0 = b.turn * b.hw * 0.6
    my, mw = ey + (0.22 if b.young else 0.3), (0.075 if b.young else 0.11) * r.uniform(0.8, 1.2)
    red = r.choice(["#c0394a", "#a8323a", "#d46a6a"])
    if b.age == "elderly":
        _wrinkles(a, r, b, x0, ey, ny)
    if not b.young and not b.girl and (kind := r.choice(_beards_of(b, k))):
        beard(a, b, kind, x0, my)
    mouth(a, r, b, k, (x0, my, mw), red)
    if r.random() < GLASSES[b.age] and not b.profile:
        _glasses(a, r, b, x0, ey)
    if b.young and r.random() < 0.15:
        _freckles(a, b, x0, ny)


def _beards_of(b: Body, k: Look) -> list[str]:
    """The beards there are to choose from, where "" is none."""
    return [*BEARDS, "" if k.chibi else "stubble", "", "" if b.n > 5 else "tache"]


def _blush(a: Art, b: Body, x0: float, ey: float) -> None:
    for side in (-1, 1):
        if side * b.turn > -0.9:
            a.ell(x0 + side * b.hw * 0.6, ey + 0.16, 0.1, 0.075, mix(b.skin, "#f0505a", 0.45), "blush")


def _wrinkles(a: Art, r: Random, b: Body, x0: float, ey: float, ny: float) -> None:
    shade = dark(b.skin, 0.32)
    for side in (-1, 1):
        a.line([(x0 + side * 0.09, ny), (x0 + side * 0.15, ny + 0.08), (x0 + side * 0.14, ny + 0.15)], shade, 0.014)
    for i in range(r.randint(1, 3)):
        a.line(
            [(x0 - 0.14, ey - 0.2 - i * 0.05), (x0, ey - 0.215 - i * 0.05), (x0 + 0.14, ey - 0.2 - i * 0.05)],
            shade,
            0.012,
        )


def _glasses(a: Art, r: Random, b: Body, x0: float, ey: float) -> None:
    rim, s = r.choice(["#2a2a2e", "#8a5a2a", "#b03038", "#8a8f98"]), 0.115
    for side in (-1, 1):
        x = x0 + side * (0.18 if b.young else 0.16) * (1 - 0.25 * abs(b.turn))
        a.line(
            [(x + s * math.cos(t * math.pi / 6), ey + s * 0.9 * math.sin(t * math.pi / 6)) for t in range(13)],
            rim,
            0.024,
        )
        a.line([(x + side * s, ey), (side * b.hw * 0.98, ey - 0.02)], rim, 0.02)
    a.line([(x0 - 0.05, ey), (x0 + 0.05, ey)], rim, 0.022)


def _freckles(a: Art, b: Body, x0: float, ny: float) -> None:
    shade = dark(b.skin, 0.32)
    for i in range(6):
        a.ell(x0 + (-1 if i < 3 else 1) * (0.13 + 0.04 * (i % 3)), ny + 0.02 * (i % 2), 0.01, 0.01, shade, "detail")
