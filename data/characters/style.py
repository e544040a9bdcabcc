"""What an illustrator decides once and keeps for every figure. Nothing here depends on age."""

from __future__ import annotations

import colorsys
import random
from dataclasses import dataclass
from typing import Literal

Eyes = Literal["dots", "ovals", "rings", "anime", "lines", "almond", "none"]
Nose = Literal["none", "dot", "line", "hook", "ball", "shadow"]
Mouth = Literal["arc", "line", "open", "small", "wide", "none"]
Build = Literal["capsule", "boxy", "blob", "tapered"]
Finish = Literal["flat", "outline", "line", "shaded", "gradient", "grey", "silhouette", "pictogram"]

_EYES: tuple[Eyes, ...] = ("dots", "ovals", "rings", "anime", "lines", "almond", "none")
_NOSES: tuple[Nose, ...] = ("none", "dot", "line", "hook", "ball", "shadow")
_MOUTHS: tuple[Mouth, ...] = ("arc", "line", "open", "small", "wide", "none")
_BUILDS: tuple[Build, ...] = ("capsule", "boxy", "blob", "tapered")
_FINISHES: dict[Finish, float] = {
    "flat": 22, "outline": 30, "line": 9, "shaded": 16, "gradient": 12, "grey": 6, "silhouette": 5, "pictogram": 9,
}  # fmt: skip
_SKINS = ("#ffdbac", "#f1c27d", "#e0ac69", "#c68642", "#8d5524", "#ffe0bd", "#5c3a21", "#fcc21b", "#f9d7c3")


@dataclass(frozen=True, slots=True)
class Style:
    """One way to draw."""

    name: str
    eyes: Eyes
    nose: Nose
    mouth: Mouth
    build: Build
    finish: Finish
    ink: str
    line: float  # width in hundredths of a head
    head_round: float  # 0 a box, 1 an ellipse
    stylise: float  # 0 realistic, 1 cartoon proportions
    eye_scale: float
    eye_gap: float
    brows: bool
    ears: bool
    fingers: bool
    blush: float  # chance that a figure of any age has red cheeks
    saturation: float
    brightness: float
    hue: float
    wobble: float  # how unsteady the hand is, hundredths of a head
    skins: tuple[str, ...]


def make_style(name: str) -> Style:
    """The style called `name`; the same name always gives the same style."""
    source = random.Random(f"style {name}")
    finish = source.choices(list(_FINISHES), list(_FINISHES.values()))[0]
    ink = source.choice(("#000000", "#222222", "#3b2a20", "#2b2b55", "#444444"))
    if finish == "pictogram":
        ink = source.choice((ink, ink, "#ffffff", "#1565c0", "#b71c1c", "#00695c"))
    return Style(
        name=name,
        eyes=source.choice(_EYES[:-1]) if source.random() < 0.96 else "none",
        nose=source.choice(_NOSES),
        mouth=source.choice(_MOUTHS[:-1]) if source.random() < 0.95 else "none",
        build=source.choice(_BUILDS),
        finish=finish,
        ink=ink,
        line=source.uniform(1.2, 6.0) if finish in ("outline", "line", "shaded") else source.choice((0.0, 0.0, 1.5)),
        head_round=source.uniform(0.35, 1.0),
        stylise=source.betavariate(1.1, 1.1),
        eye_scale=source.uniform(0.7, 1.45),
        eye_gap=source.uniform(0.85, 1.2),
        brows=source.random() < 0.7,
        ears=source.random() < 0.6,
        fingers=source.random() < 0.2,
        blush=source.choice((0.0, 0.1, 0.3, 0.6)),
        saturation=source.uniform(0.25, 0.95),
        brightness=source.uniform(0.65, 1.0),
        hue=source.random(),
        wobble=source.choice((0.0, 0.0, 0.6, 1.4)),
        skins=tuple(source.sample(_SKINS, 3)) if source.random() < 0.85 else (_tint(source),),
    )


def colour(style: Style, source: random.Random) -> str:
    """A colour of the style's palette, as #rrggbb."""
    hue = (style.hue + source.choice((0, 0.08, 0.33, 0.5, 0.58, 0.75)) + source.gauss(0, 0.03)) % 1
    light = style.brightness * source.uniform(0.45, 1.0)
    return _hex(hue, style.saturation * source.uniform(0.5, 1.0), light)


def darker(colour: str, factor: float) -> str:
    """`colour` times `factor`."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{max(0, min(255, round(channel * factor))):02x}" for channel in channels)


def _tint(source: random.Random) -> str:
    return _hex(source.random(), source.uniform(0.2, 0.6), source.uniform(0.75, 1.0))


def _hex(hue: float, saturation: float, value: float) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in colorsys.hsv_to_rgb(hue, saturation, value))
