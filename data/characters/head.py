"""The head: its outline, and what belongs on it from behind to front."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.characters.curves import Point
from data.characters.face import draw_face
from data.characters.hair import draw_hair, draw_hair_back
from data.characters.hats import draw_hat, draw_hat_back
from data.characters.pen import Pen
from data.characters.person import Person
from data.characters.skull import Skull
from data.characters.style import darker

_HEIGHTS = (0.0, 0.1, 0.25, 0.45, 0.65, 0.82, 0.95, 1.0)
_ROUND = tuple(2 * math.sqrt(y * (1 - y)) for y in _HEIGHTS)


@dataclass(frozen=True, slots=True)
class _Outline:
    """Half-widths at `_HEIGHTS`, as shares of the widest, for a face without a chin of its own."""

    widths: Sequence[float]
    chin: float  # how far the age's chin shows


_OUTLINES = {
    "plain": _Outline((0, 0.72, 0.93, 1.0, 0.93, 0.76, 0.45, 0), 1.0),
    "round": _Outline(_ROUND, 0.3),
    "block": _Outline((0.6, 0.93, 1.0, 1.0, 1.0, 0.97, 0.82, 0.6), 0.4),
    "egg": _Outline((0, 0.58, 0.82, 0.97, 1.03, 0.92, 0.55, 0), 0.6),
    "heart": _Outline((0, 0.8, 1.0, 1.04, 0.84, 0.55, 0.25, 0), 0.8),
    "pear": _Outline((0, 0.55, 0.75, 0.92, 1.08, 1.02, 0.66, 0), 0.5),
    "shield": _Outline((0.4, 0.88, 0.98, 1.0, 0.92, 0.7, 0.36, 0), 0.9),
    "long": _Outline((0, 0.6, 0.8, 0.86, 0.84, 0.74, 0.48, 0), 0.9),
}


def skull_of(pen: Pen, who: Person, x: float, top: float) -> Skull:
    """The measures of a head whose top is at (x, top)."""
    style, body = pen.style, who.body
    kind = _OUTLINES[style.outline]
    pull = 1 + kind.chin * (0.55 * body.chin - 0.46)
    widths = [share * (1 if y < 0.5 else float(np.interp(y, (0.5, 0.95), (1, pull))))
              for y, share in zip(_HEIGHTS, kind.widths, strict=True)]  # fmt: skip
    if style.outline == "plain":
        square = 1 - style.head_round
        widths[1:3] = [widths[1] + 0.2 * square, widths[2] + 0.05 * square]
    wide = body.face_width / 2 * style.head_width
    if style.outline == "round":
        wide = 0.25 + 0.5 * wide
    return Skull(x, top, wide, who.turn, tuple(_HEIGHTS), tuple(widths))


def draw_head_back(pen: Pen, who: Person, x: float, top: float) -> None:
    """What hangs behind the shoulders."""
    with pen.turned(x, top + 0.95, who.tilt):
        skull = skull_of(pen, who, x, top)
        draw_hat_back(pen, who, skull)
        draw_hair_back(pen, who, skull)


def draw_head(pen: Pen, who: Person, x: float, top: float) -> None:
    """The head with its face, its top at `top`, one head high."""
    skull = skull_of(pen, who, x, top)
    with pen.turned(x, top + 0.95, who.tilt):
        if pen.style.ears and who.hat != "scarf":
            _ears(pen, who, skull)
        pen.shape(_points(skull), who.skin)
        pen.shine(x - 0.3 * skull.wide, top + 0.42, 0.5 * skull.wide, 0.3)
        draw_face(pen, who, skull)
        draw_hair(pen, who, skull)
        draw_hat(pen, who, skull)


def _points(skull: Skull) -> list[Point]:
    right = [(skull.x + skull.wide * share, skull.top + y)
             for y, share in zip(skull.heights, skull.widths, strict=True)]  # fmt: skip
    left = [(2 * skull.x - x, y) for x, y in right]
    return right + [point for point in left[::-1] if point not in right]


def _ears(pen: Pen, who: Person, skull: Skull) -> None:
    y = skull.top + who.body.eye_line + 0.06
    for side in (-1, 1):
        far = side * skull.turn
        if far > 0.3:
            continue
        x = skull.x + side * skull.wide * (1 - 0.3 * max(0.0, -far))
        pen.ellipse(x, y, 0.075, 0.105, who.skin)
        pen.mark(x, y, 0.03, 0.055, pen.paint(darker(who.skin, 0.82)))
