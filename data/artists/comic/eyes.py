"""Eyes: anime eyes, bulging eyes, small ones and dots."""

from __future__ import annotations

import math

from data.artists.comic.geometry import smooth
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person

# The upper lid of an anime eye, from the outer corner to the inner one.
LID = [(1.22, 0.3), (0.7, 0.85), (0.0, 1.08), (-0.62, 0.92), (-1.02, 0.5)]


def eye_one(pen: Pen, p: Person, x: float, y: float, h: float, k: int, mood: str, iris: str) -> None:
    """One eye at x, y of a head half of whose height is h; `k` is -1 for the left; a "happy" eye is shut."""
    young = p.youth if not p.beast else 0.6
    if mood == "happy":
        r = h * (0.15 + 0.06 * young)
        pen.stroke([(x - r, y + r * 0.4), (x, y - r * 0.5), (x + r, y + r * 0.4)], 1.2)
        return
    if p.eyes in ("anime", "shine", "josei"):
        _anime(pen, p, x, y, h, k, iris, young)
    elif p.eyes == "bulge":
        _bulge(pen, p, x, y, h, young)
    elif p.eyes == "claire":
        pen.oval(x, y, h * 0.12, h * (0.07 + 0.05 * young), "#ffffff", 0.6)
        pen.oval(x, y, h * 0.055, h * 0.07, "#000000", 0.2)
    else:
        r = h * (0.06 + 0.025 * young)
        pen.oval(x, y, r, r * (1.9 if p.eyes == "oval" else 1.15), "#101010", 0.3)
        if p.eyes == "oval" and young > 0.3:
            pen.oval(x - r * 0.3, y - r * 0.7, r * 0.35, r * 0.5, "#ffffff", 0)
    if "lashes" in p.marks:
        _lashes(pen, p, x, y, h, k)


def _anime(pen: Pen, p: Person, x: float, y: float, h: float, k: int, iris: str, young: float) -> None:
    rx, ry = h * (0.15 + 0.08 * young), h * (0.11 + 0.2 * young) * (0.72 if p.eyes == "josei" else 1)
    if not p.woman and young < 0.4:
        ry *= 0.85
    lid = [(x + k * a * rx, y - b * ry) for a, b in LID][::k]
    pen.path(smooth([*lid, (x - rx * 0.8, y + ry * 0.7), (x, y + ry), (x + rx * 0.8, y + ry * 0.7)]), "#ffffff", 0)
    ir = min(rx * 0.78, ry * 1.1)
    pen.oval(x, y, ir, ry * 0.97, iris, 0.5)
    pen.oval(x, y - ry * 0.15, ir * 0.5, ry * 0.5, "#101014", 0)
    pen.oval(x - ir * 0.3, y - ry * 0.42, ir * 0.36, ry * 0.27, "#ffffff", 0)
    if p.eyes == "shine":
        pen.oval(x + ir * 0.3, y + ry * 0.5, ir * 0.25, ry * 0.18, "#ffffff", 0)
    pen.stroke(lid, 1.7)
    pen.stroke([(x - rx * 0.5, y + ry * 1.02), (x + rx * 0.5, y + ry * 1.02)], 0.7)


def _bulge(pen: Pen, p: Person, x: float, y: float, h: float, young: float) -> None:
    r = h * (0.27 + 0.04 * young)
    pen.oval(x, y, r, r * (1.12 if young > 0.4 else 0.95), "#ffffff")
    pen.oval(x + p.turn * h * 0.4, y, r * 0.2, r * 0.2, "#000000", 0.2)
    if young < 0.4 and (pen.source.random() < 0.02 or "bags" in p.marks or p.who == "elderly"):
        left, right = [(x - r, y - 0.05 * r), (x - r * 0.7, y - r * 0.75)], [(x + r * 0.7, y - r * 0.75)]
        pen.path(smooth([*left, (x, y - r), *right, (x + r, y - 0.05 * r), (x, y - 0.1 * r)]), p.skin)


def _lashes(pen: Pen, p: Person, x: float, y: float, h: float, k: int) -> None:
    reach, out = h * (0.3 if p.eyes == "bulge" else 0.17), h * 0.1
    for i in range(3 if p.eyes == "bulge" else 2):
        a = 0.5 + 0.45 * i
        q = (x + k * math.cos(a) * reach, y - math.sin(a) * reach * 0.8)
        pen.stroke([q, (q[0] + k * math.cos(a) * out, q[1] - math.sin(a) * out)], 0.9)
