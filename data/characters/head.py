"""Head, face and hair."""

from __future__ import annotations

import math

from data.characters.pen import Pen, Point
from data.characters.person import Person
from data.characters.style import darker


def draw_hair_behind(pen: Pen, who: Person, x: float, top: float) -> None:
    """What hangs behind the shoulders: long hair, pigtails, a ponytail."""
    wide = who.body.face_width / 2
    match who.hair:
        case "long":
            pen.shape(
                [
                    (x - 1.25 * wide, top + 0.3),
                    (x, top - 0.08),
                    (x + 1.25 * wide, top + 0.3),
                    (x + 1.3 * wide, top + 1.35),
                    (x, top + 1.2),
                    (x - 1.3 * wide, top + 1.35),
                ],
                who.hair_colour,
            )
        case "pigtails":
            for side in (-1, 1):
                pen.ellipse(x + side * 1.35 * wide, top + 0.75, 0.14, 0.3, who.hair_colour)
        case "ponytail":
            pen.ellipse(x + 1.1 * wide, top + 0.6, 0.16, 0.45, who.hair_colour)
        case "scarf":
            pen.shape(
                [
                    (x - 1.3 * wide, top + 0.4),
                    (x, top - 0.1),
                    (x + 1.3 * wide, top + 0.4),
                    (x + 1.5 * wide, top + 1.35),
                    (x - 1.5 * wide, top + 1.35),
                ],
                who.top_colour,
            )
        case "bun":
            pen.ellipse(x, top - 0.05, 0.2, 0.18, who.hair_colour)  # fmt: skip


def draw_head(pen: Pen, who: Person, x: float, top: float) -> None:
    """The head with its face, its top at `top`, one head high."""
    body, style = who.body, pen.style
    wide = body.face_width / 2
    if style.ears:
        for side in (-1, 1):
            pen.ellipse(x + side * wide, top + body.eye_line + 0.06, 0.07, 0.1, who.skin)
    pen.shape(_outline(x, top, wide, body.chin, style.head_round), who.skin)
    _beard(pen, who, x, top, wide)
    _face(pen, who, x, top, wide)
    _hair(pen, who, x, top, wide)


def _outline(x: float, top: float, wide: float, chin: float, roundness: float) -> list[Point]:
    square = 0.72 + 0.28 * (1 - roundness)
    return [
        (x, top), (x + wide * square, top + 0.1), (x + wide, top + 0.42), (x + wide * (0.6 + 0.4 * chin), top + 0.74),
        (x + wide * chin * 0.55, top + 0.97), (x, top + 1.0), (x - wide * chin * 0.55, top + 0.97),
        (x - wide * (0.6 + 0.4 * chin), top + 0.74), (x - wide, top + 0.42), (x - wide * square, top + 0.1),
    ]  # fmt: skip


def _face(pen: Pen, who: Person, x: float, top: float, wide: float) -> None:
    body, style = who.body, pen.style
    line = _line_width(pen)
    eye_y = top + body.eye_line
    gap = wide * 0.46 * style.eye_gap
    size = 0.075 * body.eye_size * style.eye_scale
    for side in (-1, 1):
        _eye(pen, x + side * gap, eye_y, size, line)
        if style.brows:
            lift = eye_y - size - 0.06
            heavy = line * (1.5 if who.sex == "m" and not body.minor else 1.0)
            pen.detail([(x + side * (gap - 0.07), lift), (x + side * (gap + 0.08), lift + 0.01)], heavy)
        if who.blush:
            pen.mark(x + side * wide * 0.62, eye_y + 0.19, 0.075, 0.05, "#ff8a8a")
    nose_y = eye_y + 0.13 + 0.05 * body.nose
    _nose(pen, who, x, nose_y, line)
    mouth_y = min(top + 0.9, nose_y + 0.07 + 0.05 * body.nose)
    if who.pacifier:
        pen.ellipse(x, mouth_y, 0.13, 0.09, who.bottom_colour)
        pen.detail(_circle(x, mouth_y + 0.07, 0.06), line)
    else:
        _mouth(pen, who, x, mouth_y, line)
    for number in range(who.wrinkles):
        fold = top + 0.2 + 0.06 * number
        pen.detail([(x - 0.16, fold), (x, fold - 0.015), (x + 0.16, fold)], line * 0.6)
        for side in (-1, 1):
            pen.detail([(x + side * 0.13, nose_y - 0.01), (x + side * 0.19, mouth_y + 0.01)], line * 0.6)
            pen.detail([(x + side * (gap + size + 0.03), eye_y), (x + side * (gap + size + 0.09), eye_y + 0.02)],
                       line * 0.5)  # fmt: skip
    if who.glasses:
        for side in (-1, 1):
            ring = max(0.1, 1.5 * size)
            pen.detail(_circle(x + side * gap, eye_y, ring), line * 0.8)
        pen.detail([(x - gap + 0.1, eye_y), (x + gap - 0.1, eye_y)], line * 0.8)


