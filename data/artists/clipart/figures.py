"""A whole figure in a pose, and its seat."""

from __future__ import annotations

import math
import random

from data.artists.clipart.clothes import skirt, torso
from data.artists.clipart.geometry import Pt, reach
from data.artists.clipart.heads import head
from data.artists.clipart.limbs import limb_arm, limb_leg
from data.artists.clipart.looks import Look
from data.artists.clipart.pen import Pen
from data.artists.clipart.poses import POSES
from data.artists.clipart.styles import Style
from data.artists.clipart.things import thing
from data.artists.clipart.wardrobe import LONG


def figure(p: Pen, k: Look, s: Style, r: random.Random, pose: str, x0: float, tall: float) -> dict[str, Pt]:
    """A figure standing at `x0`; where its head and hips are."""
    view, arms, legs, lean = POSES[pose]
    side, who, young = view == "side", k["who"], k["young"]
    j = [a + r.uniform(-6, 6) for a in arms + legs]
    hh = tall / k["heads"]
    legp = (
        {"baby": 0.3, "child": 0.37, "adult": 0.48, "elderly": 0.46}[who]
        - 0.12 * max(s.squat, 0)
        + 0.03 * (s.squat < 0 and not young)
    )
    leg, neckl = tall * legp, hh * (0.02 if who == "baby" else 0.06 if young else 0.16)
    trunk = tall - leg - hh * 0.95 - neckl
    sh = {"baby": 0.4, "child": 0.44, "adult": 0.98 if k["sex"] == "m" else 0.78, "elderly": 0.8}[who] * (
        hh if not s.squat > 0.8 else hh * 0.62
    )
    sh *= (0.6 if side else 1) * (0.9 + 0.1 * k["fat"])
    hw = sh * (0.95 if young else 0.68 if k["sex"] == "m" else 0.92) * k["fat"] * (1.15 if side else 1)
    arm, w = (
        (trunk + leg) * (0.53 if young else 0.6),
        hh * ((0.15 if young else 0.17) if s.squat < 0.8 else 0.13) * (0.85 + 0.15 * k["fat"]) * s.thin,
    )
    bend = lean + (r.choice([0, 10, 18] if side else [0, 0, 6]) if who == "elderly" else 0)
    ln = math.radians(bend)
    up = (math.sin(ln), -math.cos(ln))
    hips = [(-hw * 0.5, 0.0), (hw * 0.5, 0.0)] if not side else [(-hw * 0.1, 0.0), (hw * 0.1, 0.0)]
    neck = (up[0] * trunk, up[1] * trunk)
    near = [(-sh * 0.86, 0.0), (sh * 0.86, 0.0)] if not side else [(-sh * 0.1, 0.0), (sh * 0.1, 0.0)]
    base = (neck[0] - up[0] * trunk * 0.12, neck[1] - up[1] * trunk * 0.12)
    shoulders = [(base[0] + n[0] * -up[1], base[1] + n[0] * up[0]) for n in near]
    qs = (1, 1) if side else (-1, 1)
    al = [reach(shoulders[1], j[0], j[1], arm, qs[1]), reach(shoulders[0], j[2], j[3], arm, qs[0])]
    ll = [reach(hips[1], j[4], j[5], leg, qs[1]), reach(hips[0], j[6], j[7], leg, qs[0])]
    ground = max(pt[1] for limb in ll for pt in limb) + w * 0.5 + (tall * 0.1 if pose == "jump" else 0)
    p.push(x0, -ground)
    sitting = pose in ("sit", "floor", "plop", "crawl")
    if pose == "sit":
        seat(p, k, hw, leg, trunk)
    if k["pack"]:
        p.oval(-sh * (1.1 if side else 0), -trunk * 0.62, sh * (0.75 if side else 1.3), trunk * 0.36, k["cloth"][4])
    if k["animal"] and k["animal"] not in ("robot", "bird", "frog", "bear"):
        p.tube(
            [(0, -trunk * 0.1), (-hw * 2.2, -trunk * 0.1), (-hw * 2.6, -trunk * 0.7)],
            [w * 0.5, w * 0.5, w * 0.3],
            k["skin"],
        )
    if side:
        limb_arm(p, k, al[1], w)
    lw = w * (1.15 if young else 1.3)
    for i in (1, 0):
        limb_leg(p, k, ll[i], lw, qs[1 - i], side, sitting)
    if not young or who == "child":
        top = (neck[0] + up[0] * neckl * 2.2, neck[1] + up[1] * neckl * 2.2)
        p.tube([base, top], [hh * (0.13 if young else 0.17)] * 2, k["skin"])
    o = k["outfit"]
    if o in LONG and not sitting:
        skirt(p, k, ll, hw, lw)
    torso(p, k, (0, 0), neck, sh, hw, side)
    tilt = r.uniform(-7, 7) + (bend * 0.3 if pose != "crawl" else 10)
    turn = 1.0 if side and r.random() < 0.6 else r.choice([-0.7, -0.4, 0, 0, 0.4, 0.7]) if not side else 0.6
    front = neck if pose != "crawl" else (neck[0] + hh * 0.05, neck[1] - hh * 0.1)
    mid = (
        front[0] + up[0] * (neckl + hh * 0.46) + (bend > 8 and pose != "crawl") * hh * 0.1,
        front[1] + up[1] * (neckl + hh * 0.46) * (1 if pose != "crawl" else 0.9),
    )
    held = k["thing"]
    if held and pose != "crawl":
        grip: Pt = al[0][2] if pose != "hold" else (0, al[0][2][1])
        p.push(
            *grip,
            (hh if young else hh * 1.15)
            * (0.9 if s.squat < 0.8 else 0.6)
            * (1.25 if not young and s.squat < 0.5 else 1),
            r.uniform(-8, 8),
            r.random() < 0.3,
        )
        thing(p, held, k, (ground - (grip[1])) / hh)
        p.pop()
    head(p, k, s, mid, hh, turn, tilt)
    for i in (0,) if side else (1, 0):
        limb_arm(p, k, al[i], w)
    p.pop()
    return {"head": (x0 + mid[0], mid[1] - ground), "hip": (x0, -ground), "size": (hh, sh)}


def seat(p: Pen, k: Look, hw: float, leg: float, trunk: float) -> None:
    """The chair or box one sits on."""
    c, kind = k["cloth"][4], k["shape"]
    y = hw * 0.45
    if kind > 0.2:  # a chair with a back
        p.tube([(-hw * 1.4, y), (-hw * 1.7, -trunk * 0.8)], [hw * 0.14] * 2, c)
    if kind > -0.4:
        for x in (-hw * 1.2, hw * 1.6):
            p.tube([(x, y), (x, leg * 0.5 + y * 0.3)], [hw * 0.12] * 2, c)
        p.rect(-hw * 1.5, y * 0.7, hw * 3.3, hw * 0.3, c)
    else:
        p.rect(-hw * 1.3, y * 0.7, hw * 2.8, leg * 0.5 - y * 0.3, c)
