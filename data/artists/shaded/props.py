"""What people hold or have beside them: which, and where."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from data.artists.shaded import goods, toys
from data.artists.shaded.art import Art
from data.artists.shaded.held import Held
from data.artists.shaded.palette import BRIGHT, SOBER
from data.artists.shaded.people import Body

PROPS: dict[str, list[str]] = {
    "baby": ["rattle", "rattle", "teddy", "blocks", "ball", "balloon", "bottle"],
    "child": ["balloon", "ball", "teddy", "book", "blocks", "kite", "lolly", "flower", "car"],
    "adult": ["case", "case", "mug", "phone", "tool", "guitar", "paper", "bag", "pan", "book", "balloon", "umbrella",
    "flower"],
    "elderly": ["stick", "stick", "stick", "paper", "bag", "mug", "book", "flower", "pan"],
}  # fmt: skip
MAKERS: dict[str, Callable[[Art, Held], None]] = {
    "bag": goods.bag,
    "ball": toys.ball,
    "balloon": toys.balloon,
    "blocks": toys.blocks,
    "book": goods.book,
    "bottle": goods.bottle,
    "car": toys.car,
    "case": goods.case,
    "flower": goods.flower,
    "guitar": goods.guitar,
    "kite": toys.kite,
    "lolly": toys.lolly,
    "mug": goods.mug,
    "pan": goods.pan,
    "paper": goods.paper,
    "phone": goods.phone,
    "rattle": toys.rattle,
    "stick": goods.stick,
    "teddy": toys.teddy,
    "tool": goods.tool,
    "umbrella": goods.umbrella,
}


def prop(a: Art, r: Random, b: Body, kind: str, floor: float) -> None:
    """One of `PROPS` in a hand of the body, or on the floor beside it."""
    s = 1 if b.pose in ("wave", "show", "think", "walk") else r.choice([-1, 1])
    MAKERS[kind](a, Held(*b.reach[s], s, floor, b.sh, r.choice(BRIGHT[:8]), r.choice(SOBER)))
