"""The trunk with its clothes."""

from __future__ import annotations

import math

from data.characters.curves import Point
from data.characters.pen import Pen
from data.characters.person import Person
from data.characters.pose import Placed
from data.characters.style import darker

# Half-widths of shoulders, chest, waist and hips, in half-widths of the shoulders.
_BUILDS = {
    "capsule": (0.85, 1.0, 0.94, 0.86), "boxy": (1.0, 1.0, 0.98, 0.95), "blob": (0.75, 1.0, 1.1, 1.02),
    "tapered": (0.95, 1.0, 0.78, 0.66), "bell": (0.6, 0.75, 0.92, 1.2), "pear": (0.65, 0.8, 0.96, 1.08),
    "slab": (0.9, 0.94, 0.94, 0.94), "waist": (0.9, 0.96, 0.74, 0.9), "barrel": (0.75, 1.04, 1.12, 0.9),
    "wedge": (1.0, 1.04, 0.82, 0.7),
}  # fmt: skip


def draw_trunk(pen: Pen, who: Person, at: Placed) -> None:
    """Clothes on the trunk, and a skirt where there is one."""
    shoulders, chest, waist, hips = (at.half * share for share in _BUILDS[pen.style.build])
    if who.body.minor:
        waist, hips = max(waist, at.half * 0.85), max(hips, at.half * 0.85)
    waist, hips = waist * who.girth, hips * (0.5 + 0.5 * who.girth)
    top, low, x = at.shoulder, at.hip + 0.12, at.x
    high = low - top
    slope = min(pen.style.slope, 0.3 * high)
    seated = who.pose in ("floor", "cross", "stool")
    right: list[Point] = [(x + 0.2, top - 0.03), (x + shoulders, top + 0.4 * slope),
                          (x + chest, top + slope + 0.1 * high), (x + waist, top + 0.6 * high),
                          (x + hips, low)]  # fmt: skip
    length = 0.12 if seated else 0.42 * (at.ground - at.hip)
    if who.top == "dress":
        right[4] = (x + 1.3 * max(hips, at.half), low + length)
    elif who.top == "coat":
        right += [(x + 1.1 * max(hips, waist), low + length)]
    elif who.bottom == "skirt":
        low_skirt = at.hip + 0.12 + length
        skirt = [(x - 0.95 * waist, at.hip - 0.15), (x + 0.95 * waist, at.hip - 0.15), (x + 1.25 * hips, low_skirt),
                 (x - 1.25 * hips, low_skirt)]  # fmt: skip
        pen.shape(skirt, who.bottom_colour, smooth=False)
    body = [*right, *((2 * x - at_x, y) for at_x, y in right[::-1])]
    pen.shape(body, who.top_colour, smooth=pen.style.build not in ("boxy", "slab"))
    pen.shine(x - 0.35 * at.half, top + 0.35 * high, 0.35 * at.half, 0.35 * high)
    if pen.style.finish == "glossy":
        pen.soft(x, top + 0.02, 0.35, 0.12, "#000000", 0.35)
    _trimmings(pen, who, at, min(waist, hips, chest), low)


def draw_bust(pen: Pen, who: Person, at: Placed) -> None:
    """Shoulders and chest without arms."""
    x, top, low = at.x, at.shoulder, at.shoulder + 1.6
    wide = max(0.5, 0.95 * at.half) * (0.7 + 0.3 * who.girth)
    match pen.style.build:
        case "boxy" | "slab":
            pen.box(x - wide, top, 2 * wide, low - top, 0.35, who.top_colour)
        case "bell" | "pear":
            pen.shape(
                [(x - 0.28, top), (x + 0.28, top), (x + wide, low), (x - wide, low)], who.top_colour, smooth=False
            )
        case "blob" | "barrel":
            pen.ellipse(x, top + 0.8, wide * 1.1, 0.85, who.top_colour)
        case _:
            slope = pen.style.slope
            pen.shape([(x - 0.2, top - 0.04), (x + 0.2, top - 0.04), (x + 0.8 * wide, top + 0.1 + 0.4 * slope),
                       (x + wide, top + 0.35 + slope), (x + 1.08 * wide, low), (x - 1.08 * wide, low),
                       (x - wide, top + 0.35 + slope), (x - 0.8 * wide, top + 0.1 + 0.4 * slope)],
                      who.top_colour)  # fmt: skip
    narrow = pen.style.build in ("bell", "pear")
    pen.shine(x - (0.1 if narrow else 0.35) * wide, top + 0.45, 0.2 * wide, 0.25)
    _trimmings(pen, who, at, (0.4 if narrow else 0.6) * wide, at.shoulder + 0.9)


