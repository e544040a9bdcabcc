"""What one figure looks like."""

from __future__ import annotations

import random
from typing import Any

from data.artists.clipart.palette import GREY, HAIR, ODD, SKIN, far
from data.artists.clipart.styles import Style
from data.artists.clipart.wardrobe import HAIRS, HATS, OUTFITS, THINGS
from data.artists.text import words

Look = dict[str, Any]


def make_look(r: random.Random, s: Style, who: str) -> Look:
    """A drawn look for one of `who`."""
    sex = r.choice("mf")
    key = who if who == "baby" else who + sex
    heads = {
        "baby": r.uniform(2.7, 3.3),
        "child": r.uniform(3.3, 4.5),
        "adult": r.uniform(6.0, 7.6),
        "elderly": r.uniform(5.4, 6.8),
    }[who]
    chibi = {"baby": 2.2, "child": 2.65, "adult": 3.8, "elderly": 3.5}[who]
    heads = heads + (chibi - heads) * (s.squat if who in ("adult", "elderly") else max(s.squat, 0))
    front, _, back = r.choice(words(HAIRS[key])).partition(",")
    hat = r.choice(words(HATS[who])) if r.random() < (0.3 if who != "adult" else 0.26) else ""
    skin = r.choice(ODD if r.random() < s.odd else SKIN)
    hair = r.choice(GREY) if who == "elderly" and r.random() < 0.9 else r.choice(HAIR)
    if r.random() < s.odd * 0.4:
        hair = r.choice(s.cloth)
    face = ""
    if sex == "m" and who in ("adult", "elderly") and r.random() < 0.5:
        face = r.choice(["beard", "moustache", "stubble", "goatee", "full"])
    cloth = r.sample([c for c in s.cloth if far(c, skin) > 0.32 and c != hair], 5)
    young = who in ("baby", "child")
    eyes, outfit = r.choice(s.eyes), r.choice(words(OUTFITS[key]))
    if eyes == "none" and young and r.random() < 0.65:
        eyes = r.choice(["dot", "oval"])
    if (eyes == "none" or sex == "m") and hat in ("hijab", "scarf", "bow"):
        hat = ""
    mouth_kind = r.choice(s.mouths)
    if not young and s.squat > 0.8 and eyes != "none":
        mouth_kind = "lips" if sex == "f" and r.random() < 0.6 else mouth_kind
        face = face or (
            r.choice(["beard", "moustache", "stubble", "goatee", "full"]) if sex == "m" and r.random() < 0.4 else ""
        )
    return {
        "who": who,
        "young": young,
        "sex": sex,
        "heads": heads,
        "front": front,
        "back": back,
        "hat": hat,
        "skin": skin,
        "hair": hair,
        "beard": face,
        "outfit": outfit,
        "cloth": cloth,
        "eyes": eyes,
        "nose": r.choice(s.noses),
        "mouth": mouth_kind,
        "hand": r.choice(s.hands),
        "shape": r.uniform(-1, 1),
        "fat": r.choice([0.85, 1, 1, 1.1, 1.35]),
        "glasses": r.random() < {"baby": 0, "child": 0.1, "adult": 0.22, "elderly": 0.5}[who],
        "freckle": who == "child" and r.random() < 0.25,
        "blush": r.random() < (0.5 if young else 0.12),
        "lash": sex == "f" and r.random() < (0.7 if not young else 0.3),
        "iris": r.choice(["#5a3a1e", "#2f6db3", "#3c8a4a", "#222222"]),
        "motif": r.choice(["star", "heart", "dot", "stripe", "duck", "", ""]),
        "shoe": r.choice([*s.cloth[:4], "#2a2a2a", "#2a2a2a", "#6b3f22"]),
        "bald": front in ("none", "bald"),
        "animal": "",
        "ear": sex == "f" and r.random() < (0.08 if young else 0.4),
        "neck": r.choice(["", "", "", "beads", "scarf", "bowtie"]),
        "shine": r.random() < 0.35,
        "heel": sex == "f" and not young and r.random() < 0.5,
        "pack": who == "child" and r.random() < (0.65 if outfit == "school" else 0.2),
        "dummy": who == "baby" and r.random() < 0.25,
        "thing": r.choice(words(THINGS[who])) if r.random() < 0.6 else "",
    }


def as_animal(r: random.Random, k: Look) -> Look:
    """The look, turned into an animal's."""
    fur = r.choice(words("#c98a4b #8a8f98 #f2b84b #ffffff #f7a8b8 #7fc36a #9a6a45 #e8762c #5b6f95 #444444"))
    kind = r.choice(words("cat dog bear rabbit mouse pig frog fox bird robot"))
    return {**k, "animal": kind, "skin": fur, "hat": "", "heel": False, "pack": False, "glasses": False}
