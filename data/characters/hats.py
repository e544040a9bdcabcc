"""What people wear on their heads."""

from __future__ import annotations

from data.characters.curves import Point
from data.characters.pen import Pen
from data.characters.person import Person
from data.characters.skull import Skull
from data.characters.style import darker


def draw_hat_back(pen: Pen, who: Person, skull: Skull) -> None:
    """The part behind the head and shoulders."""
    if who.hat == "scarf":
        pen.shape([skull.at(-1.2, 0.4), skull.at(0, -0.1), skull.at(1.2, 0.4), skull.at(1.45, 1.3), skull.at(0, 1.4),
                   skull.at(-1.45, 1.3)], who.hat_colour)  # fmt: skip
    if who.hat == "sun hat":
        pen.ellipse(skull.x, skull.top + 0.2, 1.65 * skull.wide, 0.2, darker(who.hat_colour, 0.85))


def draw_hat(pen: Pen, who: Person, skull: Skull) -> None:
    """The part in front of the head."""
    colour, dark, way = who.hat_colour, darker(who.hat_colour, 0.8), who.facing
    match who.hat:
        case "cap":
            pen.shape(_dome(skull, 0.26, 0.1), colour)
            start = skull.x - (1.05 if way < 0 else 0.15) * skull.wide - (0.35 * skull.wide if way < 0 else 0)
            pen.box(start, skull.top + 0.2, 1.5 * skull.wide, 0.09, 0.045, dark)
        case "beanie":
            pen.shape(_dome(skull, 0.28, 0.14), colour)
            pen.box(skull.x - 1.08 * skull.wide, skull.top + 0.2, 2.16 * skull.wide, 0.12, 0.05, dark)
            if pen.style.volume > 0.5:
                pen.ellipse(skull.x, skull.top - 0.16, 0.1, 0.1, dark)
        case "hard hat":
            pen.shape(_dome(skull, 0.24, 0.16), colour)
            pen.box(skull.x - 0.1, skull.top - 0.18, 0.2, 0.36, 0.06, dark)
            pen.box(skull.x - 1.25 * skull.wide, skull.top + 0.18, 2.5 * skull.wide, 0.08, 0.04, colour)
        case "chef hat":
            pale = "#f7f7f2"
            for across in (-0.6, 0.6, 0.0):
                pen.ellipse(*skull.at(across, -0.2), 0.55 * skull.wide, 0.2, pale)
            pen.box(skull.x - 0.95 * skull.wide, skull.top - 0.15, 1.9 * skull.wide, 0.34, 0.03, pale)
        case "sun hat":
            pen.shape(_dome(skull, 0.2, 0.12), colour)
            pen.shape([skull.at(-1.65, 0.22), skull.at(0, 0.1), skull.at(1.65, 0.22), skull.at(0, 0.28)], colour)
            pen.detail([skull.at(-0.95, 0.13), skull.at(0, 0.08), skull.at(0.95, 0.13)], 0.06, pen.paint(dark))
        case "party hat":
            pen.shape([skull.at(-0.6, 0.1), skull.at(0.1 * way, -0.5), skull.at(0.6, 0.1)], colour, smooth=False)
            pen.ellipse(*skull.at(0.1 * way, -0.5), 0.07, 0.07, dark)
        case "turban":
            for rim, crown in ((0.29, 0.04), (0.21, 0.14)):
                fold = [skull.at(-1.1, rim), skull.at(-0.8, -crown), skull.at(0, -crown - 0.06), skull.at(0.8, -crown)]
                pen.shape([*fold, skull.at(1.1, rim), skull.at(0, 0.16)], colour)
        case "scarf":
            pen.shape(_hood(skull), colour)
        case "bow":
            x, y = skull.at(0.5 * way, 0.0)
            for side in (-1, 1):
                pen.shape([(x, y), (x + side * 0.2, y - 0.11), (x + side * 0.2, y + 0.11)], colour, smooth=False)
            pen.ellipse(x, y, 0.05, 0.05, dark)
        case "headphones":
            pen.detail([skull.at(-1.08, 0.5), skull.at(-0.8, 0.0), skull.at(0, -0.14), skull.at(0.8, 0.0),
                        skull.at(1.08, 0.5)], 0.06, pen.paint(dark))  # fmt: skip
            for side in (-1, 1):
                pen.ellipse(*skull.at(side * 1.06, 0.55), 0.09, 0.15, colour)


def _dome(skull: Skull, rim: float, lift: float) -> list[Point]:
    sides = [(1.06 * skull.edge(rim) + 0.02, rim + 0.02), (1.04 * skull.edge(0.12) + 0.06, 0.06), (0.55, -0.8 * lift)]
    left = [skull.at(-across, down) for across, down in sides]
    right = [skull.at(across, down) for across, down in sides[::-1]]
    return [*left, skull.at(0, -lift), *right, skull.at(0, rim - 0.03)]


def _hood(skull: Skull) -> list[Point]:
    outer: list[Point] = [
        (-1.15, 1.0),
        (-1.2, 0.45),
        (-0.85, 0.02),
        (0.0, -0.1),
        (0.85, 0.02),
        (1.2, 0.45),
        (1.15, 1.0),
    ]
    shift = 0.12 * skull.turn
    inner: list[Point] = [
        (0.55, 0.98),
        (0.86, 0.6),
        (0.7, 0.28),
        (0.0, 0.16),
        (-0.7, 0.28),
        (-0.86, 0.6),
        (-0.55, 0.98),
    ]
    return [skull.at(across, down) for across, down in (*outer, *((x + shift, y) for x, y in inner))]
