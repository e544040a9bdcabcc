"""Food, plants, vehicles and toys, many with a face."""

from __future__ import annotations

from random import Random

from data.artists.kawaii.faces import face
from data.artists.kawaii.looks import Look
from data.artists.kawaii.pen import Pen, sprite

THINGS = {
    "onigiri": (
        "p:#fff:M 0 -1 Q .3 -1 1 .5 Q 1.1 .9 .6 .9 L -.6 .9 Q -1.1 .9 -1 .5 Q -.3 -1 0 -1 Z"
        "|p:#2f3a36:M -.4 .4 L .4 .4 L .4 .92 L -.4 .92 Z"
    ),
    "mochi": "p:a:M -1 .5 Q -1 -.6 0 -.6 Q 1 -.6 1 .5 Q 1 .9 0 .9 Q -1 .9 -1 .5 Z",
    "bread": (
        "p:#e0a860:M -.8 .9 L -.8 -.1 Q -1.2 -.9 0 -.9 Q 1.2 -.9 .8 -.1 L .8 .9 Z"
        "|n:#fbe6bd:M -.65 .75 L -.65 -.1 Q -.9 -.7 0 -.72 Q .9 -.7 .65 -.1 L .65 .75 Z"
    ),
    "ghost": (
        "p:#fff:M -.8 1 L -.8 -.1 Q -.8 -1 0 -1 Q .8 -1 .8 -.1 L .8 1 Q .55 .7 .3 1 Q 0 .7 -.3 1 Q -.55 .7 "
        "-.8 1 Z|o:#fff:-.9 .2 .2 .15|o:#fff:.9 .2 .2 .15"
    ),
    "cloud": "p:#fff:M -.8 .6 Q -1.4 .5 -1.1 -.1 Q -.9 -.6 -.5 -.4 Q -.2 -1 .4 -.6 Q 1 -.7 1 -.1 Q 1.4 .5 .8 .6 Z",
    "sun": "|".join(
        f"o:#f59b3f:{x} {y} .22 .22"
        for x, y in ((0, -1), (0.7, -0.7), (1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7))
    )
    + "|o:#f7cf4a:0 0 .85 .85",
    "berry": (
        "p:#e8574e:M -.9 -.4 Q 0 -.9 .9 -.4 Q .8 .7 0 1 Q -.8 .7 -.9 -.4 Z"
        "|p:#6fbf6b:M 0 -.4 L -.7 -.7 L -.15 -.75 L 0 -1.1 L .15 -.75 L .7 -.7 Z"
    ),
    "cup": "l:a:.2:M .7 -.2 Q 1.3 0 .6 .5|p:a:M -.75 -.5 L .75 -.5 L .6 .9 L -.6 .9 Z|o:#6d4a32:0 -.5 .74 .18",
    "egg": (
        "p:#fff:M -1 0 Q -1 -.9 -.2 -.8 Q .5 -1.1 .9 -.4 Q 1.3 .3 .7 .7 Q 0 1.1 -.5 .75 Q -1.1 .7 -1 0 Z"
        "|o:#f7b53f:0 .05 .55 .5"
    ),
    "cactus": (
        "p:#6fbf6b:M -.5 .4 L -.5 -.5 Q -.5 -1.1 0 -1.1 Q .5 -1.1 .5 -.5 L .5 .4 Z|o:#6fbf6b:-.75 -.3 .2 .32"
        "|o:#6fbf6b:.75 -.2 .2 .32|p:#c97f4d:M -.7 .4 L .7 .4 L .5 1.1 L -.5 1.1 Z|o:#ef86a8:0 -1.15 .18 .16"
    ),
    "snowman": (
        "o:#fff:0 .6 .75 .65|o:#fff:0 -.4 .55 .52|l:a:.18:M -.4 0 Q 0 .2 .4 0|l:#6d4a32:.07:M -.7 .4 L -1.2 0"
        "|l:#6d4a32:.07:M .7 .4 L 1.2 0|p:s:M -.35 -.8 L -.3 -1.3 L .3 -1.3 L .35 -.8 Z"
    ),
    "monster": (
        "p:a:M -.9 1 L -.9 -.2 Q -.9 -1 0 -1 Q .9 -1 .9 -.2 L .9 1 L .5 .75 L .2 1 L -.2 .75 L -.5 1 Z"
        "|p:b:M -.5 -.85 L -.75 -1.35 L -.2 -1 Z|p:b:M .5 -.85 L .75 -1.35 L .2 -1 Z"
    ),
    "rice": "o:#fff:0 -.1 .85 .65|p:a:M -1.05 0 L 1.05 0 Q .9 .95 .4 .95 L -.4 .95 Q -.9 .95 -1.05 0 Z",
    "tree": (
        "p:#8a5a3a:M -.18 .2 L .18 .2 L .22 1.1 L -.22 1.1 Z|o:#6fbf6b:-.45 -.1 .5 .5|o:#6fbf6b:.45 -.1 .5 .5"
        "|o:#6fbf6b:0 -.55 .6 .55"
    ),
    "house": (
        "p:#fff6df:M -.8 -.1 L .8 -.1 L .8 1 L -.8 1 Z|p:a:M -1.1 0 L 0 -1 L 1.1 0 Z"
        "|p:#8a5a3a:M -.2 .4 L .2 .4 L .2 1 L -.2 1 Z|p:#bfe0f5:M .35 .2 L .65 .2 L .65 .5 L .35 .5 Z"
    ),
    "car": (
        "p:a:M -1.2 .5 L -1.2 .05 Q -1.1 -.1 -.8 -.1 L -.5 -.6 L .4 -.6 L .75 -.1 Q 1.2 -.05 1.2 .2 L 1.2 .5 "
        "Z|p:#dff1fb:M -.42 -.45 L 0 -.45 L 0 -.1 L -.62 -.1 Z"
        "|p:#dff1fb:M .1 -.45 L .35 -.45 L .6 -.1 L .1 -.1 Z|o:#444:-.65 .5 .25 .25|o:#444:.65 .5 .25 .25"
    ),
    "bus": (
        "p:a:M -1.2 .6 L -1.2 -.6 L 1.1 -.6 Q 1.2 -.6 1.2 .6 Z|p:#dff1fb:M -1 -.4 L -.5 -.4 L -.5 0 L -1 0 Z"
        "|p:#dff1fb:M -.35 -.4 L .15 -.4 L .15 0 L -.35 0 Z|p:#dff1fb:M .3 -.4 L .95 -.4 L .95 .4 L .3 .4 Z"
        "|o:#444:-.7 .6 .22 .22|o:#444:.7 .6 .22 .22"
    ),
    "flower": (
        "l:#6fbf6b:.12:M 0 .2 Q .1 .7 0 1.2|o:a:0 -.7 .35 .35|o:a:.55 -.3 .35 .35|o:a:.35 .3 .35 .35"
        "|o:a:-.35 .3 .35 .35|o:a:-.55 -.3 .35 .35|o:#f7cf4a:0 -.15 .42 .42"
    ),
    "fish": (
        "p:a:M .6 0 L 1.2 -.5 L 1.2 .5 Z|o:a:-.1 0 .95 .6|p:b:M -.1 -.5 Q .3 -1 .5 -.45 Z"
        "|q:#fff:-.6 -.1 .15 .15|q:#222:-.62 -.1 .08 .09"
    ),
    "whale": (
        "p:#7fb7e6:M .7 .1 Q 1 -.3 1.2 -.6 Q 1.4 .2 .8 .5 Z"
        "|p:#7fb7e6:M -1 .3 Q -1 -.6 0 -.5 Q .9 -.4 .95 .4 Q .8 .8 0 .8 Q -1 .8 -1 .3 Z"
        "|q:#222:-.6 .15 .07 .09|l:#bfe0f5:.08:M -.3 -.6 Q -.3 -.9 -.6 -.95"
        "|l:#bfe0f5:.08:M -.3 -.6 Q -.3 -.9 0 -.95"
    ),
    "plush": (
        "o:a:-.5 -1.05 .25 .25|o:a:.5 -1.05 .25 .25|o:a:-.7 .35 .28 .2|o:a:.7 .35 .28 .2|o:a:0 .5 .62 .6"
        "|o:a:-.4 1 .25 .2|o:a:.4 1 .25 .2|q:b:0 .55 .35 .33|o:a:0 -.45 .75 .65"
    ),
    "quad": (
        "l:f:.3:M -.55 .3 L -.55 .95|l:f:.3:M .55 .3 L .55 .95|o:f:.05 .2 .9 .5"
        "|l:f:.16:M .9 .1 Q 1.3 -.1 1.1 -.5|p:f:M -1.1 -.7 L -1.1 -1.2 L -.7 -.95 Z"
        "|p:f:M -.2 -.7 L -.2 -1.2 L -.6 -.95 Z|o:f:-.65 -.4 .62 .55"
    ),
}
FACELESS = {"tree", "house", "car", "bus", "fish", "whale"}
FACE_AT = {
    "plush": (0, -0.45),
    "quad": (-0.65, -0.4),
    "snowman": (0, -0.45),
    "onigiri": (0, -0.05),
    "egg": (0, 0),
    "rice": (0, 0.35),
    "flower": (0, -0.15),
    "cup": (0, 0.15),
    "berry": (0, 0.0),
}


def thing(p: Pen, r: Random, k: Look, name: str, x: float, y: float, s: float) -> None:
    """One thing at (x, y), of half size `s`, mostly with a face."""
    sprite(p, THINGS[name], x, y, s * (1 if name in FACE_AT else r.choice([-1, 1])), s, {**k.pal, "f": k.skin})
    if name in FACELESS and r.random() < 0.75:
        return
    k.skin, k.species = (k.pal["a"] if name not in ("onigiri", "ghost", "cloud", "egg") else "#fff4ea"), "robot"
    k.marks -= {"muzzle", "whiskers"}
    fx, fy = FACE_AT.get(name, (0, -0.05))
    p.tag(f'<g transform="translate({x + fx * s:.1f} {y + fy * s:.1f})">')
    face(p, r, k, -s * 0.12, s * 0.5, s * 0.5, 0)
    p.tag("</g>")
