"""The place and the outline of a head."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from data.artists.toon.geometry import Point
from data.artists.toon.pen import Pen
from data.artists.toon.person import Person
from data.artists.toon.profiles import PROFILES
from data.artists.toon.styles import STYLES


class Head:
    """One head with its own coordinates: u by half width, v from crown to chin."""

    def __init__(self, pen: Pen, p: Person, cx: float, top: float, h: float) -> None:
        self.pen, self.p, self.cx, self.top, self.h = pen, p, cx, top, h
        self.hw, self.profile, src = h * p.aspect / 2, PROFILES[p.head], pen.src
        self.ev = {"baby": 0.6, "child": 0.56, "adult": 0.42, "elderly": 0.44}[p.age] + src.uniform(-0.02, 0.03)
        if p.head in ("chin", "pear") and p.grown:
            self.ev = src.uniform(0.3, 0.38)
        self.slant = src.choice((-0.2, -0.1, 0.0, -0.25, 0.2 if p.grown else -0.1))

    def at(self, u: float, v: float) -> Point:
        """The point at these coordinates."""
        return self.cx + u * self.hw, self.top + v * self.h

    def pts(self, pairs: Iterable[Point]) -> list[Point]:
        """The points at these coordinates."""
        return [self.at(u, v) for u, v in pairs]

    def wide(self, v: float) -> float:
        """How wide the head is at that height, in half widths."""
        for (v0, w0), (v1, w1) in pairwise(self.profile):
            if v <= v1:
                return w0 + (w1 - w0) * (v - v0) / max(v1 - v0, 1e-6)
        return self.profile[-1][1]

    def skull(self) -> None:
        """Draws the bare head with ears, and the nose of one seen from the side."""
        pen, p = self.pen, self.p
        faceless = STYLES[p.style].line[1] == 0
        if not p.species and not faceless and p.head != "pill" and pen.src.random() < 0.8:
            for s in (-1, 1):
                r = self.hw * (0.24 if p.age == "elderly" else 0.18)
                pen.ell(*self.at(s * self.wide(self.ev + 0.08), self.ev + 0.08), r, r * 1.2, "s")
        if p.turn == 1 and not p.species and p.eyes != "none":
            size = self.hw * (0.32 if p.grown else 0.16)
            pen.ell(*self.at(self.wide(self.ev + 0.14), self.ev + 0.14), size, size * 0.7, "s")
        right = [(w, v) for v, w in self.profile if w]
        crown = [] if self.profile[0][1] else [(0.0, 0.0)]
        chin = [] if self.profile[-1][1] else [(0.0, 1.0)]
        pen.blob(self.pts([*crown, *right, *chin, *[(-u, v) for u, v in reversed(right)]]), "s")