def _trimmings(pen: Pen, who: Person, at: Placed, wide: float, low: float) -> None:
    line, dark = pen.fine, darker(who.top_colour, 0.65)
    trim = None if pen.style.finish == "line" else pen.paint(dark)
    high, top, x = low - at.shoulder, at.shoulder, at.x
    _print(pen, who, at, wide, low)
    match who.top:
        case "shirt" | "coat":
            pen.detail([(x, top + 0.05), (x, low)], line)
            for number in range(3):
                pen.mark(x + 0.06, top + (0.25 + 0.22 * number) * high, 0.025, 0.025, trim or pen.style.ink)
            pen.detail([(x - 0.2, top), (x, top + 0.14), (x + 0.2, top)], line)
        case "jacket":
            pale = [(x - 0.2, top - 0.02), (x + 0.2, top - 0.02), (x, top + 0.55 * high)]
            pen.patch(pale, pen.paint("#f4f4f0"), smooth=False)
            pen.detail([(x - 0.22, top), (x, top + 0.55 * high), (x + 0.22, top)], line)
            pen.detail([(x, top + 0.55 * high), (x, low)], line)
        case "vest":
            for side in (-1, 1):
                pen.detail([(x + side * 0.18, top), (x + side * 0.1, top + 0.5 * high), (x, low)], 0.05, trim)
        case "hoodie":
            pen.detail([(x - 0.25, top + 0.02), (x, top + 0.16), (x + 0.25, top + 0.02)], 0.09, trim)
            pen.detail([(x - 0.4 * wide, low - 0.1 * high), (x - 0.25 * wide, low - 0.3 * high),
                        (x + 0.25 * wide, low - 0.3 * high), (x + 0.4 * wide, low - 0.1 * high)], line)  # fmt: skip
        case _:
            pen.detail([(x - 0.17, top), (x, top + 0.09), (x + 0.17, top)], line, trim)
    if who.bottom == "overalls" and who.top not in ("dress", "coat"):
        middle = top + 0.5 * high
        pen.box(x - 0.62 * wide, middle, 1.24 * wide, low - middle, 0.05, who.bottom_colour)
        for side in (-1, 1):
            pen.detail([(x + side * 0.5 * wide, middle), (x + side * 0.5 * wide, top + 0.08)], 0.09,
                       pen.paint(who.bottom_colour))  # fmt: skip
    if trim is None:
        # Nothing but lines says that white shapes are clothes.
        pen.detail([(x - 0.24, top + 0.03), (x, top + 0.15), (x + 0.24, top + 0.03)], line)
        pen.detail([(x - 0.95 * wide, low - 0.1 * high), (x + 0.95 * wide, low - 0.1 * high)], line)
        if who.print == "none":
            for share in (0.35, 0.5):
                pen.detail([(x - 0.85 * wide, top + share * high), (x + 0.85 * wide, top + share * high)], line)


def _print(pen: Pen, who: Person, at: Placed, wide: float, low: float) -> None:
    second = pen.paint(who.shoe_colour if pen.style.finish != "line" else "#bbbbbb")
    high, top, x = low - at.shoulder, at.shoulder, at.x
    kind = "stripes" if who.top == "stripes" else who.print
    match kind:
        case "stripes":
            for number in range(1, 5):
                y = top + (number + 0.3) * high / 5.5
                pen.detail([(x - 0.88 * wide, y), (x + 0.88 * wide, y)], 0.06, second)
        case "dots":
            for row in range(3):
                for column in (-0.6, -0.2, 0.2, 0.6):
                    pen.mark(x + (column + 0.2 * (row % 2)) * wide, top + (0.3 + 0.24 * row) * high, 0.04, 0.04, second)
        case "bar":
            pen.detail([(x - 0.85 * wide, top + 0.55 * high), (x + 0.85 * wide, top + 0.55 * high)], 0.16, second)
        case "badge":
            star = [(math.sin(a * math.pi / 5), -math.cos(a * math.pi / 5), 0.2 - 0.11 * (a % 2)) for a in range(10)]
            pen.patch([(x + r * sx, top + 0.5 * high + r * sy) for sx, sy, r in star], second, smooth=False)
        case "checks":
            for share in (-0.55, 0.0, 0.55):
                pen.detail([(x + share * wide, top + 0.15 * high), (x + share * wide, low - 0.05)], 0.035, second)
                y = top + (0.5 + 0.5 * share) * high
                pen.detail([(x - 0.85 * wide, y), (x + 0.85 * wide, y)], 0.035, second)