def _eye(pen: Pen, x: float, y: float, size: float, line: float) -> None:
    ink = pen.style.ink
    match pen.style.eyes:
        case "dots":
            pen.mark(x, y, size * 0.55, size * 0.55, ink)
        case "ovals":
            pen.mark(x, y, size * 0.5, size * 0.85, ink)
            pen.mark(x + size * 0.15, y - size * 0.3, size * 0.16, size * 0.2, "#ffffff")
        case "rings":
            pen.mark(x, y, size * 1.05, size * 1.1, ink)
            pen.mark(x, y, size * 0.9, size * 0.95, "#ffffff")
            pen.mark(x, y + size * 0.1, size * 0.45, size * 0.45, ink)
        case "anime":
            pen.mark(x, y, size * 0.95, size * 1.45, ink)
            pen.mark(x, y + size * 0.25, size * 0.75, size * 1.05, "#5b7fd1")
            pen.mark(x, y + size * 0.1, size * 0.4, size * 0.6, ink)
            pen.mark(x + size * 0.3, y - size * 0.6, size * 0.3, size * 0.35, "#ffffff")
        case "lines":
            pen.detail([(x - size, y + size * 0.3), (x, y - size * 0.4), (x + size, y + size * 0.3)], line)
        case "almond":
            pen.mark(x, y, size * 1.3, size * 0.65, "#ffffff")
            pen.mark(x, y, size * 0.55, size * 0.6, ink)
            pen.detail([(x - size * 1.3, y), (x, y - size * 0.7), (x + size * 1.3, y)], line)


def _nose(pen: Pen, who: Person, x: float, y: float, line: float) -> None:
    size = 0.06 * who.body.nose
    match pen.style.nose:
        case "dot":
            pen.mark(x, y, size * 0.4, size * 0.35, darker(who.skin, 0.6))
        case "line":
            pen.detail([(x, y - 1.6 * size), (x + 0.5 * size, y)], line)
        case "hook":
            pen.detail([(x - 0.2 * size, y - 1.6 * size), (x + 0.7 * size, y - 0.1 * size), (x - 0.3 * size, y)], line)
        case "ball":
            pen.ellipse(x, y - size * 0.4, size * 0.85, size * 0.8, darker(who.skin, 0.92))
        case "shadow":
            pen.mark(x, y, size * 0.8, size * 0.4, darker(who.skin, 0.75))


def _mouth(pen: Pen, who: Person, x: float, y: float, line: float) -> None:
    wide, curve = 0.11, 0.06 * who.expression
    match pen.style.mouth:
        case "arc":
            pen.detail([(x - wide, y), (x, y + curve), (x + wide, y)], line)
        case "line":
            pen.detail([(x - 0.7 * wide, y), (x + 0.7 * wide, y)], line)
        case "open":
            pen.mark(x, y + 0.02, 0.07, 0.03 + 0.03 * abs(who.expression), "#8a2b2b")
        case "small":
            pen.detail([(x - 0.04, y), (x, y + 0.4 * curve), (x + 0.04, y)], line)
        case "wide":
            pen.detail([(x - 1.5 * wide, y - 0.02), (x, y + 1.3 * curve), (x + 1.5 * wide, y - 0.02)], line)


