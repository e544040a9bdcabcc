"""What one figure is, before it is drawn: age, face, clothes, pose. Only weakly tied to age where life ties it."""

from __future__ import annotations

import random
from dataclasses import dataclass

from data.characters.age import Band, Proportions, proportions
from data.characters.style import Style, alike, colour
from data.characters.wardrobe import pick_extra, pick_hair, pick_hat, pick_held, pick_pose, pick_top

_NATURAL = ("#1c1410", "#2f1b0c", "#4a2c17", "#6b4423", "#8d5524", "#b5763a", "#d9a441", "#e8c872", "#8c2f1b")
_PRINTS = ("stripes", "dots", "bar", "badge", "checks")
_CLOTHS = ("#3f6fb5", "#f4f4f4", "#2f6f4f", "#7a3f8f", "#c0392b", "#2d3440")
_GREYS = ("#8c8c8c", "#b5b5b5", "#d8d8d8", "#f2f2f2")


@dataclass(frozen=True, slots=True)
class Person:
    """One figure; `sex` is "m", "f" or "n" and decides little but hair and beard."""

    body: Proportions
    sex: str
    skin: str
    hair: str
    hair_colour: str
    grey: bool
    hat: str
    beard: str
    wrinkles: int
    blush: bool
    freckles: bool
    glasses: bool
    pacifier: bool
    mouth: str
    expression: float
    closed: bool  # the eyes
    turn: float  # of the head, -1 to 1
    tilt: float  # of the head, degrees
    lean: float  # of the whole figure, degrees
    top: str
    bottom: str
    extra: str
    held: str
    print: str
    top_colour: str
    bottom_colour: str
    shoe_colour: str
    hat_colour: str
    pose: str
    gesture: str
    facing: int  # -1 or 1
    arms: tuple[float, float]
    stance: float
    girth: float


def make_person(style: Style, band: Band, source: random.Random) -> Person:
    """A figure of the age band `band`, fully clothed, in an everyday pose."""
    body = proportions(band, style.stylise, source, style.chibi, style.same_face)
    years, sex = body.years, source.choice("mfn")
    grey = (years > 62 and source.random() < 0.8) or (45 < years <= 62 and source.random() < 0.3)
    natural = source.choice(_NATURAL) if source.random() < 0.8 else colour(style, source)
    turn = source.choice((-1, 1)) * source.uniform(0.4, 1.0) if source.random() < style.turns else 0.0
    pose, gesture = pick_pose(years, style.lively, source)
    skin = source.choice(style.skins)
    return Person(
        body=body,
        sex=sex,
        skin=skin,
        hair=pick_hair(sex, years, source),
        hair_colour=source.choice(_GREYS) if grey else natural,
        grey=grey,
        hat=pick_hat(sex, years, source),
        beard=source.choice(("full", "full", "moustache", "moustache", "goatee", "stubble"))
        if years > 20 and sex == "m" and source.random() < 0.45
        else "none",
        wrinkles=2 if years > 62 and source.random() < 0.75 else 1 if years > 45 and source.random() < 0.5 else 0,
        blush=source.random() < min(0.9, style.blush + (0.2 if years < 14 else 0.0)),
        freckles=source.random() < style.freckles,
        glasses=source.random() < (0.3 if years > 45 else 0.14 if years > 20 else 0.1),
        pacifier=years < 3 and source.random() < 0.2,
        mouth=source.choice(style.mouths),
        expression=source.uniform(-0.3, 1.0),
        closed=source.random() < 0.06,
        turn=turn,
        tilt=source.gauss(0, style.tilt),
        lean=max(-6.0, min(6.0, source.gauss(0, style.lean))),
        top=pick_top(sex, years, source),
        bottom=source.choices(("trousers", "shorts", "skirt", "overalls"),
                              (5, 2, 2.5 if sex != "m" else 0, 1.2 if years < 20 else 0.6))[0],
        extra=pick_extra(years, source),
        held=pick_held(years, source),
        print=source.choice(_PRINTS) if source.random() < style.pattern else "none",
        top_colour=_cloth(style, skin, source),
        bottom_colour=_cloth(style, skin, source),
        shoe_colour=colour(style, source),
        hat_colour=colour(style, source),
        pose=pose,
        gesture=gesture,
        facing=1 if turn > 0 or (turn == 0 and source.random() < 0.5) else -1,
        arms=(_arm(source), _arm(source)),
        stance=source.uniform(0.15, 0.5),
        girth=source.lognormvariate(0.0, 0.13),
    )  # fmt: skip


def shows_adult(who: Person, style: Style) -> bool:
    """Whether something other than proportions says that the figure is an adult, and can be seen in `style`."""
    if style.finish in ("silhouette", "pictogram"):
        return False
    hair_seen = who.hat == "none" and who.hair not in ("bald", "tuft")
    grey = who.grey and hair_seen and style.finish not in ("line", "grey")
    # Folds are thinner than a square of pixel art, and are left out of faces without eyes.
    folds = who.wrinkles > 0 and style.eyes != "none" and style.finish != "pixel"
    return who.beard in ("full", "moustache", "goatee") or folds or grey or (who.hair == "receding" and hair_seen)


def _cloth(style: Style, skin: str, source: random.Random) -> str:
    """A colour that nobody takes for skin."""
    for _ in range(6):
        found = colour(style, source)
        if not alike(found, skin):
            return found
    return source.choice([one for one in _CLOTHS if not alike(one, skin)])


def _arm(source: random.Random) -> float:
    """Angle of an upper arm, radians from hanging; mostly down, sometimes waving."""
    return source.uniform(0.1, 0.6) if source.random() < 0.75 else source.uniform(0.8, 2.5)
