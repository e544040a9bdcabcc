"""Hats and other headwear."""

from __future__ import annotations

# in half head widths from the hairline, as little drawings (see `Pen.stamp`)
HATS: dict[str, str] = {
    "cap": "b 3 -1.05 .1 -.9 -.55 0 -.85 .9 -.55 1.05 .1 0 .18|b 2 .2 .1 1.1 -.05 1.8 .15 1.1 .3",
    "beanie": "b 3 -1.1 .1 -.95 -.6 0 -1 .95 -.6 1.1 .1|p 2 -1.1 -.1 1.1 -.1 1.1 .3 -1.1 .3|e w 0 -1 .28 .28",
    "party": "p 3 -.5 -.4 .5 -.4 0 -1.8|e y 0 -1.8 .18 .18|e w -.1 -.8 .12 .12|e w .12 -1.2 .1 .1",
    "sun": (
        "b y -1.8 .1 -1 -.2 0 -.25 1 -.2 1.8 .1 0 .35|b y -.85 -.05 -.75 -.7 0 -.9 .75 -.7 .85 -.05|"
        "l 3 .18 -.85 -.1 0 .05 .85 -.1"
    ),
    "chef": "p w -.75 -1 .75 -1 .8 .1 -.8 .1|e w -.65 -1.2 .5 .45|e w .65 -1.2 .5 .45|e w 0 -1.4 .6 .5",
    "helmet": "b y -1.1 .1 -.95 -.7 0 -1 .95 -.7 1.1 .1|p y -1.3 .05 1.3 .05 1.3 .22 -1.3 .22|l k .08 0 -1 0 0",
    "bowler": "b d -.8 0 -.75 -.75 0 -1 .75 -.75 .8 0|b d -1.35 -.1 0 -.05 1.35 -.1 1 .2 0 .25 -1 .2",
    "fedora": (
        "p n -.8 0 -.7 -.9 -.2 -.75 0 -.85 .7 -.9 .8 0|b n -1.6 -.1 0 -.05 1.6 -.1 1 .2 0 .25 -1 .2|"
        "p d -.82 -.25 .82 -.25 .84 0 -.84 0"
    ),
    "flatcap": "b e -1.1 .1 -1 -.5 0 -.7 1.2 -.35 1.4 .15 .5 .15",
    "police": "b b -1.2 -.4 0 -.95 1.2 -.4 .9 .05 -.9 .05|p d -.9 0 .9 0 1 .28 -1 .28|e y 0 -.35 .2 .2",
    "crown": "p y -.8 -.1 -.9 -.9 -.4 -.5 0 -1 .4 -.5 .9 -.9 .8 -.1",
    "bow": "p 3 0 -.35 -.6 -.75 -.6 .05|p 3 0 -.35 .6 -.75 .6 .05|e 3 0 -.35 .18 .18",
    "band": "l 3 .16 -1 .1 -.8 -.35 0 -.6 .8 -.35 1 .1",
    "flower": "e p .5 -.4 .2 .2|e p .8 -.3 .2 .2|e p .6 -.1 .2 .2|e y .63 -.28 .14 .14",
    "bonnet": "b 3 -1.2 .6 -1.2 -.4 0 -1 1.2 -.4 1.2 .6 .95 .3 .7 -.15 0 -.3 -.7 -.15 -.95 .3",
    "headphones": "l d .16 -1.1 .5 -1 -.3 0 -.7 1 -.3 1.1 .5|e 3 -1.1 .6 .22 .35|e 3 1.1 .6 .22 .35",
}

# who may wear which
HATS_BY_AGE: dict[str, tuple[str, ...]] = {
    "baby": ("bonnet", "beanie", "bow", "band"),
    "child": ("cap", "beanie", "party", "sun", "crown", "bow", "flower", "headphones", "band", "helmet"),
    "adult": (
        *("chef", "helmet", "bowler", "fedora", "flatcap", "police"),
        *("cap", "sun", "beanie", "flower", "headphones", "party"),
    ),
    "elderly": ("fedora", "flatcap", "sun", "beanie", "bowler", "party"),
}
