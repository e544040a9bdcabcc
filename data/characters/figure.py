"""Body, clothes and what a figure holds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from data.characters.head import draw_hair_behind, draw_head
from data.characters.pen import Pen, Point
from data.characters.person import Person
from data.characters.style import darker


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a figure stands: x of its middle, y of the ground, and the size of its head beside other figures."""

    x: float
    top: float
    shoulder: float
    hip: float
    ground: float
    half: float


def place(who: Person, x: float, ground: float) -> Placed:
    """The joints of a figure that stands at (x, ground)."""
    body = who.body
    top = ground - body.heads
    shoulder = top + 1 + body.neck
    legs = body.heads * float(np.interp(body.heads, (2.4, 4.5, 7.4), (0.27, 0.38, 0.47)))
    return Placed(x, top, shoulder, ground - legs, ground, body.shoulders / 2)


def draw_figure(pen: Pen, who: Person, at: Placed) -> None:
    """The whole figure, from behind to front."""
    draw_hair_behind(pen, who, at.x, at.top)
    _legs(pen, who, at)
    hands = [_arm(pen, who, at, side, angle) for side, angle in zip((-1, 1), who.arms, strict=True)]
    pen.limb([(at.x, at.top + 0.9), (at.x, at.shoulder + 0.05)], 0.55 * who.body.limb + 0.12, who.skin)
    _torso(pen, who, at)
    draw_head(pen, who, at.x, at.top)
    _held(pen, who, hands[1])


def draw_pictogram(pen: Pen, who: Person, at: Placed) -> None:
    """A figure as signs show it: a head that floats, a trunk, limbs, all of one colour."""
    ink, build = who.top_colour, pen.style.build
    limb = max(0.22, who.body.limb * {"capsule": 1.0, "boxy": 1.2, "blob": 1.35, "tapered": 0.8}[build])
    radius = 0.36 + 0.12 * pen.style.head_round
    pen.ellipse(at.x, at.top + 0.98 - radius, radius, radius, ink)
    top, half = at.top + 1.06 + limb / 2, at.half * (0.62 if build == "tapered" else 0.72)
    if who.top == "dress" or who.bottom == "skirt":
        low = at.hip + 0.45 * (at.ground - at.hip)
        pen.shape([(at.x - 0.4 * half, top - 0.1), (at.x + 0.4 * half, top - 0.1), (at.x + 1.3 * half, low),
                   (at.x - 1.3 * half, low)], ink, smooth=False)  # fmt: skip
    else:
        pen.box(at.x - half, top - limb / 2, 2 * half, at.hip - top + limb, min(half, 0.3), ink)
    for side, angle in zip((-1, 1), who.arms, strict=True):
        length, start = 0.36 * who.body.heads, (at.x + side * half, top)
        hand = (start[0] + side * math.sin(angle) * length, start[1] + math.cos(angle) * length)
        pen.limb([start, hand], 0.8 * limb, ink)
        pen.limb([(at.x + side * 0.5 * half, at.hip), (at.x + side * half * (0.5 + who.stance), at.ground)], limb, ink)


def draw_bundle(pen: Pen, who: Person) -> None:
    """A baby in a blanket, the top of its head at the origin, the blanket below."""
    wide = 0.62 * who.body.face_width
    draw_hair_behind(pen, who, 0.0, 0.0)
    pen.shape([(-wide, 0.85), (0, 0.7), (wide, 0.85), (1.1 * wide, 1.5), (0.5 * wide, 2.2), (0, 2.3),
               (-0.5 * wide, 2.2), (-1.1 * wide, 1.5)], who.top_colour)  # fmt: skip
    draw_head(pen, who, 0.0, 0.0)
    pen.detail([(-wide, 1.0), (0.1, 1.45), (0.9 * wide, 1.1)], max(0.03, pen.style.line / 100))


def draw_carried(pen: Pen, who: Person, by: Person, at: Placed, side: int, angle: float) -> None:
    """A baby in the arms of the figure placed at `at`; `side` is -1 or 1, `angle` degrees from upright."""
    scale = 0.55 + 0.25 * pen.style.stylise
    with pen.moved(at.x + side * 0.45, at.shoulder + 0.15, scale=scale, angle=side * angle):
        draw_bundle(pen, who)
    elbow = (at.x + side * at.half, at.shoulder + 0.95)
    pen.limb([(at.x + side * (at.half - 0.1), at.shoulder + 0.2), elbow, (at.x - side * 0.15, at.shoulder + 1.05)],
             0.85 * by.body.limb, by.top_colour)  # fmt: skip
    pen.ellipse(at.x - side * 0.2, at.shoulder + 1.05, 0.5 * by.body.limb, 0.5 * by.body.limb, by.skin)


def _legs(pen: Pen, who: Person, at: Placed) -> None:
    limb = who.body.limb * (1.25 if pen.style.build == "boxy" else 1.05)
    spread = at.half * (0.3 + 0.5 * who.stance)
    bare = who.bottom in ("shorts", "skirt") or who.top == "dress"
    knee = (at.hip + at.ground) / 2
    for side in (-1, 1):
        hip, foot = (at.x + side * at.half * 0.38, at.hip - 0.05), (at.x + side * spread, at.ground - 0.08)
        pen.limb([hip, foot], limb, who.skin if bare else who.bottom_colour)
        if bare and who.bottom == "shorts" and who.top != "dress":
            middle = ((hip[0] + foot[0]) / 2, knee - 0.1)
            pen.limb([hip, middle], limb * 1.25, who.bottom_colour)
        pen.ellipse(foot[0] + side * 0.06, at.ground - 0.06, limb * 0.75, 0.09 + 0.1 * limb, who.shoe_colour)


