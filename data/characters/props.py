"""What a figure wears over its clothes, and what it holds."""

from __future__ import annotations

from data.characters.curves import Point
from data.characters.pen import Pen
from data.characters.person import Person
from data.characters.pose import Placed
from data.characters.style import darker


def draw_backpack(pen: Pen, who: Person, at: Placed) -> None:
    """The bag on the back; its straps come with the rest."""
    wide, high = 1.15 * at.half, 0.8 * (at.hip - at.shoulder)
    x = at.x - 0.25 * who.facing * at.half
    pen.box(x - wide, at.shoulder + 0.05, 2 * wide, high, 0.2, who.hat_colour)


def draw_extra(pen: Pen, who: Person, at: Placed) -> None:
    """Over the clothes of the trunk."""
    x, top, high, wide = at.x, at.shoulder, at.hip - at.shoulder, 0.6 * at.half
    colour, dark = pen.paint(who.hat_colour), pen.paint(darker(who.hat_colour, 0.8))
    match who.extra:
        case "tie":
            low = top + 0.6 * high
            blade = [(-0.07, top + 0.02), (0.07, top + 0.02), (0.09, low), (0.0, low + 0.1), (-0.09, low)]
            pen.patch([(x + across, y) for across, y in blade], colour, smooth=False)
        case "bow tie":
            for side in (-1, 1):
                pen.patch([(x, top + 0.06), (x + side * 0.2, top - 0.02), (x + side * 0.2, top + 0.14)], colour,
                          smooth=False)  # fmt: skip
            pen.mark(x, top + 0.06, 0.04, 0.04, dark)
        case "neck scarf":
            pen.detail([(x - 0.26, top + 0.02), (x, top + 0.1), (x + 0.26, top + 0.02)], 0.15, colour)
            pen.detail([(x + 0.12, top + 0.1), (x + 0.16, top + 0.45 * high)], 0.13, dark)
        case "apron":
            pen.box(x - 0.75 * wide, top + 0.3 * high, 1.5 * wide, 0.85 * high, 0.06, who.hat_colour)
            for side in (-1, 1):
                pen.detail([(x + side * 0.65 * wide, top + 0.3 * high), (x + side * 0.2, top)], 0.05, dark)
        case "backpack":
            for side in (-1, 1):
                pen.detail(
                    [(x + side * 0.75 * wide, top + 0.05), (x + side * 0.95 * wide, top + 0.5 * high)], 0.1, dark
                )
        case "safety vest":
            for side in (-1, 1):
                pen.detail([(x + side * 0.7 * wide, top + 0.08), (x + side * 0.7 * wide, at.hip)], 0.12, colour)
            pen.detail([(x - wide, top + 0.7 * high), (x + wide, top + 0.7 * high)], 0.1, pen.paint("#f2f2c0"))
        case "name tag":
            pen.box(x + 0.25 * wide, top + 0.3 * high, 0.24, 0.14, 0.02, "#fafafa")


def draw_held(pen: Pen, who: Person, hand: Point, ground: float) -> None:
    """What is in the right hand."""
    x, y = hand
    colour, second = who.hat_colour, who.shoe_colour
    match who.held:
        case "ball":
            pen.ellipse(x, y + 0.12, 0.22, 0.22, colour)
            pen.detail([(x - 0.2, y + 0.1), (x, y + 0.17), (x + 0.2, y + 0.1)], 0.03)
        case "book":
            pen.box(x - 0.18, y - 0.1, 0.36, 0.28, 0.02, second)
        case "cup":
            pen.box(x - 0.08, y - 0.18, 0.17, 0.2, 0.03, "#f5f5f5")
        case "bag":
            pen.stroke(
                [(x - 0.12, y + 0.08), (x, y - 0.04), (x + 0.12, y + 0.08)], 0.04, pen.paint(darker(second, 0.7))
            )
            pen.box(x - 0.22, y + 0.08, 0.44, 0.38, 0.06, second)
        case "flower":
            pen.stroke([(x, y), (x + 0.02, y - 0.35)], 0.035, pen.paint("#3c8d40"))
            pen.ellipse(x + 0.02, y - 0.4, 0.1, 0.1, colour)
        case "phone":
            pen.box(x - 0.06, y - 0.16, 0.12, 0.22, 0.02, "#333333")
        case "balloon":
            pen.stroke([(x, y), (x + 0.1, y - 0.8)], 0.02, pen.paint("#555555"))
            pen.ellipse(x + 0.1, y - 1.05, 0.24, 0.28, colour)
            pen.shine(x + 0.03, y - 1.15, 0.1, 0.12)
        case "toy":
            for dx, dy, size in ((-0.1, -0.16, 0.06), (0.1, -0.16, 0.06), (0.0, 0.16, 0.17), (0.0, -0.06, 0.14)):
                pen.ellipse(x + dx, y + dy, size, size, "#a9743c")
            for side in (-1, 1):
                pen.mark(x + side * 0.05, y - 0.08, 0.018, 0.018, "#222222")
        case "stick" if y < ground - 0.4:
            pen.stroke([(x - 0.1, y - 0.02), (x, y - 0.08), (x + 0.08, ground)], 0.06, pen.paint("#6b4423"))
        case "umbrella":
            pen.stroke([(x, y + 0.1), (x, y - 1.3)], 0.04, pen.paint("#555555"))
            pen.shape([(x - 0.8, y - 1.1), (x - 0.5, y - 1.45), (x, y - 1.6), (x + 0.5, y - 1.45), (x + 0.8, y - 1.1),
                       (x + 0.4, y - 1.2), (x, y - 1.12), (x - 0.4, y - 1.2)], colour)  # fmt: skip
        case "tool":
            pen.stroke([(x, y + 0.12), (x + 0.05, y - 0.42)], 0.06, pen.paint("#8d6e4a"))
            pen.box(x - 0.1, y - 0.55, 0.32, 0.14, 0.03, "#8a8f98")
        case "ice":
            pen.shape([(x - 0.09, y - 0.12), (x + 0.09, y - 0.12), (x, y + 0.14)], "#d9a45b", smooth=False)
            pen.ellipse(x, y - 0.19, 0.12, 0.12, colour)