def _beard(pen: Pen, who: Person, x: float, top: float, wide: float) -> None:
    chin = top + 1.0
    match who.beard:
        case "full":
            pen.shape(
                [
                    (x - wide * 0.98, top + 0.55),
                    (x - wide * 0.4, top + 0.7),
                    (x + wide * 0.4, top + 0.7),
                    (x + wide * 0.98, top + 0.55),
                    (x + wide * 0.6, chin + 0.02),
                    (x, chin + 0.1),
                    (x - wide * 0.6, chin + 0.02),
                ],
                who.hair_colour,
            )
        case "goatee":
            pen.ellipse(x, chin - 0.05, 0.1, 0.1, who.hair_colour)
        case "moustache":
            pen.shape(
                [(x - 0.18, top + 0.74), (x, top + 0.69), (x + 0.18, top + 0.74), (x, top + 0.755)], who.hair_colour
            )
        case "stubble":
            pen.mark(x, chin - 0.14, wide * 0.75, 0.13, darker(who.skin, 0.82))  # fmt: skip


def _hair(pen: Pen, who: Person, x: float, top: float, wide: float) -> None:
    colour, line = who.hair_colour, top + 0.24
    if who.hair in ("cap", "beanie", "scarf"):
        pen.shape(
            [
                (x - 1.06 * wide, line + 0.04),
                (x - 0.85 * wide, top - 0.02),
                (x, top - 0.1),
                (x + 0.85 * wide, top - 0.02),
                (x + 1.06 * wide, line + 0.04),
                (x, line - 0.02),
            ],
            who.top_colour,
        )
        if who.hair == "cap":
            pen.box(x - 0.1, line - 0.03, 1.45 * wide, 0.07, 0.03, darker(who.top_colour, 0.8))
        return
    if who.hair == "bald":
        return
    if who.hair == "tuft":
        for side in (-0.5, 0.0, 0.5):
            curl = [(x + side * 0.2, top + 0.06), (x + side * 0.3, top - 0.07), (x + (side + 0.4) * 0.3, top - 0.02)]
            pen.stroke(curl, max(0.035, _line_width(pen)), pen.paint(colour))
        return
    if who.hair == "turban":
        for rim, crown in ((line + 0.03, top - 0.04), (line - 0.03, top - 0.14)):
            fold = [(x - 1.12 * wide, rim), (x - 0.8 * wide, crown), (x, crown - 0.06), (x + 0.8 * wide, crown)]
            pen.shape([*fold, (x + 1.12 * wide, rim), (x, line - 0.08)], who.top_colour)
        return
    if who.hair in ("curly", "spiky"):
        count = 9
        for index in range(count):
            angle = math.pi * (1.08 + 0.84 * index / (count - 1))
            rx, ry = (0.13, 0.13) if who.hair == "curly" else (0.07, 0.17)
            pen.ellipse(
                x + math.cos(angle) * wide * 1.0,
                top + 0.34 + math.sin(angle) * 0.36,
                rx,
                ry,
                colour,
                edge=who.hair == "spiky",
            )
        pen.shape([(x - wide, line), (x, top), (x + wide, line), (x, line - 0.06)], colour, edge=False)
        return
    low = {"short": 0.3, "side": 0.34, "bob": 0.75, "long": 0.8, "bun": 0.34, "ponytail": 0.36, "pigtails": 0.4}
    drop = top + low[who.hair]
    part = x + (wide * 0.45 if who.hair == "side" else 0.0)
    pen.shape([(x - 1.05 * wide, drop), (x - 1.04 * wide, top + 0.2), (x - 0.6 * wide, top - 0.03), (x, top - 0.07),
               (x + 0.6 * wide, top - 0.03), (x + 1.04 * wide, top + 0.2), (x + 1.05 * wide, drop),
               (x + 0.88 * wide, top + 0.36), (part + 0.1 * wide, line), (part - 0.1 * wide, line - 0.04),
               (x - 0.88 * wide, top + 0.36)], colour)  # fmt: skip


def _line_width(pen: Pen) -> float:
    """Width of a line inside a figure, in heads; flat styles have one, too."""
    return max(0.018, pen.style.line / 100)


def _circle(x: float, y: float, radius: float) -> list[Point]:
    return [(x + radius * math.cos(a * math.pi / 6), y + radius * math.sin(a * math.pi / 6)) for a in range(13)]
