"""Noses."""

from __future__ import annotations

from data.artists.toon.head import Head

# what the nose of a child becomes
YOUNG = {"long": "dot", "hook": "loop", "side": "dot", "L": "arc", "ball": "dot"}
# width and height of the round ones
ROUND = {"ball": (1.3, 1.2), "oval": (1.7, 1.2), "long": (0.9, 1.9), "dot": (0.7, 0.6), "button": (0.9, 0.7)}


def nose(head: Head, f: float) -> float:
    """Draws the nose and tells how far down it reaches."""
    p = head.p
    v = head.ev + (0.15 if p.grown else 0.11)
    r = head.hw * {"baby": 0.07, "child": 0.09, "adult": 0.15, "elderly": 0.18}[p.age]
    if p.turn != 1:
        _front(head, *head.at(f * 1.25, v), r)
    return v + r / head.h


def _front(head: Head, x: float, y: float, r: float) -> None:
    pen, p = head.pen, head.p
    kind = p.nose if p.grown else YOUNG.get(p.nose, p.nose)
    if kind in ROUND:
        rx, ry = ROUND[kind]
        pen.ell(x, y, r * rx, r * ry, "k" if p.style == "hose" and kind != "ball" else "s")
    elif kind == "arc":
        pen.line([(x - r, y), (x, y + r * 0.6), (x + r, y)], 0.7)
    elif kind in ("loop", "hook"):
        tip = (x + r * (1.8 if kind == "hook" else 1), y + r)
        pen.blob([(x - r, y - r), (x + r * 1.2, y - r * 0.2), tip, (x - r * 0.4, y + r)], "s")
    elif kind == "L":
        pen.line([(x - r * 0.1, y - r * 1.8), (x + r * 0.7, y + r * 0.5), (x - r * 0.4, y + r * 0.6)], 0.8)
    elif kind == "side":
        pen.poly([(x, y - r * 1.8), (x + r, y + r * 0.5), (x - r * 0.4, y + r * 0.5)], "q", False)
