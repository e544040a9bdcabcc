"""Robots, ghosts, monsters, teddy bears and animals on four legs."""

from __future__ import annotations

from random import Random

from data.artists.shaded.animals import BEASTS, beast
from data.artists.shaded.art import Art
from data.artists.shaded.kit import Kit, friendly
from data.artists.shaded.looks import look_of
from data.artists.shaded.palette import dark, light
from data.artists.shaded.people import Body


def robot(a: Art, r: Random, kit: Kit) -> None:
    """A robot."""
    m = r.choice(["#b8c0ca", "#8fa6b8", kit.c])
    for s in (-1, 1):
        a.box(s * 0.3 - 0.13, 0.9, 0.26, 0.55, dark(m))
        a.tube(((s * 0.55, 0.3), (s * 0.85, 0.5), (s * 0.8, 0.85)), 0.1, 0.09, dark(m, 0.2))
        a.ell(s * 0.8, 0.9, 0.13, 0.13, kit.c2)
    a.line([(0, -0.5), (0, -0.85)], "#5a5a60", 0.05)
    a.ell(0, -0.88, 0.09, 0.09, kit.c2)
    a.box(-0.55, 0.15, 1.1, 0.85, m)
    a.box(-0.5, -0.55, 1.0, 0.65, light(m))
    a.box(-0.3, 0.3, 0.6, 0.4, kit.c3, "detail")
    for s in (-1, 1):
        a.ell(s * 0.22, -0.28, 0.12, 0.12, "#fdfaf0", "detail")
        a.ell(s * 0.22, -0.28, 0.06, 0.06, "#1a1a22", "detail")
    a.box(-0.2, -0.1, 0.4, 0.09, "#3a3a44", "detail")


def _cloak(a: Art, m: str) -> None:
    feet = [(0.7 - 0.28 * i, 1.0 if i % 2 == 0 else 0.78) for i in range(6)]
    a.blob([(-0.65, 0.3), (-0.5, -0.5), (0, -0.75), (0.5, -0.5), (0.65, 0.3), *feet], m)


def _arm(a: Art, s: int, m: str) -> None:
    a.blob([(s * 0.5, 0.0), (s * 0.95, -0.2), (s * 0.9, 0.05), (s * 0.55, 0.3)], m)


def ghost(a: Art, _: Random, __: Kit) -> None:
    """A ghost."""
    m = "#f7f5fb"
    for s in (-1, 1):
        _arm(a, s, m)
    _cloak(a, m)
    friendly(a, -0.2)


def monster(a: Art, r: Random, kit: Kit) -> None:
    """A monster with horns, and with one eye or two."""
    for s in (-1, 1):
        _arm(a, s, kit.c)
        a.put([(s * 0.3, -0.5), (s * 0.55, -0.95), (s * 0.52, -0.4)], kit.c2)
    _cloak(a, kit.c)
    if r.random() < 0.5:
        a.ell(0, -0.2, 0.24, 0.24, "#ffffff")
        a.ell(0, -0.2, 0.11, 0.11, "#1a1418", "detail")
        a.ell(0, 0.25, 0.25, 0.2, "#5a1420", "detail", (0, 180))
    else:
        friendly(a, -0.2)


def teddy(a: Art, r: Random, kit: Kit) -> None:
    """A teddy bear with a bow."""
    fur = r.choice(["#b07a46", "#8a5a3a", "#d8b08a", "#c8a0b0"])
    for x, y, p, q in (
        (-0.35, -0.8, 0.2, 0.2),
        (0.35, -0.8, 0.2, 0.2),
        (-0.6, 0.2, 0.19, 0.36),
        (0.6, 0.2, 0.19, 0.36),
        (0, 0.35, 0.55, 0.6),
        (-0.45, 0.85, 0.27, 0.25),
        (0.45, 0.85, 0.27, 0.25),
        (0, -0.42, 0.5, 0.45),
    ):
        a.ell(x, y, p, q, fur)
    a.ell(0, 0.4, 0.32, 0.36, light(fur))
    a.ell(0, -0.28, 0.22, 0.17, light(fur, 0.5))
    a.ell(0, -0.36, 0.08, 0.06, "#2a1a14", "detail")
    friendly(a, -0.5)
    for s in (-1, 1):
        a.put([(0, 0), (s * 0.28, -0.12), (s * 0.28, 0.14)], kit.c)


def four_legs(a: Art, r: Random, _: Kit) -> None:
    """An animal on four legs, seen from the side."""
    kind = r.choice(list(BEASTS)[:8])
    c = r.choice([BEASTS[kind], BEASTS[kind], "#3a3434", "#f4ede4"])
    a.tube(((1.1, 0.5), (1.6, 0.3), (1.7, -0.2)), 0.12, 0.07, c)
    for x in (-0.55, -0.25, 0.75, 1.0):
        a.tube(((x, 0.7), (x, 1.0), (x, 1.3)), 0.17, 0.13, dark(c, 0.12))
    a.blob([(-0.6, 0.2), (0.4, 0.15), (1.15, 0.3), (1.2, 0.75), (0.4, 0.95), (-0.6, 0.9)], c)
    a.at = (a.at[0] - 0.65 * a.at[2], a.at[1] - 0.1 * a.at[2], a.at[2] * 1.05, a.at[3])
    beast(a, Body("child", True, c, c, 3, 0.46, 0.5, "stand", 0, kind), look_of(r))
