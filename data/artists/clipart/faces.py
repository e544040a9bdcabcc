"""A face: features, brows, wrinkles, beard and glasses."""

from __future__ import annotations

import math

from data.artists.clipart.features import eye, mouth, nose
from data.artists.clipart.looks import Look
from data.artists.clipart.palette import light, mix
from data.artists.clipart.pen import Pen
from data.artists.clipart.styles import Style


def face(p: Pen, k: Look, s: Style, a: float, turn: float) -> None:
    """All of a face, `a` half as wide as the head."""
    side, young, old = abs(turn) > 0.8, k["young"], k["who"] == "elderly"
    ey = 0.11 if k["who"] == "baby" else 0.07 if young else -0.04
    ex, z = a * (0.5 if young else 0.4), (0.078 * max(s.eye, 0.95) if young else 0.056 * s.eye)
    if k["eyes"] == "joined":
        ex = z * 1.15
    shift = a * (0.42 if side else 0.3 * turn)
    my, ny = ey + (0.2 if young else 0.31), ey + (0.09 if young else 0.15)
    nz = (0.034 if young else 0.068) * s.nose * (1 + 0.25 * k["shape"])
    if k["blush"] and k["eyes"] != "none":
        for q in (1,) if side else (-1, 1):
            p.oval(
                shift * 0.8 + q * a * (0.2 if side else 0.62),
                ey + 0.17,
                0.075,
                0.055,
                mix(k["skin"], "#ff4d5e", 0.4 if light(k["skin"]) > 0.45 else 0.2),
                0,
                False,
            )
    for q in (1,) if side else (-1, 1):
        x = shift + (0.04 if side else q * ex)
        eye(p, k, x, ey, z, q)
        if k["eyes"] != "none" and (not young or k["shape"] > 0.3):
            brow, bw = (
                ey - z * (1.9 if k["eyes"] in ("joined", "oval", "big") else 1.5),
                0.034 if not young and k["sex"] == "m" else 0.02,
            )
            p.stroke(
                [(x - z, brow), (x, brow - z * 0.35), (x + z, brow + z * 0.1 * q)], bw, mix(k["hair"], "#000000", 0.3)
            )
        if old and s.fill != "gloss":
            p.stroke(
                [(x - z, ey + z * 1.6), (x, ey + z * 1.9), (x + z, ey + z * 1.6)], 0.014, mix(k["skin"], "#5a2a10", 0.5)
            )
            p.stroke([(x + q * z * 2, ey - z * 0.5), (x + q * z * 2.7, ey - z)], 0.014, mix(k["skin"], "#5a2a10", 0.5))
    if old and k["shape"] > -0.4 and k["eyes"] != "none" and k["front"] in ("bald", "none", "recede", "crop"):
        for y in (-0.27, -0.22):
            p.stroke(
                [(shift - a * 0.4, y), (shift, y - 0.015), (shift + a * 0.4, y)], 0.013, mix(k["skin"], "#5a2a10", 0.5)
            )
    cheek = a * (0.25 if side else 0.4)
    if (old or (not young and k["shape"] > 0.4)) and k["mouth"] != "none":
        for q in (-1,) if side else (-1, 1):
            p.stroke(
                [(shift + q * nz * 1.3, ny + 0.03), (shift + q * cheek, my + 0.03)],
                0.014,
                mix(k["skin"], "#5a2a10", 0.55),
            )
    mx, mz = shift + (0.1 * a if side else 0), 0.09 if k["who"] == "baby" else 0.12 if young else 0.14
    hairy = k["hair"] if k["hair"] != k["skin"] else "#444444"
    if k["beard"] == "stubble":
        p.oval(mx, my + 0.05, a * 0.62, 0.12, mix(k["skin"], "#444444", 0.3), 0, False)
    elif k["beard"] in ("beard", "full"):
        pts = [
            (-1, -0.02),
            (-0.6, my - 0.08),
            (0, my - 0.1),
            (0.6, my - 0.08),
            (1, -0.02),
            (0.94, 0.3),
            (0.5, 0.52),
            (0, 0.6),
            (-0.5, 0.52),
            (-0.94, 0.3),
        ]
        p.blob([(max(x, -0.35 if side else -1) * a + shift * 0.15, y) for x, y in pts], hairy)
    elif k["beard"] == "goatee":
        p.blob([(mx - 0.1, my + 0.07), (mx + 0.1, my + 0.07), (mx, my + 0.26)], hairy, False, 0.7)
    if k["dummy"]:
        p.oval(mx, my, 0.1, 0.075, k["cloth"][3], 0.8)
        p.oval(mx, my, 0.045, 0.04, "#ffe27a", 0.7)
    else:
        mouth(p, k, mx, my, mz)
    if k["beard"] in ("moustache", "full", "goatee"):
        p.blob(
            [
                (mx - 0.19, my + 0.02),
                (mx - 0.06, my - 0.075),
                (mx, my - 0.06),
                (mx + 0.06, my - 0.075),
                (mx + 0.19, my + 0.02),
                (mx, my - 0.015),
            ],
            hairy,
            False,
            0.8,
        )
    nose(p, k, a * 1.0 if side else shift * 1.1, ny, nz, side)
    if k["freckle"] and k["eyes"] != "none":
        for i in range(6):
            p.oval(
                shift + (-1, 1)[i % 2] * (0.1 + 0.04 * (i // 2)),
                ey + 0.12 + 0.02 * (i // 2 % 2),
                0.01,
                0.01,
                "#a0522d",
                0,
                False,
            )
    if k["glasses"]:
        for q in (1,) if side else (-1, 1):
            x, g = shift + (0.04 if side else q * max(ex, z * 1.5)), z * 1.45 + 0.02
            p.stroke(
                [(x + g * math.cos(t / 2), ey + g * math.sin(t / 2)) for t in range(14)],
                0.022,
                k["cloth"][4] if k["shape"] > 0.6 else "#222222",
            )
            p.stroke(
                [(x + q * g, ey), (q * a, ey - 0.03)] if not side else [(x - g, ey), (-0.05, ey - 0.02)],
                0.02,
                "#222222",
            )
        p.stroke([(shift - ex + z, ey), (shift + ex - z, ey)], 0.018, "#222222")
