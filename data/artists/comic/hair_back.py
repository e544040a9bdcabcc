"""Hair behind the head: long hair, tails, buns and curls."""

from __future__ import annotations

import math

from data.artists.comic.geometry import scaled, smooth
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person

# How far long hair reaches below the middle of the head, in half heights of it.
LONG = {"long": 2.2, "hijab": 1.3, "hime": 2.0, "bob": 0.85, "flow": 2.3, "tied": 1.0}


def hair_back(pen: Pen, p: Person, x: float, y: float, h: float, w: float) -> None:
    """The hair behind the head at x, y, half of whose height is h and half of whose width is w times h."""
    if p.cut == "balding":
        for k in (-1, 1):
            pen.oval(x + k * w * 0.96 * h, y + 0.02 * h, 0.22 * h, 0.42 * h, p.hair, 1, h * 0.1)
    elif p.cut in LONG:
        _long(pen, p, x, y, h, w)
    elif p.cut in ("bun", "buns"):
        for k in (0,) if p.cut == "bun" else (-1, 1):
            top = y - h * (1.25 if p.cut == "bun" else 0.95)
            pen.oval(x + k * w * 0.8 * h, top, h * 0.36, h * 0.34, p.hair, 1, h * 0.1)
    elif p.cut == "braids":
        for k in (-1, 1):
            for i in range(4):
                pen.oval(x + k * h * (w + 0.1 + 0.03 * i), y + h * (0.35 + 0.3 * i), h * 0.2, h * 0.2, p.hair)
    elif p.cut in ("ponytail", "pigtails", "minitails"):
        for k in (1,) if p.cut == "ponytail" else (-1, 1):
            _tail(pen, p, x, y, h, w, k)
    elif p.cut in ("afro", "perm", "curly"):
        _curls(pen, p, x, y, h, w)


def _long(pen: Pen, p: Person, x: float, y: float, h: float, w: float) -> None:
    long = LONG[p.cut] * (0.85 if p.youth > 0.4 else 1.1)
    if p.cut == "flow":
        crown, right = [(-w, -0.7), (0, -1.15), (w, -0.7)], [(w * 1.3, 0.4), (w * 1.1, 1.2), (w * 1.9, long)]
        ends = [(w * 0.6, long * 0.85), (-w * 0.6, long), (-w * 1.2, 0.9)]
        pts = crown + right + ends
    else:
        flip = w * (1.15 if p.cut == "bob" else 1.25)
        crown = [(-w * 1.1, -0.2), (-w * 0.8, -0.95), (0, -1.15), (w * 0.8, -0.95), (w * 1.1, -0.2)]
        pts = [*crown, (flip, long * 0.85), (w * 0.7, long), (-w * 0.7, long), (-flip, long * 0.85)]
    pen.path(smooth(scaled(pts, x, y, h)), p.hair, 1, h * 0.2)


def _tail(pen: Pen, p: Person, x: float, y: float, h: float, w: float, k: int) -> None:
    size = 0.5 if p.cut == "minitails" else 1
    top, knot = (-0.9, w * 0.85) if p.cut == "ponytail" else (-0.5, w * 0.95)
    pts = [
        (k * w * 0.7, top),
        (k * (w + 0.35 * size), top - 0.25 * size),
        (k * (w + 0.7 * size), top + 0.5 * size),
        (k * (w + 0.45 * size), top + 1.5 * size),
        (k * (w + 0.2 * size), top + 0.7 * size),
    ]
    pen.path(smooth(scaled(pts, x, y, h)), p.hair, 1, h * 0.12)
    pen.oval(x + k * h * knot, y + h * (top + 0.1), h * 0.12, h * 0.14, p.colours[1])


def _curls(pen: Pen, p: Person, x: float, y: float, h: float, w: float) -> None:
    grow, n = (1.2, 15) if p.cut == "afro" else (1.0, 12)
    turns = [i * 6.283 / n for i in range(n)]
    ring = [(x + math.cos(a) * w * h * grow, y - h * 0.35 + math.sin(a) * h * 0.82 * grow) for a in turns]
    ring = [q for q in ring if q[1] < y + h * (0.55 if p.woman else 0.1)]
    r = h * pen.source.uniform(0.24, 0.32)
    for edge in (1, 0):
        for a, b in ring:
            pen.oval(a, b, r, r, p.hair, edge)
    pen.oval(x, y - h * 0.4, w * h * grow, h * 0.7 * grow, p.hair, 0)
