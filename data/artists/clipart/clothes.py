"""The trunk in its clothes, and skirts."""

from __future__ import annotations

import math

from data.artists.clipart.geometry import Pt, part, star
from data.artists.clipart.looks import Look
from data.artists.clipart.palette import mix
from data.artists.clipart.pen import Pen
from data.artists.clipart.wardrobe import LONG


def torso(p: Pen, k: Look, hip: Pt, neck: Pt, sh: float, hw: float, side: bool) -> None:
    """Drawn in a frame of its own: hip at the origin, neck at (0, -1), x in the same unit."""
    h = math.hypot(neck[0] - hip[0], neck[1] - hip[1])
    p.push(*hip, h, math.degrees(math.atan2(neck[0] - hip[0], hip[1] - neck[1])))
    s, w, o, c = sh / h, hw / h, k["outfit"], k["cloth"]
    waist = (
        max(s, w) * 1.12
        if k["who"] == "baby"
        else (s + w) / 2 * (1.02 if k["young"] else 0.92 if k["sex"] == "m" else 0.76) * k["fat"]
    )
    belly = waist * (1.25 if side and (k["fat"] > 1.2 or k["who"] == "baby") else 1)
    base = {
        "vest": "#f4f4f0",
        "overalls": c[1],
        "pinafore": "#f7f4ee",
        "apron": c[1],
        "labcoat": "#f8f8f8",
        "hivis": "#ff7a1a",
    }.get(o, c[0])
    shape = [
        (-w, 0.1),
        (-waist, -0.4),
        (-s, -0.84),
        (-s * 0.5, -0.99),
        (s * 0.5, -0.99),
        (s, -0.84),
        (belly, -0.4),
        (w, 0.1),
    ]
    p.blob(shape, base)
    mid, v = s * 0.35 if side else 0.0, s * 0.42
    if o in ("stripes", "hivis", "sweater") or (o in ("tee", "hoodie", "dress") and k["motif"] == "stripe"):
        for y in (-0.68, -0.46, -0.22):
            xs = s * 0.84 + (waist - s) * (y + 0.8)
            p.tube([(-xs, y), (0, y + 0.03), (xs, y)], [0.045] * 3, "#ffe94a" if o == "hivis" else c[2], 0)
    elif o in ("suit", "shirttie", "labcoat", "vest", "school", "uniform", "cardigan", "coat", "shirt", "blouse"):
        if o in ("suit", "labcoat", "cardigan", "coat", "school"):
            p.blob(
                [(mid - v, -0.99), (mid + v, -0.99), (mid + 0.02, -0.36)],
                "#fbfbf6" if o != "labcoat" else c[2],
                True,
                0.7,
            )
            p.stroke([(mid, -0.38), (mid, 0.08)], 0.022)
            for q in (-1, 1):
                p.blob(
                    [(mid + q * v, -0.99), (mid + q * v * 1.5, -0.7), (mid, -0.36)],
                    mix(base, "#000000", 0.18),
                    True,
                    0.6,
                )
        elif o == "vest":
            p.blob(
                [
                    (-s * 0.62, -0.97),
                    (mid, -0.5),
                    (s * 0.62, -0.97),
                    (s * 0.8, -0.6),
                    (waist * 0.98, -0.3),
                    (w, 0.08),
                    (-w, 0.08),
                    (-waist * 0.98, -0.3),
                    (-s * 0.8, -0.6),
                ],
                c[0],
                True,
            )
        else:
            for q in (-1, 1):
                p.blob(
                    [(mid, -0.93), (mid + q * v * 1.1, -1.02), (mid + q * v * 0.9, -0.8)],
                    mix(base, "#ffffff", 0.5),
                    True,
                    0.7,
                )
        if o in ("suit", "shirttie", "school", "uniform") and (k["sex"] == "m" or o in ("uniform", "school")):
            p.blob(
                [(mid - 0.05, -0.95), (mid + 0.05, -0.95), (mid + 0.085, -0.45), (mid, -0.32), (mid - 0.085, -0.45)],
                c[3] if c[3] != base else "#8a1020",
                True,
                0.7,
            )
        if o in ("shirt", "cardigan", "coat", "blouse", "uniform", "vest"):
            for y in (-0.55, -0.33, -0.1):
                p.oval(mid + 0.05, y, 0.025, 0.025, "#f8e08a", 0.4)
        if o == "uniform":
            p.blob(star(s * 0.5, -0.7, 0.09), "#ffd23d", True, 0.6)
            p.rect(-w, 0, 2 * w, 0.09, "#222222", 0.5)
    elif o == "overalls" or (o == "pinafore"):
        col = c[0]
        p.blob(
            [
                (-s * 0.55 + mid * 0.5, -0.66),
                (s * 0.55 + mid * 0.5, -0.66),
                (waist * 0.95, -0.25),
                (w, 0.1),
                (-w, 0.1),
                (-waist * 0.95, -0.25),
            ],
            col,
            True,
        )
        for q in (-1, 1):
            p.tube([(q * s * 0.5 + mid * 0.5, -0.62), (q * s * 0.58, -0.96)], [0.05, 0.05], col, 0.8)
            p.oval(q * s * 0.45 + mid * 0.5, -0.6, 0.04, 0.04, "#ffd94a", 0.5)
        p.rect(mid - 0.14, -0.5, 0.28, 0.2, mix(col, "#ffffff", 0.25), 0.6)
    elif o == "apron":
        p.blob(
            [(-s * 0.5, -0.75), (s * 0.5, -0.75), (waist, -0.3), (w * 1.1, 0.55), (-w * 1.1, 0.55), (-waist, -0.3)],
            c[0] if c[0] != c[1] else "#ffffff",
            True,
        )
        p.stroke([(-s * 0.45, -0.75), (0, -1.0), (s * 0.45, -0.75)], 0.04)
    elif o == "kimono":
        p.blob([(mid - v, -1), (mid + v * 0.2, -1), (mid + v * 0.9, -0.3), (mid + v * 0.4, -0.3)], c[2], True, 0.7)
        p.rect(-waist * 1.05, -0.42, waist * 2.1, 0.26, c[3])
    elif o == "sari":
        p.blob([(-s * 0.95, -0.9), (-s * 0.3, -1), (w * 1.1, -0.1), (w, 0.15), (-w * 0.2, 0.12)], c[2], True)
        p.rect(-waist * 0.95, -0.34, waist * 0.7, 0.12, k["skin"], 0.01)
    elif o in ("kaftan", "kurta"):
        p.blob(
            [(mid - 0.1, -0.98), (mid + 0.1, -0.98), (mid + 0.07, -0.3), (mid, -0.22), (mid - 0.07, -0.3)],
            c[2],
            True,
            0.6,
        )
    elif o == "hoodie":
        p.tube([(-s * 0.6, -0.95), (mid, -0.8), (s * 0.6, -0.95)], [0.1] * 3, mix(base, "#000000", 0.15))
        p.blob(
            [(-waist * 0.6, -0.06), (-waist * 0.4, -0.3), (waist * 0.4, -0.3), (waist * 0.6, -0.06)],
            mix(base, "#000000", 0.15),
            True,
        )
    elif o == "bib":
        p.oval(mid, -0.72, s * 0.62, 0.26, "#ffffff")
    elif o in ("romper", "onesie"):
        for y in (-0.7, -0.45, -0.2):
            p.oval(mid, y, 0.04, 0.04, c[2], 0.5)
    if o in ("longdress", "dress"):
        p.rect(-waist * 1.0, -0.36, waist * 2.0, 0.09, c[3], 0.7)
        p.tube([(-s * 0.5, -0.96), (mid, -0.84), (s * 0.5, -0.96)], [0.06] * 3, "#ffffff" if k["young"] else c[3], 0.7)
    if o in ("tee", "dress", "onesie", "bib", "sweater", "hoodie") and k["young"]:
        if k["motif"] == "star":
            p.blob(star(mid, -0.52, 0.19), c[2], True, 0.7)
        elif k["motif"] == "heart":
            p.blob(
                [
                    (mid, -0.36),
                    (mid - 0.18, -0.56),
                    (mid - 0.09, -0.68),
                    (mid, -0.6),
                    (mid + 0.09, -0.68),
                    (mid + 0.18, -0.56),
                ],
                c[3],
                False,
                0.7,
            )
        elif k["motif"] == "duck":
            p.oval(mid, -0.47, 0.17, 0.11, "#ffd93b", 0.7)
            p.oval(mid + 0.12, -0.6, 0.085, 0.085, "#ffd93b", 0.7)
    if k["neck"] == "beads" and k["sex"] == "f" and k["who"] != "baby":
        for i in range(5):
            p.oval(mid + (i - 2) * s * 0.2, -0.84 - abs(i - 2) * 0.05, 0.03, 0.03, c[3], 0.4)
    elif k["neck"] == "scarf" and o in ("coat", "hoodie", "sweater", "cardigan", "tee"):
        p.tube([(-s * 0.45, -1.0), (mid, -0.88), (s * 0.45, -1.0)], [0.09] * 3, c[3])
        p.tube([(mid + s * 0.2, -0.92), (mid + s * 0.3, -0.5)], [0.08, 0.09], c[3])
    elif k["neck"] == "bowtie" and o in ("vest", "shirt", "shirttie", "suit", "kurta"):
        p.blob(
            [
                (mid - 0.13, -0.98),
                (mid, -0.9),
                (mid + 0.13, -0.98),
                (mid + 0.13, -0.8),
                (mid, -0.88),
                (mid - 0.13, -0.8),
            ],
            c[2],
            True,
        )
    if p.style.fill == "white" and k["shape"] > -0.1:
        for i in range(7):
            p.stroke([(waist * 0.9, -0.8 + i * 0.12), (waist * 0.35, -0.68 + i * 0.12)], 0.014)
    if k["pack"]:
        for q in (-1, 1):
            p.tube([(q * s * 0.66, -0.96), (q * s * 0.7, -0.4)], [0.055, 0.055], c[4], 0.8)
    p.pop()


