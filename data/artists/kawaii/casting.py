"""Chooses the look of a person or an animal."""

from __future__ import annotations

from random import Random

from data.artists.kawaii.colours import GREYS, HAIRS, ODD_HAIRS, ODD_SKINS, SKINS
from data.artists.kawaii.ears import EARS
from data.artists.kawaii.looks import Look, chance, palette
from data.artists.kawaii.styles import Style
from data.artists.kawaii.wardrobe import (
    BIG_HATS,
    FITS,
    KID_BACK,
    KID_FRONT,
    LADY_BACK,
    MAN_FRONT,
    SMALL_HATS,
    WORK_HATS,
)
from data.artists.text import words


def grown_face(r: Random, k: Look, old: bool) -> None:
    """Marks of an adult face; at least one nearly always."""
    if k.sex == "m":
        chance(
            r,
            k.marks,
            {"beard": 0.25, "moustache": 0.25, "stubble": 0.18, "goatee": 0.1, "jaw": 0.55, "brow": 0.85, "neck": 0.8},
        )
    else:
        chance(r, k.marks, {"lips": 0.55, "lash": 0.65, "shadow": 0.25, "earring": 0.35, "brow": 0.6, "neck": 0.7})
    chance(r, k.marks, {"glasses": 0.45 if old else 0.22, "folds": 0.85 if old else 0.18, "bags": 0.4 if old else 0.15})
    chance(r, k.marks, {"crow": 0.6, "forehead": 0.6} if old else {"mole": 0.06})
    if (
        not k.marks & {"beard", "moustache", "stubble", "goatee", "lips", "lash", "folds", "bags", "shadow"}
        and r.random() < 0.97
    ):
        k.marks.add(
            r.choice(["moustache", "stubble", "folds", "beard"] if k.sex == "m" else ["lips", "lash", "shadow"])
        )
    if old and not k.marks & {"folds", "forehead", "crow"}:
        k.marks.add("folds")
    k.nose = r.choice(["L", "u", "long", "round", "arc", "dot" if r.random() < 0.5 else "L"])


def make(r: Random, st: Style, age: str) -> Look:
    """Choose the look of a person of this age."""
    sex, young, old = r.choice("mf"), age in ("baby", "child"), age == "elderly"
    skin = r.choice(ODD_SKINS) if r.random() < st.odd else r.choice(SKINS[:6] if r.random() < 0.6 else SKINS)
    if st.paint == "ink":
        skin = "#ffffff"
    if st.paint == "tone":
        skin = r.choice(SKINS[:5])
    hair = r.choice(ODD_HAIRS) if r.random() < (0.2 if st.palette == "v" else 0.04) else r.choice(HAIRS)
    hair = r.choice(GREYS) if old and r.random() < 0.85 else hair
    fits = FITS[age] if young else FITS[("e" if old else "") + sex]
    k = Look(age, sex, skin, hair, palette(r, st, age), r.choice(fits), eye=r.choice(st.eyes))
    k.heads = st.heads[("baby", "child", "adult", "elderly").index(age)] * r.uniform(
        0.93, 1.18 if age == "child" else 1.07
    )
    chance(r, k.marks, {"wink": 0.07})
    k.mouth = r.choice(["smile", "smile", "open", "open", "cat", "o", "flat", "grin"])
    if age == "baby":
        k.front = r.choice(words("tuft tuft curl curl wisps wisps none buzz bangs"))
        k.hat = r.choice(["", "", "", "bonnet", "bow", "hood", "hood", "beanie"])
        chance(r, k.marks, {"dummy": 0.25, "blush": 0.85})
    elif age == "child":
        k.front = r.choice(KID_FRONT[k.sex])
        k.back = r.choice(KID_BACK) if sex == "f" else "afro" if r.random() < 0.05 else "none"
        k.hat = r.choice(SMALL_HATS) if r.random() < 0.4 else "hood" if r.random() < 0.07 else ""
        chance(
            r,
            k.marks,
            {
                "blush": 0.75,
                "brow": 0.3,
                "glasses": 0.1,
                "freckles": 0.12,
                "gap": 0.12,
                "satchel": 0.25,
                "lash": 0.12,
                "plaster": 0.06,
            },
        )
        k.nose = r.choice(["", "", "", "dot", "u"])
    else:
        k.front = r.choice(MAN_FRONT if sex == "m" else words("bangs centre centre part part slick slick curly"))
        if old and sex == "m":
            k.front = r.choice(words("sides sides sides comb none recede slick short"))
        k.back = r.choice(LADY_BACK) if sex == "f" else "none"
        if old and sex == "f":
            k.back, k.front = (
                r.choice(words("bun bun lowbun perm perm bob none")),
                r.choice(words("slick centre part curly slick")),
            )
        k.hat = r.choice(BIG_HATS[sex]) if r.random() < 0.22 else WORK_HATS.get(k.wear, "") if r.random() < 0.55 else ""
        k.hat = "hijab" if sex == "f" and (r.random() < 0.08 or k.hat == "turban") else k.hat
        chance(r, k.marks, {"blush": 0.35})
        grown_face(r, k, old)
    if k.hat in ("hood", "hijab"):
        k.back = "none"
    if k.hat and k.back in ("bun", "twobuns", "afro"):
        k.back = "lowbun" if k.back == "bun" else "none"
    return k


def beast(r: Random, st: Style) -> Look:
    """Choose the look of an animal or an animal-like figure."""
    k = Look(
        "none",
        "m",
        r.choice(words("#fffaf0 #e8b97a #c98f5a #9a9ba3 #f7cf7a #f7b7b2 #bfe3b8 #b3dcf2 #5b4a44 #d6c3ee")),
        "#333333",
        palette(r, st, "child"),
        "bare",
    )
    k.species = r.choice(list(EARS))
    if k.species == "frog":
        k.skin = r.choice(["#8fcf7a", "#6fbf6b", "#b8dd7a"])
    k.wear = r.choice(
        ["bare", "bare", "bare", "tee", "overall", "suit", "apron", "kimono", "frock", "stripe", "vest", "hoodie"]
    )
    k.hat = r.choice(["", "", "", "bow", "party", "fedora", "cap", "scarf"])
    k.eye, k.heads = r.choice(st.eyes), r.uniform(1.9, 2.7)
    k.mouth = "beak" if k.species == "bird" else r.choice(["cat", "cat", "smile", "open"])
    chance(
        r,
        k.marks,
        {
            "blush": 0.6,
            "glasses": 0.1,
            "brow": 0.15,
            "muzzle": 0.6,
            "whiskers": 0.4 if k.species in ("cat", "mouse") else 0,
        },
    )
    return k