def _arm(pen: Pen, who: Person, at: Placed, side: int, angle: float) -> Point:
    length = 0.4 * who.body.heads * (0.8 if who.body.years < 5 else 1.0) * 0.92
    limb = 0.85 * who.body.limb
    start = (at.x + side * (at.half - 0.3 * limb), at.shoulder + 0.12)
    bend = angle + 0.35 * math.copysign(1, angle - 0.75)
    elbow = (start[0] + side * math.sin(angle) * length / 2, start[1] + math.cos(angle) * length / 2)
    hand = (elbow[0] + side * math.sin(bend) * length / 2, elbow[1] + math.cos(bend) * length / 2)
    long_sleeves = who.top in ("long", "hoodie", "shirt", "jacket", "stripes")
    pen.limb([start, elbow, hand], limb, who.top_colour if long_sleeves else who.skin)
    if not long_sleeves:
        short = (start[0] + 0.55 * (elbow[0] - start[0]), start[1] + 0.55 * (elbow[1] - start[1]))
        pen.limb([start, short], limb * 1.3, who.top_colour)
    pen.ellipse(*hand, limb * 0.62, limb * 0.62, who.skin)
    if pen.style.fingers:
        pen.detail([hand, (hand[0] + side * 0.1, hand[1] + 0.05)], 0.5 * limb, pen.paint(who.skin))
    return hand


def _torso(pen: Pen, who: Person, at: Placed) -> None:
    hips = at.half * {"capsule": 0.78, "boxy": 0.9, "blob": 1.05, "tapered": 0.62}[pen.style.build]
    if who.body.minor:
        hips = max(hips, at.half * 0.85)
    left, right, top, low = at.x - at.half, at.x + at.half, at.shoulder, at.hip + 0.12
    body: list[Point] = [
        (left + 0.12, top), (at.x, top - 0.03), (right - 0.12, top), (right, top + 0.16),
        (at.x + hips, low), (at.x, low + 0.03), (at.x - hips, low), (left, top + 0.16),
    ]  # fmt: skip
    if who.top == "dress":
        body[4:7] = [(at.x + 1.35 * at.half, low + 0.55), (at.x, low + 0.6), (at.x - 1.35 * at.half, low + 0.55)]
    elif who.bottom == "skirt":
        skirt = [
            (at.x - hips, at.hip - 0.15),
            (at.x + hips, at.hip - 0.15),
            (at.x + 1.3 * at.half, at.hip + 0.55),
            (at.x - 1.3 * at.half, at.hip + 0.55),
        ]
        pen.shape(skirt, who.bottom_colour, smooth=False)
    pen.shape(body, who.top_colour, smooth=pen.style.build != "boxy")  # fmt: skip
    _trimmings(pen, who, at, hips, low)


def _trimmings(pen: Pen, who: Person, at: Placed, hips: float, low: float) -> None:
    line, dark = max(0.02, pen.style.line / 100), darker(who.top_colour, 0.65)
    match who.top:
        case "stripes":
            for number in range(1, 5):
                y = at.shoulder + number * (low - at.shoulder) / 5
                pen.detail([(at.x - 0.85 * hips, y), (at.x + 0.85 * hips, y)], 0.06, pen.paint(dark))
        case "shirt":
            pen.detail([(at.x, at.shoulder + 0.05), (at.x, low)], line)
            for number in range(3):
                pen.mark(at.x + 0.06, at.shoulder + 0.25 + 0.25 * number, 0.025, 0.025, dark)
        case "jacket":
            pen.detail([(at.x - 0.22, at.shoulder), (at.x, at.shoulder + 0.5), (at.x + 0.22, at.shoulder)], line)
            pen.detail([(at.x, at.shoulder + 0.5), (at.x, low)], line)
        case "hoodie":
            collar = at.shoulder + 0.02
            pen.detail([(at.x - 0.25, collar), (at.x, collar + 0.16), (at.x + 0.25, collar)], 0.09, pen.paint(dark))
    if who.bottom == "overalls" and who.top != "dress":
        middle = (at.shoulder + low) / 2
        pen.box(at.x - 0.65 * hips, middle, 1.3 * hips, low - middle, 0.05, who.bottom_colour)
        for side in (-1, 1):
            pen.detail([(at.x + side * 0.5 * hips, middle), (at.x + side * 0.55 * at.half, at.shoulder)], 0.09,
                       pen.paint(who.bottom_colour))  # fmt: skip


def _held(pen: Pen, who: Person, hand: Point) -> None:
    x, y = hand
    match who.held:
        case "ball":
            pen.ellipse(x, y + 0.12, 0.22, 0.22, who.bottom_colour)
        case "book":
            pen.box(x - 0.18, y - 0.1, 0.36, 0.28, 0.02, who.shoe_colour)
        case "cup":
            pen.box(x - 0.08, y - 0.18, 0.17, 0.2, 0.03, "#f5f5f5")
        case "bag":
            pen.box(x - 0.2, y + 0.05, 0.4, 0.38, 0.06, who.shoe_colour)
        case "flower":
            pen.detail([(x, y), (x + 0.02, y - 0.35)], 0.035, "#3c8d40")
            pen.ellipse(x + 0.02, y - 0.4, 0.1, 0.1, who.bottom_colour)
        case "phone":
            pen.box(x - 0.06, y - 0.16, 0.12, 0.22, 0.02, "#333333")
        case "balloon":
            pen.detail([(x, y), (x + 0.1, y - 0.8)], 0.02)
            pen.ellipse(x + 0.1, y - 1.05, 0.24, 0.28, who.bottom_colour)
