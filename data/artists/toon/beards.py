"""Beards and moustaches."""

from __future__ import annotations

from data.artists.toon.head import Head


def beard(head: Head, f: float, nose: float) -> None:
    """Draws the beard, if there is one, from the nose down."""
    pen, kind = head.pen, head.p.beard
    if kind == "stubble":
        w, j = head.wide(0.7), head.wide(0.9)
        upper = [(-w, 0.66), (-0.5, nose + 0.02), (0.5, nose + 0.02), (w, 0.66)]
        pen.blob(head.pts([*upper, (j, 0.88), (0, 0.99), (-j, 0.88)]), "x", False, False)
    elif kind in ("full", "long"):
        end = 1.04 if kind == "full" else 1.4
        w, j, v = head.wide(head.ev + 0.08) * 1.02, head.wide(0.85) * 1.06, head.ev + 0.08
        lip = [(-0.55 + f, nose + 0.04), (f, nose + 0.03), (0.55 + f, nose + 0.04)]
        pen.blob(head.pts([(-w, v), *lip, (w, v), (j, 0.88), (0.3, end), (-0.3, end), (-j, 0.88)]), "h")
    elif kind == "goatee":
        pen.blob(head.pts([(-0.24 + f, 0.86), (f, 0.83), (0.24 + f, 0.86), (f, 1.06)]), "h")
    if kind in ("tache", "goatee"):
        _moustache(head, f, nose)


def _moustache(head: Head, f: float, nose: float) -> None:
    x, y = head.at(f * 1.2, nose + 0.035)
    w = head.hw * head.pen.src.uniform(0.35, 0.6)
    left = [(x - w, y + w * 0.25), (x - w * 0.4, y - w * 0.15)]
    right = [(x + w * 0.4, y - w * 0.15), (x + w, y + w * 0.25)]
    head.pen.blob([*left, (x, y - w * 0.05), *right, (x, y + w * 0.28)], "h")
