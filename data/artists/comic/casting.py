"""Casting: who a figure is, how it looks, what it wears and does."""

from __future__ import annotations

import random

from data.artists.comic.ages import CUTS, HATS, HOLD, MARKS, POSE_OF, WEAR
from data.artists.comic.outfits import OUTFITS
from data.artists.comic.palette import BRIGHT, GREYS, HAIRS, ODD, PASTEL, SKINS, SOBER, WILD, far
from data.artists.comic.person import Person
from data.artists.comic.styles import STYLES


def person(s: random.Random, who: str, name: str) -> Person:
    """A figure of the age `who` in the sub-style `name`."""
    style = STYLES[name]
    woman = s.random() < 0.5
    age = "adult" if who == "elderly" else who
    ratio = style.ratios[("baby", "child", "adult").index(age)] * s.uniform(0.93, 1.08)
    youths = {"baby": 1.0, "child": s.uniform(0.62, 0.92), "adult": s.uniform(0, 0.12), "elderly": s.uniform(0, 0.15)}
    odd = {"toon": 0.7, "strip": 0.2, "chibi": 0.08}.get(name, 0.02)
    grey = who == "elderly" and s.random() < 0.88
    wild = s.random() < {"shounen": 0.5, "chibi": 0.4, "slice": 0.3, "toon": 0.25}.get(name, 0.05)
    tones = PASTEL + BRIGHT if age == "baby" else BRIGHT + PASTEL if age == "child" else SOBER + BRIGHT[:5] + PASTEL[:3]
    if s.random() < 0.2:
        tones = BRIGHT + SOBER
    skin = s.choice(ODD if s.random() < odd else SKINS)
    hair = s.choice([c for c in (GREYS if grey else WILD if wild else HAIRS) if far(c, skin)] or HAIRS[:2])
    first, second, third = s.sample([c for c in tones if far(c, skin)], 3)
    cut = s.choice(CUTS[who][woman])
    outfit = s.choice(WEAR[who][woman])
    if outfit == "doctor":
        first = "#fafafa"
    hat = s.choice(HATS[who]) if s.random() < 0.2 and cut not in ("hijab", "bun", "buns", "afro", "pomp") else ""
    marks: set[str] = set()
    for mark, odds in MARKS[who].items():
        barred = ("beard", "moustache", "stubble") if woman else ("lashes", "lips", "ring")
        if s.random() < odds and mark not in barred:
            marks.add(mark)
    marks |= {"belly"} if age == "adult" and s.random() < (0.35 if name in ("toon", "strip") else 0.1) else set()
    marks |= {"bent"} if who == "elderly" and s.random() < 0.45 else set()
    hold = s.choice(HOLD[who]) if s.random() < (0.7 if who == "elderly" else 0.5) else ""
    pose = s.choice(POSE_OF[who])
    side = cut != "hijab" and s.random() < (0.2 if name in ("strip", "toon", "claire") else 0.05)
    if pose == "lotus" and OUTFITS[outfit].legs < 0.9:
        pose = "sit"
    return Person(
        who=who,
        woman=woman,
        style=style,
        youth=youths[who],
        ratio=ratio,
        skin=skin,
        hair=hair,
        cut=cut,
        hat=hat,
        outfit=outfit,
        colours=(first, second, third),
        pose=pose,
        hold=hold,
        turn=s.choice((-0.22, -0.12, 0, 0.12, 0.22)),
        side=side,
        face=s.choice(style.faces),
        eyes=s.choice(style.eyes),
        nose=s.choice(style.noses),
        mouth=s.choice(style.mouths),
        marks=marks,
    )
