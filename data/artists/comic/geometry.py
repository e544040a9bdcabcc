"""Points, the paths through them, and the joints of limbs."""

from __future__ import annotations

import math
from collections.abc import Iterable

Point = tuple[float, float]


def straight(points: list[Point], closed: bool = True) -> str:
    """The path that joins the points by straight lines."""
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + ("Z" if closed else "")


def smooth(points: list[Point], closed: bool = True) -> str:
    """A Catmull-Rom curve through the points."""
    n = len(points)

    def at(i: int) -> Point:
        return points[i % n if closed else min(max(i, 0), n - 1)]

    d = f"M{points[0][0]:.2f} {points[0][1]:.2f}"
    for i in range(n if closed else n - 1):
        a, b, c, e = at(i - 1), at(i), at(i + 1), at(i + 2)
        one = (b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6)
        two = (c[0] - (e[0] - b[0]) / 6, c[1] - (e[1] - b[1]) / 6)
        d += f"C{one[0]:.2f} {one[1]:.2f} {two[0]:.2f} {two[1]:.2f} {c[0]:.2f} {c[1]:.2f}"
    return d + ("Z" if closed else "")


def scaled(points: Iterable[Point], x: float, y: float, u: float) -> list[Point]:
    """The points in units of u about x, y."""
    return [(x + a * u, y + b * u) for a, b in points]


def box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    """The corners of a rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def ray(a: Point, angle: float, length: float, k: float) -> Point:
    """The point `length` from a at an angle from straight down, to the right when k is 1, to the left when -1."""
    r = math.radians(angle)
    return a[0] + k * math.sin(r) * length, a[1] + math.cos(r) * length


def part(points: list[Point], t: float) -> list[Point]:
    """The first share t of a two-piece limb."""
    a, b, c = points
    if t >= 1:
        return points
    if t <= 0.5:
        return [a, (a[0] + (b[0] - a[0]) * 2 * t, a[1] + (b[1] - a[1]) * 2 * t)]
    return [a, b, (b[0] + (c[0] - b[0]) * (2 * t - 1), b[1] + (c[1] - b[1]) * (2 * t - 1))]
