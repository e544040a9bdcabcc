"""What is about the eyes: lashes, brows, bags, wrinkles, glasses."""

from __future__ import annotations

import math

from data.artists.toon.head import Head


def eye_marks(head: Head, x: float, y: float, r: float, s: int) -> None:
    """Draws lashes, brow, bag and crow's feet of the eye on side `s`."""
    pen, cues = head.pen, head.p.cues
    if "lash" in cues:
        for a in (0.3, 0.7, 1.1):
            root = (x + s * r * 0.9 * math.cos(a), y - r * math.sin(a))
            pen.line([root, (x + s * r * 1.6 * math.cos(a), y - r * 1.6 * math.sin(a))], 0.6)
    if "brow" in cues:
        _brow(head, x, y, r, s)
    if "bags" in cues:
        pen.line([(x - r * 0.8, y + r * 1.5), (x, y + r * 1.8), (x + r * 0.8, y + r * 1.5)], 0.5)
    if "crow" in cues:
        for k in (-0.5, 0.3):
            pen.line([(x + s * r * 1.5, y + k * r), (x + s * r * 2.2, y + k * 2 * r)], 0.5)


def glasses(head: Head, x: float, y: float, g: float) -> None:
    """Draws one glass of a pair of glasses, `g` half its width."""
    square = head.p.glasses == "square"
    if square:
        h = g * 0.75
        rim = [(x - g, y - h), (x + g, y - h), (x + g, y + h), (x - g, y + h), (x - g, y - h)]
    else:
        rim = [(x + g * math.cos(a), y + g * math.sin(a)) for a in (k * math.tau / 12 for k in range(13))]
    head.pen.tube(rim, max(head.pen.lw * 0.6, head.hw * 0.045), "k", False, square)


def _brow(head: Head, x: float, y: float, r: float, s: int) -> None:
    p = head.p
    w, thick = (1.1, 1.9 if p.sex == "m" else 1.0) if p.grown else (0.7, 0.9)
    b = y - r * (1.9 if p.eyes not in ("pie", "tall") else 2.2)
    code = "h" if p.age == "elderly" or head.pen.src.random() < 0.5 else "k"
    slant = s * r * head.slant
    head.pen.line([(x - r * w, b + slant), (x, b - r * 0.3), (x + r * w, b - slant)], thick, code)
