"""Mouths and noses."""

from __future__ import annotations

from data.artists.comic.geometry import box, smooth, straight
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person


def mouth(pen: Pen, p: Person, x: float, y: float, h: float) -> None:
    """The mouth at x, y of a head half of whose height is h."""
    w = h * (0.28 if p.style.eyes == ["bulge"] or "dot" in p.style.eyes else 0.19) * (1 - 0.2 * p.youth)
    if "dummy" in p.marks:
        pen.oval(x, y, h * 0.2, h * 0.15, p.colours[1])
        pen.oval(x, y, h * 0.08, h * 0.08, "#ffffff")
    elif "lips" in p.marks:
        red = pen.source.choice(("#c9384a", "#b3475a", "#d9667a"))
        pts = [(-1, 0), (-0.35, -0.35), (0, -0.2), (0.35, -0.35), (1, 0), (0, 0.55)]
        pen.path(smooth([(x + a * h * 0.18, y + b * h * 0.18) for a, b in pts]), red, 0.5)
        pen.stroke([(x - h * 0.16, y), (x, y + h * 0.02), (x + h * 0.16, y)], 0.5)
    elif p.mouth == "overbite":
        pen.oval(x - h * 0.03, y + h * 0.16, w * 1.1, h * 0.14, p.skin)
        pen.oval(x, y, w * 1.7, h * 0.2, p.skin)
        pen.oval(x, y - h * 0.05, w * 1.6, h * 0.16, p.skin, 0)
    elif p.mouth == "open":
        _open(pen, p, x, y, h, w)
    elif p.mouth == "grin":
        corner = y - h * 0.06
        grin = smooth([(x - w * 1.2, corner), (x, y), (x + w * 1.2, corner), (x, y + h * 0.18)])
        pen.path(grin, "#ffffff", 0.8)
    elif p.mouth == "cat":
        corner, low = y - h * 0.03, y + h * 0.06
        right = [(x + w * 0.45, low), (x + w * 0.9, corner)]
        pen.stroke([(x - w * 0.9, corner), (x - w * 0.45, low), (x, y - h * 0.02), *right], 0.8)
    else:
        bend = {"line": 0.03, "small": 0.07}.get(p.mouth, 0.06) * h * pen.source.choice((1, 1, 1, 0, -0.5))
        pen.stroke([(x - w, y), (x, y + bend), (x + w, y)], 0.85)


def _open(pen: Pen, p: Person, x: float, y: float, h: float, w: float) -> None:
    corner, low = y - 0.03 * h, y + h * 0.2
    lip, jaw = [(x - w, corner), (x, y + 0.01 * h), (x + w, corner)], [(x + w * 0.6, low), (x, y + h * 0.27)]
    pen.path(smooth([*lip, *jaw, (x - w * 0.6, low)]), "#8c2f36", 0.8)
    pen.oval(x, low, w * 0.45, h * 0.055, "#e88a8a", 0)
    if "gap" in p.marks:
        pen.path(straight(box(x - w * 0.3, y, x + w * 0.1, y + h * 0.08)), "#ffffff", 0.4)


def nose(pen: Pen, p: Person, x: float, y: float, h: float, k: int) -> None:
    """The nose at x, y, seen from the front; `k` is the side it points to."""
    big = 1 - 0.5 * p.youth
    if p.nose == "tick":
        pen.stroke([(x, y - h * 0.12 * big), (x + k * h * 0.07 * big, y + h * 0.02), (x, y + h * 0.05)], 0.75)
    elif p.nose == "ell":
        bridge, tip = (x, y - h * 0.3 * big), (x + k * h * 0.14 * big, y)
        pen.stroke([bridge, tip, (x + k * h * 0.08, y + h * 0.07), (x - k * h * 0.04, y + h * 0.05)], 0.85)
    elif p.nose == "button":
        pen.oval(x, y, h * 0.17 * big, h * 0.15 * big, p.skin)
    elif p.nose == "sausage":
        pts = [(0, -0.2), (0.3, -0.2), (0.42, 0), (0.28, 0.13), (-0.02, 0.12)]
        pen.path(smooth([(x + k * a * h * big * 1.1, y + b * h * big) for a, b in pts], False), p.skin)
    elif p.nose == "dot":
        pen.oval(x, y, h * 0.02, h * 0.02, pen.line, 0.4)
