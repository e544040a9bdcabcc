"""Arms, hands, legs and shoes."""

from __future__ import annotations

import math

from data.artists.comic.geometry import Point, part, smooth, straight
from data.artists.comic.outfits import OUTFITS, shirt_colour
from data.artists.comic.palette import BRIGHT, SOBER
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person
from data.artists.comic.poses import POSES


def hand(pen: Pen, p: Person, limb: list[Point], r: float, k: float) -> None:
    """The hand at the end of an arm."""
    (a, b), (x, y) = limb[-2], limb[-1]
    turn = math.atan2(y - b, x - a)
    x, y = x + math.cos(turn) * r * 0.6, y + math.sin(turn) * r * 0.6
    kind = p.style.hands
    if kind != "mitt" and not p.beast:
        spread = (-0.5, 0, 0.5) if kind == "four" else (-0.45, -0.15, 0.15, 0.45)
        for d in (*spread, 1.35 * -k):
            tip = (x + math.cos(turn + d) * r * 1.75, y + math.sin(turn + d) * r * 1.75)
            pen.limb([(x, y), tip], r * (0.62 if kind == "four" else 0.42), p.skin)
    pen.oval(x, y, r, r, p.skin, 1 if kind == "mitt" or p.beast else 0)


def arm(pen: Pen, p: Person, limb: list[Point], width: float, k: float) -> None:
    """An arm with its hand and sleeve."""
    sleeve, cloth = OUTFITS[p.outfit].sleeve, shirt_colour(p)
    pen.limb(limb, width * 0.85, p.skin)
    hand(pen, p, limb, width * (0.66 if p.style.hands == "four" else 0.52), k)
    if p.outfit in ("kimono", "kaftan"):
        (a, b), (c, d), (e, f) = limb
        e, f = c + (e - c) * 0.9, d + (f - d) * 0.9
        drop = width * 1.5 * min(1, abs(e - c) / (abs(f - d) + 0.1))
        pen.path(straight([(c, d), (e, f), (e - (e - c) * 0.1, f + drop), (c + (e - c) * 0.3, d + drop * 0.9)]), cloth)
        pen.limb([(a, b), (c, d), (e, f)], width * 1.35, cloth)
    else:
        pen.limb(part(limb, sleeve * 0.97), width * (1.2 if sleeve < 0.5 else 1.1), cloth)
    if not POSES[p.pose].side:
        (x, y), wide = limb[0], width * (0.5 if sleeve < 0.5 or p.outfit in ("kimono", "kaftan") else 0.46)
        pen.oval(x + (width * 0.3 if x < 0 else -width * 0.3), y + width * 0.1, wide, wide, cloth, 0)


def legs(pen: Pen, p: Person, limbs: list[list[Point]], width: float) -> None:
    """Both legs with trousers and shoes."""
    cover = OUTFITS[p.outfit].legs
    tights = pen.source.random() < 0.3
    shoe = pen.source.choice(SOBER if p.youth < 0.4 else BRIGHT) if p.who != "baby" else p.colours[0]
    trousers = p.colours[1] if p.outfit not in ("suit", "romper", "onesie", "sailorboy") else p.colours[0]
    for k, limb in zip((-1, 1), limbs, strict=True):
        pen.limb(limb, width * 0.82, p.colours[2] if tights and cover < 0.3 else p.skin)
        if p.youth > 0.4 and cover < 0.8 and not tights and p.who == "child":
            (a, b), (c, d) = limb[-2], limb[-1]
            pen.limb([(c + (a - c) * 0.28, d + (b - d) * 0.28), (c, d)], width * 0.84, "#ffffff", cap="butt")
        if cover:
            cap = "round" if cover < 0.5 or p.who == "baby" else "butt"
            pen.limb(part(limb, cover), width * 1.08, trousers, cap=cap)
        front = k if not (p.side or POSES[p.pose].side) else 1
        _foot(pen, p, limb[-1], width, front, shoe)


def _foot(pen: Pen, p: Person, ankle: Point, width: float, front: int, shoe: str) -> None:
    (x, y), cover = ankle, OUTFITS[p.outfit].legs
    if p.who == "baby" and p.pose in ("floor", "crawl"):
        pen.oval(x + front * width * 0.1, y, width * 0.55, width * 0.7, p.skin if cover < 0.5 else shoe)
    elif p.woman and p.who == "adult" and cover < 0.3 and p.pose not in ("run", "jump"):
        pts = [(-0.35, -0.1), (0.3, -0.2), (1.1, 0.4), (0.4, 0.42), (-0.1, 0.1), (-0.3, 0.5)]
        pen.path(straight([(x + front * a * width, y + b * width) for a, b in pts]), shoe)
    else:
        pts = [(-0.6, 0.45), (-0.6, -0.2), (0.1, -0.35), (0.6, -0.05), (1.15, 0.1), (1.2, 0.45)]
        pen.path(smooth([(x + front * a * width * 0.85, y + b * width) for a, b in pts]), shoe)
