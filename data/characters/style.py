"""What an illustrator decides once and keeps for every figure. Nothing here depends on age."""

from __future__ import annotations

import colorsys
import math
import random
from dataclasses import dataclass, replace

from data.draws import weighted

EYES = {
    "dots": 3, "beads": 2, "ovals": 2, "rings": 1.5, "goggles": 1, "anime": 1.5, "iris": 1.5, "lines": 1, "almond": 1.5,
    "lids": 1.2, "dashes": 0.6, "sparkle": 1,
}  # fmt: skip
NOSES = ("none", "none", "dot", "line", "hook", "ball", "shadow", "bow", "wedge", "nostrils", "bridge")
MOUTHS = ("arc", "line", "open", "small", "wide", "teeth", "grin", "smirk", "lips", "cat", "round")
BROWS = ("none", "line", "arch", "thick", "short", "slant")
BUILDS = ("capsule", "boxy", "blob", "tapered", "bell", "pear", "slab", "waist", "barrel", "wedge")
OUTLINES = ("plain", "plain", "round", "round", "block", "egg", "heart", "pear", "shield", "long")
FINISHES = {
    "flat": 19, "outline": 17, "thick": 12, "line": 8, "shaded": 10, "gradient": 8, "glossy": 13, "grey": 5,
    "silhouette": 4, "pictogram": 7, "sketch": 5, "pixel": 4,
}  # fmt: skip
_SKINS = ("#ffdbac", "#f1c27d", "#e0ac69", "#c68642", "#8d5524", "#ffe0bd", "#704a2c", "#fcc21b", "#f9d7c3", "#ffcc22")


@dataclass(frozen=True, slots=True)
class Style:
    """One way to draw."""

    name: str
    finish: str
    bodies: str  # "whole", "bust" (trunks without arms), or "head" (heads alone)
    chibi: float  # height of the tallest adult in heads, or 0 where the style is none such
    stylise: float  # 0 realistic, 1 cartoon proportions
    ink: str
    line: float  # width in hundredths of a head
    toned: bool  # contours are a darker tone of what they surround
    blacks: bool  # line art fills what is dark
    wobble: float  # how unsteady the hand is, hundredths of a head
    skins: tuple[str, ...]
    palette: tuple[str, ...]
    grid: int  # pixels across, in pixel art
    shadow: bool  # on the ground
    rim: float  # white border around the figures as stickers have it, in heads, or 0

    eyes: str
    nose: str
    mouths: tuple[str, ...]
    brows: str
    lashes: str  # who has them: "none", "all" or "f"
    cheeks: str  # "oval" or "hatched"
    outline: str  # of the head
    head_width: float
    head_round: float  # 0 a box, 1 an ellipse
    eye_scale: float
    eye_gap: float
    ears: bool
    blush: float  # chance that a figure of any age has red cheeks
    freckles: float
    turns: float  # chance of a head in three-quarter view
    tilt: float  # degrees
    volume: float  # of hair

    build: str
    shoulders: float
    neck: float
    slope: float  # of the shoulders, in heads
    limb: float
    limb_form: str  # "tube", "taper" or "noodle"
    bend: float  # how far limbs curve
    hands: str
    feet: str
    pattern: float  # chance of a print on clothes
    lean: float  # of whole figures, degrees
    lively: float  # chance of a pose other than standing

    same_face: float  # the age in years that every face looks, so that bodies alone tell ages; 0 where faces age


