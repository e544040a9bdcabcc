"""Pictures without a word: scribbles, patterns and strokes that a reader of text may fall for."""

from __future__ import annotations

import random
from collections.abc import Callable
from math import cos, pi, sin

from PIL import Image, ImageDraw

from data.stickers.grounds import BLACK, Colour, colour, ground

Pen = ImageDraw.ImageDraw
Scribble = Callable[[Pen, random.Random, float, Colour, int], None]
"""Draws on a square of a given side, in a colour, with strokes of a width."""


def loops(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """A row of loops, as of a practised hand."""
    y, round_ = side * source.uniform(0.15, 0.85), source.uniform(0.7, 1.3)
    reach, turns = side * source.uniform(0.03, 0.06), source.uniform(40, 70)
    points = [
        (side * (0.1 + 0.8 * t / 200) + reach * cos(t / 200 * turns), y + reach * round_ * sin(t / 200 * turns))
        for t in range(200)
    ]
    pen.line(points, fill=ink, width=width)


def hatching(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """Short slanted strokes side by side: a shadow, a cheek."""
    x, y, step = side * source.uniform(0.05, 0.4), side * source.uniform(0.1, 0.8), side * source.uniform(0.03, 0.06)
    for number in range(source.randint(4, 12)):
        left, top = x + step * number, y + side * source.uniform(-0.01, 0.01)
        pen.line((left, top + side * 0.08, left + side * source.uniform(0.01, 0.05), top), fill=ink, width=width)


def stars(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """Stars of crossed strokes, and filled ones."""
    for _ in range(source.randint(3, 9)):
        x, y, r = source.uniform(0, side), source.uniform(0, side), side * source.uniform(0.03, 0.07)
        if source.random() < 0.5:
            for angle in (0.0, pi / 4, pi / 2, 3 * pi / 4):
                dx, dy = r * cos(angle), r * sin(angle)
                pen.line((x - dx, y - dy, x + dx, y + dy), fill=ink, width=width)
        else:
            tips = [(r if n % 2 == 0 else r * 0.4, n * pi / 5 - pi / 2) for n in range(10)]
            pen.polygon([(x + a * cos(t), y + a * sin(t)) for a, t in tips], fill=ink)


def stripes(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """Stripes over a part or all of the picture."""
    gap = side / source.randint(8, 24)
    top, bottom = source.choice(((0.0, side), (side * 0.7, side * 0.85)))
    for number in range(int(side / gap) + 1):
        pen.line((number * gap, top, number * gap, bottom), fill=ink, width=width)


def dots(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """A pattern of dots."""
    count = source.randint(8, 20)
    r = side / count / source.uniform(3, 6)
    rows = range(count) if source.random() < 0.5 else range(count - 2, count - 1)
    for row in rows:
        for column in range(count):
            x, y = side * (column + 0.5) / count, side * (row + 0.5) / count
            pen.ellipse((x - r, y - r, x + r, y + r), fill=ink)


def whiskers(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """The head of a cat: ears, eyes, a mouth, whiskers."""
    c, r = side / 2, side * source.uniform(0.2, 0.32)
    coat = colour(source, 0.6, 1.0)
    for way in (-1, 1):
        ear = [(c + way * r * 0.9, c - r * 0.4), (c + way * r * 0.8, c - r * 1.3), (c + way * r * 0.2, c - r * 0.9)]
        pen.polygon(ear, fill=coat, outline=BLACK)
    pen.ellipse((c - r, c - r, c + r, c + r), fill=coat, outline=BLACK, width=width)
    for way in (-1, 1):
        x, eye = c + way * r * 0.4, r * source.uniform(0.08, 0.2)
        pen.ellipse((x - eye, c - r * 0.2 - eye, x + eye, c - r * 0.2 + eye), fill=BLACK)
        pen.arc((c + way * r * 0.15 - r * 0.15, c + r * 0.1, c + way * r * 0.15 + r * 0.15, c + r * 0.4), 0, 180, BLACK)
        for tilt in (-0.15, 0.0, 0.15):
            y = c + r * (0.2 + tilt)
            pen.line((c + way * r * 0.5, y, c + way * r * 1.3, y + r * tilt), fill=BLACK, width=width)


def waves(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """Rows of waves."""
    high, turns = side * source.uniform(0.01, 0.03), source.uniform(8, 20)
    for row in range(source.randint(1, 4)):
        y = side * (0.6 + 0.08 * row)
        pen.line([(side * t / 120, y + high * sin(t / 120 * 2 * pi * turns)) for t in range(121)], ink, width)


def fence(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """Boards with a rail."""
    count, top = source.randint(6, 14), side * source.uniform(0.6, 0.8)
    for number in range(count):
        x = side * number / count
        pen.rectangle((x, top, x + side / count * 0.6, side * 0.97), fill=ink, outline=BLACK)
    pen.rectangle((0, top + side * 0.06, side, top + side * 0.08), fill=ink, outline=BLACK)


def confetti(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """Little bars that lie about."""
    for _ in range(source.randint(20, 60)):
        x, y, turn = source.uniform(0, side), source.uniform(0, side), source.uniform(0, pi)
        dx, dy = side * 0.02 * cos(turn), side * 0.02 * sin(turn)
        pen.line((x - dx, y - dy, x + dx, y + dy), fill=colour(source, 0.3, 1.0), width=2 * width)


def zigzag(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """A jagged line."""
    y, high, count = side * source.uniform(0.1, 0.9), side * source.uniform(0.02, 0.05), source.randint(15, 40)
    points = [(side * (0.05 + 0.9 * n / count), y + source.uniform(-high, high)) for n in range(count + 1)]
    pen.line(points, fill=ink, width=width)


def grass(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """Blades at the lower edge, or fur."""
    for number in range(60):
        x = side * number / 60
        pen.line((x, side, x + source.uniform(-0.03, 0.03) * side, side * (1 - source.uniform(0.05, 0.15))), ink, width)


def grid(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """A window, a table, a net."""
    left, top, reach = side * source.uniform(0, 0.4), side * source.uniform(0, 0.7), side * source.uniform(0.3, 0.6)
    count = source.randint(4, 12)
    for number in range(count + 1):
        at = reach * number / count
        pen.line((left + at, top, left + at, top + reach * 0.5), fill=ink, width=width)
        pen.line((left, top + at * 0.5, left + reach, top + at * 0.5), fill=ink, width=width)


def rays(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """Lines of speed or of light around the middle."""
    for _ in range(30):
        angle, inner = source.uniform(0, 2 * pi), side * source.uniform(0.3, 0.4)
        x, y = cos(angle), sin(angle)
        ends = (side / 2 + inner * x, side / 2 + inner * y, side * (0.5 + 0.6 * x), side * (0.5 + 0.6 * y))
        pen.line(ends, fill=ink, width=width)


def hearts(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """A row of hearts or drops."""
    count, y = source.randint(3, 7), side * source.uniform(0.1, 0.9)
    for number in range(count):
        x, r = side * (number + 0.5) / count, side * 0.04
        for way in (-1, 0):
            pen.pieslice((x + way * r, y - r / 2, x + (way + 1) * r, y + r / 2), 180, 360, fill=ink)
        pen.polygon([(x - r, y), (x + r, y), (x, y + r * 1.3)], fill=ink)


def bricks(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """A wall."""
    high, long = side / source.randint(12, 20), side / source.randint(5, 9)
    for row in range(source.randint(2, 8)):
        y = side - high * (row + 1)
        pen.line((0, y, side, y), fill=ink, width=width)
        for number in range(int(side / long) + 1):
            x = number * long + (row % 2) * long / 2
            pen.line((x, y, x, y + high), fill=ink, width=width)


def spirals(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """Curls in a row: hair, wool, dizziness."""
    count, y = source.randint(2, 6), side * source.uniform(0.15, 0.85)
    for number in range(count):
        x, r = side * (number + 0.5) / count, side * source.uniform(0.03, 0.07)
        pen.line([(x + r * t / 60 * cos(t / 5), y + r * t / 60 * sin(t / 5)) for t in range(61)], fill=ink, width=width)


def scrawl(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """A line that wanders to and fro, filling a patch."""
    x, y, reach = side * source.uniform(0.3, 0.7), side * source.uniform(0.3, 0.7), side * source.uniform(0.08, 0.25)
    points = [(x + source.uniform(-reach, reach), y + source.uniform(-reach, reach) / 2) for _ in range(40)]
    pen.line(points, fill=ink, width=width, joint="curve")


def bunting(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """Pennants on a string."""
    count, y = source.randint(5, 10), side * source.uniform(0.08, 0.2)
    for number in range(count):
        left, right = side * number / count, side * (number + 0.8) / count
        pen.polygon([(left, y), (right, y), ((left + right) / 2, y * 2)], fill=colour(source, 0.5, 1), outline=BLACK)
    pen.line((0, y, side, y), fill=BLACK, width=width)


def eyes(pen: Pen, source: random.Random, side: float, ink: Colour, width: int) -> None:
    """Two eyes, wide open or shut, and a mouth."""
    y, apart, r = side * source.uniform(0.35, 0.6), side * source.uniform(0.08, 0.2), side * source.uniform(0.03, 0.09)
    shut = source.random() < 0.4
    for x in (side / 2 - apart, side / 2 + apart):
        if shut:
            pen.arc((x - r, y - r, x + r, y + r), 200, 340, fill=ink, width=width)
        else:
            pen.ellipse((x - r, y - r, x + r, y + r), fill=(255, 255, 255, 255), outline=BLACK, width=width)
            pen.ellipse((x - r / 3, y - r / 3, x + r / 3, y + r / 3), fill=BLACK)
    pen.arc((side / 2 - apart / 2, y + r, side / 2 + apart / 2, y + 3 * r), 10, 170, fill=BLACK, width=width)


FIT: dict[str, Scribble] = {
    made.__name__: made for made in (loops, hatching, stars, stripes, dots, whiskers, waves, fence, confetti)
}
HELD_OUT: dict[str, Scribble] = {
    made.__name__: made for made in (zigzag, grass, grid, rays, hearts, bricks, spirals, scrawl, bunting, eyes)
}
HALVES = {"fit": FIT, "held out": HELD_OUT, "both": FIT | HELD_OUT}


def scribbled(source: random.Random, side: int, half: str) -> tuple[Image.Image, str]:
    """A picture without a word, RGBA [side, side], and the names of what was drawn on it."""
    kinds = HALVES[half]
    names = source.sample(sorted(kinds), source.choice((1, 1, 2)))
    image, _, dark = ground(source, side)
    layer = Image.new("RGBA", (2 * side, 2 * side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for name in names:
        ink = BLACK if source.random() < 0.4 and not dark else colour(source, 0.7 if dark else 0.0, 1.0)
        kinds[name](pen, source, 2 * side, ink, max(2, round(side * source.uniform(0.008, 0.025))))
    image.alpha_composite(layer.resize((side, side), Image.Resampling.LANCZOS))
    return image, " and ".join(names)
