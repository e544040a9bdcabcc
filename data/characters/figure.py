"""A whole figure from behind to front, and its limbs."""

from __future__ import annotations

from data.characters.curves import between, circle
from data.characters.head import draw_head, draw_head_back
from data.characters.pen import Pen
from data.characters.person import Person
from data.characters.pose import Placed, start_of_arm
from data.characters.props import draw_backpack, draw_extra, draw_held
from data.characters.style import darker
from data.characters.trunk import draw_bust, draw_trunk

_LONG = ("long", "hoodie", "shirt", "jacket", "stripes", "coat", "vest")
_SEATED = ("floor", "cross", "stool")


def draw_figure(pen: Pen, who: Person, at: Placed) -> None:
    """The whole figure."""
    draw_head_back(pen, who, at.x, at.top)
    if who.extra == "backpack":
        draw_backpack(pen, who, at)
    if who.pose == "stool":
        pen.box(at.x - 0.8 * at.half, at.hip + 0.1, 1.6 * at.half, at.ground - at.hip - 0.1, 0.05, who.hat_colour)
    if who.pose not in _SEATED:
        _legs(pen, who, at)
    before = who.gesture in ("hips", "one hip", "clasped") or pen.style.bend > 0.5
    if not before:
        _arms(pen, who, at, before=False)
    _neck(pen, who, at)
    draw_trunk(pen, who, at)
    draw_extra(pen, who, at)
    if who.pose in _SEATED:
        _legs(pen, who, at)
    if before:
        _arms(pen, who, at, before=True)
    draw_head(pen, who, at.x, at.top)
    draw_held(pen, who, at.hands[1], at.ground)


def draw_head_and_shoulders(pen: Pen, who: Person, at: Placed) -> None:
    """As emoji show people: no arms, or nothing but the head."""
    draw_head_back(pen, who, at.x, at.top)
    if pen.style.bodies == "bust":
        _neck(pen, who, at)
        draw_bust(pen, who, at)
    draw_head(pen, who, at.x, at.top)


def _neck(pen: Pen, who: Person, at: Placed) -> None:
    if pen.style.neck:
        wide = (0.5 * who.body.limb + 0.14) * (1.0 if pen.style.limb_form != "noodle" else 0.8)
        pen.limb([(at.x, at.top + 0.85), (at.x, at.shoulder + 0.06)], wide, darker(who.skin, 0.93))


def _legs(pen: Pen, who: Person, at: Placed) -> None:
    style = pen.style
    limb = who.body.limb * (1.1 if style.build in ("boxy", "barrel") else 1.0) * style.limb * (0.6 + 0.4 * who.girth)
    bare = who.bottom in ("shorts", "skirt") or who.top == "dress"
    for index in sorted((0, 1), key=lambda i: (-1, 1)[i] == who.facing):
        side, knee, foot = (-1, 1)[index], at.knees[index], at.feet[index]
        hip = (at.x + side * at.half * 0.4, at.hip - 0.02)
        colour = who.skin if bare else who.bottom_colour
        if side != who.facing:
            colour = pen.apart(colour)
        pen.limb([hip, knee, foot], limb, colour, end=0.7 * limb)
        if bare and who.bottom == "shorts" and who.top != "dress":
            pen.limb([hip, between(hip, knee, 0.75)], limb * 1.22, who.bottom_colour, end=1.15 * limb)
        _foot(pen, who, side, foot, limb)


def _foot(pen: Pen, who: Person, side: int, foot: tuple[float, float], limb: float) -> None:
    way = who.facing if who.pose in ("walk", "run", "stool") else side
    x, y, size = foot[0], foot[1], max(0.13, 0.72 * limb)
    match pen.style.feet:
        case "oval":
            pen.ellipse(x + way * 0.35 * size, y + 0.02, size, 0.07 + 0.12 * limb, who.shoe_colour)
        case "shoe":
            side_view = [(-0.7, -0.06), (0.3, -0.08), (1.5, 0.03), (1.5, 0.09), (-0.75, 0.09)]
            pen.shape([(x + way * size * across, y + down) for across, down in side_view], who.shoe_colour)
        case "block":
            left = min(x - way * 0.7 * size, x + way * 1.2 * size)
            pen.box(left, y - 0.06, 1.9 * size, 0.15, 0.04, who.shoe_colour)
        case "half":
            dome = [(-0.9, 0.08), (-0.7, -0.06), (0.0, -0.12), (0.7, -0.06), (0.9, 0.08)]
            pen.shape([(x + size * across, y + down) for across, down in dome], who.shoe_colour, smooth=False)


def _arms(pen: Pen, who: Person, at: Placed, *, before: bool) -> None:
    style = pen.style
    limb = 0.85 * who.body.limb * style.limb
    for index, side in enumerate((-1, 1)):
        start, elbow, hand = start_of_arm(at, index, limb), at.elbows[index], at.hands[index]
        sleeve = pen.apart(darker(who.top_colour, 0.7) if who.top == "vest" else who.top_colour)
        size = max(0.09, 0.56 * limb)
        if style.hands != "stub" and who.top in _LONG:
            _hand(pen, who, side, (elbow, hand), size)
        if who.top in _LONG:
            pen.limb([start, elbow, hand], limb, sleeve, end=0.75 * limb)
            if style.hands == "stub":
                pen.limb([between(elbow, hand, 0.85), hand], limb * 0.72, who.skin)
        else:
            pen.limb([start, elbow, hand], limb * 0.9, who.skin, end=0.65 * limb)
            _hand(pen, who, side, (elbow, hand), size)
            pen.limb([start, between(start, elbow, 0.6)], limb * 1.2, sleeve, end=1.15 * limb)
        if before and style.line and style.build not in ("boxy", "slab"):
            # The contour of the sleeve must not cross the shoulder.
            pen.patch(circle(start[0] - side * 0.25 * limb, start[1], 0.5 * limb), pen.paint(who.top_colour))


def _hand(
    pen: Pen, who: Person, side: int, forearm: tuple[tuple[float, float], tuple[float, float]], size: float
) -> None:
    x, y = between(*forearm, 1.08)
    along = between((0.0, 0.0), (forearm[1][0] - forearm[0][0], forearm[1][1] - forearm[0][1]), 1.0)
    length = max(0.01, (along[0] ** 2 + along[1] ** 2) ** 0.5)
    ahead = (along[0] / length * size, along[1] / length * size)
    match pen.style.hands:
        case "ball":
            pen.ellipse(x, y, size, size, who.skin)
        case "mitten":
            thumb = (x - side * ahead[1] * 0.9, y + side * ahead[0] * 0.9)
            pen.limb([(x, y), thumb], 0.7 * size, who.skin)
            pen.ellipse(x + 0.2 * ahead[0], y + 0.2 * ahead[1], size, size * 1.1, who.skin)
        case "fingers":
            for turn in (-0.9, -0.3, 0.3, 0.9):
                tip = (x + 1.4 * ahead[0] - turn * ahead[1], y + 1.4 * ahead[1] + turn * ahead[0])
                pen.limb([(x, y), tip], 0.5 * size, who.skin)
            pen.ellipse(x, y, 0.85 * size, 0.85 * size, who.skin)
