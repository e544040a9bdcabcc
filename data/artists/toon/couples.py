"""An adult with a child."""

from __future__ import annotations

import random

from data.artists.toon.babies import carried
from data.artists.toon.bodies import Place
from data.artists.toon.casting import person
from data.artists.toon.figures import figure
from data.artists.toon.pen import Pen
from data.artists.toon.person import Person
from data.artists.toon.styles import STYLES


def couple(src: random.Random, pen: Pen, style: str) -> Place:
    """Draws an adult with a child at the side or a baby in the arms."""
    big = person(src, style, "adult" if src.random() < 0.75 else "elderly")
    small = person(src, style, "child" if src.random() < 0.7 else "baby")
    big.legs = src.choice(("stand", "wide", "walk"))
    if small.age == "baby" and src.random() < 0.6:
        return _in_arms(pen, big, small)
    if small.prop in ("ball", "teddy", "blocks", "truck"):
        small.prop = ""
    small.arms = (src.choice(("up", "down", "wave", "out")), small.arms[1])
    big.arms = (src.choice(("down", "wave", "hip")), big.arms[1])
    small.height *= 0.9
    first = src.random() < 0.5
    gap = src.uniform(30, 40) + (8 if style in ("chin", "bobble", "bean") else 0)
    body = figure(pen, big, 0, 0) if first else None
    figure(pen, small, gap * src.choice((-1, 1)), src.uniform(0, 3))
    return (body or figure(pen, big, 0, 0)).place


def _in_arms(pen: Pen, big: Person, small: Person) -> Place:
    big.prop, big.arms, small.height = "", ("hold", "hold"), pen.src.uniform(40, 54)
    body = figure(pen, big, 0, 0)
    size = carried(pen, small, body)
    pen.ink = big.ink
    w, shoulder, elbow = body.shoulders, body.top + body.torso * 0.35, body.top + body.torso * 0.75
    for s in (-1, 1):
        limb = [(s * w * 1.05, shoulder), (s * w * 1.1, elbow), (-s * size * 0.3, elbow + 2)]
        pen.tube(limb, 5 * STYLES[big.style].limb, "1")
    return body.place
