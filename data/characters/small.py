"""Babies: in a blanket, in somebody's arms, on hands and knees."""

from __future__ import annotations

from data.characters.head import draw_head, draw_head_back
from data.characters.pen import Pen
from data.characters.person import Person
from data.characters.pose import Placed


def draw_bundle(pen: Pen, who: Person) -> None:
    """A baby in a blanket, the top of its head at the origin, the blanket below."""
    wide = 0.62 * who.body.face_width * pen.style.head_width
    draw_head_back(pen, who, 0.0, 0.0)
    pen.shape([(-wide, 0.85), (0, 0.7), (wide, 0.85), (1.1 * wide, 1.5), (0.5 * wide, 2.2), (0, 2.3),
               (-0.5 * wide, 2.2), (-1.1 * wide, 1.5)], who.top_colour)  # fmt: skip
    draw_head(pen, who, 0.0, 0.0)
    pen.detail([(-wide, 1.0), (0.1, 1.45), (0.9 * wide, 1.1)], pen.fine)


def draw_crawling(pen: Pen, who: Person, at: Placed) -> None:
    """A baby on hands and knees, its head towards the side it faces."""
    way, limb, low = who.facing, who.body.limb * pen.style.limb * 1.1, at.ground
    back, chest = at.x - way * 0.75, at.x + way * 0.25
    for shift, near in ((0.22, False), (0.0, True)):
        leg, arm = who.bottom_colour, who.top_colour
        if not near:
            leg, arm = pen.apart(leg), pen.apart(arm)
        hip = (back + way * shift, low - 0.6)
        pen.limb([hip, (hip[0] + way * 0.2, low - 0.14), (hip[0] - way * 0.35, low - 0.12)], limb, leg)
        pen.ellipse(hip[0] - way * 0.42, low - 0.13, 0.12, 0.12, who.skin)
        hand = (chest + way * (0.1 + shift), low - 0.1)
        pen.limb([(chest - way * 0.05, low - 0.6), (hand[0], low - 0.35), hand], 0.85 * limb, arm)
        pen.ellipse(*hand, 0.12, 0.1, who.skin)
    middle = (back + chest) / 2
    pen.ellipse(middle, low - 0.68, abs(chest - back) / 2 + 0.3, 0.36, who.top_colour)
    pen.ellipse(back, low - 0.66, 0.38, 0.38, who.bottom_colour)
    head = (at.x + way * 0.6, low - 1.55)
    draw_head_back(pen, who, *head)
    draw_head(pen, who, *head)


def draw_carried(pen: Pen, who: Person, by: Person, at: Placed, side: int, angle: float) -> None:
    """A baby in the arms of the figure placed at `at`; `side` is -1 or 1, `angle` degrees from upright."""
    scale = 0.55 + 0.25 * pen.style.stylise
    with pen.moved(at.x + side * 0.45, at.shoulder + 0.15, scale=scale, angle=side * angle):
        draw_bundle(pen, who)
    elbow = (at.x + side * at.half, at.shoulder + 0.95)
    pen.limb([(at.x + side * (at.half - 0.1), at.shoulder + 0.2), elbow, (at.x - side * 0.15, at.shoulder + 1.05)],
             0.85 * by.body.limb, pen.apart(by.top_colour))  # fmt: skip
    pen.ellipse(at.x - side * 0.2, at.shoulder + 1.05, 0.5 * by.body.limb, 0.5 * by.body.limb, by.skin)
