"""Hats, caps and bows."""

from __future__ import annotations

from data.artists.comic.geometry import Point, scaled, smooth, straight
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person


def hat(pen: Pen, p: Person, x: float, y: float, h: float, w: float) -> None:
    """The hat on the head at x, y, half of whose height is h and half of whose width is w times h."""
    a, b, w = p.colours[1], p.colours[2], w * 1.12
    dome = [(-w, -0.35), (-w * 0.92, -0.9), (0, -1.35), (w * 0.92, -0.9), (w, -0.35), (0, -0.45)]

    def shape(points: list[Point], fill: str, curve: bool = True) -> None:
        moved = scaled(points, x, y, h)
        pen.path(smooth(moved) if curve else straight(moved), fill, 1, h * 0.12)

    if p.hat == "bow":
        for k in (-1, 1):
            shape([(0.3, -0.95), (0.3 + k * 0.4, -1.25), (0.3 + k * 0.42, -0.7)], a)
    elif p.hat == "party":
        shape([(-0.45, -0.85), (0, -1.9), (0.45, -0.85)], a, False)
        pen.oval(x, y - 1.95 * h, 0.14 * h, 0.14 * h, b)
    elif p.hat == "chef":
        shape([(-w * 0.8, -1.1), (-w, -1.7), (-0.3, -1.9), (0.3, -1.95), (w, -1.7), (w * 0.8, -1.1)], "#ffffff")
        shape([(-w * 0.85, -1.15), (w * 0.85, -1.15), (w * 0.85, -0.65), (-w * 0.85, -0.65)], "#ffffff", False)
    elif p.hat in ("fedora", "straw", "school"):
        c = "#ecd08c" if p.hat == "straw" else b
        shape([(-w * 0.8, -0.6), (-w * 0.7, -1.25), (0, -1.3), (w * 0.7, -1.25), (w * 0.8, -0.6)], c)
        shape([(-w * 0.85, -0.8), (w * 0.85, -0.8), (w * 0.85, -0.6), (-w * 0.85, -0.6)], a, False)
        shape([(-w * 1.4, -0.55), (0, -0.7), (w * 1.4, -0.55), (0, -0.42)], c)
    elif p.hat == "turban":
        shape([(-w, -0.4), (-w, -0.95), (0, -1.5), (w, -0.95), (w, -0.4), (0, -0.75)], a)
        pen.stroke([(x - w * 0.8 * h, y - 0.6 * h), (x, y - 1.1 * h), (x + w * 0.7 * h, y - 1.1 * h)], 0.8)
    else:
        shape(dome, "#f5c13b" if p.hat == "hard" else a)
        if p.hat in ("cap", "flat", "hard", "police"):
            k = 1 if p.turn >= 0 else -1
            peak = [(-k * w * 0.3, -0.5), (k * w * 0.7, -0.58), (k * w * 1.5, -0.32), (k * w * 0.6, -0.35)]
            shape(peak, b if p.hat != "hard" else "#f5c13b")
        elif p.hat == "bonnet":
            shape([(-w, -0.5), (0, -0.72), (w, -0.5), (w * 1.05, -0.25), (0, -0.48), (-w * 1.05, -0.25)], b)
        else:
            shape([(-w * 1.02, -0.6), (0, -0.75), (w * 1.02, -0.6), (w * 1.02, -0.3), (0, -0.45), (-w * 1.02, -0.3)], b)
            pen.oval(x, y - 1.4 * h, 0.2 * h, 0.2 * h, b)
