"""Hair over the forehead: fringes, partings, spikes, a few tufts or none."""

from __future__ import annotations

import math

from data.artists.comic.geometry import Point, scaled, smooth, straight
from data.artists.comic.palette import mix
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person


def hair_front(pen: Pen, p: Person, x: float, y: float, h: float, w: float, eye: float) -> None:
    """The hair over the forehead of the head at x, y; `eye` is the height of the eyes."""
    s, cut = pen.source, p.cut
    if cut in ("bald", "balding", "tuft", "curl"):
        _hardly_any(pen, p, x, y, h, w)
        return
    if cut == "hijab":
        _hijab(pen, p, x, y, h, w)
        return
    side, inner = _fringe(pen, p, w, eye)
    if cut in ("spiky", "swept", "cowlick"):
        pen.path(straight(scaled(_spikes(pen, p, w, side) + inner, x, y, h)), p.hair, 1, h * 0.12)
    else:
        _crown(pen, p, x, y, h, w, side, inner)
    if s.random() < 0.35 and pen.mode in ("flat", "cel") and p.hair < "#e":
        gloss = [(-w * 0.55, -0.72), (-w * 0.25, -0.86), (w * 0.1, -0.88)]
        pen.stroke(scaled(gloss, x, y, h), 1.5, mix(p.hair, "#ffffff", 0.4))


def _hardly_any(pen: Pen, p: Person, x: float, y: float, h: float, w: float) -> None:
    if p.cut == "bald":
        if p.who != "baby" and pen.source.random() < 0.5:
            pen.stroke(scaled([(-w * 0.4, -0.75), (-w * 0.1, -0.85)], x, y, h), 0.7)
    elif p.cut == "balding":
        if pen.source.random() < 0.5:
            pen.stroke(scaled([(-0.3, -0.9), (0, -1.06), (0.35, -0.98)], x, y, h), 0.9)
    elif p.cut == "tuft":
        pts = [(-0.16, -0.9), (-0.2, -1.3), (-0.02, -1.1), (0.05, -1.4), (0.08, -1.1), (0.28, -1.25), (0.16, -0.92)]
        pen.path(straight(scaled(pts, x, y, h)), p.hair)
    else:
        pts = [(0, -0.95), (0.05, -1.25), (0.3, -1.3), (0.28, -1.08), (0.15, -1.12)]
        pen.stroke(scaled(pts, x, y, h), 1.6, p.hair if p.hair > "#222" else "")


def _hijab(pen: Pen, p: Person, x: float, y: float, h: float, w: float) -> None:
    right, left = [(w * 1.12, -0.3), (w * 1.1, 0.6), (0.4, 1.25)], [(-0.4, 1.25), (-w * 1.1, 0.6)]
    pts = [(-w * 1.12, -0.3), (0, -1.18), *right, *left]
    turns = [i / 12 * 6.283 for i in range(12)]
    hole = [(x + w * 0.8 * h * math.cos(a), y + h * (0.12 + 0.78 * math.sin(a))) for a in turns]
    pen.path(smooth(scaled(pts, x, y, h)) + smooth(hole[::-1]), p.colours[1])


def _fringe(pen: Pen, p: Person, w: float, eye: float) -> tuple[float, list[Point]]:
    """How far the hair comes down at the sides, and its lower edge from right to left."""
    s, cut, t, brow, side = pen.source, p.cut, p.turn * 0.6, eye - 0.36, eye + 0.12
    if cut in ("hime", "long", "flow") and s.random() < 0.7:
        side += 0.45
    if cut in ("crop", "perm", "afro") or (cut == "curly" and s.random() < 0.5):
        up = eye - 0.3
        return eye - 0.15, [(w * 0.85, up), (w * 0.55, -0.58), (0, -0.66), (-w * 0.55, -0.58), (-w * 0.85, up)]
    if cut in ("part", "pixie", "tied", "bun", "ponytail"):
        left, parting, right = -w * 0.86, s.choice((-1, 1)) * w * 0.38, w * 0.86
        ends, bend = eye - 0.2, brow - 0.08
        return side, [(right, ends), (w * 0.7, bend), (parting, -0.82), (-w * 0.7, bend), (left, ends)]
    if cut in ("bowl", "hime", "bob", "short", "minitails", "buns") and s.random() < 0.75:
        right_half = [(w * 0.86, side), (w * 0.8, brow), (0.3 * w + t, brow + 0.05)]
        return side, [*right_half, (-0.3 * w + t, brow + 0.05), (-w * 0.8, brow), (-w * 0.86, side)]
    if cut in ("pomp", "swept"):
        ends = eye - 0.2
        return side, [(w * 0.85, ends), (w * 0.78, -0.5), (w * 0.2, -0.68), (-w * 0.5, -0.6), (-w * 0.85, ends)]
    n, inner = s.randint(3, 5), [(w * 0.84, side)]
    for i in range(n):
        a = w * (0.8 - 1.6 * i / n)
        inner += [(a, brow - 0.3), (a - w * 0.9 / n + t * 0.4, brow + s.uniform(0, 0.22))]
    return side, [*inner, (-w * 0.8, brow - 0.3), (-w * 0.84, side)]


def _spikes(pen: Pen, p: Person, w: float, side: float) -> list[Point]:
    """The outer edge of spiky hair, from left to right."""
    s, big = pen.source, w * 1.06
    n, lean, tall = s.randint(6, 9), s.uniform(-0.2, 0.2), s.uniform(1.3, 1.55) if p.cut != "cowlick" else 1.15
    outer = [(-big, side)]
    for i in range(2 * n + 1):
        a, r = math.pi * (1 - i / (2 * n)), (s.uniform(tall - 0.12, tall) if i % 2 else 1.08)
        outer.append((math.cos(a) * big * r + (lean if i % 2 else 0), -0.2 - math.sin(a) * 0.9 * r))
    return [*outer, (big, side)]


def _crown(pen: Pen, p: Person, x: float, y: float, h: float, w: float, side: float, inner: list[Point]) -> None:
    s, big, up = pen.source, w * 1.06, 1.5 if p.cut == "pomp" else 1.17
    left, right = [(-big, side), (-big * 1.03, -0.35), (-big * 0.68, -0.95)], [(big * 1.03, -0.35), (big, side)]
    arc = smooth(scaled([*left, (0, -up), (big * 0.68, -0.97), *right], x, y, h), False)
    edge = scaled(inner, x, y, h)
    ends = straight(edge, False) if s.random() < 0.5 or len(inner) > 6 else smooth(edge, False)
    pen.path(arc + "L" + ends[1:] + "Z", p.hair, 1, h * 0.12)
    if s.random() < 0.15:
        pen.stroke(scaled([(0, -up), (0.2, -up - 0.3), (0.42, -up - 0.15)], x, y, h), 1.3)
