"""Toys in a hand or on the floor."""

from __future__ import annotations

from data.artists.shaded.art import Art
from data.artists.shaded.geometry import Pt
from data.artists.shaded.held import Held
from data.artists.shaded.palette import BRIGHT, light


def _string(a: Art, h: Held) -> Pt:
    """A string up from the hand; the middle of what flies on it."""
    x, y = h.x, h.y
    tx, ty = x + h.s * 0.45, y - 1.5
    a.line([(x, y), (x + h.s * 0.1, y - 0.6), (tx, ty + 0.35)], "#5a5a5a", 0.018)
    return tx, ty


def balloon(a: Art, h: Held) -> None:
    """A balloon on a string."""
    tx, ty = _string(a, h)
    a.ell(tx, ty, 0.32, 0.4, h.c)


def kite(a: Art, h: Held) -> None:
    """A kite on a string."""
    tx, ty = _string(a, h)
    a.put([(tx, ty - 0.4), (tx + 0.3, ty), (tx, ty + 0.45), (tx - 0.3, ty)], h.c)
    a.put([(tx, ty - 0.4), (tx + 0.3, ty), (tx, ty)], light(h.c))


def rattle(a: Art, h: Held) -> None:
    """A rattle."""
    a.line([(h.x, h.y + 0.1), (h.x, h.y - 0.2)], light(h.c2), 0.05)
    a.ell(h.x, h.y - 0.3, 0.14, 0.14, h.c)


def ball(a: Art, h: Held) -> None:
    """A ball on the floor."""
    fx, floor = h.beside, h.floor
    a.ell(fx, floor - 0.2, 0.27, 0.27, h.c)
    a.line([(fx - 0.26, floor - 0.22), (fx, floor - 0.12), (fx + 0.26, floor - 0.22)], "#ffffff", 0.07)


def car(a: Art, h: Held) -> None:
    """A toy car on the floor."""
    fx, floor = h.beside, h.floor
    a.box(fx - 0.35, floor - 0.3, 0.7, 0.22, h.c)
    a.box(fx - 0.2, floor - 0.48, 0.4, 0.22, light(h.c), r=0.3)
    for q in (-0.2, 0.2):
        a.ell(fx + q, floor - 0.06, 0.1, 0.1, "#2a2a30")


def blocks(a: Art, h: Held) -> None:
    """Three blocks on the floor."""
    for i, (u, v) in enumerate(((-0.17, 0), (0.17, 0), (0, 1))):
        a.box(h.beside + u - 0.16, h.floor - 0.24 - v * 0.33, 0.32, 0.32, BRIGHT[(i * 2 + 7) % 8])


def teddy(a: Art, h: Held) -> None:
    """A teddy bear."""
    fur = "#b07a46"
    for u, v, q in (
        (-0.12, -0.42, 0.07),
        (0.12, -0.42, 0.07),
        (0, 0, 0.19),
        (-0.17, -0.05, 0.08),
        (0.17, -0.05, 0.08),
        (-0.12, 0.18, 0.09),
        (0.12, 0.18, 0.09),
        (0, -0.3, 0.17),
    ):
        a.ell(h.x + u, h.y + 0.15 + v, q, q, fur, "prop")
    for u, v, q in ((-0.06, -0.33, 0.022), (0.06, -0.33, 0.022), (0, -0.27, 0.035)):
        a.ell(h.x + u, h.y + 0.15 + v, q, q, "#2a1a12", "detail")


def lolly(a: Art, h: Held) -> None:
    """A lollipop."""
    a.line([(h.x, h.y + 0.15), (h.x, h.y - 0.3)], "#eeeeee", 0.04)
    a.ell(h.x, h.y - 0.38, 0.16, 0.16, h.c)
