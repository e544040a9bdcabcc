"""Whole figures."""

from __future__ import annotations

from data.artists.toon.accessories import accessories, school_bag
from data.artists.toon.arms import arm
from data.artists.toon.bodies import Body, measure
from data.artists.toon.faces import draw_head
from data.artists.toon.hair_back import hair_back
from data.artists.toon.head import Head
from data.artists.toon.legs import legs
from data.artists.toon.pen import Pen
from data.artists.toon.person import Person
from data.artists.toon.seats import SEATS, SEATS_BY_AGE
from data.artists.toon.trunks import neck, trunk


def figure(pen: Pen, p: Person, x: float, base: float) -> Body:
    """Draws one whole person standing on `base` and tells its measures."""
    src = pen.src
    pen.ink = p.ink
    sits, pill = p.legs in ("floor", "stool"), p.head == "pill"
    body = measure(pen, p, x, base)
    head = Head(pen, p, body.place.x, body.place.top, body.head)
    hair_back(head)
    if "pack" in p.cues:
        school_bag(pen, body)
    if p.legs == "stool":
        pen.stamp(SEATS[src.choice(SEATS_BY_AGE[p.age])], x, body.hip, body.hips, base - body.hip)
    far, near = (-1, 1) if src.random() < 0.5 else (1, -1)
    behind = src.random() < 0.5 or abs(p.turn) > 0.6
    if behind:
        arm(pen, p, body, far, p.arms[0])
    if not sits:
        legs(pen, p, body)
    neck(pen, p, body)
    if pill:
        draw_head(head)
    trunk(pen, p, body)
    accessories(pen, p, body)
    if sits:
        legs(pen, p, body)
    if not pill:
        draw_head(head)
    if not behind:
        arm(pen, p, body, far, p.arms[0])
    arm(pen, p, body, near, p.arms[1], p.prop)
    _desk(pen, p, body)
    return body


def _desk(pen: Pen, p: Person, body: Body) -> None:
    busy = p.prop in ("laptop", "book", "mug", "clip") and p.legs in ("stand", "wide")
    if busy and pen.src.random() < 0.45 and p.age != "baby":
        y = body.hip - body.torso * 0.1
        pen.stamp(SEATS["desk"], body.x, y, body.hips, body.base - y)
