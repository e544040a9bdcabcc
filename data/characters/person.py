"""What one figure is, before it is drawn: age, hair, clothes, pose. Only weakly tied to age where life ties it."""

from __future__ import annotations

import random
from dataclasses import dataclass

from data.characters.age import Band, Proportions, proportions
from data.characters.style import Style, colour

_NATURAL = ("#1c1410", "#2f1b0c", "#4a2c17", "#6b4423", "#8d5524", "#b5763a", "#d9a441", "#e8c872", "#8c2f1b")
_GREYS = ("#8c8c8c", "#b5b5b5", "#d8d8d8", "#f2f2f2")


@dataclass(frozen=True, slots=True)
class Person:
    """One figure; `sex` is "m", "f" or "n" and decides little but hair and beard."""

    body: Proportions
    sex: str
    skin: str
    hair: str
    hair_colour: str
    beard: str
    wrinkles: int
    blush: bool
    glasses: bool
    pacifier: bool
    top: str
    bottom: str
    top_colour: str
    bottom_colour: str
    shoe_colour: str
    arms: tuple[float, float]
    stance: float
    held: str
    expression: float


def make_person(style: Style, band: Band, source: random.Random) -> Person:
    """A figure of the age band `band`, fully clothed, in an everyday pose."""
    body = proportions(band, style.stylise, source)
    years, sex = body.years, source.choice("mfn")
    grey = (years > 62 and source.random() < 0.8) or (45 < years <= 62 and source.random() < 0.3)
    natural = source.choice(_NATURAL) if source.random() < 0.8 else colour(style, source)
    return Person(
        body=body,
        sex=sex,
        skin=source.choice(style.skins),
        hair=_hair(sex, years, source),
        hair_colour=source.choice(_GREYS) if grey else natural,
        beard=source.choice(("full", "moustache", "goatee", "stubble"))
        if years > 20 and sex == "m" and source.random() < 0.45
        else "none",
        wrinkles=2 if years > 62 and source.random() < 0.75 else 1 if years > 45 and source.random() < 0.5 else 0,
        blush=source.random() < min(0.9, style.blush + (0.25 if years < 14 else 0.0)),
        glasses=source.random() < (0.3 if years > 45 else 0.14 if years > 20 else 0.1),
        pacifier=years < 3 and source.random() < 0.2,
        top=source.choices(("tee", "long", "hoodie", "shirt", "jacket", "stripes", "dress"),
                           (5, 5, 3, 3, 2.5 if years > 20 else 0.8, 2.5, 3 if sex != "m" else 0))[0],
        bottom=source.choices(("trousers", "shorts", "skirt", "overalls"),
                              (5, 2, 2.5 if sex != "m" else 0, 1.2 if years < 20 else 0.6))[0],
        top_colour=colour(style, source),
        bottom_colour=colour(style, source),
        shoe_colour=colour(style, source),
        arms=(_arm(source), _arm(source)),
        stance=source.uniform(0.15, 0.5),
        held=source.choice(("none", "none", "none", "ball", "book", "cup", "bag", "flower", "phone", "balloon")),
        expression=source.uniform(-0.3, 1.0),
    )  # fmt: skip


def _hair(sex: str, years: float, source: random.Random) -> str:
    weights = {
        "bald": 1.2 if sex == "m" and years > 30 else 3.0 if years < 1.4 else 0.5 if years < 3 else 0.05,
        "tuft": 5.0 if years < 1.4 else 0.3 if years < 4 else 0.05,
        "turban": 0.4,
        "short": 4.0 if sex != "f" else 1.0,
        "side": 2.5 if sex != "f" else 1.0,
        "spiky": 1.2 if sex != "f" else 0.2,
        "curly": 1.5,
        "bob": 2.5 if sex != "m" else 0.3,
        "long": 2.5 if sex != "m" else 0.3,
        "bun": 1.2 if sex == "f" else 0.1,
        "ponytail": 1.3 if sex == "f" else 0.1,
        "pigtails": (1.5 if years < 14 else 0.4) if sex == "f" else 0.0,
        "cap": 0.9,
        "beanie": 0.8,
        "scarf": 0.5 if sex == "f" else 0.0,
    }
    return source.choices(list(weights), list(weights.values()))[0]


def _arm(source: random.Random) -> float:
    """Angle of an upper arm, radians from hanging; mostly down, sometimes waving."""
    return source.uniform(0.1, 0.7) if source.random() < 0.75 else source.uniform(0.8, 2.5)
