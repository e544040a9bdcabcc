"""Smooth lines through points: Catmull-Rom splines (Catmull and Rom 1974) as SVG path text, and bands along them."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]


def polygon(points: Sequence[Point]) -> str:
    """A closed outline with corners."""
    return "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in points) + "Z"


def closed(points: Sequence[Point]) -> str:
    """A closed outline without corners."""
    count = len(points)
    text = f"M{points[0][0]:.3f} {points[0][1]:.3f}"
    for i in range(count):
        text += _curve(points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count])
    return text + "Z"


def opened(points: Sequence[Point]) -> str:
    """A line with two ends."""
    text = f"M{points[0][0]:.3f} {points[0][1]:.3f}"
    padded = [points[0], *points, points[-1]]
    for i in range(1, len(padded) - 2):
        text += _curve(*padded[i - 1 : i + 3])
    return text


def band(points: Sequence[Point], start: float, end: float, steps: int = 6) -> list[Point]:
    """The outline of a band along a spline, `start` wide at its round beginning and `end` where it stops."""
    path = _sampled(points, steps)
    left: list[Point] = []
    right: list[Point] = []
    turn = math.atan2(path[0][1] - path[1][1], path[0][0] - path[1][0])
    angles = (turn + math.pi / 2 - share * math.pi for share in (0.2, 0.4, 0.6, 0.8))
    cap = [(path[0][0] + start / 2 * math.cos(a), path[0][1] + start / 2 * math.sin(a)) for a in angles]
    for i, (x, y) in enumerate(path):
        before, after = path[max(0, i - 1)], path[min(len(path) - 1, i + 1)]
        along = (after[0] - before[0], after[1] - before[1])
        size = math.hypot(*along) or 1.0
        half = (start + (end - start) * i / (len(path) - 1)) / 2
        normal = (-along[1] / size * half, along[0] / size * half)
        left.append((x + normal[0], y + normal[1]))
        right.append((x - normal[0], y - normal[1]))
    return left + right[::-1] + cap


def circle(x: float, y: float, radius: float) -> list[Point]:
    """Points around a centre, the first again at the end."""
    return [(x + radius * math.cos(a * math.pi / 6), y + radius * math.sin(a * math.pi / 6)) for a in range(13)]


def between(first: Point, second: Point, share: float) -> Point:
    """The point `share` of the way from `first` to `second`."""
    return first[0] + share * (second[0] - first[0]), first[1] + share * (second[1] - first[1])


def _sampled(points: Sequence[Point], steps: int) -> list[Point]:
    padded = [points[0], *points, points[-1]]
    found = []
    for i in range(1, len(padded) - 2):
        a, b, c, d = padded[i - 1 : i + 3]
        for step in range(steps):
            t = step / steps
            found.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return [*found, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def _curve(before: Point, start: Point, end: Point, after: Point) -> str:
    first = start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6
    second = end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6
    return f"C{first[0]:.3f} {first[1]:.3f} {second[0]:.3f} {second[1]:.3f} {end[0]:.3f} {end[1]:.3f}"
