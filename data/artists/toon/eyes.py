"""Eyes of all kinds."""

from __future__ import annotations

from data.artists.toon.eye_marks import eye_marks, glasses
from data.artists.toon.head import Head


def eyes(head: Head, f: float) -> None:
    """Draws the eyes, `f` the way the face is turned, with what is about them."""
    p, hw = head.p, head.hw
    gap = {"baby": 0.46, "child": 0.42, "adult": 0.34, "elderly": 0.35}[p.age] * min(1, head.wide(head.ev) + 0.05)
    by_age = {"baby": 0.17, "child": 0.18, "adult": 0.135, "elderly": 0.12}[p.age]
    r = hw * by_age * {"flat": 0.8, "bean": 1.25, "hose": 1.3}.get(p.style, 1.1)
    look = head.pen.src.uniform(-0.3, 0.3) + f * 0.5
    if p.eyes == "none":
        r = hw * 0.13
    side = p.turn == 1 and not p.species
    for s in (1,) if side else (-1, 1):
        x, y = head.at(s * gap + (0.08 if side else f), head.ev)
        _eye(head, x, y, r, look)
        eye_marks(head, x, y, r, s)
        if p.glasses:
            glasses(head, x, y, r * 1.75)
    if p.glasses and side:
        head.pen.line(head.pts([(-0.7, head.ev), (gap - 0.3, head.ev)]), 0.8)
    if p.glasses:
        head.pen.line(head.pts([(f - gap * 0.4, head.ev), (f + gap * 0.4, head.ev)]), 0.8)


def _eye(head: Head, x: float, y: float, r: float, look: float) -> None:
    pen, kind = head.pen, head.p.eyes
    if kind == "none":
        return
    if kind in ("dot", "tiny"):
        dot = r * (0.5 if kind == "dot" else 0.32)
        pen.ell(x, y, dot, dot * 1.15, "k", False)
    elif kind == "oval":
        pen.ell(x, y, r * 0.5, r * 0.95, "k", False)
        pen.ell(x + r * 0.12, y - r * 0.4, r * 0.18, r * 0.22, "w", False)
    elif kind == "arc":
        pen.line([(x - r, y + r * 0.3), (x, y - r * 0.5), (x + r, y + r * 0.3)], 0.9)
    elif kind in ("pie", "tall"):
        pen.ell(x, y, r * 0.75, r * 1.4, "w" if kind == "pie" else "k")
        if kind == "pie":
            pen.ell(x + look * r * 0.4, y + r * 0.2, r * 0.45, r * 0.9, "k", False)
        cut = [(x + look * r * 0.4, y + r * 0.1), (x + r * 0.7, y - r * 0.9), (x + r * 0.75, y - r * 0.1)]
        pen.poly(cut, "w", False)
    elif kind == "bead":
        pen.ell(x, y, r * 0.8, r * 1.05, "k", False)
        pen.ell(x + r * 0.2, y - r * 0.4, r * 0.28, r * 0.3, "w", False)
        pen.ell(x - r * 0.25, y + r * 0.4, r * 0.14, r * 0.14, "w", False)
    else:
        _white(head, x, y, r * (1.35 if kind == "wide" else 1.1), look)


def _white(head: Head, x: float, y: float, r: float, look: float) -> None:
    pen, kind = head.pen, head.p.eyes
    pen.ell(x, y, r, r * (1.0 if kind != "iris" else 0.85), "w")
    if kind == "iris":
        pen.ell(x + look * r * 0.4, y, r * 0.6, r * 0.65, "i", False)
    pen.ell(x + look * r * 0.8, y, r * 0.32, r * 0.36, "k", False)
    if kind == "lid" and head.p.grown:
        right = [(x + r * 0.7, y - r * 0.8), (x + r, y)]
        pen.blob([(x - r, y), (x - r * 0.7, y - r * 0.8), (x, y - r * 1.05), *right], "s")
