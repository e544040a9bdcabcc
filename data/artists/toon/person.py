"""What is settled about one figure before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Person:
    """One figure and everything that tells its age."""

    age: str
    sex: str
    style: str
    ink: dict[str, str]
    outfit: str
    hair: str
    head: str
    eyes: str
    nose: str
    hand: str
    aspect: float
    height: float
    ratio: float
    hat: str = ""
    glasses: str = ""
    beard: str = ""
    prop: str = ""
    species: str = ""
    cues: set[str] = field(default_factory=set)
    turn: float = 0.0
    arms: tuple[str, str] = ("down", "down")
    legs: str = "stand"

    @property
    def grown(self) -> bool:
        """Whether it is an adult, of any age."""
        return self.age in ("adult", "elderly")
