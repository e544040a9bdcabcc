"""What is settled about one figure before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from data.artists.comic.styles import Style


@dataclass
class Person:
    """What is settled about one figure before it is drawn; `youth` runs from 0 (adult) to 1 (baby)."""

    who: str
    woman: bool
    style: Style
    youth: float
    ratio: float
    skin: str
    hair: str
    cut: str
    hat: str
    outfit: str
    colours: tuple[str, str, str]
    pose: str
    hold: str
    turn: float
    side: bool
    face: str
    eyes: str
    nose: str
    mouth: str
    marks: set[str]
    beast: str = ""
    carry: bool = False
