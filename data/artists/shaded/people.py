"""What a person is: the hand that draws them all, and the body of one."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.artists.shaded.geometry import Pt


@dataclass
class Look:
    """What one picture's people share: the hand that draws eyes, noses, mouths and proportions."""

    chibi: bool
    eye: str
    nose: str
    mouth: str
    skins: list[str]
    hairs: list[str]
    blush: bool
    fingers: bool
    coarse: bool = False


@dataclass
class Body:
    """One person's age, colours, proportions and pose."""

    age: str
    girl: bool
    skin: str
    hair: str
    n: float  # heads in the whole height
    hw: float  # half the head's width
    sh: float  # half the shoulders
    pose: str
    turn: float
    animal: str = ""
    cloth: str = "#8c2f3e"
    reach: dict[int, Pt] = field(default_factory=dict)

    @property
    def young(self) -> bool:
        """Whether it is a baby or a child."""
        return self.age in ("baby", "child")

    @property
    def profile(self) -> bool:
        """Whether the head is seen from the side."""
        return abs(self.turn) > 0.9
