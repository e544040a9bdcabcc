"""The sub-styles: proportions, line and the ways parts are drawn."""

from __future__ import annotations

from dataclasses import dataclass

AGES = ("baby", "child", "adult", "elderly")


@dataclass(frozen=True)
class Style:
    """One hand: its measures, and what it may choose from."""

    ratios: tuple[float, float, float, float]  # heads to a body, by age
    legs: tuple[float, float, float, float]  # share of the legs in the body, by age
    line: tuple[float, float]  # width in pixels, from and to
    limb: float
    bulk: float
    eyes: tuple[str, ...]
    noses: tuple[str, ...]
    hands: tuple[str, ...]
    shoe: float
    modes: tuple[str, ...]
    shades: tuple[str, ...]
    bend: float
    neck: float
    adult_heads: tuple[str, ...]
    old_heads: tuple[str, ...]


STYLES: dict[str, Style] = {
    "hose": Style(
        ratios=(2.2, 3.0, 4.3, 4.0),
        legs=(0.3, 0.45, 0.52, 0.47),
        line=(3, 5),
        limb=0.5,
        bulk=1.05,
        eyes=("pie", "pie", "tall", "oval"),
        noses=("oval", "dot", "ball"),
        hands=("glove",),
        shoe=1.5,
        modes=("grey", "sepia", "full", "retro"),
        shades=("none", "none", "cel"),
        bend=0.28,
        neck=0.3,
        adult_heads=("round", "oval", "pear", "jaw"),
        old_heads=("pear", "oval", "jaw"),
    ),
    "bean": Style(
        ratios=(2.1, 2.6, 3.9, 3.6),
        legs=(0.22, 0.3, 0.34, 0.3),
        line=(3.5, 7),
        limb=0.62,
        bulk=1.2,
        eyes=("white", "white", "dot", "bead", "wide"),
        noses=("none", "dot", "loop", "long"),
        hands=("dot", "stub", "fingers"),
        shoe=1.0,
        modes=("full", "full", "pastel", "vivid"),
        shades=("none",),
        bend=0.3,
        neck=0,
        adult_heads=("pill", "pill", "pill", "square", "egg"),
        old_heads=("pill", "pill", "egg", "pear"),
    ),
    "flat": Style(
        ratios=(3.0, 4.5, 7.6, 7.2),
        legs=(0.34, 0.5, 0.58, 0.54),
        line=(0, 0),
        limb=1.15,
        bulk=1.0,
        eyes=("none", "none", "none", "none", "dot", "arc"),
        noses=("none", "none", "none", "L", "side"),
        hands=("dot", "stub", "mitten"),
        shoe=0.85,
        modes=("full", "tint", "pastel", "retro"),
        shades=("none", "none", "cel", "grad"),
        bend=0.12,
        neck=1.2,
        adult_heads=("oval", "oval", "tri", "jaw"),
        old_heads=("oval", "jaw"),
    ),
    "chin": Style(
        ratios=(2.2, 2.8, 3.3, 3.1),
        legs=(0.28, 0.38, 0.3, 0.3),
        line=(2, 4.5),
        limb=0.8,
        bulk=1.25,
        eyes=("dot", "white", "tiny", "lid", "oval"),
        noses=("long", "ball", "loop", "hook", "oval"),
        hands=("mitten", "fingers", "dot"),
        shoe=1.1,
        modes=("full", "full", "grey", "line", "retro"),
        shades=("none", "cel"),
        bend=0.16,
        neck=0.4,
        adult_heads=("chin", "chin", "jaw", "pear", "long", "egg"),
        old_heads=("chin", "pear", "long", "jaw"),
    ),
    "bobble": Style(
        ratios=(1.75, 1.95, 2.35, 2.3),
        legs=(0.3, 0.42, 0.5, 0.46),
        line=(1.5, 4),
        limb=1.0,
        bulk=0.95,
        eyes=("bead", "iris", "white", "lid", "oval"),
        noses=("dot", "L", "button", "side", "ball"),
        hands=("mitten", "dot", "fingers"),
        shoe=1.05,
        modes=("full", "vivid", "full"),
        shades=("grad", "cel"),
        bend=0.15,
        neck=0.4,
        adult_heads=("jaw", "oval", "tri", "long", "square"),
        old_heads=("jaw", "pear", "oval"),
    ),
    "doodle": Style(
        ratios=(2.0, 2.5, 3.7, 3.4),
        legs=(0.3, 0.42, 0.48, 0.45),
        line=(2, 4.5),
        limb=0.42,
        bulk=0.9,
        eyes=("dot", "white", "wide", "arc", "tiny", "lid"),
        noses=("L", "none", "loop", "dot", "hook"),
        hands=("fingers", "stub", "dot"),
        shoe=0.9,
        modes=("line", "line", "full", "pastel", "grey"),
        shades=("none",),
        bend=0.1,
        neck=0.7,
        adult_heads=("oval", "jaw", "long", "egg", "round"),
        old_heads=("egg", "long", "pear"),
    ),
}
