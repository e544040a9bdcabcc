"""The outlines of faces, from adult to child, and where the features lie in them."""

from __future__ import annotations

from dataclasses import dataclass

from data.artists.comic.geometry import Point
from data.artists.comic.person import Person

# Right half of a face, from the crown to the chin: x adult, y adult, x child, y child.
FACES: dict[str, list[tuple[float, float, float, float]]] = {
    "anime": [
        (0.5, -0.88, 0.58, -0.85), (0.78, -0.3, 0.92, -0.15), (0.74, 0.3, 0.9, 0.38), (0.42, 0.82, 0.52, 0.8),
        (0.1, 1.03, 0.13, 0.93),
    ],
    "long": [
        (0.46, -0.9, 0.56, -0.87), (0.7, -0.35, 0.86, -0.2), (0.66, 0.35, 0.84, 0.35), (0.46, 0.85, 0.56, 0.76),
        (0.16, 1.08, 0.2, 0.95),
    ],
    "egg": [
        (0.5, -0.88, 0.6, -0.85), (0.78, -0.25, 0.97, -0.1), (0.76, 0.3, 1.0, 0.4), (0.55, 0.8, 0.68, 0.78),
        (0.2, 1.02, 0.24, 0.94),
    ],
    "round": [
        (0.55, -0.85, 0.62, -0.82), (0.84, -0.25, 0.95, -0.2), (0.84, 0.35, 0.95, 0.35), (0.62, 0.82, 0.66, 0.78),
        (0.24, 1.0, 0.26, 0.96),
    ],
    "bean": [
        (0.5, -0.86, 0.6, -0.84), (0.66, -0.3, 0.88, -0.2), (0.82, 0.4, 1.02, 0.42), (0.72, 0.85, 0.76, 0.8),
        (0.26, 1.04, 0.28, 0.96),
    ],
    "box": [
        (0.64, -0.97, 0.7, -0.92), (0.76, -0.6, 0.88, -0.5), (0.78, 0.5, 0.92, 0.5), (0.7, 0.93, 0.76, 0.86),
        (0.3, 1.02, 0.3, 0.96),
    ],
}  # fmt: skip


def outline(p: Person) -> list[Point]:
    """The outline of the face about its centre, in units of half its height."""
    wide = 1.06 if not p.woman and p.youth < 0.3 else 1.0
    right = [
        ((a + (c - a) * p.youth) * (wide if i > 1 else 1), b + (d - b) * p.youth)
        for i, (a, b, c, d) in enumerate(FACES[p.face])
    ]
    return [(0.0, -1.0), *right, *[(-x, y) for x, y in reversed(right)]]


@dataclass(frozen=True)
class Frame:
    """A head: its centre, half its height h, half its width as a share w of h; the rest is in units of h."""

    x: float
    y: float
    h: float
    w: float
    turn: float
    eye: float  # height of the eyes
    low: float  # height of the mouth
    gap: float  # of an eye from the middle of the face
    middle: float  # x of the middle of the face
    sides: tuple[int, ...]  # which eyes are seen


def frame(p: Person, x: float, y: float, h: float) -> Frame:
    """The frame of the head with its centre at x, y and half its height h."""
    turn = p.turn if not p.side else 0.42
    w = max(a for a, _ in outline(p))
    eye = -0.04 + 0.3 * p.youth
    gap = (0.3 + 0.13 * p.youth) * w / 0.8 * (0.85 if p.eyes == "bulge" else 1)
    low = eye + (0.5 if p.youth < 0.5 else 0.36)
    return Frame(x, y, h, w, turn, eye, low, gap, x + turn * h * 0.6, (-1, 1) if not p.side else (1,))
