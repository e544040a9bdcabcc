"""Legs and arms, with what covers them."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.geometry import Pt, ray
from data.artists.shaded.outfits import Outfit
from data.artists.shaded.palette import BRIGHT, dark, light, mix
from data.artists.shaded.people import Body, Look
from data.artists.shaded.poses import POSES


def legs(a: Art, r: Random, b: Body, o: Outfit, pose: str) -> None:
    """Both legs, in trousers unless a robe covers them, and what is on the feet."""
    p, lw = POSES[pose], o.lw
    shoe = r.choice([*BRIGHT[:8], "#ffffff"] if b.young else ["#2a2326", "#6a4028", "#e8e4dc", o.c2])
    short = 0.55 if pose == "sit" else 1
    for i, s in enumerate((-1, 1)):
        h = (s * o.hi * 0.5, o.hip - 0.05)
        knee = ray(h, p[4 + 2 * i], o.leg * 0.5 * short, s)
        foot = ray(knee, p[5 + 2 * i], o.leg * 0.5, s)
        a.tube((h, knee, foot), lw, lw * 0.6, b.skin, "skin")
        if not o.long:
            col, cover = (o.c1, 1.0) if o.top == "romper" else (o.c2, 0.42 if o.bare else 0.97)
            a.tube((h, knee, foot), lw * 1.2, lw * (1.1 if o.bare else 0.8), col, "cloth", 0, cover)
        _foot(a, r, b, o, foot, s, shoe)


def _foot(a: Art, r: Random, b: Body, o: Outfit, foot: Pt, s: int, shoe: str) -> None:
    tx = s * (0.5 - abs(b.turn) * 0.5) + b.turn * 0.6
    if b.age == "baby":
        a.ell(foot[0], foot[1], 0.16, 0.13, b.skin if o.bare else light(o.c1), "skin" if o.bare else "cloth")
    elif not b.young and b.girl and o.top != "uniform" and r.random() < 0.5:
        a.blob(
            [
                (foot[0] - 0.1, foot[1] - 0.04),
                (foot[0] + 0.1, foot[1] - 0.04),
                (foot[0] + 0.1 + tx * 0.15, foot[1] + 0.16),
                (foot[0] - 0.1 + tx * 0.15, foot[1] + 0.16),
            ],
            shoe,
        )
    else:
        a.ell(foot[0] + tx * 0.1, foot[1] + 0.05, o.lw * 0.75 + 0.06, 0.12, shoe)


def arms(a: Art, r: Random, b: Body, k: Look, o: Outfit, pose: str) -> None:
    """Both arms in their sleeves; where the hands are is kept in `b.reach`."""
    p, aw, top, rest = POSES[pose], o.aw, o.top, b.n - 1
    sleeve = {
        "sari": 0.3,
        "tee": 0.42,
        "motif": 0.42,
        "dress": 0.3,
        "pinafore": 0.4,
        "stripes": r.choice([0.42, 0.95]),
        "apron": 0.4,
        "gown": r.choice([0.15, 0.95]),
    }.get(top, 0.95)
    sc = o.c2 if top in ("overalls", "pinafore", "apron", "waistcoat") else o.c1
    span = 0.17 * rest + (0.2 if b.n > 3.6 else 0.3)
    for i, s in enumerate((-1, 1)):
        m = (s * (b.sh - aw * 0.6), o.neck + 0.14 + aw * 0.3)
        up, fore = p[2 * i] + r.uniform(-4, 4), p[2 * i + 1] + r.uniform(-8, 8)
        if b.n < 4.2 and fore < -60 and up < 40:
            fore = -75
        if b.n < 4.2 and up > 80:
            up, fore = r.uniform(96, 112), r.uniform(115, 150)
        elif up > 110 and fore > 150:
            fore = r.uniform(140, 165)
        elbow = ray(m, up, span, s)
        hand = ray(elbow, fore, span * 0.92, s)
        a.tube((m, elbow, hand), aw, aw * 0.75, b.skin, "skin")
        a.ell(hand[0], hand[1], aw * 0.95 + 0.01, aw * 1.0 + 0.02, b.skin, "skin")
        if k.fingers and not b.animal:
            _fingers(a, b, hand, fore, aw, s)
        wide = 1.9 if top in ("kimono", "kaftan") else 1.05
        a.tube((m, elbow, hand), aw * 1.25, aw * wide, mix(sc, dark(sc), 0.12), "cloth", 0, min(sleeve, 0.92))
        b.reach[s] = hand


def _fingers(a: Art, b: Body, hand: Pt, fore: float, aw: float, s: int) -> None:
    f = ray(hand, fore - 55, aw * 0.95 + 0.02, s)
    a.ell(f[0], f[1], aw * 0.36, aw * 0.55, b.skin, "skin", d=s * (40 - fore))
    for q in (-16, 4, 24):
        f, g = ray(hand, fore + q, aw * 0.5, s), ray(hand, fore + q, aw * 0.95, s)
        a.line([f, g], dark(b.skin, 0.22), 0.014)
