"""Engraving: outlines and hatching in one ink on paper."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from data.artists.shaded.art import Art, Shape
from data.artists.shaded.geometry import span_of
from data.artists.shaded.palette import lum
from data.artists.shaded.svg import path, stroke


@dataclass(frozen=True)
class Plate:
    """The ink, the paper, and the angle (in radians) and gap of the hatching."""

    ink: str
    paper: str
    ang: float
    gap: float


def ink_engrave(art: Art, r: Random) -> str:
    """An engraving of the whole picture."""
    plate = Plate(
        r.choice(["#1a1614", "#2a1c10", "#1c2a4a"]),
        r.choice(["#fffdf6", "#f6ecd6", "#ffffff"]),
        math.radians(r.choice([-35, 20, 45, 0, -10])),
        r.uniform(2.1, 3.2),
    )
    out: list[str] = []
    for s in art.shapes:
        if s.tag in ("shadow", "gloss", "blush"):
            continue
        if s.w:
            out.append(stroke(s, plate.ink if lum(s.col) < 0.8 else plate.paper))
        else:
            out += _area(s, r, plate)
    return "".join(out)


def _area(s: Shape, r: Random, plate: Plate) -> list[str]:
    """An area: wide backgrounds and small marks plain, the rest hatched."""
    ink, paper, d, small = plate.ink, plate.paper, path(s.pts), s.tag == "detail"
    x0, y0, x1, y1 = span_of(s.pts)
    if s.tag == "back" and x1 - x0 > 100:
        return [f'<path d="{d}" fill="{paper}" stroke="{ink}" stroke-width="0.6"/>']
    mark = small and max(x1 - x0, y1 - y0) < 14
    fill = ink if mark and lum(s.col) < 0.5 else paper
    plain = f'<path d="{d}" fill="{fill}" stroke="{ink}" stroke-width="{0.5 if small else 1.1}"/>'
    return [plain] if mark else [plain, _hatching(s, r, plate)]


def _hatching(s: Shape, r: Random, plate: Plate) -> str:
    """Lines across an area, closer and longer the darker it is."""
    v, ca, sa = lum(s.col), math.cos(plate.ang), math.sin(plate.ang)
    rot = [(x * ca + y * sa, y * ca - x * sa) for x, y in s.pts]
    step = plate.gap * (0.55 if v < 0.25 else 0.8 if v < 0.5 else 1)
    part = 1.0 if v < 0.45 else 0.62 if v < 0.7 else 0.34
    lines: list[str] = []
    y = math.ceil(min(p[1] for p in rot) / step) * step
    while y < max(p[1] for p in rot):
        xs = sorted(
            p[0] + (q[0] - p[0]) * (y - p[1]) / (q[1] - p[1])
            for p, q in zip(rot, [*rot[1:], rot[0]], strict=True)
            if (p[1] > y) != (q[1] > y)
        )
        for a, b in zip(xs[::2], xs[1::2], strict=False):
            a = b - (b - a) * part * (1 if part == 1 else r.uniform(0.85, 1.1))
            lines.append(path([(a * ca - y * sa, a * sa + y * ca), (b * ca - y * sa, b * sa + y * ca)], False))
        y += step
    width = 1.15 if v < 0.25 else 0.8
    return f'<path d="{"".join(lines)}" stroke="{plate.ink}" stroke-width="{width}" fill="none"/>'
