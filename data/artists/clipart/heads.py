"""A head with face, hair and hat."""

from __future__ import annotations

from data.artists.clipart.animals import animal_head
from data.artists.clipart.faces import face
from data.artists.clipart.geometry import Pt
from data.artists.clipart.hair import hair_back, hair_front
from data.artists.clipart.hats import hat_on, veil
from data.artists.clipart.looks import Look
from data.artists.clipart.pen import Pen
from data.artists.clipart.styles import Style


def head(p: Pen, k: Look, s: Style, at: Pt, size: float, turn: float, tilt: float) -> None:
    """A head of `size` at a point."""
    side = abs(turn) > 0.8
    p.push(*at, size, tilt, turn < 0)
    turn = abs(turn)
    if k["animal"]:
        animal_head(p, k["animal"], k)
        p.pop()
        return
    a = (
        {"baby": 0.49, "child": 0.465, "adult": 0.36, "elderly": 0.36}[k["who"]]
        + 0.025 * k["shape"]
        + 0.05 * (s.squat > 0.8)
    )
    jaw, chin, low = (0.66, 0.3, 0.47) if k["young"] else (0.78, 0.42, 0.5) if k["sex"] == "m" else (0.66, 0.3, 0.5)
    hooded = k["hat"] in ("hijab", "scarf")
    if not hooded:
        hair_back(p, k, a, side)
    if s.fill == "gloss" and k["eyes"] == "none":
        p.oval(0, 0, a * 1.08, 0.5 if not k["young"] else 0.48, k["skin"])
    else:
        edge = [(1, -0.12), (1.02 if k["young"] else 0.97, 0.14), (jaw, 0.36), (chin, low)]
        ring = [(0.0, -0.5), (0.7, -0.42), *edge, *[(-x, y) for x, y in edge[::-1]], (-0.7, -0.42)]
        if side:
            ring = [
                (0, -0.5),
                (0.75, -0.4),
                (0.98, -0.1),
                (0.93, 0.12),
                (0.9, 0.34),
                (0.66, low),
                (0.2, 0.44),
                (-0.3, 0.34),
                (-0.95, 0.1),
                (-1, -0.15),
                (-0.7, -0.42),
            ]
        for q in () if side or hooded else (-1, 1):
            p.oval(q * a * 1.0, 0.04, 0.07, 0.1, k["skin"])
        p.blob([(x * a, y) for x, y in ring], k["skin"])
    if hooded:
        veil(p, k, a, side)
    if k["eyes"] != "none" or k["nose"] != "none" or k["beard"]:
        face(p, k, s, a, turn)
    if side and not hooded:
        p.oval(-a * 0.12, 0.06, 0.07, 0.1, k["skin"])
    if not hooded:
        hair_front(p, k, a, side)
        if k["ear"]:
            for x in (-0.12,) if side else (-1.05, 1.05):
                p.oval(x * a, 0.19, 0.035, 0.05, "#ffd23d", 0.6)
        hat_on(p, k, a, side)
    p.pop()
