"""Poses of arms and legs, and who takes which."""

from __future__ import annotations

import random

from data.artists.toon.geometry import Point
from data.artists.toon.person import Person
from data.artists.toon.props import CARRY

# where the hand is, in lengths of the arm from the shoulder outwards and down
ARMS: dict[str, Point] = {
    "down": (0.3, 0.92),
    "out": (0.85, 0.35),
    "wave": (0.7, -0.75),
    "up": (0.35, -0.95),
    "hip": (0.12, 0.62),
    "hold": (0.5, 0.35),
    "point": (0.95, -0.1),
    "chest": (-0.35, 0.42),
    "back": (0.75, 0.6),
}
# where the two feet are, in lengths of the leg from the hip
LEGS: dict[str, tuple[Point, Point]] = {
    "stand": ((-0.05, 1), (0.05, 1)),
    "wide": ((-0.25, 0.98), (0.25, 0.98)),
    "walk": ((-0.42, 0.92), (0.45, 0.94)),
    "run": ((-0.85, 0.5), (0.6, 0.8)),
    "jump": ((-0.45, 0.62), (0.5, 0.7)),
    "tip": ((0.0, 1), (0.3, 0.95)),
    "floor": ((-0.95, 0.12), (0.95, 0.12)),
    "stool": ((-0.25, 0.75), (0.25, 0.75)),
    "kick": ((-0.1, 1), (0.8, 0.55)),
}
STANCES = ("stand", "stand", "wide", "walk", "run", "jump", "tip", "kick", "stool", "floor")
# how likely each of them is, by age
STANCE_ODDS: dict[str, tuple[float, ...]] = {
    "baby": (1, 1, 1, 0.5, 0, 0, 0, 0, 0, 6),
    "child": (2, 1, 2, 2, 2, 2, 1, 1, 1, 1.5),
    "adult": (3, 2, 2, 3, 1, 0.6, 1, 0.4, 1, 0.2),
    "elderly": (3, 3, 2, 1.5, 0, 0, 0.5, 0, 1.4, 0),
}
FREE_ARMS = ("down", "down", "out", "wave", "up", "hip", "back", "point", "hold")


def pose(src: random.Random, p: Person) -> None:
    """Settles legs, arms and what is carried."""
    p.legs = src.choices(STANCES, STANCE_ODDS[p.age])[0]
    if p.legs in ("floor", "stool"):
        p.cues.discard("stoop")
    p.arms = (src.choice(FREE_ARMS), src.choice(FREE_ARMS))
    if src.random() < 0.55:
        p.prop = src.choice(CARRY[p.age if p.age != "elderly" or src.random() > 0.2 else "adult"])
        near = _holding(src, p.prop)
        p.arms = ("chest" if near == "chest" else p.arms[0], near)


def _holding(src: random.Random, prop: str) -> str:
    if prop in ("case", "bag", "can"):
        return "down"
    if prop in ("ball", "teddy", "blocks", "truck"):
        return src.choice(("down", "hold"))
    if prop in ("balloon", "kite", "brolly"):
        return src.choice(("hold", "out"))
    if prop in ("book", "news", "laptop", "wheel", "guitar", "knit"):
        return "chest"
    return "out" if prop == "cane" else "hold"
