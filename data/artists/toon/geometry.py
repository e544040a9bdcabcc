"""Points and curves."""

from __future__ import annotations

Point = tuple[float, float]


def curve(pts: list[Point], closed: bool) -> str:
    """A Catmull-Rom curve through the points as a path."""
    n = len(pts)
    path = f"M{pts[0][0]:.2f} {pts[0][1]:.2f}"
    for i in range(n if closed else n - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (
            pts[j % n] if closed else pts[max(0, min(n - 1, j))] for j in range(i - 1, i + 3)
        )
        path += f"C{bx + (cx - ax) / 6:.2f} {by + (cy - ay) / 6:.2f} {cx - (dx - bx) / 6:.2f} {cy - (dy - by) / 6:.2f}"
        path += f" {cx:.2f} {cy:.2f}"
    return path + ("Z" if closed else "")


def bow(a: Point, m: Point, b: Point) -> list[Point]:
    """Nine points on the way from one point through a middle one to another."""
    x, y = 2 * m[0] - (a[0] + b[0]) / 2, 2 * m[1] - (a[1] + b[1]) / 2
    pts = []
    for k in range(9):
        t = k / 8
        u, v, w = (1 - t) ** 2, 2 * t * (1 - t), t * t
        pts.append((u * a[0] + v * x + w * b[0], u * a[1] + v * y + w * b[1]))
    return pts
