"""Marks of age on the face: beards, cheeks, brows, wrinkles, glasses."""

from __future__ import annotations

from data.artists.comic.geometry import scaled, smooth
from data.artists.comic.palette import mix
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person
from data.artists.comic.skulls import Frame, outline


def beard(pen: Pen, p: Person, f: Frame) -> None:
    """A beard, with which the mouth stays wide, or stubble."""
    y, h, fx, s = f.y, f.h, f.middle, pen.source
    if "beard" in p.marks:
        p.mouth = "grin" if p.mouth in ("line", "small", "cat") else p.mouth
        jaw = [(a * 1.04, b * (1.06 if b > 0.5 else 1)) for a, b in outline(p) if b > 0.1]
        lip = [(fx - 0.3 * h, y + 0.38 * h), (fx, y + 0.46 * h), (fx + 0.3 * h, y + 0.38 * h)]
        pen.path(smooth(scaled(jaw, f.x, y, h) + lip), p.hair)
    elif "stubble" in p.marks:
        for _ in range(16):
            a, b = s.uniform(-0.5, 0.5) * f.w, s.uniform(0.62, 0.9)
            pen.oval(f.x + a * h, y + b * h, h * 0.012, h * 0.012, "#333333", 0.25)


def cheeks(pen: Pen, p: Person, f: Frame) -> None:
    """Blushing cheeks and freckles."""
    h = f.h
    if "blush" in p.marks:
        for k in f.sides:
            ex = f.middle + (k * (f.gap + 0.16) - 0.5 * p.side) * h
            pen.oval(ex, f.y + (f.eye + 0.36) * h, h * 0.15, h * 0.1, mix(p.skin, "#ee5a5a", 0.4), 0)
    if "freckles" in p.marks:
        brown = mix(p.skin, "#7a3a10", 0.6)
        for k in f.sides:
            for a, b in ((0, 0), (0.08, 0.06), (-0.08, 0.06)):
                ex = f.middle + (k * f.gap + a - 0.4 * p.side) * h
                pen.oval(ex, f.y + (f.eye + 0.32 + b) * h, h * 0.02, h * 0.02, brown, 0)


def around_eye(pen: Pen, p: Person, f: Frame, ex: float, k: int) -> None:
    """Brow, bag, wrinkles and glasses of the eye at ex; `k` is -1 for the left."""
    y, h, eye, low, fx = f.y, f.h, f.eye, f.low, f.middle
    if "brows" in p.marks and not p.beast:
        _brow(pen, p, f, ex, k)
    if "bags" in p.marks:
        ends = y + (eye + 0.2) * h
        pen.stroke([(ex - 0.12 * h, ends), (ex, y + (eye + 0.24) * h), (ex + 0.12 * h, ends)], 0.5)
    if "wrinkles" in p.marks:
        fold = [(0.28, y + (eye + 0.38) * h), (0.36, y + (low + 0.02) * h), (0.32, y + (low + 0.16) * h)]
        pen.stroke([(fx + k * a * h, b) for a, b in fold], 0.6)
        for d in (-0.04, 0.05):
            pen.stroke([(ex + k * 0.22 * h, y + (eye + d) * h), (ex + k * 0.33 * h, y + (eye + 2.2 * d) * h)], 0.55)
    if "glasses" in p.marks:
        r = h * (0.29 if p.eyes != "bulge" else 0.32)
        pen.out.append('<g fill-opacity="0.25">')
        pen.oval(ex, y + eye * h, r, r * 0.9, "#ffffff", 0.9)
        pen.close()
        pen.stroke([(ex + k * r, y + eye * h), (ex + k * (r + 0.12 * h), y + (eye - 0.05) * h)], 0.9)


def _brow(pen: Pen, p: Person, f: Frame, ex: float, k: int) -> None:
    h = f.h
    top = f.y + (f.eye - 0.24 - 0.1 * p.youth - (0.12 if p.eyes == "bulge" else 0)) * h
    thick = 1.0 if p.woman or p.youth > 0.4 else pen.source.choice((1.6, 2.2))
    tilt = pen.source.choice((-0.03, 0.0, 0.04) if p.youth < 0.5 else (-0.03, -0.01, 0.0)) * h * -k
    colour = p.hair if p.who == "elderly" and p.skin < "#c" else ""
    left, right = (ex - 0.15 * h, top + 0.03 * h - tilt), (ex + 0.15 * h, top + 0.03 * h + tilt)
    pen.stroke([left, (ex, top - 0.02 * h), right], thick, colour)


def forehead(pen: Pen, p: Person, f: Frame) -> None:
    """Wrinkles on a forehead that no hair covers."""
    if "wrinkles" in p.marks and p.cut in ("bald", "balding", "part"):
        y, h, fx = f.y, f.h, f.middle
        for d in (-0.46, -0.58):
            pen.stroke([(fx - 0.3 * h, y + d * h), (fx, y + (d - 0.04) * h), (fx + 0.3 * h, y + d * h)], 0.5)


def moustache(pen: Pen, p: Person, f: Frame) -> None:
    """A moustache, and the line of a cheekbone."""
    y, h, fx, w = f.y, f.h, f.middle, f.w
    if "moustache" in p.marks:
        for k in (-1, 1):
            pts = [(0, -0.13), (0.2, -0.14), (0.42, 0.02), (0.18, 0.0), (0, -0.04)]
            pen.path(smooth([(fx + k * a * h, y + (f.low + b) * h) for a, b in pts]), p.hair, 0.7)
    if "cheekbone" in p.marks and p.eyes not in ("dot", "bulge"):
        pen.stroke([(fx + 0.5 * w * h, y + 0.42 * h), (fx + 0.42 * w * h, y + 0.54 * h)], 0.5)
