"""Legs, trousers and shoes."""

from __future__ import annotations

from data.artists.toon.bodies import Body
from data.artists.toon.geometry import Point, bow
from data.artists.toon.outfits import OUTFITS
from data.artists.toon.pen import Pen
from data.artists.toon.person import Person
from data.artists.toon.poses import LEGS
from data.artists.toon.styles import STYLES


def legs(pen: Pen, p: Person, body: Body) -> None:
    """Draws both legs with shoes and trousers."""
    w, trousers = body.leg_width, OUTFITS[p.outfit].trousers
    black = "black" in p.cues
    n = 0 if black and trousers == 1 and p.style == "hose" else round(trousers * 8)
    for s in (-1, 1):
        limb = _limb(p, body, s)
        _shoe(pen, p, body, limb[-1], s)
        pen.tube(limb, w, "#1d1a20" if black else "s")
        if n:
            code = "1" if p.outfit in ("romper", "uniform", "suit", "scrubs") else "2"
            pen.tube(limb[: max(n, 2) + 1] if trousers < 1 else limb[:8], w * 1.18, code)


def _limb(p: Person, body: Body, s: int) -> list[Point]:
    fx, fy = LEGS[p.legs][0 if s < 0 else 1]
    w, standing = body.leg_width, p.legs == "stand"
    a = (body.x + s * body.hips * 0.52, body.hip - w * 0.2)
    b = (a[0] + fx * body.leg * (0.8 if standing else 1), body.hip + fy * body.leg - w * 0.35)
    if p.legs == "floor":
        b = (body.x + s * (body.hips + body.leg * 0.8), body.base - w * 0.6)
    upright = p.legs in ("stand", "wide")
    bend = body.leg * STYLES[p.style].bend * (0.4 if upright else 1.4) * (s if standing else 1)
    return bow(a, ((a[0] + b[0]) / 2 + bend * 0.5, (a[1] + b[1]) / 2 - abs(bend) * 0.3), b)


def _shoe(pen: Pen, p: Person, body: Body, foot: Point, s: int) -> None:
    (x, y), st = foot, STYLES[p.style]
    toe = s if p.legs in ("stand", "wide", "stool", "floor", "jump") and abs(p.turn) < 0.6 else 1
    rx = body.leg_width * 0.8 * st.shoe + body.height * 0.012
    ry = body.leg_width * 0.5 * st.shoe + body.height * 0.006
    code = "s" if p.age == "baby" and "bare" in p.cues else "4"
    if "heel" in p.cues:
        tip = [(x - toe * rx * 0.7, y - ry * 0.5), (x + toe * rx * 1.3, y + ry * 0.9)]
        heel = [(x - toe * rx * 0.3, y + ry * 0.3), (x - toe * rx * 0.6, y + ry), (x - toe * rx * 0.9, y + ry)]
        pen.poly([*tip, *heel], code)
    elif p.legs == "floor":
        pen.ell(x + toe * rx * 0.45, y - ry * 0.4, rx * 0.8, ry * 1.8, code)
    else:
        pen.ell(x + toe * rx * 0.45, y, rx, ry, code)
