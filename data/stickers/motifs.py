"""Pictures without a word, of shapes by chance: a motif of strokes and spots, again and again; lines that wander.

Where scribbles are a score of kinds, these are as many as are asked for: what is fitted to them does not learn a few
kinds by heart.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, pi, sin

from PIL import Image, ImageDraw

from data.stickers.grounds import BLACK, Colour, colour, ground

Point = tuple[float, float]
_SMOOTH = 6
"""Points of a curve from one of its corners to the next."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through `points`, closed or not, filled or not; a motif's fill about [-1, 1] in both directions."""

    points: tuple[Point, ...]
    closed: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a motif is drawn: its middle, half its size and its turn in radians."""

    x: float
    y: float
    size: float
    turn: float


def drawn(source: random.Random, side: int) -> tuple[Image.Image, str]:
    """A picture without a word, RGBA [side, side], and how its motifs lie, one or two ways."""
    image, _, dark = ground(source, side)
    layer = Image.new("RGBA", (2 * side, 2 * side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    names = source.choices(sorted(_WAYS), k=source.choice((1, 1, 2)))
    for name in names:
        ink = BLACK if source.random() < 0.4 and not dark else colour(source, 0.7 if dark else 0.0, 1.0)
        width = max(2, round(side * source.uniform(0.006, 0.03)))
        motif, gay = _motif(source), source.random() < 0.2
        for place in _WAYS[name](source, 2.0 * side):
            one = _varied(motif, source) if source.random() < 0.3 else motif
            _draw(pen, one, place, colour(source, 0.3, 1.0) if gay else ink, width)
    image.alpha_composite(layer.resize((side, side), Image.Resampling.LANCZOS))
    return image, " and ".join(names)


def _motif(source: random.Random) -> tuple[Stroke, ...]:
    strokes = [_stroke(source) for _ in range(source.choice((1, 1, 1, 2, 2, 3)))]
    if source.random() < 0.4:
        strokes += [replace(one, points=tuple((-x, y) for x, y in one.points)) for one in strokes]
    return tuple(strokes)


def _stroke(source: random.Random) -> Stroke:
    shape = source.random()
    if shape < 0.2:
        start, sweep = source.uniform(0, 2 * pi), source.choice((2 * pi, 2 * pi, source.uniform(0.5, 6) * pi))
        x, y = source.uniform(-0.4, 0.4), source.uniform(-0.4, 0.4)
        across, down, inward = source.uniform(0.1, 0.9), source.uniform(0.1, 0.9), source.choice((0, 0, 0.9))
        steps = [number / 40 for number in range(41)]
        reach = [1 - inward * t for t in steps]
        points = [
            (x + across * r * cos(start + sweep * t), y + down * r * sin(start + sweep * t))
            for t, r in zip(steps, reach, strict=True)
        ]
    elif shape < 0.4:
        tips, inner = source.randint(3, 9), source.choice((1.0, source.uniform(0.2, 0.8)))
        reach = [inner if n % 2 else 1.0 for n in range(2 * tips + 1)]
        points = [(r * sin(n * pi / tips), -r * cos(n * pi / tips)) for n, r in enumerate(reach)]
    else:
        corners = [(source.uniform(-1, 1), source.uniform(-1, 1)) for _ in range(source.randint(2, 6))]
        points = list(smooth(corners)) if source.random() < 0.5 else corners
    closed = source.random() < 0.4
    return Stroke(tuple(points), closed, closed and source.random() < 0.6)


def smooth(corners: Sequence[Point]) -> Iterator[Point]:
    """A curve through `corners` (Catmull and Rom 1974)."""
    padded = [corners[0], *corners, corners[-1]]
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for t in (number / _SMOOTH for number in range(_SMOOTH)):
            x, y = (_between(*along, t) for along in zip(a, b, c, d, strict=True))
            yield x, y
    yield corners[-1]


def _between(p: float, q: float, r: float, s: float, t: float) -> float:
    return 0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3)


def _varied(motif: tuple[Stroke, ...], source: random.Random) -> tuple[Stroke, ...]:
    lean, flat = source.uniform(-0.4, 0.4), source.uniform(0.5, 1.0)
    return tuple(replace(one, points=tuple((x + lean * y, y * flat) for x, y in one.points)) for one in motif)


def _draw(pen: ImageDraw.ImageDraw, motif: Sequence[Stroke], place: Place, ink: Colour, width: int) -> None:
    across, down = place.size * cos(place.turn), place.size * sin(place.turn)
    for one in motif:
        points = [(place.x + across * x - down * y, place.y + down * x + across * y) for x, y in one.points]
        if one.filled and len(points) > 2:
            pen.polygon(points, fill=ink)
        else:
            pen.line([*points, points[0]] if one.closed else points, fill=ink, width=width, joint="curve")


def _row(source: random.Random, side: float) -> Iterator[Place]:
    count, size = source.randint(2, 14), side * source.uniform(0.015, 0.09)
    gap, slope, wave = size * source.uniform(0.8, 3.5), source.uniform(-0.3, 0.3), size * source.choice((0, 0, 1.0))
    x, y, turn = side * source.uniform(0.02, 0.5), side * source.uniform(0.1, 0.9), _turn(source)
    for number in range(count):
        yield Place(x + gap * number, y + slope * gap * number + wave * sin(number), size, turn)


def _column(source: random.Random, side: float) -> Iterator[Place]:
    return (Place(one.y, one.x, one.size, one.turn) for one in _row(source, side))


def _grid(source: random.Random, side: float) -> Iterator[Place]:
    size = side * source.uniform(0.01, 0.06)
    gap, shift = size * source.uniform(1.5, 4), source.choice((0, 0.5))
    left, top, turn = side * source.uniform(0, 0.6), side * source.uniform(0, 0.6), _turn(source)
    for row in range(source.randint(2, 7)):
        for column in range(source.randint(3, 12) if shift else 8):
            yield Place(left + gap * (column + shift * (row % 2)), top + gap * row, size, turn)


def _ring(source: random.Random, side: float) -> Iterator[Place]:
    count, reach, size = source.randint(5, 24), side * source.uniform(0.1, 0.42), side * source.uniform(0.015, 0.08)
    follows = source.random() < 0.7
    for number in range(count):
        turn = 2 * pi * number / count
        yield Place(side / 2 + reach * cos(turn), side / 2 + reach * sin(turn), size, turn if follows else 0.0)


def _scattered(source: random.Random, side: float) -> Iterator[Place]:
    size = side * source.uniform(0.01, 0.08)
    for _ in range(source.randint(3, 40)):
        bigger = size * source.uniform(0.6, 1.4)
        yield Place(source.uniform(0, side), source.uniform(0, side), bigger, source.uniform(0, 2 * pi))


def _alone(source: random.Random, side: float) -> Iterator[Place]:
    for _ in range(source.choice((1, 1, 2))):
        middle, size = (source.uniform(0.2, 0.8), source.uniform(0.2, 0.8)), source.uniform(0.05, 0.35)
        yield Place(side * middle[0], side * middle[1], side * size, _turn(source))


def _wandering(source: random.Random, side: float) -> Iterator[Place]:
    x, y, size = side * source.uniform(0.1, 0.6), side * source.uniform(0.2, 0.8), side * source.uniform(0.01, 0.05)
    turn, bend = source.uniform(-0.5, 0.5), source.uniform(0, 0.6)
    step = size * source.uniform(0.5, 2.5)
    while hypot(x - side / 2, y - side / 2) < side * 0.55:
        yield Place(x, y, size, turn)
        turn += source.uniform(-bend, bend)
        x, y = x + step * cos(turn), y + step * sin(turn)


def _turn(source: random.Random) -> float:
    return source.choice((0.0, 0.0, source.uniform(0, 2 * pi)))


_WAYS: dict[str, Callable[[random.Random, float], Iterator[Place]]] = {
    "row": _row, "column": _column, "grid": _grid, "ring": _ring, "scattered": _scattered, "alone": _alone,
    "wandering": _wandering,
}  # fmt: skip
