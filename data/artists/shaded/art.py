"""The picture as a list of coloured shapes, which the inks later draw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from data.artists.shaded.geometry import Pt, smooth, span_of


@dataclass
class Shape:
    """An area, or a line where `w` is above 0; the tag tells the inks how to treat it."""

    pts: list[Pt]
    col: str
    tag: str = ""  # "skin", "hair", "cloth", "prop", "detail", "shadow", "gloss", "blush", "back"
    w: float = 0.0


@dataclass
class Art:
    """Shapes in painting order, put through the current placement (x, y, scale, degrees)."""

    shapes: list[Shape] = field(default_factory=list)
    at: tuple[float, float, float, float] = (0, 0, 1, 0)

    def put(self, pts: Sequence[Pt], col: str, tag: str = "", w: float = 0) -> None:
        """Add the points as they are."""
        x, y, k, d = self.at
        c, s = math.cos(math.radians(d)) * k, math.sin(math.radians(d)) * k
        self.shapes.append(Shape([(x + p * c - q * s, y + p * s + q * c) for p, q in pts], col, tag, w * k))

    def blob(self, pts: Sequence[Pt], col: str, tag: str = "") -> None:
        """Add an area with a smooth edge."""
        self.put(smooth(pts), col, tag)

    def line(self, pts: Sequence[Pt], col: str, w: float, tag: str = "detail") -> None:
        """Add a line, smooth from three points on."""
        self.put(smooth(pts, False, 4) if len(pts) > 2 else pts, col, tag, w)

    def ell(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        col: str,
        tag: str = "",
        a: tuple[float, float] = (0, 360),
        d: float = 0,
    ) -> None:
        """Add an ellipse, or the part of it between the two angles of `a`, turned by `d` degrees."""
        n, c, s = 26, math.cos(math.radians(d)), math.sin(math.radians(d))
        ang = [math.radians(a[0] + (a[1] - a[0]) * i / n) for i in range(n + (a[1] - a[0] < 360))]
        pts = [(rx * math.cos(t), ry * math.sin(t)) for t in ang]
        self.put([(x + p * c - q * s, y + p * s + q * c) for p, q in pts], col, tag)

    def box(self, x: float, y: float, w: float, h: float, col: str, tag: str = "", r: float = 0.12) -> None:
        """Add a box with corners rounded by the share `r` of its shorter side."""
        r *= min(w, h)
        cs = ((x + w - r, y + h - r, 0), (x + r, y + h - r, 90), (x + r, y + r, 180), (x + w - r, y + r, 270))
        self.put(
            [
                (a + r * math.cos(math.radians(d + e)), b + r * math.sin(math.radians(d + e)))
                for a, b, d in cs
                for e in (0, 30, 60, 90)
            ],
            col,
            tag,
        )

    def tube(
        self, j: Sequence[Pt], w0: float, w1: float, col: str, tag: str = "", t0: float = 0, t1: float = 1
    ) -> None:
        """A tapered limb through three joints, from t0 to t1 of its length."""
        (ax, ay), (bx, by), (cx, cy) = j
        kx, ky = 1.7 * bx - 0.35 * (ax + cx), 1.7 * by - 0.35 * (ay + cy)
        left: list[Pt] = []
        right: list[Pt] = []
        for i in range(13):
            t = t0 + (t1 - t0) * i / 12
            x, y = (
                (1 - t) ** 2 * ax + 2 * t * (1 - t) * kx + t * t * cx,
                (1 - t) ** 2 * ay + 2 * t * (1 - t) * ky + t * t * cy,
            )
            dx, dy = (1 - t) * (kx - ax) + t * (cx - kx), (1 - t) * (ky - ay) + t * (cy - ky)
            h, w = math.hypot(dx, dy) or 1, w0 + (w1 - w0) * t
            left.append((x + dy / h * w, y - dx / h * w))
            right.append((x - dy / h * w, y + dx / h * w))
        cap = [
            (
                left[0][0] + (right[0][0] - left[0][0]) / 2 - (left[0][1] - right[0][1]) * -0.35,
                (left[0][1] + right[0][1]) / 2 + (right[0][0] - left[0][0]) * 0.35,
            )
        ]
        self.put([*left, *right[::-1], *(cap if t0 == 0 else [])], col, tag)

    def bounds(self) -> tuple[float, float, float, float]:
        """The box around everything: left, top, right, bottom."""
        return span_of([p for s in self.shapes for p in s.pts])
