"""Pictures without people: food, houses, vehicles, monsters and beasts."""

from __future__ import annotations

import random

from data.artists.clipart.animals import animal_head
from data.artists.clipart.features import eye, smiley
from data.artists.clipart.geometry import star
from data.artists.clipart.looks import Look
from data.artists.clipart.pen import Pen
from data.artists.clipart.things import thing
from data.artists.text import words


def item(p: Pen, k: Look, r: random.Random) -> None:
    """One picture without people."""
    c, d, e = k["cloth"][0], k["cloth"][1], k["cloth"][2]
    kind = r.choice(
        words(
            "ghost monster fruit mug house car bus plant land snow sun lamp computer fish "
            "tree beast beast bird train boat thing"
        )
    )
    if kind == "ghost":
        p.blob(
            [(-0.7, 0.9), (-0.75, -0.2), (0, -0.95), (0.75, -0.2), (0.7, 0.9), (0.35, 0.7), (0, 0.92), (-0.35, 0.7)],
            r.choice(["#ffffff", c]),
        )
        smiley(p, k, -0.3, 0.13)
    elif kind == "monster":
        for q in (-1.0, 1.0):
            p.tube([(q * 0.6, 0), (q * 1.0, r.uniform(-0.6, 0.3))], [0.13, 0.1], c)
            p.tube([(q * 0.35, 0.7), (q * 0.4, 1.1)], [0.16, 0.13], c)
            p.blob([(q * 0.3, -0.7), (q * 0.5, -1.1), (q * 0.6, -0.5)], e, True)
        p.blob([(x * 0.75, y * 0.85) for x, y in star(0, 0, 1, r.randint(6, 14), 0.86)], c)
        for x in r.choice([[0.0], [-0.25, 0.25], [-0.4, 0, 0.4]]):
            p.oval(x, -0.25, 0.19, 0.21, "#ffffff", 0.8, False)
            p.oval(x, -0.22, 0.08, 0.1, "#111111", 0, False)
        p.blob([(-0.4, 0.2), (0.4, 0.2), (0.25, 0.45), (-0.25, 0.45)], "#7a1526")
        p.blob([(-0.2, 0.22), (-0.05, 0.22), (-0.12, 0.36)], "#ffffff", True, 0.4)
    elif kind in ("fruit", "mug", "lamp", "sun", "computer", "snow"):
        if kind == "fruit":
            p.stroke([(0, -0.7), (0.1, -1.0)], 0.08, "#6b3f1d")
            p.blob([(0.1, -0.8), (0.5, -1.0), (0.45, -0.75)], "#3fa34d")
            p.oval(0, 0, 0.8, r.uniform(0.7, 0.95), r.choice(["#e23b3b", "#ffa31a", "#f4d03f", "#8ac34a", "#b3573f"]))
        elif kind == "mug":
            p.stroke([(0.5, -0.4), (1.0, -0.3), (0.9, 0.3), (0.5, 0.4)], 0.16, c)
            p.blob([(-0.65, -0.65), (0.65, -0.65), (0.58, 0.75), (-0.58, 0.75)], c, True)
        elif kind == "lamp":
            p.blob(
                [(-0.3, 0.6), (-0.7, -0.1), (-0.5, -0.7), (0, -0.95), (0.5, -0.7), (0.7, -0.1), (0.3, 0.6)], "#ffe36b"
            )
            p.rect(-0.28, 0.6, 0.56, 0.35, "#9aa3ad")
        elif kind == "sun":
            p.blob(star(0, 0, 1.1, 12, 0.72), "#ff9f1c", True)
            p.oval(0, 0, 0.72, 0.72, "#ffd93b")
        elif kind == "snow":
            p.oval(0, 0.75, 0.72, 0.62, "#ffffff")
            p.oval(0, -0.1, 0.52, 0.48, "#ffffff")
            p.rect(-0.4, -0.95, 0.8, 0.45, "#222222")
            p.blob([(0, 0.0), (0.5, 0.06), (0, 0.12)], "#ff8a1e", True)
        else:
            p.rect(-0.85, 0.68, 1.7, 0.24, "#cfc8b4")
            p.rect(-0.75, -0.8, 1.5, 1.3, "#d9d2bf")
            p.rect(-0.58, -0.64, 1.16, 0.95, "#8fd0ff")
        smiley(p, k, -0.18, 0.11)
    elif kind in ("house", "land", "tree", "boat"):
        if kind != "boat":
            p.oval(0, 1.05, 1.5, 0.3, "#7cc36a")
        if kind == "boat":
            p.blob([(0.05, -1.1), (0.8, 0.1), (0.05, 0.1)], c, True)
            p.blob([(-1, 0.25), (1, 0.25), (0.65, 0.8), (-0.65, 0.8)], d, True)
        if kind in ("land", "tree"):
            for x in (-0.8, 0.7) if kind == "land" else (0.0,):
                p.tube([(x, 1), (x, 0.2)], [0.13, 0.1], "#7a4a26")
                for q in (-0.3, 0.3, 0.0):
                    p.oval(x + q, -0.1 - (q == 0) * 0.35, 0.42, 0.4, "#3f9a4a")
        if kind in ("house", "land"):
            p.rect(-0.55, 0.0, 1.1, 0.95, c)
            p.blob([(-0.75, 0.03), (0, -0.65), (0.75, 0.03)], d, True)
            p.rect(-0.12, 0.45, 0.28, 0.5, e)
            p.rect(-0.42, 0.2, 0.24, 0.24, "#bfe6ff")
    elif kind in ("car", "bus", "train"):
        if kind == "car":
            p.blob([(-0.6, -0.05), (-0.35, -0.5), (0.35, -0.5), (0.65, -0.05)], "#bfe6ff")
        p.rect(-1, -0.75 if kind != "car" else -0.08, 2, 1.25 if kind != "car" else 0.5, c)
        for x in (-0.8, -0.3, 0.2) if kind != "car" else ():
            p.rect(x, -0.58, 0.38, 0.42, "#bfe6ff")
        for x in (-0.55, 0.55):
            p.oval(x, 0.5, 0.26, 0.26, "#2a2a2a")
            p.oval(x, 0.5, 0.1, 0.1, "#cccccc")
    elif kind == "plant":
        for t in range(-3, 4):
            p.blob(
                [(0, 0.3), (t * 0.2 - 0.12, -0.4), (t * 0.3, -0.95 + abs(t) * 0.15), (t * 0.2 + 0.12, -0.35)],
                "#3f9a4a",
                False,
                0.8,
            )
        p.blob([(-0.45, 0.25), (0.45, 0.25), (0.32, 0.95), (-0.32, 0.95)], c, True)
    elif kind in ("fish", "bird"):
        p.blob([(-0.5, 0), (-1.05, -0.4), (-1.05, 0.4)], d, True)
        p.oval(0, 0, 0.75, 0.5, c)
        if kind == "bird":
            p.blob([(-0.3, -0.1), (0.2, -0.1), (-0.2, 0.4)], e)
            p.blob([(0.7, -0.2), (1.05, -0.05), (0.7, 0.08)], "#ff9d1e", True)
            for x in (-0.1, 0.15):
                p.stroke([(x, 0.48), (x, 0.85), (x + 0.15, 0.9)], 0.06, "#ff9d1e", True)
        eye(p, {**k, "eyes": "white", "lash": False}, 0.42, -0.12, 0.12, 1)
    elif kind == "thing":
        p.push(0, 0, 1.6, r.uniform(-15, 15))
        thing(
            p,
            r.choice(
                [
                    "teddy",
                    "duck",
                    "guitar",
                    "umbrella",
                    "toyplane",
                    "icecream",
                    "flowers",
                    "can",
                    "block",
                    "ball",
                    "kite",
                ]
            ),
            k,
            1,
        )
        p.pop()
    else:
        fur = k["skin"]
        for x in (-0.55, -0.3, 0.35, 0.6):
            p.tube([(x, 0.2), (x, 0.85)], [0.14, 0.11], fur)
        p.tube([(-0.6, 0), (-1.0, -0.2), (-1.05, -0.65)], [0.12, 0.09, 0.06], fur)
        p.oval(0, 0.1, 0.78, 0.42, fur)
        p.push(0.65, -0.4, 0.85, r.uniform(-10, 10))
        animal_head(p, k["animal"], k)
        p.pop()
