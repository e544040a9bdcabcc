"""Points: curves through them, rays from them, what they enclose."""

from __future__ import annotations

import math
from collections.abc import Sequence

Pt = tuple[float, float]


def smooth(p: Sequence[Pt], closed: bool = True, n: int = 5) -> list[Pt]:
    """A Catmull-Rom curve through the points."""
    out: list[Pt] = []
    k = len(p)
    for i in range(k if closed else k - 1):
        q = [p[j % k] if closed else p[max(0, min(k - 1, j))] for j in (i - 1, i, i + 1, i + 2)]
        for s in range(n):
            t = s / n
            c = (
                -0.5 * t + t * t - 0.5 * t**3,
                1 - 2.5 * t * t + 1.5 * t**3,
                0.5 * t + 2 * t * t - 1.5 * t**3,
                0.5 * (t**3 - t * t),
            )
            out.append(
                (sum(a * b[0] for a, b in zip(c, q, strict=True)), sum(a * b[1] for a, b in zip(c, q, strict=True)))
            )
    return out if closed else [*out, p[-1]]


def ray(p: Pt, d: float, length: float, side: int) -> Pt:
    """The point `length` away from `p`, `d` degrees out from straight down on that side (-1 or 1)."""
    return p[0] + side * math.sin(math.radians(d)) * length, p[1] + math.cos(math.radians(d)) * length


def span_of(p: Sequence[Pt]) -> tuple[float, float, float, float]:
    """The box around the points: left, top, right, bottom."""
    return min(q[0] for q in p), min(q[1] for q in p), max(q[0] for q in p), max(q[1] for q in p)


def inside(p: Sequence[Pt], x: float, y: float) -> bool:
    """Whether (x, y) lies inside the polygon."""
    hit, j = False, len(p) - 1
    for i in range(len(p)):
        if (p[i][1] > y) != (p[j][1] > y) and x < (p[j][0] - p[i][0]) * (y - p[i][1]) / (p[j][1] - p[i][1]) + p[i][0]:
            hit = not hit
        j = i
    return hit
