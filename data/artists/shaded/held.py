"""Where and in which colours a prop is drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Held:
    """A prop at the hand (x, y) of the side `s` (-1 or 1), with a bright and a sober colour."""

    x: float
    y: float
    s: int
    floor: float
    sh: float  # half the shoulders of who holds it
    c: str
    c2: str

    @property
    def beside(self) -> float:
        """The middle of what stands on the floor beside the figure."""
        return self.s * (self.sh + 0.65)
