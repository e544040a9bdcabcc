"""Cars, buses, boats and rockets."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.kit import Kit, friendly
from data.artists.shaded.palette import light


def _wheels(a: Art) -> None:
    for s in (-1, 1):
        a.ell(s * 0.62, 0.48, 0.24, 0.24, "#26262c")
        a.ell(s * 0.62, 0.48, 0.1, 0.1, "#c8ccd2", "detail")


def car(a: Art, _: Random, kit: Kit) -> None:
    """A car."""
    c = kit.c
    a.blob([(-0.6, 0), (-0.4, -0.5), (0.35, -0.5), (0.7, 0)], light(c))
    a.box(-1.1, -0.1, 2.2, 0.55, c, r=0.4)
    a.put([(-0.45, -0.08), (-0.32, -0.38), (-0.05, -0.38), (-0.05, -0.08)], "#cfe8f5", "detail")
    a.put([(0.05, -0.08), (0.05, -0.38), (0.28, -0.38), (0.5, -0.08)], "#cfe8f5", "detail")
    _wheels(a)
    if kit.face:
        friendly(a, 0.12)


def bus(a: Art, _: Random, kit: Kit) -> None:
    """A bus."""
    a.box(-1.2, -0.6, 2.4, 1.05, kit.c)
    for i in range(4):
        a.box(-1.05 + i * 0.55, -0.45, 0.42, 0.4, "#cfe8f5", "detail")
    _wheels(a)


def boat(a: Art, _: Random, kit: Kit) -> None:
    """A sailing boat."""
    a.put([(0.05, -1.1), (0.8, 0), (0.05, 0)], "#fdf8ec")
    a.put([(-0.05, -0.9), (-0.6, 0), (-0.05, 0)], kit.c2)
    a.put([(-1, 0.08), (1, 0.08), (0.65, 0.5), (-0.65, 0.5)], kit.c)


def rocket(a: Art, _: Random, kit: Kit) -> None:
    """A rocket."""
    for s in (-1, 1):
        a.put([(s * 0.3, 0.3), (s * 0.7, 0.9), (s * 0.25, 0.75)], kit.c2)
    a.blob([(-0.2, 0.75), (0, 1.35), (0.2, 0.75)], "#f59a2f")
    a.blob([(0, -1.1), (0.36, -0.4), (0.32, 0.7), (-0.32, 0.7), (-0.36, -0.4)], "#f2f0ea")
    a.ell(0, -0.3, 0.18, 0.18, kit.c, "detail")
