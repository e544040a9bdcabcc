"""Ears and muzzles of animals."""

from __future__ import annotations

from typing import NamedTuple


class Ears(NamedTuple):
    """What makes a head an animal's: little drawings (see `Pen.stamp`) in half head widths from the middle."""

    behind: str
    front: str


EARS: dict[str, Ears] = {
    "cat": Ears(
        "p s -.95 -.3 -.85 -1.35 -.2 -.85|p s .95 -.3 .85 -1.35 .2 -.85",
        "p p -.1 .25 .1 .25 0 .38|l k .04 .3 .4 1.1 .3|l k .04 -.3 .4 -1.1 .3|l k .04 .3 .5 1.1 .6|"
        "l k .04 -.3 .5 -1.1 .6",
    ),
    "dog": Ears(
        "",
        "b h -.8 -.7 -1.3 -.2 -1.15 .6 -.8 .3|b h .8 -.7 1.3 -.2 1.15 .6 .8 .3|e w 0 .5 .5 .38|e k 0 .28 .2 .14",
    ),
    "bear": Ears(
        "e s -.75 -.8 .36 .36|e s .75 -.8 .36 .36|e p -.75 -.8 .2 .2|e p .75 -.8 .2 .2",
        "e t 0 .45 .45 .34|e k 0 .3 .16 .11",
    ),
    "rabbit": Ears(
        "b s -.6 -.6 -.75 -1.9 -.4 -2.1 -.15 -.7|b s .6 -.6 .75 -1.9 .4 -2.1 .15 -.7",
        "e p 0 .25 .1 .07|p w -.15 .62 .15 .62 .13 .9 -.13 .9",
    ),
    "mouse": Ears("e s -.95 -.75 .6 .6|e s .95 -.75 .6 .6|e p -.95 -.75 .4 .4|e p .95 -.75 .4 .4", "e k 0 .3 .14 .1"),
    "pig": Ears(
        "p s -.8 -.4 -1 -1.2 -.2 -.85|p s .8 -.4 1 -1.2 .2 -.85",
        "e p 0 .35 .4 .28|e d -.14 .35 .07 .1|e d .14 .35 .07 .1",
    ),
    "frog": Ears(
        "e s -.6 -.85 .4 .4|e s .6 -.85 .4 .4|e w -.6 -.9 .25 .25|e w .6 -.9 .25 .25|e k -.6 -.9 .1 .12|"
        "e k .6 -.9 .1 .12",
        "",
    ),
    "lion": Ears("e h 0 0 1.5 1.5", "e w 0 .5 .45 .34|e k 0 .28 .2 .13"),
    "duck": Ears("", "b o -.6 .35 0 .2 .6 .35 0 .7|l k .05 -.1 -1 0 -1.35 .2 -1.2"),
    "bug": Ears("l k .08 -.3 -.8 -.6 -1.5|l k .08 .3 -.8 .6 -1.5|e r -.6 -1.5 .15 .15|e r .6 -1.5 .15 .15", ""),
}
