"""Bodies: the sizes of a figure and where its joints lie."""

from __future__ import annotations

import math
from typing import NamedTuple

from data.artists.comic.geometry import Point, ray
from data.artists.comic.person import Person
from data.artists.comic.poses import POSES


class Sizes(NamedTuple):
    """The sizes of a figure 200 tall; shoulder and hip are half their width."""

    head: float
    neck: float
    torso: float
    leg: float
    shoulder: float
    hip: float


def sizes(p: Person) -> Sizes:
    """The sizes that follow from age, sex and sub-style."""
    hh = 200 / p.ratio
    body = 200 - hh
    neck = body * (0.055 if p.youth < 0.3 else 0.02 if p.youth < 0.95 else 0.0)
    torso = (body - neck) * (0.41 + 0.09 * p.youth + (0.1 if p.style.name == "toon" else 0.0) * (p.youth < 0.4))
    leg = body - neck - torso
    sh = torso * ((0.37 if not p.woman else 0.31) * (1 - p.youth) + 0.34 * p.youth)
    if p.ratio < 3.6 and p.youth < 0.4:
        sh = torso * (0.4 if not p.woman else 0.34)
    wide = 0.8 if not p.woman or p.youth > 0.4 else 0.98
    hip = sh * (1.25 if "belly" in p.marks else wide) * (0.8 if p.side else 1)
    return Sizes(hh, neck, torso, leg, sh * (0.75 if p.side else 1), hip)


def lean_of(p: Person) -> float:
    """How far the figure leans forward, in degrees."""
    return POSES[p.pose].lean + (14 if "bent" in p.marks else 0)


def layout(p: Person) -> tuple[list[list[Point]], float, float]:
    """Leg joints about the hip, the lowest y and the highest y."""
    hh, neck, torso, leg, _, hip = sizes(p)
    spread = hip * (0.5 if not POSES[p.pose].side else 0.12)
    limbs = []
    for k, (a, b) in zip((-1, 1), POSES[p.pose].legs, strict=True):
        sign = 1 if POSES[p.pose].side else k
        knee = ray((k * spread, -2), a, leg * 0.5, sign)
        limbs.append([(k * spread, -2.0), knee, ray(knee, b, leg * 0.46, sign)])
    low = max(max(q[1] for limb in limbs for q in limb), 2) + leg * 0.05
    r = math.radians(lean_of(p))
    return limbs, low, -(torso + neck) * math.cos(r) - hh * (0.98 if lean_of(p) < 40 else 0.75)
