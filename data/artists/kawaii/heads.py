"""The head with ears, front hair and hat."""

from __future__ import annotations

from random import Random

from data.artists.kawaii.colours import mix
from data.artists.kawaii.ears import EARS
from data.artists.kawaii.faces import face
from data.artists.kawaii.hair_front import FRONT
from data.artists.kawaii.hats import HATS
from data.artists.kawaii.looks import Look
from data.artists.kawaii.pen import Pen, place, sprite


def head_shape(k: Look, y: float, rx: float, ry: float) -> str:
    """Outline of the head, as a path."""
    if k.species == "robot":
        return place(
            "M -1 -.6 Q -1 -.9 -.7 -.9 L .7 -.9 Q 1 -.9 1 -.6 L 1 .6 Q 1 .9 .7 .9 L -.7 .9 Q -1 .9 -1 .6 Z",
            0,
            y,
            rx,
            ry,
        )
    young = k.age in ("baby", "child", "none")
    e, kk, j = (0.22, 0.8, 0.68) if young else (0.0, 0.95, 0.62) if "jaw" in k.marks else (0.0, 0.72, 0.48)
    wide = 1.04 if young else 1.0
    return place(
        (
            f"M -{wide} {e} C -{wide} -1.4 {wide} -1.4 {wide} {e} C {wide} {kk} {j} 1 0 1 C -{j} 1 -{wide} {kk} "
            f"-{wide} {e} Z"
        ),
        0,
        y,
        rx,
        ry,
    )


def head(p: Pen, r: Random, k: Look, y: float, rx: float, ry: float, turn: float) -> None:
    """Head with hair in front and hat (hair behind is drawn by back_hair)."""
    pal = {**k.pal, "h": k.hair, "f": k.skin}
    if k.species and k.species != "frog":
        sprite(p, EARS[k.species], 0, y, rx, ry, pal)
    elif k.hat in ("hood", "hijab"):
        cloth = pal["a"]
        if k.hat == "hood":
            sprite(
                p,
                EARS[r.choice(["cat", "rabbit", "bear", "frog", "mouse"])],
                0,
                y - ry * 0.12,
                rx * 1.15,
                ry * 1.15,
                {"f": cloth},
            )
        p.oval(0, y + ry * 0.02, rx * 1.24, ry * 1.22, cloth)
        if k.hat == "hijab":
            p.path(place("M -1.1 .5 Q -1.3 1.5 -.8 1.75 Q 0 1.95 .8 1.75 Q 1.3 1.5 1.1 .5 Z", 0, y, rx, ry), cloth)
    elif k.back not in ("bob", "shoulder", "long", "afro", "perm"):
        for side in (-1, 1):
            if turn * side < 0.6:
                p.oval(side * rx * 1.0 + turn * rx * 0.1, y + ry * 0.2, rx * 0.17, ry * 0.17, k.skin)
                if "earring" in k.marks:
                    p.oval(side * rx * 1.02, y + ry * 0.45, rx * 0.07, rx * 0.08, "#f7cf4a")
    p.path(head_shape(k, y, rx, ry), k.skin)
    if k.species == "frog":
        sprite(p, EARS["frog"], 0, y, rx, ry, pal)
    face(p, r, k, y, rx, ry, turn)
    if k.hat == "hijab":
        p.path(place("M -1.1 .3 C -1.2 -1.6 1.2 -1.6 1.1 .3 C .95 -1.05 -.95 -1.05 -1.1 .3 Z", 0, y, rx, ry), pal["a"])
    elif not k.species and k.hat not in ("turban", "chef") and FRONT[k.front]:
        flip = -1 if r.random() < 0.5 else 1
        sprite(p, FRONT[k.front], turn * rx * 0.06, y, rx * flip, ry * r.uniform(0.98, 1.1), pal)
        if p.style.eyes[0] == "big" and k.front not in ("sides", "comb", "tuft", "curl", "none") and not k.hat:
            p.stroke(place("M -.6 -.78 Q 0 -1.02 .55 -.8", 0, y, rx, ry), mix(k.hair, "#ffffff", 0.45), rx * 0.07)
    if k.hat in HATS:
        sprite(p, HATS[k.hat], 0, y + ry * (0.0 if not k.species else -0.1), rx * (-1 if turn < 0 else 1), ry, pal)
