"""Babies that crawl, and babies in arms."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.faces import face
from data.artists.shaded.hair_back import hair_back
from data.artists.shaded.hair_front import hair_front
from data.artists.shaded.hairdos import HAIR_OF
from data.artists.shaded.looks import body_of
from data.artists.shaded.palette import BRIGHT, dark, light
from data.artists.shaded.people import Body, Look
from data.artists.shaded.skulls import skull


def crawl(a: Art, r: Random, b: Body, k: Look) -> None:
    """A baby on hands and knees, seen from the side, the head's middle at the origin."""
    b.turn, b.cloth = r.uniform(0, 0.5), r.choice(BRIGHT)
    c, style = r.choice(BRIGHT), r.choice(HAIR_OF["baby", b.girl])
    for dx, q in ((0.14, 0.15), (0, 0)):
        knee = (-1.35 + dx, 0.95)
        a.tube(((-1.25 + dx, 0.45), (-1.1 + dx, 0.85), knee), 0.24, 0.17, dark(c, q), "cloth")
        a.tube((knee, (-1.6 + dx, 1.0), (-1.8 + dx, 0.98)), 0.15, 0.12, b.skin, "skin")
        a.tube(((-0.35 + dx * 2, 0.45), (-0.25 + dx * 2, 0.75), (-0.2 + dx * 2, 1.0)), 0.14, 0.11, b.skin, "skin")
        a.tube(
            ((-0.35 + dx * 2, 0.45), (-0.25 + dx * 2, 0.75), (-0.2 + dx * 2, 1.0)),
            0.18,
            0.16,
            dark(c, q),
            "cloth",
            0,
            0.6,
        )
    a.blob([(-0.2, 0.2), (-0.9, 0.12), (-1.5, 0.2), (-1.62, 0.55), (-1.2, 0.8), (-0.5, 0.75), (-0.1, 0.6)], c, "cloth")
    for i in range(3):
        a.ell(-0.6 - 0.32 * i, 0.42, 0.07, 0.07, light(c, 0.6), "detail")
    hair_back(a, r, b, style)
    a.put(skull(b), b.skin, "skin")
    a.ell(-b.hw * 0.95, 0.07, 0.08, 0.1, b.skin, "skin")
    face(a, r, b, k)
    hair_front(a, r, b, style)


def bundle(a: Art, r: Random, big: Body, k: Look) -> None:
    """A baby in an adult's arms."""
    b = body_of(r, k, "baby", "stand")
    b.turn, b.cloth, c = 0.2, r.choice(BRIGHT), light(r.choice(BRIGHT))
    q = 0.62 if big.n > 5 else 0.5
    a.at = (-0.3 * big.sh, 0.85 + 0.09 * big.n, q, -35)
    a.blob([(-0.62, -0.3), (0, -0.68), (0.62, -0.3), (0.6, 0.9), (0.2, 1.8), (-0.3, 1.75), (-0.6, 0.9)], c, "cloth")
    a.put(skull(b), b.skin, "skin")
    face(a, r, b, k)
    hair_front(a, r, b, r.choice(["tuft", "fuzz", "bonnet"]))
    a.blob([(-0.6, 0.45), (0.1, 0.5), (0.62, 0.4), (0.6, 1.0), (0.2, 1.7), (-0.4, 1.6)], dark(c, 0.08), "cloth")
    a.at = (0, 0, 1, 0)
    for s in (-1, 1):
        x, y = big.reach[s]
        a.ell(x, y, 0.15, 0.13, big.skin, "skin")
