"""Points, curves and limbs as lists of points."""

from __future__ import annotations

import math

Pt = tuple[float, float]


def trace(p: list[Pt], closed: bool, sharp: bool) -> str:
    """The SVG path through the points, smooth or sharp."""
    n, d = len(p), f"M{p[0][0]:.2f} {p[0][1]:.2f}"
    for i in range(n if closed else n - 1):
        b, c = p[i], p[(i + 1) % n]
        a, e = (p[i - 1], p[(i + 2) % n]) if closed else (p[max(i - 1, 0)], p[min(i + 2, n - 1)])
        if sharp:
            d += f"L{c[0]:.2f} {c[1]:.2f}"
        else:
            d += (
                f"C{b[0] + (c[0] - a[0]) / 6:.2f} {b[1] + (c[1] - a[1]) / 6:.2f} {c[0] - (e[0] - b[0]) / 6:.2f} "
                f"{c[1] - (e[1] - b[1]) / 6:.2f} {c[0]:.2f} {c[1]:.2f}"
            )
    return d + ("Z" if closed else "")


def star(x: float, y: float, r: float, points: int = 5, inner: float = 0.45) -> list[Pt]:
    """The corners of a star."""
    turns = [(math.pi * i / points - math.pi / 2, r if i % 2 == 0 else r * inner) for i in range(2 * points)]
    return [(x + q * math.cos(t), y + q * math.sin(t)) for t, q in turns]


def reach(start: Pt, upper: float, lower: float, length: float, q: int) -> list[Pt]:
    """A limb of two segments from its start."""
    a, b = math.radians(upper), math.radians(lower)
    knee = (start[0] + q * math.sin(a) * length * 0.5, start[1] + math.cos(a) * length * 0.5)
    return [start, knee, (knee[0] + q * math.sin(b) * length * 0.5, knee[1] + math.cos(b) * length * 0.5)]


def part(pts: list[Pt], t: float) -> list[Pt]:
    """The first t (0 to 1) of a two-segment limb."""

    def on(a: Pt, b: Pt, u: float) -> Pt:
        """The point a share `u` of the way from `a` to `b`."""
        return (a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u)

    return [pts[0], on(pts[0], pts[1], t)] if t <= 0.5 else [pts[0], pts[1], on(pts[1], pts[2], t * 2 - 1)]
