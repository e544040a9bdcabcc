"""Everyday things in a hand."""

from __future__ import annotations

import math

from data.artists.shaded.art import Art
from data.artists.shaded.held import Held
from data.artists.shaded.palette import dark


def _sheets(a: Art, h: Held, w: float, col: str, fold: str) -> None:
    x, y = h.x, h.y
    top, low = y - 0.28, y + 0.15
    a.put([(x - w, top), (x, y - 0.22), (x + w, top), (x + w, low), (x, y + 0.22), (x - w, low)], col)
    a.line([(x, y - 0.22), (x, y + 0.22)], fold, 0.03)


def book(a: Art, h: Held) -> None:
    """An open book."""
    _sheets(a, h, 0.28, h.c, dark(h.c))


def paper(a: Art, h: Held) -> None:
    """A newspaper."""
    x, y, w = h.x, h.y, 0.42
    _sheets(a, h, w, "#ece8dc", "#8a8a8a")
    for i in range(3):
        a.line([(x - w * 0.85, y - 0.14 + i * 0.1), (x - w * 0.2, y - 0.1 + i * 0.1)], "#8a8a8a", 0.02)


def _handle(a: Art, h: Held) -> None:
    a.line([(h.x - 0.12, h.y + 0.16), (h.x, h.y - 0.02), (h.x + 0.12, h.y + 0.16)], dark(h.c2), 0.045)


def case(a: Art, h: Held) -> None:
    """A briefcase."""
    _handle(a, h)
    a.box(h.x - 0.36, h.y + 0.14, 0.72, 0.5, "#7a4a2a")


def bag(a: Art, h: Held) -> None:
    """A handbag."""
    _handle(a, h)
    a.box(h.x - 0.24, h.y + 0.14, 0.48, 0.5, h.c)


def _upright(a: Art, h: Held, col: str) -> None:
    a.box(h.x - 0.1, h.y - 0.24, 0.2, 0.28, col, "prop", 0.2)


def mug(a: Art, h: Held) -> None:
    """A mug."""
    _upright(a, h, h.c)


def phone(a: Art, h: Held) -> None:
    """A telephone."""
    _upright(a, h, "#25262c")


def bottle(a: Art, h: Held) -> None:
    """A baby's bottle."""
    _upright(a, h, "#fdfaf2")
    a.ell(h.x, h.y - 0.28, 0.06, 0.07, "#f0b060", "detail")


def stick(a: Art, h: Held) -> None:
    """A walking stick."""
    x, y, s = h.x, h.y, h.s
    a.line([(x, y - 0.12), (x + s * 0.06, h.floor)], "#6a4326", 0.06)
    a.line([(x, y - 0.1), (x + s * 0.08, y - 0.2), (x + s * 0.2, y - 0.12)], "#6a4326", 0.06)


def _shaft(a: Art, h: Held) -> None:
    a.line([(h.x, h.y - 0.12), (h.x + h.s * 0.06, h.y + 0.35)], "#8a8f98", 0.06)


def tool(a: Art, h: Held) -> None:
    """A hammer."""
    _shaft(a, h)
    a.box(h.x - 0.18, h.y + 0.3, 0.36, 0.16, "#5a6068")


def umbrella(a: Art, h: Held) -> None:
    """A folded umbrella."""
    _shaft(a, h)
    a.ell(h.x, h.y + 0.5, 0.1, 0.45, h.c)


def pan(a: Art, h: Held) -> None:
    """A frying pan."""
    a.line([(h.x, h.y), (h.x + h.s * 0.4, h.y - 0.1)], "#3a3a3e", 0.06)
    a.ell(h.x + h.s * 0.65, h.y - 0.14, 0.3, 0.12, "#4a4d55")


def guitar(a: Art, h: Held) -> None:
    """A guitar before the trunk."""
    a.line([(0.2, h.sh + 1.1), (1.1, h.sh + 0.5)], "#6a4326", 0.09)
    a.ell(0.1, h.sh + 1.15, 0.3, 0.27, "#c8843c")
    a.ell(-0.15, h.sh + 1.3, 0.36, 0.33, "#c8843c")
    a.ell(0, h.sh + 1.2, 0.11, 0.11, "#3a2416", "detail")


def flower(a: Art, h: Held) -> None:
    """A flower with five petals."""
    x, y = h.x, h.y
    a.line([(x, y + 0.15), (x, y - 0.3)], "#5a8a4a", 0.04)
    for i in range(5):
        a.ell(x + 0.11 * math.sin(i * 1.257), y - 0.38 + 0.11 * math.cos(i * 1.257), 0.08, 0.08, h.c)
    a.ell(x, y - 0.38, 0.09, 0.09, "#f9d14a")