def make_style(name: str) -> Style:
    """The style called `name`; the same name always gives the same style."""
    source = random.Random(f"style {name}")
    finish = weighted(source, FINISHES)
    ink = source.choice(("#000000", "#222222", "#3b2a20", "#2b2b55", "#333333"))
    if finish == "pictogram":
        ink = source.choice((ink, ink, "#ffffff", "#1565c0", "#b71c1c", "#00695c"))
    bold = finish == "thick"
    form = weighted(source, {"tube": 5, "taper": 4, "noodle": 1.5})
    one_colour = finish in ("silhouette", "pictogram")
    drawn = Style(
        name=name,
        finish=finish,
        # A sign shows people by their whole figure.
        bodies="whole" if one_colour else weighted(source, {"whole": 13, "bust": 5, "head": 2}),
        chibi=source.uniform(2.6, 3.2) if source.random() < 0.12 else 0.0,
        stylise=source.betavariate(1.1, 1.1),
        ink="#000000" if bold else ink,
        line=_line(finish, source),
        toned=finish in ("outline", "shaded", "gradient", "glossy") and source.random() < 0.35,
        blacks=source.random() < 0.5,
        wobble=source.choice((0.0, 0.0, 0.0, 0.6, 1.3)) + (0.5 if finish == "sketch" else 0.0),
        skins=_skins(source, bold),
        palette=_palette(source, source.randint(3, 5) if bold else source.randint(4, 14)),
        grid=source.choice((44, 52, 64)),
        shadow=source.random() < (0.6 if finish == "glossy" else 0.15),
        rim=source.uniform(0.06, 0.16) if not one_colour and source.random() < 0.14 else 0.0,
        eyes=weighted(source, EYES) if source.random() < 0.86 else "none",
        nose=source.choice(NOSES),
        mouths=tuple(source.sample(MOUTHS, source.randint(1, 4))) if source.random() < 0.94 else ("none",),
        brows=source.choice(BROWS),
        lashes=weighted(source, {"none": 6, "all": 1, "f": 3}),
        cheeks=source.choice(("oval", "oval", "hatched")),
        outline=source.choice(OUTLINES),
        head_width=source.uniform(0.92, 1.22),
        head_round=source.uniform(0.35, 1.0),
        eye_scale=source.uniform(0.7, 1.45),
        eye_gap=source.uniform(0.85, 1.2),
        ears=source.random() < 0.6,
        blush=source.choice((0.0, 0.1, 0.3, 0.6)),
        freckles=source.choice((0.0, 0.0, 0.1, 0.3)),
        turns=source.choice((0.0, 0.3, 0.6, 0.9)),
        tilt=source.choice((0.0, 0.0, 4.0, 8.0)),
        volume=source.uniform(0.0, 1.0),
        build=source.choice(BUILDS),
        shoulders=source.uniform(0.72, 1.05),
        neck=source.choice((0.0, 0.5, 0.8, 1.0, 1.15)),
        slope=source.uniform(0.02, 0.28),
        limb=source.uniform(0.75, 1.3) if form != "noodle" else source.uniform(0.35, 0.6),
        limb_form=form,
        bend=source.choice((0.0, 0.3, 0.7, 1.2)),
        hands=source.choice(("ball", "mitten", "stub", "fingers")),
        feet=source.choice(("oval", "shoe", "block", "half")),
        pattern=source.choice((0.0, 0.2, 0.5)),
        lean=source.choice((0.0, 0.0, 2.0, 4.0)),
        lively=source.choice((0.1, 0.3, 0.6, 0.8)),
        same_face=0.0,
    )
    face = source.uniform(5.0, 30.0)
    if drawn.bodies != "whole" or drawn.chibi or source.random() < 0.7:
        return drawn
    # Bodies of all ages are alike in cartoons; where they alone tell the age, they must differ.
    return replace(drawn, same_face=face, stylise=0.6 * drawn.stylise)


def colour(style: Style, source: random.Random) -> str:
    """A colour of the style's palette, as #rrggbb."""
    return source.choice(style.palette)


def darker(colour: str, factor: float) -> str:
    """`colour` times `factor`."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{max(0, min(255, round(channel * factor))):02x}" for channel in channels)


def mixed(first: str, second: str, share: float) -> str:
    """`first` with `share` of `second` in it."""
    pairs = [(int(first[at : at + 2], 16), int(second[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def distance(first: str, second: str) -> float:
    """How far two colours lie apart, 0 to 1.7."""
    pairs = ((int(first[at : at + 2], 16), int(second[at : at + 2], 16)) for at in (1, 3, 5))
    return math.hypot(*((a - b) / 255 for a, b in pairs))


def alike(first: str, second: str) -> bool:
    """Whether two colours are close, or tones of one hue."""
    hues, saturations = [], []
    for one in (first, second):
        hue, saturation, _ = colorsys.rgb_to_hsv(*(int(one[at : at + 2], 16) / 255 for at in (1, 3, 5)))
        hues.append(hue)
        saturations.append(saturation)
    apart = abs(hues[0] - hues[1])
    return distance(first, second) < 0.28 or (min(apart, 1 - apart) < 0.07 and min(saturations) > 0.2)


def lightness(colour: str) -> float:
    """How light a colour is to the eye, 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return (0.3 * red + 0.59 * green + 0.11 * blue) / 255


def _line(finish: str, source: random.Random) -> float:
    match finish:
        case "thick":
            return source.uniform(4.0, 8.0)
        case "sketch":
            return source.uniform(1.0, 2.2)
        case "outline" | "line" | "shaded":
            return source.uniform(1.2, 6.0)
        case "pixel":
            return source.choice((0.0, 5.0))
    return source.choice((0.0, 0.0, 0.0, 1.5, 3.0))


def _skins(source: random.Random, bold: bool) -> tuple[str, ...]:
    kind = source.random()
    if kind < (0.4 if bold else 0.15):
        return (source.choice(("#fcea2b", "#ffd93b", "#fcc21b", "#ffcc4d")),)
    if kind < 0.87:
        return tuple(source.sample(_SKINS, 3))
    return (_hex(source.random(), source.uniform(0.2, 0.6), source.uniform(0.75, 1.0)),)


def _palette(source: random.Random, count: int) -> tuple[str, ...]:
    hue, saturation, light = (
        source.random(),
        source.uniform(*source.choice(((0.15, 0.6), (0.55, 1.0), (0.7, 1.0)))),
        source.uniform(0.7, 1.0),
    )
    steps = source.choice(((0, 0.08, 0.33, 0.5, 0.58, 0.75), (0, 0.03, 0.06, 0.5), (0, 0.17, 0.33, 0.5, 0.67, 0.83)))
    found = []
    for number in range(count):
        turned = (hue + steps[number % len(steps)] + source.gauss(0, 0.03)) % 1
        if source.random() < 0.15:
            found.append(_hex(turned, 0.08, source.uniform(0.2, 1.0)))
        else:
            found.append(_hex(turned, saturation * source.uniform(0.65, 1.0), light * source.uniform(0.5, 1.0)))
    return tuple(found)


def _hex(hue: float, saturation: float, value: float) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in colorsys.hsv_to_rgb(hue, saturation, value))
