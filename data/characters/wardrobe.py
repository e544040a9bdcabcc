"""What people of an age wear, hold and do: everything at every age, save where life rules it out."""

from __future__ import annotations

import random

from data.draws import weighted

TOPS = ("tee", "long", "hoodie", "shirt", "jacket", "stripes", "coat", "vest", "dress")
EXTRAS = ("none", "tie", "bow tie", "neck scarf", "apron", "backpack", "safety vest", "name tag")
HELD = ("none", "ball", "book", "cup", "bag", "flower", "phone", "balloon", "toy", "stick", "umbrella", "tool", "ice")
HATS = ("none", "cap", "beanie", "hard hat", "chef hat", "sun hat", "party hat", "turban", "scarf", "bow", "headphones")


def pick_hair(sex: str, years: float, source: random.Random) -> str:
    """A hair cut."""
    weights = {
        "bald": 1.2 if sex == "m" and years > 30 else 3.0 if years < 1.4 else 0.5 if years < 3 else 0.05,
        "tuft": 5.0 if years < 1.4 else 0.3 if years < 4 else 0.05,
        "receding": 1.6 if sex != "f" and years > 30 else 0.0,
        "short": 3.0 if sex != "f" else 0.7,
        "side": 2.0 if sex != "f" else 0.7,
        "buzz": 1.4 if sex != "f" else 0.1,
        "spiky": 1.2 if sex != "f" else 0.2,
        "bowl": 1.0,
        "fringe": 1.4,
        "swept": 1.5,
        "curly": 1.2,
        "afro": 1.0,
        "bob": 2.0 if sex != "m" else 0.3,
        "wavy": 1.6 if sex != "m" else 0.2,
        "long": 2.0 if sex != "m" else 0.3,
        "bun": 1.2 if sex == "f" else 0.1,
        "ponytail": 1.3 if sex == "f" else 0.1,
        "braids": (1.0 if years < 14 else 0.6) if sex == "f" else 0.05,
        "pigtails": (1.3 if years < 14 else 0.4) if sex == "f" else 0.0,
    }
    return weighted(source, weights)


def pick_hat(sex: str, years: float, source: random.Random) -> str:
    """What is on the head, if anything."""
    adult = years > 18
    weights = {
        "none": 14.0, "cap": 0.9, "beanie": 0.8, "hard hat": 0.6 if adult else 0.3, "chef hat": 0.5 if adult else 0.3,
        "sun hat": 0.6, "party hat": 0.2 if adult else 0.35, "turban": 0.3, "scarf": 0.7 if sex == "f" else 0.0,
        "bow": 0.5 if sex == "f" else 0.05, "headphones": 0.4,
    }  # fmt: skip
    return weighted(source, weights)


def pick_top(sex: str, years: float, source: random.Random) -> str:
    """What covers the trunk."""
    dress = 3.0 if sex != "m" else 0.0
    return source.choices(TOPS, (4, 5, 3, 3, 2.5 if years > 20 else 0.9, 2, 1.3, 1.3, dress))[0]


def pick_extra(years: float, source: random.Random) -> str:
    """Something over the clothes."""
    adult = years > 18
    weights = (
        9,
        1.4 if adult else 0.5,
        0.6,
        0.8,
        0.7 if adult else 0.4,
        0.6 if adult else 1.0,
        0.5 if adult else 0.2,
        0.3,
    )
    return source.choices(EXTRAS, weights)[0]


def pick_held(years: float, source: random.Random) -> str:
    """What is in a hand, if anything."""
    stick = 3.0 if years > 62 else 0.25
    toy, tool = (1.4, 0.3) if years < 10 else (0.4, 0.7)
    return source.choices(HELD, (8, 1, 1, 1, 1, 1, 1, 1, toy, stick, 0.6, tool, 0.7))[0]


def pick_pose(years: float, lively: float, source: random.Random) -> tuple[str, str]:
    """What the legs do, and what the arms do."""
    if years < 1.4:
        pose = source.choice(("bundle", "bundle", "crawl", "floor", "floor", "stand"))
        return pose, source.choice(("free", "free", "raised"))
    if source.random() > lively:
        return "stand", source.choice(("free", "free", "free", "hips"))
    pose = source.choice(("stand", "walk", "walk", "run", "floor", "cross", "stool", "lean"))
    return pose, source.choice(("free", "free", "hips", "one hip", "raised", "clasped", "present"))
