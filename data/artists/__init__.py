"""People, animals and things drawn by rule: a module a hand, each with styles of its own.

Every hand offers `draw(source, who)`, an SVG text of 256 x 256 of `who`, one of `WHO`; what `source` draws first is the
style, so that equal sources give the people of one style.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from importlib import import_module

WHO = {"baby": "minor", "child": "minor", "pair": "minor", "adult": "adult", "elderly": "adult", "none": "none"}
"""Whom a hand can draw, and the label of the picture; a pair is an adult with a child."""

Draw = Callable[[random.Random, str], str]


def hand(name: str) -> Draw:
    """The `draw` of the hand called `name`, a module of this folder."""
    found: Draw = import_module(f"data.artists.{name}").draw
    return found
