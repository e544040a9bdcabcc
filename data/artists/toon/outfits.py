"""Clothes: sleeves, skirts, trousers and details, and who wears what."""

from __future__ import annotations

from typing import NamedTuple


class Outfit(NamedTuple):
    """One set of clothes."""

    sleeve: float  # share of the arm
    skirt: float  # share of the leg, 0 none
    trousers: float  # share of the leg, 0 none
    detail: str  # little drawings (see `Pen.stamp`) in shoulder widths by torso lengths


OUTFITS: dict[str, Outfit] = {
    "tee": Outfit(0.4, 0, 1, "e 3 0 .45 .3 .2"),
    "star": Outfit(0.4, 0, 0.5, "p y 0 .22 .12 .4 .4 .42 .18 .55 .26 .75 0 .63 -.26 .75 -.18 .55 -.4 .42 -.12 .4"),
    "stripe": Outfit(1, 0, 1, "l 3 .1 -.8 .3 .8 .3|l 3 .1 -.8 .55 .8 .55|l 3 .1 -.8 .8 .8 .8"),
    "shorts": Outfit(0.4, 0, 0.45, "p 3 -.3 .3 .3 .3 .3 .6 -.3 .6"),
    "overalls": Outfit(
        0.5,
        0,
        1,
        "p 2 -.6 .4 .6 .4 .75 1.04 -.75 1.04|l 2 .13 -.5 .4 -.6 .02|l 2 .13 .5 .4 .6 .02|e y -.48 .42 .07 .05|"
        "e y .48 .42 .07 .05",
    ),
    "dungashort": Outfit(
        0.5,
        0,
        0.4,
        "p 2 -.55 .4 .55 .4 .75 1.04 -.75 1.04|l 2 .14 -.5 .4 -.6 .02|l 2 .14 .5 .4 .6 .02|"
        "p 3 -.2 .55 .2 .55 .2 .8 -.2 .8",
    ),
    "romper": Outfit(1, 0, 1, "e w 0 .3 .07 .05|e w 0 .55 .07 .05|e w 0 .8 .07 .05"),
    "bib": Outfit(1, 0, 0.6, "b w -.5 .02 -.45 .4 0 .55 .45 .4 .5 .02|e 3 0 .28 .14 .1"),
    "kiddress": Outfit(
        0.35,
        0.5,
        0,
        "b w -.5 .02 0 .22 .5 .02|e w -.3 .55 .08 .05|e w .3 .7 .08 .05|e w 0 .85 .08 .05",
    ),
    "pinafore": Outfit(0.9, 0.45, 0, "p 3 -.5 .35 .5 .35 .7 1.05 -.7 1.05|l 3 .12 -.45 .35 -.5 0|l 3 .12 .45 .35 .5 0"),
    "school": Outfit(0.9, 0, 0.5, "p w -.4 0 .4 0 0 .45|p 3 -.1 .1 .1 .1 .12 .5 0 .6 -.12 .5|l k .05 0 .5 0 1"),
    "schoolskirt": Outfit(0.9, 0.4, 0, "p w -.45 0 .45 0 0 .4|p r 0 .3 -.25 .2 -.25 .45|p r 0 .3 .25 .2 .25 .45"),
    "suit": Outfit(
        1,
        0,
        1,
        "p w -.4 0 .4 0 0 .7|p 3 -.1 .05 .1 .05 .15 .5 0 .65 -.15 .5|l k .06 -.42 0 -.5 .3 0 .72 .5 .3 .42 0|"
        "l k .05 0 .72 0 1|e k .12 .85 .05 .03",
    ),
    "shirt": Outfit(
        1,
        0,
        1,
        "p w -.35 0 0 .12 -.3 .25|p w .35 0 0 .12 .3 .25|p 3 -.1 .1 .1 .1 .16 .75 0 .9 -.16 .75|l d .12 -.75 1 .75 1",
    ),
    "vest": Outfit(1, 0, 1, "p 3 -.75 .03 -.3 .03 0 .55 .3 .03 .75 .03 .7 1 -.7 1|e y 0 .7 .06 .04|e y 0 .85 .06 .04"),
    "blouse": Outfit(0.8, 0.45, 0, "p s -.3 0 .3 0 0 .3|e w 0 .45 .07 .05|e w 0 .65 .07 .05|l k .06 -.75 1 .75 1"),
    "dress": Outfit(0.3, 0.7, 0, "b s -.5 .0 0 .25 .5 .0|l 3 .16 -.7 .8 .7 .8"),
    "ladysuit": Outfit(1, 0.45, 0, "p w -.3 0 .3 0 0 .55|l k .06 -.4 0 0 .6 .4 0|l k .05 0 .6 0 1|e y .1 .8 .05 .03"),
    "apron": Outfit(
        0.6,
        0,
        1,
        "p w -.5 .25 .5 .25 .8 1.3 -.8 1.3|l w .1 -.45 .25 -.4 0|l w .1 .45 .25 .4 0|l k .05 -.4 .85 .4 .85",
    ),
    "sari": Outfit(0.4, 0.95, 0, "p 3 -.9 0 -.4 0 .85 .9 .85 1.2 .3 1.1|l y .06 -.4 0 .85 .9"),
    "kimono": Outfit(1, 0.95, 0, "l w .12 -.4 0 .3 .6|l w .12 .4 0 -.1 .4|p 3 -.85 .6 .85 .6 .85 .95 -.85 .95"),
    "kaftan": Outfit(1, 0.85, 1, "l 3 .16 0 0 0 .6|l y .08 -.4 .04 0 .14 .4 .04|e 3 0 .1 .2 .07"),
    "coat": Outfit(1, 0.6, 1, "p 3 -.4 0 .4 0 0 .35|l k .06 0 .3 0 1|e k .15 .5 .06 .04|e k .15 .75 .06 .04"),
    "uniform": Outfit(
        1,
        0,
        1,
        "p w -.3 0 .3 0 0 .25|e y -.45 .35 .12 .08|l d .14 -.75 1 .75 1|e y 0 1 .12 .07|l k .05 0 .25 0 1",
    ),
    "scrubs": Outfit(
        0.45,
        0,
        1,
        "p s -.3 0 .3 0 0 .3|p w .2 .4 .55 .4 .55 .65 .2 .65|l d .05 -.4 .02 -.3 .4 0 .5 .3 .4 .4 .02",
    ),
    "lab": Outfit(1, 0.45, 1, "p 3 -.35 0 .35 0 0 .5|l k .06 -.35 0 0 .5 .35 0|l k .05 0 .5 0 1|l k .06 .3 .5 .6 .5"),
    "hoodie": Outfit(
        1,
        0,
        1,
        "b 1 -.6 -.06 0 .22 .6 -.06|l w .05 -.15 .15 -.15 .4|l w .05 .15 .15 .15 .4|"
        "p 1 -.4 .65 .4 .65 .55 .95 -.55 .95",
    ),
    "cardigan": Outfit(1, 0.6, 0, "p w -.3 0 .3 0 .12 1 -.12 1|e k -.3 .5 .05 .03|e k -.28 .75 .05 .03"),
    "knit": Outfit(1, 0, 1, "p w -.3 0 .3 0 0 .3|l 3 .08 -.8 .5 -.4 .65 0 .5 .4 .65 .8 .5"),
    "hivis": Outfit(
        1,
        0,
        1,
        "p o -.75 .02 -.2 .02 -.2 1 -.75 1|p o .75 .02 .2 .02 .2 1 .75 1|l y .1 -.75 .6 -.2 .6|l y .1 .75 .6 .2 .6",
    ),
}

