"""The cues that tell an age, of which each figure gets a part only."""

from __future__ import annotations

import random

from data.artists.toon.hats import HATS_BY_AGE
from data.artists.toon.person import Person


def cues(src: random.Random, p: Person) -> None:
    """Settles marks, beard, glasses, shoes, bags and a hat."""
    young, woman = not p.grown, p.sex == "f" and p.grown
    if p.style == "hose":
        _some(src, p, {"black": 0.6})
    lash = 0.0 if p.sex == "m" else 0.3 if young else 0.65
    freckle = 0.15 if p.age == "child" else 0.02
    _some(src, p, {"cheek": 0.55 if young else 0.12, "freckle": freckle, "brow": 0.3 if young else 0.8, "lash": lash})
    if woman:
        _some(src, p, {"lips": 0.5})
    if p.age == "adult":
        _some(src, p, {"bags": 0.15, "fold": 0.3, "cleft": 0.25 if p.head in ("chin", "jaw") else 0})
        if p.sex == "m" and not p.species:
            p.beard = src.choice(("", "", "", "tache", "full", "goatee", "stubble", "full"))
    if p.age == "elderly":
        _some(src, p, {"bags": 0.6, "fold": 0.7, "furrow": 0.5, "crow": 0.5, "stoop": 0.4, "scarf": 0.15})
        if p.sex == "m":
            p.beard = src.choice(("", "", "tache", "full", "long"))
    if woman:
        _some(src, p, {"heel": 0.4, "beads": 0.25})
    if src.random() < {"baby": 0.0, "child": 0.13, "adult": 0.2, "elderly": 0.55}[p.age]:
        p.glasses = src.choice(("round", "square"))
    if p.age == "child":
        _some(src, p, {"pack": 0.25})
    if p.age == "baby":
        _some(src, p, {"bare": 0.5})
    _hat(src, p)


def _some(src: random.Random, p: Person, odds: dict[str, float]) -> None:
    p.cues |= {cue for cue, chance in odds.items() if src.random() < chance}


def _hat(src: random.Random, p: Person) -> None:
    if src.random() < 0.28 and p.hair not in ("veil", "turban", "hive", "afro") and not p.species:
        p.hat = src.choice(HATS_BY_AGE[p.age])
        if p.sex == "m" and p.hat in ("bow", "flower", "band"):
            p.hat = "cap" if p.age != "baby" else ""
    if p.hat == "chef":
        p.outfit = "apron"
    if p.hat in ("police", "helmet") and p.grown:
        p.outfit = "uniform" if p.hat == "police" else "hivis"
