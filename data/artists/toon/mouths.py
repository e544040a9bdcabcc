"""Mouths."""

from __future__ import annotations

import math

from data.artists.toon.head import Head

MOUTHS = ("smile", "smile", "open", "teeth", "smirk", "flat", "o")
BABY_MOUTHS = ("smile", "open", "o", "smile", "dummy")


def mouth(head: Head, f: float, nose: float) -> None:
    """Draws the mouth between the nose and the chin."""
    pen, p = head.pen, head.p
    v = nose + (0.93 - nose) * (0.42 if p.grown else 0.38)
    by_style = 1.25 if p.style == "doodle" else 0.75 if p.turn == 1 else 1
    w = head.hw * pen.src.uniform(0.2, 0.42) * (1 if p.grown else 0.85) * by_style
    x, y = head.at(f * 1.15, v)
    kind = "lips" if "lips" in p.cues else pen.src.choice(BABY_MOUTHS if p.age == "baby" else MOUTHS)
    if kind == "lips":
        upper = [(x - w * 0.25, y - w * 0.28), (x, y - w * 0.15), (x + w * 0.25, y - w * 0.28)]
        pen.blob([(x - w * 0.8, y), *upper, (x + w * 0.8, y), (x, y + w * 0.4)], "l", False)
        pen.line([(x - w * 0.8, y), (x, y + w * 0.08), (x + w * 0.8, y)], 0.4)
    elif kind in ("open", "teeth"):
        _open(head, x, y, w, kind == "teeth")
    elif kind == "o":
        pen.ell(x, y, w * 0.3, w * 0.36, "m")
    elif kind == "dummy":
        pen.ell(x, y, w * 0.8, w * 0.6, "3")
        pen.ell(x, y, w * 0.35, w * 0.3, "w")
    else:
        dip = {"smile": 0.5, "smirk": 0.3, "flat": 0.0}[kind]
        left = (x - w, y - (w * 0.2 if kind == "smile" else 0))
        right = (x + w, y - w * (0.2 if kind != "flat" else 0.05))
        pen.line([left, (x, y + w * dip * 0.8), right], 1.0)


def _open(head: Head, x: float, y: float, w: float, teeth: bool) -> None:
    pen = head.pen
    bow = [(x + w * math.cos(a), y - w * 0.1 + w * 0.9 * math.sin(a)) for a in (k * math.pi / 10 for k in range(11))]
    pen.poly(bow, "w" if teeth else "m")
    if teeth:
        pen.line([(x - w * 0.8, y + w * 0.25), (x + w * 0.8, y + w * 0.25)], 0.5)
    else:
        pen.ell(x, y + w * 0.5, w * 0.45, w * 0.22, "r", False)
