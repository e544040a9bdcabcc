"""Tables with things on them, and vehicles and other big things before a figure."""

from __future__ import annotations

from random import Random

from data.artists.kawaii.bodies import Body
from data.artists.kawaii.colours import mix
from data.artists.kawaii.looks import Look, palette
from data.artists.kawaii.pen import Pen, sprite
from data.artists.kawaii.props import PROPS
from data.artists.text import words

DESK = {
    "baby": words("block rattle teddy toycar"),
    "child": words("block book toycar teddy ball dumpling ice"),
    "adult": words("laptop mug paper tray pan tea grocery camera"),
    "elderly": words("tea yarn paper dumpling mug can"),
    "none": words("tea dumpling ice book"),
}


def table(p: Pen, r: Random, k: Look, b: Body) -> None:
    """A table or counter before the figure, with things on it."""
    y, w, s = b.hip_y * 1.15, b.sh * r.uniform(2.2, 2.9), b.ry * 0.6
    wood = r.choice(["#d9a86a", "#b98450", "#fff6df", "#9fd0ea", "#f7b7b2"])
    if r.random() < 0.5:
        p.path(
            f"M {-w * 0.95:.1f} {y:.1f} L {w * 0.95:.1f} {y:.1f} L {w * 0.95:.1f} 0 L {-w * 0.95:.1f} 0 Z",
            mix(wood, "#ffffff", 0.35),
        )
    else:
        for side in (-0.85, 0.85):
            p.limb(f"M {w * side:.1f} {y:.1f} L {w * side:.1f} -2", wood, b.aw * 0.5)
    p.limb(f"M {-w:.1f} {y:.1f} L {w:.1f} {y:.1f}", wood, b.aw * 0.7)
    for name, x in zip(r.sample(DESK[k.age], 2), (-0.55, 0.5), strict=True):
        sprite(p, PROPS[name], w * x, y - b.aw * 0.35 - s * 0.45, s, s, k.pal)


RIDES = {
    "pram": (
        "p:a:M -1.7 -.15 L 1.7 -.15 Q 1.6 .7 .8 .75 L -.8 .75 Q -1.6 .7 -1.7 -.15 Z|o:#555:-.95 .88 .3 .14"
        "|o:#555:.95 .88 .3 .14|l:b:.08:M -1.6 .2 L 1.6 .2"
    ),
    "car": (
        "p:a:M -2.3 .9 L -2.3 .1 Q -2.2 -.3 -1.7 -.35 L 1.7 -.35 Q 2.2 -.3 2.3 .1 L 2.3 .9 Z"
        "|o:#fff6df:-1.7 .2 .35 .2|o:#fff6df:1.7 .2 .35 .2|l:#555:.1:M -.9 .35 L .9 .35"
        "|p:#555:M -2.1 .9 L -1.4 .9 L -1.4 1.1 L -2.1 1.1 Z|p:#555:M 2.1 .9 L 1.4 .9 L 1.4 1.1 L 2.1 1.1 Z"
    ),
    "trike": (
        "l:t:.14:M -1.1 -.35 L 1.1 -.35|l:a:.16:M 0 -.35 L 0 .5|o:#555:0 .68 .3 .36|o:#555:-1 .84 .22 .2"
        "|o:#555:1 .84 .22 .2"
    ),
    "kotatsu": (
        "p:a:M -2.8 1 Q -2.2 .2 -2 0 L 2 0 Q 2.2 .2 2.8 1 Z"
        "|p:#b98450:M -2.2 -.12 L 2.2 -.12 L 2.2 .08 L -2.2 .08 Z|o:#f59b3f:1 -.25 .24 .16"
        "|o:#f59b3f:.55 -.22 .24 .16|q:b:-1 .5 .2 .12|q:b:.6 .6 .2 .12"
    ),
    "chair": (
        "o:#555:-1.45 .4 .3 .6|o:#555:1.45 .4 .3 .6|l:#9aa3b0:.12:M -1.45 -.2 L -1.45 .4"
        "|l:#9aa3b0:.12:M 1.45 -.2 L 1.45 .4"
    ),
    "cart": (
        "p:#c9ccd2:M -1.4 -.3 L 1.4 -.3 L 1.1 .5 L -1.1 .5 Z|l:#888:.05:M -.7 -.25 L -.6 .45"
        "|l:#888:.05:M 0 -.25 L 0 .45|l:#888:.05:M .7 -.25 L .6 .45|o:#6fbf6b:-.6 -.4 .4 .2"
        "|o:#e8574e:.5 -.42 .35 .2|o:#555:-.9 .85 .2 .15|o:#555:.9 .85 .2 .15|l:#888:.08:M -.9 .5 L -.9 .75"
        "|l:#888:.08:M .9 .5 L .9 .75"
    ),
    "pot": (
        "p:#7c8796:M -1.5 .2 L 1.5 .2 L 1.5 1 L -1.5 1 Z|p:a:M -.8 -.35 L .8 -.35 L .7 .2 L -.7 .2 Z"
        "|o:#f7e0b0:0 -.35 .8 .12|l:#aaa:.05:M -.2 -.6 Q -.4 -.8 -.1 -1|l:#aaa:.05:M .3 -.6 Q .1 -.8 .4 -1"
        "|q:#333:-.8 .6 .16 .1|q:#333:.8 .6 .16 .1"
    ),
    "sand": (
        "p:#f0d58c:M -2 1 Q -1.6 .3 -.7 .4 Q 0 -.1 .7 .35 Q 1.7 .3 2.1 1 Z"
        "|p:a:M .9 .2 L 1.6 .2 L 1.5 .8 L 1 .8 Z|l:a:.06:M .95 .2 Q 1.25 -.25 1.55 .2"
    ),
}
RIDERS = {
    "baby": words("pram pram pram kotatsu"),
    "child": words("trike trike sand sand car kotatsu"),
    "adult": words("car car cart pot pot kotatsu"),
    "elderly": words("chair chair kotatsu pot cart"),
    "none": words("car trike pot kotatsu"),
}


def ride(p: Pen, r: Random, k: Look, b: Body) -> None:
    """Something big before the legs."""
    sprite(p, RIDES[r.choice(RIDERS[k.age])], 0, b.hip_y * 1.1, b.sh * 1.05, -b.hip_y * 1.1, palette(r, p.style, k.age))
