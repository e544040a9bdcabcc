"""Who is drawn: age, looks, clothes and colours."""

from __future__ import annotations

import random

from data.artists.toon.cues import cues
from data.artists.toon.hairdos import LOCKS
from data.artists.toon.outfits import WEAR
from data.artists.toon.palette import BRIGHT, FURS, GREYS, HAIR_COLOURS, ODD_SKINS, SKINS, SOBER, mix
from data.artists.toon.person import Person
from data.artists.toon.poses import pose
from data.artists.toon.styles import AGES, STYLES


def person(src: random.Random, style: str, age: str, species: str = "") -> Person:
    """Somebody of that age, with a part of the cues only."""
    st, sex = STYLES[style], src.choice("mf")
    ink = _ink(src, style, age, species)
    outfit = src.choice(WEAR["baby" if age == "baby" else age + sex])
    if style in ("flat", "chin") and outfit in ("suit", "ladysuit") and src.random() < 0.5:
        ink["1"] = src.choice(SOBER)
    hair = "bald" if species else src.choice(LOCKS[age + sex])
    head, aspect = _shape(src, style, age)
    ratio = st.ratios[AGES.index(age)] * src.uniform(0.9, 1.12)
    heights = {"baby": src.uniform(38, 48), "child": src.uniform(56, 76), "adult": 100, "elderly": src.uniform(90, 97)}
    p = Person(
        age=age,
        sex=sex,
        style=style,
        ink=ink,
        outfit=outfit,
        hair=hair,
        head="round" if species else head,
        eyes=src.choice(st.eyes),
        nose=src.choice(st.noses),
        hand=src.choice(st.hands),
        aspect=aspect,
        height=heights[age],
        ratio=ratio,
        species=species,
    )
    if p.eyes == "none" and age == "elderly" and src.random() < 0.4:
        p.glasses = "round"
    cues(src, p)
    p.turn = src.choice((0, 0, 0.35, 0.7, -0.35, 1))
    pose(src, p)
    return p


def _ink(src: random.Random, style: str, age: str, species: str) -> dict[str, str]:
    skin = src.choice(ODD_SKINS) if src.random() < 0.1 else src.choice(SKINS)
    if species:
        skin = src.choice(FURS)
    old = age == "elderly" and src.random() < 0.85
    hair = src.choice(GREYS if old else HAIR_COLOURS) if src.random() > 0.05 else src.choice(BRIGHT)
    cloth: tuple[str, ...] = SOBER if src.random() < (0.6 if age in ("adult", "elderly") else 0.12) else BRIGHT
    if style == "hose" and src.random() < 0.3:
        cloth = ("#222222", "#f2f2f2", "#d9382e", "#888888")
    one, two, three = src.sample(cloth, 3)
    return {
        "s": skin,
        "h": hair,
        "1": one,
        "2": two,
        "3": src.choice((three, src.choice(BRIGHT))),
        "4": src.choice(("#2b2b33", "#6b4226", src.choice(BRIGHT))),
        "q": mix(skin, "#5a2010", 0.25),
        "u": mix(skin, "#f0506a", 0.4),
        "x": mix(skin, "#404048", 0.35),
        "m": "#6b1f2a",
        "l": "#c2334d" if int(skin[1:3], 16) >= 140 else "#8e2238",
        "i": src.choice(("#3b82c4", "#6b8e3a", "#7a4a26")),
    }


def _shape(src: random.Random, style: str, age: str) -> tuple[str, float]:
    grown, bean = age in ("adult", "elderly"), style == "bean"
    if grown:
        shape = src.choice(STYLES[style].adult_heads if age == "adult" else STYLES[style].old_heads)
    else:
        shape = src.choice(("pill", "pill", "cheeky", "round") if bean else ("round", "cheeky", "cheeky", "egg"))
    aspect = src.uniform(0.68, 0.86) if grown else src.uniform(0.96, 1.14)
    if bean:
        aspect = src.uniform(0.7, 0.95) if grown else src.uniform(1.0, 1.2)
    return shape, aspect * (1.08 if shape in ("chin", "square") else 1)
