"""Mouths."""

from __future__ import annotations

from data.characters.pen import Pen
from data.characters.person import Person
from data.characters.style import darker


def draw_mouth(pen: Pen, who: Person, x: float, y: float, line: float) -> None:
    """The mouth of a figure, its corners at height `y`."""
    wide, curve, mood = 0.11, 0.06 * who.expression, abs(who.expression)
    match who.mouth:
        case "arc":
            pen.detail([(x - wide, y), (x, y + curve), (x + wide, y)], line)
        case "line":
            pen.detail([(x - 0.7 * wide, y), (x + 0.7 * wide, y)], line)
        case "open":
            pen.mark(x, y + 0.02, 0.07, 0.03 + 0.03 * mood, "#8a2b2b")
        case "round":
            pen.mark(x, y + 0.01, 0.035, 0.04, "#6b2222")
        case "small":
            pen.detail([(x - 0.04, y), (x, y + 0.4 * curve), (x + 0.04, y)], line)
        case "wide":
            pen.detail([(x - 1.5 * wide, y - 0.02), (x, y + 1.3 * curve), (x + 1.5 * wide, y - 0.02)], line)
        case "smirk":
            way = who.facing
            pen.detail([(x - way * wide, y + 0.01), (x, y + 0.02), (x + way * wide, y - 0.03)], line)
        case "cat":
            pen.detail([(x - wide, y - 0.01), (x - 0.5 * wide, y + 0.03), (x, y), (x + 0.5 * wide, y + 0.03),
                        (x + wide, y - 0.01)], line)  # fmt: skip
        case "lips":
            rose = darker(who.skin, 0.72)
            pen.patch([(x - wide, y), (x - 0.03, y - 0.03), (x + 0.03, y - 0.03), (x + wide, y), (x, y + 0.045)], rose)
            pen.detail([(x - 0.8 * wide, y), (x, y + 0.01), (x + 0.8 * wide, y)], line * 0.6)
        case "teeth" | "grin":
            big = 1.35 if who.mouth == "grin" else 1.0
            low = y + big * (0.06 + 0.04 * mood)
            bowl = [(x - big * wide, y - 0.02), (x + big * wide, y - 0.02), (x + 0.75 * big * wide, low - 0.025),
                    (x, low), (x - 0.75 * big * wide, low - 0.025)]  # fmt: skip
            pen.patch(bowl, "#7a2525", smooth=False)
            teeth = 0.45 if who.mouth == "grin" else 0.9
            row = y - 0.02 + teeth * (low - y)
            pen.patch(
                [bowl[0], bowl[1], (x + 0.8 * big * wide, row), (x - 0.8 * big * wide, row)], "#ffffff", smooth=False
            )
            if pen.style.line:
                pen.detail([*bowl, bowl[0]], line * 0.7)
