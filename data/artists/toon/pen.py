"""The pen: shapes in one line, palette and shading."""

from __future__ import annotations

import math
import random

from data.artists.toon.geometry import Point, curve
from data.artists.toon.palette import BRIGHT, FIXED, mix
from data.artists.toon.styles import Style

ROUND = 'fill="none" stroke-linecap="round" stroke-linejoin="round"'


class Pen:
    """Collects SVG shapes in one line, palette and shading, and the box they fill."""

    def __init__(self, src: random.Random, style: Style) -> None:
        self.src = src
        self.out: list[str] = []
        self.halo: list[str] = []
        self.mode = src.choice(style.modes)
        self.shade = src.choice(style.shades)
        self.px = src.uniform(*style.line)
        self.tint = src.choice(BRIGHT)
        self.black = src.choice(("#1d1a20", "#000000", "#3a2a20", "#22264a")) if self.mode != "grey" else "#151515"
        self.lw, self.wob, self.ids = 1.0, 0.0, 0
        self.box = (1e9, 1e9, -1e9, -1e9)
        self.ink: dict[str, str] = {}

    def paint(self, code: str) -> str:
        """The colour that a letter or a colour becomes in this palette."""
        c = code if code.startswith("#") else self.ink.get(code) or FIXED[code]
        lum = sum(int(c[i : i + 2], 16) * k for i, k in ((1, 0.3), (3, 0.59), (5, 0.11))) / 255
        if self.mode == "line":
            return self.black if lum < 0.2 else "#ffffff"
        if self.mode == "tint":
            low, high = mix(self.tint, "#10132a", 0.65), mix(self.tint, "#ffffff", 0.9)
            return mix(low, self.tint, lum * 2) if lum < 0.5 else mix(self.tint, high, lum * 2 - 1)
        if self.mode == "grey":
            return "#" + f"{round((lum if lum < 0.12 else 0.25 + lum * 0.75) * 255):02x}" * 3
        if self.mode == "sepia":
            return mix(c, mix("#3b2412", "#fbf0d8", lum), 0.85)
        if self.mode == "retro":
            return mix(c, "#f3d9a0", 0.22)
        return mix(c, "#ffffff", 0.35) if self.mode == "pastel" and lum > 0.12 else c

    def blob(self, pts: list[Point], code: str, line: bool = True, shade: bool = True) -> None:
        """A round shape through the points."""
        self._grow(pts)
        self._shape(curve(self._jitter(pts), True), code, line, shade)

    def poly(self, pts: list[Point], code: str, line: bool = True, shade: bool = False) -> None:
        """A shape with corners at the points."""
        self._grow(pts)
        self._shape(_straight(self._jitter(pts)) + "Z", code, line, shade)

    def ell(self, x: float, y: float, rx: float, ry: float, code: str, line: bool = True, shade: bool = False) -> None:
        """An ellipse."""
        n = 10 if max(rx, ry) > 2.5 else 8
        wob, self.wob = self.wob, min(self.wob, min(rx, ry) * 0.12)
        ring = [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in (k * math.tau / n for k in range(n))]
        self.blob(ring, code, line, shade)
        self.wob = wob

    def tube(self, pts: list[Point], width: float, code: str, line: bool = True, sharp: bool = False) -> None:
        """A limb along the points."""
        self._grow([(x + s * width / 2, y + s * width / 2) for x, y in pts for s in (-1, 1)])
        d = _straight(pts) if sharp else curve(pts, False)
        inner = width
        if line and self.px > 0.4:
            inner = width - self.lw
            self.out.append(f'<path d="{d}" stroke="{self.black}" stroke-width="{width + self.lw:.2f}" {ROUND}/>')
        self.out.append(f'<path d="{d}" stroke="{self.paint(code)}" stroke-width="{max(inner, 0.4):.2f}" {ROUND}/>')
        self.halo.append(f'<path d="{d}" stroke-width="{width:.2f}" {ROUND}/>')

    def line(self, pts: list[Point], w: float = 1.0, code: str = "k") -> None:
        """A stroke along the points, as wide as the outlines times `w`."""
        self._grow(pts)
        c = self.black if code == "k" else self.paint(code)
        d = curve(self._jitter(pts), False)
        self.out.append(f'<path d="{d}" stroke="{c}" stroke-width="{w * max(self.lw, 0.7):.2f}" {ROUND}/>')

    def stamp(self, text: str, x: float, y: float, sx: float, sy: float, line: bool = True) -> None:
        """A little drawing at a place and in a size.

        Its parts stand between bars: "e C x y rx ry" an ellipse, "p C pts" a polygon, "b C pts" a blob, "l C width pts"
        a stroke, where C is a colour of `paint`.
        """
        for part in filter(None, text.split("|")):
            kind, code, *numbers = part.split()
            v = [float(n) for n in numbers]
            if kind == "e":
                self.ell(x + v[0] * sx, y + v[1] * sy, abs(v[2] * sx), v[3] * sy, code, line, v[2] * sx > 6)
                continue
            first = 1 if kind == "l" else 0
            pts = [(x + v[i] * sx, y + v[i + 1] * sy) for i in range(first, len(v) - 1, 2)]
            if kind == "l":
                w = max(v[0] * abs(sx), self.lw * 0.6)
                self.tube(pts, w, code, line and code != "k" and w >= self.lw * 2)
            elif kind == "b":
                self.blob(pts, code, line)
            else:
                self.poly(pts, code, line)

    def _grow(self, pts: list[Point]) -> None:
        left, top, right, bottom = self.box
        xs, ys = [x for x, _ in pts], [y for _, y in pts]
        self.box = (min(left, *xs), min(top, *ys), max(right, *xs), max(bottom, *ys))

    def _jitter(self, pts: list[Point]) -> list[Point]:
        return [(x + self.src.gauss(0, self.wob), y + self.src.gauss(0, self.wob)) for x, y in pts] if self.wob else pts

    def _shape(self, d: str, code: str, line: bool, shade: bool) -> None:
        c, w = self.paint(code), self.lw if line and self.px > 0.4 else 0
        stroke = f' stroke="{self.black}" stroke-width="{w:.2f}" stroke-linejoin="round"' if w else ""
        self.halo.append(f'<path d="{d}"/>')
        if not shade or self.shade == "none" or self.mode == "line":
            self.out.append(f'<path d="{d}" fill="{c}"{stroke}/>')
            return
        self.ids += 1
        if self.shade == "grad":
            light, dark = (f'stop-color="{mix(c, to, t)}"' for to, t in (("#ffffff", 0.2), ("#301830", 0.22)))
            stops = f'<stop offset="0" {light}/><stop offset="1" {dark}/>'
            self.out.append(f'<linearGradient id="g{self.ids}" x1="0" y1="0" x2=".6" y2="1">{stops}</linearGradient>')
            self.out.append(f'<path d="{d}" fill="url(#g{self.ids})"{stroke}/>')
            return
        self.out.append(f'<clipPath id="c{self.ids}"><path d="{d}"/></clipPath>')
        self.out.append(f'<path d="{d}" fill="{mix(c, "#301848", 0.2)}"/>')
        lit = f'<path d="{d}" fill="{c}" transform="translate(-2.2 -1.2)"/>'
        self.out.append(f'<g clip-path="url(#c{self.ids})">{lit}</g><path d="{d}" fill="none"{stroke}/>')


def _straight(pts: list[Point]) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in pts)