# by age, and from childhood on by sex
WEAR: dict[str, tuple[str, ...]] = {
    "baby": ("romper", "romper", "bib", "tee", "stripe", "kiddress"),
    "childm": ("tee", "star", "stripe", "shorts", "overalls", "dungashort", "school", "hoodie", "kaftan", "kimono"),
    "childf": (
        "star",
        "kiddress",
        "kiddress",
        "pinafore",
        "schoolskirt",
        "overalls",
        "dungashort",
        "tee",
        "sari",
        "kimono",
        "stripe",
    ),
    "adultm": (
        "suit",
        "suit",
        "shirt",
        "vest",
        "apron",
        "kaftan",
        "coat",
        "uniform",
        "scrubs",
        "lab",
        "tee",
        "hoodie",
        "hivis",
        "kimono",
    ),
    "adultf": (
        "blouse",
        "blouse",
        "dress",
        "dress",
        "ladysuit",
        "apron",
        "sari",
        "kimono",
        "coat",
        "scrubs",
        "lab",
        "suit",
        "tee",
        "kaftan",
        "hoodie",
    ),
    "elderlym": ("knit", "vest", "suit", "shirt", "cardigan", "coat", "kaftan", "kimono"),
    "elderlyf": ("cardigan", "cardigan", "dress", "sari", "coat", "kimono", "knit", "apron", "blouse"),
}
