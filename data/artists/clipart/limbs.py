"""Hands, arms and legs with their sleeves, trousers and shoes."""

from __future__ import annotations

import math

from data.artists.clipart.geometry import Pt, part
from data.artists.clipart.looks import Look
from data.artists.clipart.palette import mix
from data.artists.clipart.pen import Pen
from data.artists.clipart.wardrobe import LONG, SLEEVE


def hand(p: Pen, k: Look, at: Pt, r: float, away: Pt) -> None:
    """A hand at the end of an arm."""
    n = math.hypot(at[0] - away[0], at[1] - away[1]) or 1
    u = ((at[0] - away[0]) / n, (at[1] - away[1]) / n)
    if k["hand"] == "glove":
        for q in (-0.75, -0.1, 0.55):
            p.oval(
                at[0] + u[0] * r * 1.1 - u[1] * q * r,
                at[1] + u[1] * r * 1.1 + u[0] * q * r,
                r * 0.42,
                r * 0.5,
                k["skin"],
                0.8,
            )
    if k["hand"] != "ball":
        p.oval(at[0] + u[0] * r * 0.3 + u[1] * r, at[1] + u[1] * r * 0.3 - u[0] * r, r * 0.42, r * 0.42, k["skin"], 0.8)
    p.oval(at[0] + u[0] * r * 0.3, at[1] + u[1] * r * 0.3, r, r * (0.95 if k["hand"] != "mitten" else 1.1), k["skin"])


def limb_arm(p: Pen, k: Look, pts: list[Pt], w: float) -> None:
    """An arm with hand and sleeve."""
    o = k["outfit"]
    p.tube(pts, [w, w * 0.85, w * 0.65], k["skin"])
    hand(p, k, pts[2], w * (0.95 if k["young"] else 1.1), pts[1])
    t = SLEEVE.get(o, 0.93)
    colour = {
        "vest": "#f4f4f0",
        "overalls": k["cloth"][1],
        "pinafore": "#f7f4ee",
        "apron": k["cloth"][1],
        "labcoat": "#f8f8f8",
        "hivis": k["cloth"][1],
    }.get(o, k["cloth"][0])
    wide = 1.75 if o in ("kimono", "kaftan") else 1.25
    sleeve = part(pts, t)
    p.tube(sleeve, [w * 1.25, w * 1.15, w * 1.05 * (wide / 1.25) ** 1.5][: len(sleeve)], colour)


def limb_leg(p: Pen, k: Look, pts: list[Pt], w: float, q: int, side: bool, sitting: bool) -> None:
    """A leg with shoe and trousers."""
    o = k["outfit"]
    bare = k["skin"] if k["motif"] != "dot" else mix(k["cloth"][4], "#ffffff", 0.4)
    p.tube(pts, [w, w * 0.8, w * 0.6], bare)
    x, y = pts[2]
    f = w * (1.5 if not k["young"] else 1.25)
    dx = f * 0.55 if side else q * f * 0.3
    turn = math.degrees(math.atan2(pts[2][0] - pts[1][0], pts[2][1] - pts[1][1])) if side else 0
    p.push(x, y, 1, -turn)
    shoe = (
        k["skin"] if k["animal"] else k["cloth"][0] if o in ("onesie", "romper") and k["who"] == "baby" else k["shoe"]
    )
    if k["heel"] and side:
        p.blob(
            [
                (-f * 0.4, -f * 0.3),
                (f * 0.2, -f * 0.1),
                (f * 1.3, f * 0.45),
                (f * 0.2, f * 0.4),
                (-f * 0.15, f * 0.1),
                (-f * 0.3, f * 0.5),
            ],
            shoe,
            True,
        )
    else:
        p.blob(
            [
                (dx - f * 0.8, f * 0.2),
                (dx - f * 0.55, -f * 0.3),
                (dx + f * 0.1, -f * 0.35),
                (dx + f * 0.85, f * 0.1),
                (dx + f * 0.8, f * 0.38),
                (dx - f * 0.7, f * 0.38),
            ],
            shoe,
        )
    p.pop()
    bottom = k["cloth"][1] if k["cloth"][1] != k["cloth"][0] else "#333a55"
    short = (
        0.42
        if k["young"]
        and (k["shape"] > -0.2 or o == "school")
        and o in ("tee", "stripes", "overalls", "school", "bib", "sweater", "hoodie")
        else 0.93
    )
    if o in LONG and o not in ("kurta", "coat", "labcoat"):
        if not sitting:
            return
        short, bottom = LONG[o], k["cloth"][1] if o == "blouse" else k["cloth"][0]
    if o in ("romper", "onesie", "suit"):
        short, bottom = (0.48 if o == "romper" else 0.93), k["cloth"][0]
    cloth = part(pts, short)
    p.tube(cloth, [w * 1.3, w * 1.15 * (1.05 if short < 0.5 else 0.95), w * 0.95][: len(cloth)], bottom)
