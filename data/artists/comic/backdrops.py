"""What is behind the figures: nothing, a colour, a pattern or a simple place."""

from __future__ import annotations

import math
from collections.abc import Callable

from data.artists.comic.geometry import Point, box, smooth, straight
from data.artists.comic.palette import PASTEL, SOBER, mix
from data.artists.comic.pen import Pen
from data.artists.comic.things import thing
from data.artists.text import words

SOFT = [*PASTEL, "#ffffff", "#eef2f5", "#ffe9a8", "#cfe9ff", "#f2d7d0"]
KINDS = words("plain plain plain rays dots park street room sky speed")


def backdrop(pen: Pen) -> None:
    """Nothing in half of the pictures; else a plain colour, a pattern or a place, in some with a panel about it."""
    s = pen.source
    if s.random() < 0.5:
        return
    soft = s.choice(SOFT)
    pen.path(straight(box(-5, -5, 261, 261)), soft, 0)
    kind = s.choice(KINDS)
    if kind != "plain":
        _DRAW[kind](pen, soft)
    if s.random() < 0.2:
        pen.stroke([(3, 3), (253, 3), (253, 253), (3, 253), (3, 3)], 4 / pen.lw, "", False)


def _at(radius: float, angle: float, cy: float) -> Point:
    return 128 + radius * math.cos(angle), cy + radius * math.sin(angle)


def _rays(pen: Pen, soft: str) -> None:
    for i in range(0, 24, 2):
        a, b = i * math.pi / 12, (i + 1) * math.pi / 12
        pen.path(straight([(128, 140), _at(300, a, 140), _at(300, b, 140)]), mix(soft, "#f5a83b", 0.3), 0)


def _dots(pen: Pen, soft: str) -> None:
    for i in range(13):
        for j in range(7):
            r = 6 - j * 0.75
            pen.oval(i * 20 + 10 * (j % 2), 256 - j * 16, r, r, mix(soft, "#555577", 0.3), 0)


def _park(pen: Pen, _: str) -> None:
    s = pen.source
    pen.path(smooth([(-20, 190), (60, 178), (150, 192), (280, 175), (290, 300), (-20, 300)]), "#a5d48a", 0.7)
    name, x, size = s.choice(("tree", "cloud", "house")), s.uniform(20, 230), s.uniform(28, 45)
    thing(pen, name, x, 130, size, 1, ("#c9644f", "#7a5a3a"))


def _street(pen: Pen, soft: str) -> None:
    s = pen.source
    for i in range(5):
        x, top = i * 54 - 8, s.uniform(60, 130)
        pen.path(straight(box(x, top, x + 54, 215)), mix(soft, s.choice(SOBER), 0.35), 0.6)
        pen.path(straight(box(x + 16, top + 18, x + 36, top + 42)), "#fdf2c4", 0.5)
    pen.path(straight(box(-5, 215, 261, 261)), "#b9b9bd", 0.6)


def _room(pen: Pen, _: str) -> None:
    s = pen.source
    pen.path(straight(box(-5, 205, 261, 261)), "#c9976a", 0.6)
    x = s.uniform(15, 165)
    pen.path(straight(box(x, 30, x + 70, 110)), "#cfeaf7", 0.8)
    pen.stroke([(x + 35, 30), (x + 35, 110)], 0.7)


def _sky(pen: Pen, _: str) -> None:
    s = pen.source
    for _i in range(2):
        thing(pen, "cloud", s.uniform(20, 236), s.uniform(30, 90), s.uniform(16, 30))


def _speed(pen: Pen, _: str) -> None:
    s = pen.source
    for i in range(40):
        a = i * 0.157 + s.uniform(-0.05, 0.05)
        pen.stroke([_at(s.uniform(100, 125), a, 128), _at(190, a, 128)], 0.6, "#55555f")


_DRAW: dict[str, Callable[[Pen, str], None]] = {
    "rays": _rays,
    "dots": _dots,
    "park": _park,
    "street": _street,
    "room": _room,
    "sky": _sky,
    "speed": _speed,
}
