"""Fruit, food, plants and other small things, most of them with a face."""

from __future__ import annotations

import math
from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.geometry import ray
from data.artists.shaded.kit import Kit, friendly
from data.artists.shaded.palette import dark, light


def apple(a: Art, r: Random, kit: Kit) -> None:
    """An apple."""
    a.line([(0, -0.5), (0.08, -0.85)], "#6a4326", 0.08)
    a.ell(0.25, -0.72, 0.22, 0.1, "#5dbb63", d=-20)
    a.blob(
        [
            (0, -0.5),
            (0.5, -0.6),
            (0.75, -0.05),
            (0.4, 0.65),
            (0, 0.58),
            (-0.4, 0.65),
            (-0.75, -0.05),
            (-0.5, -0.6),
        ],
        r.choice(["#e4483f", "#8ac04a", "#f59a2f"]),
    )
    if kit.face:
        friendly(a, -0.1)


def cupcake(a: Art, _: Random, kit: Kit) -> None:
    """A cupcake with a cherry."""
    for x, y, q in ((-0.35, -0.15, 0.35), (0.35, -0.15, 0.35), (0, -0.45, 0.42)):
        a.ell(x, y, q, q * 0.85, light(kit.c))
    a.ell(0, -0.92, 0.13, 0.13, "#d82a3a")
    a.put([(-0.65, 0), (0.65, 0), (0.45, 0.75), (-0.45, 0.75)], kit.c2)
    if kit.face:
        friendly(a, 0.35)


def egg(a: Art, r: Random, kit: Kit) -> None:
    """An egg."""
    a.ell(0, 0, 0.6, 0.78, r.choice(["#f8ecd8", "#ffffff", light(kit.c)]))
    friendly(a, -0.1)


def mug(a: Art, _: Random, kit: Kit) -> None:
    """A mug of coffee."""
    a.line([(0.55, -0.25), (0.95, -0.15), (0.9, 0.3), (0.5, 0.35)], dark(kit.c, 0.1), 0.13)
    a.box(-0.6, -0.5, 1.2, 1.15, kit.c)
    a.ell(0, -0.48, 0.58, 0.13, "#5a3420")
    if kit.face:
        friendly(a, -0.1)


def star(a: Art, _: Random, __: Kit) -> None:
    """A star."""
    a.put(
        [
            (
                (0.95 if i % 2 == 0 else 0.48) * math.sin(math.pi * i / 5),
                -(0.95 if i % 2 == 0 else 0.48) * math.cos(math.pi * i / 5),
            )
            for i in range(10)
        ],
        "#f9d14a",
    )
    friendly(a, -0.1)


def snowman(a: Art, _: Random, kit: Kit) -> None:
    """A snowman with a scarf and a hat."""
    a.ell(0, 0.75, 0.7, 0.65, "#fbfdff")
    a.ell(0, -0.1, 0.48, 0.46, "#fbfdff")
    a.box(-0.5, 0.22, 1.0, 0.16, kit.c, r=0.4)
    a.box(-0.28, -0.95, 0.56, 0.45, "#2a2a34")
    a.box(-0.45, -0.56, 0.9, 0.1, "#2a2a34")
    friendly(a, -0.1)


def _flowerpot(a: Art) -> None:
    a.put([(-0.5, 0.35), (0.5, 0.35), (0.38, 1), (-0.38, 1)], "#c8683c")


def cactus(a: Art, _: Random, kit: Kit) -> None:
    """A cactus in a pot."""
    for s in (-1, 1):
        a.tube(((s * 0.2, 0.1), (s * 0.7, 0.05), (s * 0.68, -0.4)), 0.14, 0.13, "#4a9a58")
    a.box(-0.3, -0.8, 0.6, 1.3, "#4a9a58", r=0.5)
    _flowerpot(a)
    if kit.face:
        friendly(a, -0.1)


def plant(a: Art, _: Random, kit: Kit) -> None:
    """A leafy plant in a pot."""
    for d in (-50, -25, 0, 25, 50):
        x, y = ray((0, 0.3), 180 - d, 0.6, 1)
        a.ell(x, y, 0.13, 0.5, "#4a9a58" if d % 50 else "#6ab86a", d=d)
    _flowerpot(a)
    if kit.face:
        friendly(a, 0.6)
