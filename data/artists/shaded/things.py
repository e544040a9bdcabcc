"""Pictures without a person: which things there are, and how often."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from data.artists.shaded import creatures, landscapes, oddments, vehicles
from data.artists.shaded.art import Art
from data.artists.shaded.kit import Kit
from data.artists.shaded.palette import BRIGHT

THINGS: list[Callable[[Art, Random, Kit], None]] = [
    creatures.robot,
    creatures.robot,
    creatures.ghost,
    creatures.monster,
    creatures.monster,
    creatures.teddy,
    vehicles.car,
    vehicles.bus,
    vehicles.boat,
    vehicles.rocket,
    oddments.apple,
    oddments.cupcake,
    oddments.egg,
    oddments.mug,
    oddments.star,
    oddments.cactus,
    oddments.snowman,
    oddments.plant,
    landscapes.house,
    landscapes.tree,
    landscapes.hills,
    creatures.four_legs,
    creatures.four_legs,
    creatures.four_legs,
]


def thing(a: Art, r: Random) -> None:
    """One of `THINGS`, in colours of its own."""
    make = r.choice(THINGS)
    c, c2, c3 = r.sample(BRIGHT[:9], 3)
    make(a, r, Kit(c, c2, c3, r.random() < 0.6))
