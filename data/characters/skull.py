"""Measures of one head that face, hair and hats go by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.characters.curves import Point


@dataclass(frozen=True, slots=True)
class Skull:
    """A head one unit high with its top at (x, top) and half-width `wide`; `turn` is -1 to 1."""

    x: float
    top: float
    wide: float
    turn: float
    heights: tuple[float, ...]
    widths: tuple[float, ...]

    @property
    def middle(self) -> float:
        """Where the middle of the face is, which a turned head shows beside the middle of the head."""
        return self.x + 0.3 * self.turn * self.wide

    def at(self, across: float, down: float) -> Point:
        """A point `across` half-widths right of the middle of the head and `down` below its top."""
        return self.x + across * self.wide, self.top + down

    def edge(self, down: float) -> float:
        """Half-width at `down`, as a share of the widest."""
        return float(np.interp(down, self.heights, self.widths))