def skirt(p: Pen, k: Look, ll: list[list[Pt]], hw: float, lw: float) -> None:
    """The skirt of a dress, coat or robe."""
    o, t = k["outfit"], LONG[k["outfit"]]
    ends = [part(limb, t)[-1] for limb in ll]
    flare = lw * (2.2 if o in ("dress", "pinafore", "longdress") else 1.3)
    x0, x1 = min(e[0] for e in ends) - flare, max(e[0] for e in ends) + flare
    y = max(e[1] for e in ends)
    c = k["cloth"][1] if o == "blouse" else "#f8f8f8" if o == "labcoat" else k["cloth"][0]
    p.blob([(-hw, -hw * 0.3), (hw, -hw * 0.3), (x1, y), ((x0 + x1) / 2, y + lw * 0.3), (x0, y)], c, True)
    if o in ("dress", "sari", "kaftan", "longdress", "kimono"):
        p.tube(
            [(x0 + lw * 0.2, y - lw * 0.5), ((x0 + x1) / 2, y - lw * 0.2), (x1 - lw * 0.2, y - lw * 0.5)],
            [lw * 0.22] * 3,
            k["cloth"][2],
            0.4,
        )
    if o in ("coat", "labcoat", "kimono", "sari"):
        p.stroke([(0, 0), ((x0 + x1) / 2 + lw * 0.4, y)], lw * 0.12)
