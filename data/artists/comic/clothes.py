"""What tells one garment from another: collars, ties, bibs, buttons, prints."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from data.artists.comic.geometry import Point, box, smooth, straight
from data.artists.comic.outfits import OUTFITS
from data.artists.comic.palette import mix
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person


def details(pen: Pen, p: Person, sh: float, top: float) -> None:
    """The details of the garment on a torso between `top` and 0, half of whose shoulders is sh."""
    _DRAW[OUTFITS[p.outfit].detail](_Chest(pen, p, sh, top))


@dataclass(frozen=True)
class _Chest:
    """A torso to draw on: x runs from -1 to 1 between the shoulders, y from 0 at the top to 1 at the hip."""

    pen: Pen
    p: Person
    sh: float
    top: float

    def at(self, x: float, y: float) -> Point:
        return x * self.sh, self.top - y * self.top

    def shape(self, points: list[Point], fill: str, edge: float = 0.8, curve: bool = False) -> None:
        moved = [self.at(x, y) for x, y in points]
        self.pen.path(smooth(moved) if curve else straight(moved), fill, edge)

    def dot(self, x: float, y: float, r: float, fill: str, edge: float = 0.5) -> None:
        self.pen.oval(*self.at(x, y), r * self.sh, r * self.sh, fill, edge)

    def line(self, points: list[Point], edge: float, colour: str = "") -> None:
        self.pen.stroke([self.at(x, y) for x, y in points], edge, colour)


def _motif(on: _Chest) -> None:
    """A star, a spot, a band or nothing."""
    _, second, third = on.p.colours
    pick = on.pen.source.random()
    if pick < 0.4:
        star = []
        for i in range(10):
            r = 1 if i % 2 else 0.45
            star.append((0.38 * r * math.sin(i * 0.628), 0.45 + 0.22 * r * math.cos(i * 0.628)))
        on.shape(star, second, 0.5)
    elif pick < 0.6:
        on.pen.oval(*on.at(0, 0.45), 0.35 * on.sh, -0.2 * on.top, third, 0.5)
    elif pick < 0.8:
        on.shape(box(-0.95, 0.4, 0.95, 0.55), second, 0.5)


def _stripes(on: _Chest) -> None:
    for d in (0.25, 0.45, 0.65, 0.85):
        on.shape(box(-0.86, d, 0.86, d + 0.09), on.p.colours[2], 0)


def _bib(on: _Chest) -> None:
    cloth = on.p.colours[1]
    on.shape([(-0.55, 0.35), (0.55, 0.35), (0.75, 1), (-0.75, 1)], cloth)
    for k in (-1, 1):
        on.shape([(k * 0.4, 0.38), (k * 0.6, 0.38), (k * 0.62, 0.02), (k * 0.45, 0.02)], cloth)
        on.dot(k * 0.48, 0.42, 0.08, "#f0cf5a", 0.6)


def _lapel(on: _Chest) -> None:
    main, second, _ = on.p.colours
    on.shape([(-0.34, 0), (0.34, 0), (0.1, 0.62), (-0.1, 0.62)], "#fbfbf6")
    for k in (-1, 1):
        on.shape([(k * 0.34, 0), (k * 0.55, 0.2), (k * 0.36, 0.26), (k * 0.06, 0.64)], mix(main, "#000000", 0.18))
    on.line([(0, 0.62), (0, 1)], 0.8)
    on.dot(0.1, 0.78, 0.06, second)
    if not on.p.woman and on.pen.source.random() < 0.8:
        _tie(on)


def _tie(on: _Chest) -> None:
    colour = on.p.colours[1 if OUTFITS[on.p.outfit].detail != "vest" else 2]
    on.shape([(-0.1, 0.03), (0.1, 0.03), (0.07, 0.12), (0.15, 0.5), (0, 0.6), (-0.15, 0.5), (-0.07, 0.12)], colour)


def _vest(on: _Chest) -> None:
    neck = [(-0.72, 0.05), (-0.3, 0.02), (0, 0.5), (0.3, 0.02), (0.72, 0.05)]
    on.shape([*neck, (0.8, 1), (-0.8, 1)], on.p.colours[1])
    _tie(on)


def _open(on: _Chest) -> None:
    on.shape([(-0.34, 0), (0.34, 0), (0.3, 1), (-0.3, 1)], "#f3efe6")
    for d in (0.4, 0.65, 0.88):
        on.dot(-0.36, d, 0.05, on.p.colours[2])


def _sailor(on: _Chest) -> None:
    _, second, third = on.p.colours
    neck, hem = [(-0.85, 0.02), (-0.3, -0.04), (0, 0.38), (0.3, -0.04), (0.85, 0.02)], [(0.8, 0.3), (0, 0.44)]
    on.shape([*neck, *hem, (-0.8, 0.3)], second)
    on.shape([(-0.3, 0.5), (0, 0.38), (0.3, 0.5), (0.1, 0.42), (0.12, 0.66), (-0.12, 0.66), (-0.1, 0.42)], third)


def _collar(on: _Chest) -> None:
    for k in (-1, 1):
        on.shape([(0, 0.04), (k * 0.4, -0.02), (k * 0.5, 0.14), (k * 0.18, 0.2)], "#ffffff")
    on.line([(0, 0.1), (0, 0.4)], 0.7)


def _buttons(on: _Chest) -> None:
    _, second, third = on.p.colours
    on.line([(0, 0), (0, 1)], 0.7)
    for d in (0.2, 0.45, 0.7):
        on.dot(0.12, d, 0.07, third, 0.6)
    if on.p.outfit == "uniform":
        on.shape(box(-0.8, 0.86, 0.8, 0.96), second)


def _apron(on: _Chest) -> None:
    right, left = [(0.45, 0.25), (0.75, 0.7), (0.85, 1.5)], [(-0.85, 1.5), (-0.75, 0.7)]
    on.shape([(-0.45, 0.25), *right, *left], on.p.colours[1])
    on.line([(-0.45, 0.25), (-0.3, 0)], 1.2)
    on.line([(0.45, 0.25), (0.3, 0)], 1.2)


def _cross(on: _Chest) -> None:
    _, second, third = on.p.colours
    for k in (-1, 1):
        on.shape([(k * 0.35, -0.02), (k * 0.15, -0.02), (-k * 0.45, 0.62), (-k * 0.25, 0.66)], third)
    on.shape([(-0.9, 0.6), (0.9, 0.6), (0.92, 0.88), (-0.92, 0.88)], second)


def _drape(on: _Chest) -> None:
    _, second, third = on.p.colours
    on.shape([(0.5, 0), (0.95, 0.05), (-0.2, 1.3), (-0.85, 1.0)], second)
    on.line([(0.72, 0.05), (-0.5, 1.1)], 0.8, third)


def _trim(on: _Chest) -> None:
    on.shape([(-0.14, 0), (0.14, 0), (0.1, 0.75), (-0.1, 0.75)], on.p.colours[2])
    on.line([(-0.35, 0), (0, 0.12), (0.35, 0)], 1.2)


def _hood(on: _Chest) -> None:
    main = on.p.colours[0]
    on.shape([(-0.7, 0), (0, 0.22), (0.7, 0), (0, -0.05)], mix(main, "#000000", 0.15), 1, True)
    on.shape([(-0.45, 0.62), (0.45, 0.62), (0.6, 0.9), (-0.6, 0.9)], main)


def _belt(on: _Chest) -> None:
    on.shape([(-0.78, 0.8), (0.78, 0.8), (0.8, 0.95), (-0.8, 0.95)], on.p.colours[1])


def _vneck(on: _Chest) -> None:
    on.shape([(-0.3, -0.01), (0.3, -0.01), (0, 0.26)], on.p.skin)
    if on.pen.source.random() < 0.4:
        on.shape([(-0.72, 0.8), (0.72, 0.8), (0.74, 0.93), (-0.74, 0.93)], on.p.colours[2])


def _baby_bib(on: _Chest) -> None:
    on.shape([(-0.55, 0.0), (0.55, 0.0), (0.5, 0.45), (0, 0.6), (-0.5, 0.45)], "#ffffff", curve=True)
    on.dot(0, 0.32, 0.16, on.p.colours[1])


_DRAW: dict[str, Callable[[_Chest], None]] = {
    "motif": _motif,
    "stripes": _stripes,
    "bib": _bib,
    "lapel": _lapel,
    "tie": _tie,
    "vest": _vest,
    "open": _open,
    "sailor": _sailor,
    "collar": _collar,
    "buttons": _buttons,
    "apron": _apron,
    "cross": _cross,
    "drape": _drape,
    "trim": _trim,
    "hood": _hood,
    "belt": _belt,
    "vneck": _vneck,
    "babybib": _baby_bib,
}
