"""What several drawers ask of a source of chance."""

from __future__ import annotations

import random
from collections.abc import Mapping

Colour = tuple[int, int, int]


def weighted(source: random.Random, weights: Mapping[str, float]) -> str:
    """One of the names, each as often as its weight says; one draw of `source`."""
    return source.choices(list(weights), list(weights.values()))[0]


def any_colour(source: random.Random) -> Colour:
    """Three levels from 0 to 255; three draws of `source`."""
    return source.randrange(256), source.randrange(256), source.randrange(256)
