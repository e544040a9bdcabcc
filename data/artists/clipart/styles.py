"""The sub-styles, and the choice of one."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from data.artists.clipart.palette import CORP, LOUD, OFFICE, PASTEL


@dataclass(frozen=True)
class Style:
    """A sub-style: line, filling, palette, and which features it draws."""

    line: float
    ink: str
    fill: str  # flat, grad, gloss, white or mono
    cloth: list[str]
    squat: float  # how far every age is drawn squat: 0 natural, 1 chibi
    eyes: tuple[str, ...]
    noses: tuple[str, ...]
    mouths: tuple[str, ...]
    hands: tuple[str, ...]
    nose: float = 1.0
    eye: float = 1.0
    bold: bool = False
    odd: float = 0.06
    thin: float = 1.0
    tint: str = "#000000"


STYLES = {
    "ink": Style(
        2.6,
        "#111111",
        "flat",
        LOUD,
        0.35,
        ("joined", "white", "dot", "oval"),
        ("bulb", "hook", "bulb", "wide"),
        ("grin", "smile", "open", "smirk"),
        ("glove", "mitten"),
        1.9,
        1.1,
        True,
    ),
    "line": Style(
        1.9,
        "#1a1a1a",
        "white",
        LOUD,
        0.12,
        ("dot", "almond", "arc", "white"),
        ("hook", "ell", "bulb"),
        ("smile", "flat", "open"),
        ("mitten", "glove"),
        1.1,
        0.9,
        False,
        0.0,
    ),
    "office": Style(
        0.7,
        "#33302c",
        "grad",
        OFFICE,
        0.08,
        ("dot", "almond", "arc", "oval"),
        ("ell", "shade", "bulb", "hook"),
        ("smile", "lips", "open"),
        ("mitten", "ball"),
        1.0,
        0.8,
    ),
    "gloss": Style(
        0.0,
        "#223344",
        "gloss",
        LOUD,
        0.45,
        ("none", "none", "dot", "oval"),
        ("none", "shade"),
        ("none", "smile"),
        ("ball",),
        0.6,
        1.0,
        False,
        0.5,
        1.15,
    ),
    "corp": Style(
        0.0,
        "#2b2740",
        "flat",
        CORP,
        -0.1,
        ("none", "dot", "arc", "line"),
        ("none", "shade", "ell"),
        ("smile", "none", "flat"),
        ("ball", "mitten"),
        0.9,
        0.7,
        False,
        0.4,
        1.1,
    ),
    "avatar": Style(
        1.7,
        "#4a2f3c",
        "flat",
        PASTEL,
        1.0,
        ("oval", "big", "dot", "white", "arc"),
        ("dot", "shade", "bulb"),
        ("smile", "open", "cat", "lips"),
        ("ball", "mitten"),
        0.6,
        1.25,
        False,
        0.1,
    ),
}


def pick_style(r: random.Random) -> Style:
    """A style, a little varied."""
    s = STYLES[r.choice(["ink", "ink", "ink", "line", "office", "office", "gloss", "corp", "avatar", "avatar"])]
    s = replace(
        s, line=s.line * r.uniform(0.75, 1.35), squat=s.squat + r.uniform(-0.1, 0.2), nose=s.nose * r.uniform(0.8, 1.25)
    )
    if r.random() < 0.08 and s.fill != "white":
        return replace(
            s, fill="mono", line=max(s.line, 1.1), tint=r.choice(["#12305e", "#5a2a12", "#1d1d1d", "#0d4a3a"])
        )
    if s.fill == "flat" and r.random() < 0.2:
        return replace(s, fill="grad")
    return s
