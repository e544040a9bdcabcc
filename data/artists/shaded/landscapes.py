"""A house, a tree, hills."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.kit import Kit
from data.artists.shaded.palette import dark, light


def _ground(a: Art, rx: float) -> None:
    a.ell(0, 1.2, rx, 0.6, "#7ac06a")


def _tree(a: Art, r: Random, x: float) -> None:
    """A tree at `x`: a conifer or one with a round crown."""
    q = r.uniform(0.6, 1)
    a.box(x - 0.1, 1 - q * 0.9, 0.2, q * 0.9, "#7a4f2c", r=0)
    g = r.choice(["#3f8f4a", "#6ab04a", "#e08a3a"])
    if r.random() < 0.4:
        for i in range(3):
            a.put(
                [
                    (x - q * (0.5 - 0.1 * i), 0.5 - q * 0.45 * i),
                    (x + q * (0.5 - 0.1 * i), 0.5 - q * 0.45 * i),
                    (x, -0.1 * q - q * 0.5 * i),
                ],
                g,
            )
    else:
        for u, v in ((-0.3, 0), (0.3, 0), (0, -0.3)):
            a.ell(x + u * q, 0.4 - q * 0.4 + v * q, 0.4 * q, 0.38 * q, g)


def house(a: Art, r: Random, kit: Kit) -> None:
    """A house beside a tree."""
    _ground(a, 1.4)
    a.box(-0.75, -0.1, 1.5, 1.1, light(kit.c), r=0)
    a.put([(-0.95, -0.05), (0, -0.85), (0.95, -0.05)], dark(kit.c2, 0.15))
    a.box(-0.15, 0.4, 0.35, 0.6, "#7a4a2a", r=0)
    for x in (-0.55, 0.35):
        a.box(x, 0.15, 0.25, 0.25, "#cfe8f5", "detail", 0)
    _tree(a, r, -1.1)


def tree(a: Art, r: Random, _: Kit) -> None:
    """A tree by itself."""
    _tree(a, r, 0.0)


def hills(a: Art, r: Random, _: Kit) -> None:
    """A hill with four trees."""
    _ground(a, 2.2)
    for x in (-1.3, -0.4, 0.6, 1.4):
        _tree(a, r, x)
