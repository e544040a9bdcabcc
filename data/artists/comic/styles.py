"""The sub-styles: line, colour modes, features, hands and proportions."""

from __future__ import annotations

from dataclasses import dataclass

from data.artists.text import words


@dataclass(frozen=True)
class Style:
    """One sub-style; where it lists several words, each figure takes one."""

    name: str
    line: str
    width: float
    modes: list[str]
    eyes: list[str]
    noses: list[str]
    mouths: list[str]
    faces: list[str]
    hands: str
    limb: float
    ratios: tuple[float, float, float]  # heads to the body: baby, child, adult


_ALL = [
    Style(
        name="shounen",
        line="#1d1a24",
        width=2.4,
        modes=words("cel cel flat"),
        eyes=words("anime"),
        noses=words("tick dot"),
        mouths=words("line open grin"),
        faces=words("anime"),
        hands="finger",
        limb=1.0,
        ratios=(3.0, 4.3, 6.8),
    ),
    Style(
        name="slice",
        line="#6b4038",
        width=1.7,
        modes=words("cel flat"),
        eyes=words("anime shine"),
        noses=words("dot none"),
        mouths=words("small open cat"),
        faces=words("anime egg"),
        hands="mitt",
        limb=0.9,
        ratios=(2.8, 4.0, 6.0),
    ),
    Style(
        name="josei",
        line="#3a2c33",
        width=1.5,
        modes=words("flat cel"),
        eyes=words("josei"),
        noses=words("tick ell"),
        mouths=words("small lips line"),
        faces=words("long"),
        hands="finger",
        limb=0.85,
        ratios=(3.0, 4.6, 7.4),
    ),
    Style(
        name="manga",
        line="#0d0d0d",
        width=2.1,
        modes=words("mono mono outline"),
        eyes=words("anime josei"),
        noses=words("tick dot"),
        mouths=words("line open small"),
        faces=words("anime long"),
        hands="finger",
        limb=0.95,
        ratios=(2.9, 4.3, 6.6),
    ),
    Style(
        name="chibi",
        line="#2b2026",
        width=2.8,
        modes=words("flat cel"),
        eyes=words("anime shine oval"),
        noses=words("none dot"),
        mouths=words("cat open small"),
        faces=words("egg"),
        hands="mitt",
        limb=1.15,
        ratios=(2.1, 2.5, 3.1),
    ),
    Style(
        name="strip",
        line="#151515",
        width=2.8,
        modes=words("flat outline spot mono"),
        eyes=words("dot oval bulge"),
        noses=words("button sausage ell"),
        mouths=words("line grin open"),
        faces=words("bean round egg"),
        hands="four",
        limb=0.8,
        ratios=(2.4, 3.0, 4.3),
    ),
    Style(
        name="toon",
        line="#1a1a1a",
        width=3.2,
        modes=words("flat"),
        eyes=words("bulge"),
        noses=words("sausage button"),
        mouths=words("overbite overbite open"),
        faces=words("box bean round"),
        hands="four",
        limb=0.9,
        ratios=(2.5, 3.2, 4.8),
    ),
    Style(
        name="claire",
        line="#161616",
        width=2.0,
        modes=words("flat"),
        eyes=words("dot claire"),
        noses=words("ell button tick"),
        mouths=words("line small open"),
        faces=words("round egg long"),
        hands="finger",
        limb=1.0,
        ratios=(3.0, 4.4, 6.4),
    ),
]
STYLES = {style.name: style for style in _ALL}
