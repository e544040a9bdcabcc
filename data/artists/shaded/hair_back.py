"""The hair that lies behind a head."""

from __future__ import annotations

import math
from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.hairdos import LONG
from data.artists.shaded.palette import BRIGHT
from data.artists.shaded.people import Body


def hair_back(a: Art, r: Random, b: Body, style: str) -> None:
    """What of the hairdo, or of a scarf, lies behind the head."""
    w, c = b.hw, b.hair
    _length(a, b, style)
    tie = r.choice(BRIGHT)
    for s in (-1, 1):
        if style == "pigtails":
            a.blob(
                [(s * w, -0.15), (s * w * 1.6, -0.22), (s * w * 1.75, 0.15), (s * w * 1.45, 0.38), (s * w * 1.3, 0.1)],
                c,
                "hair",
            )
            a.ell(s * w * 1.12, -0.15, 0.07, 0.07, tie, "detail")
        elif style == "braids":
            for i in range(5):
                a.ell(s * w * (1.05 + 0.05 * i), 0.2 + i * 0.13, 0.1, 0.09, c, "hair")
            a.ell(s * w * 1.3, 0.85, 0.06, 0.05, tie, "detail")
        elif style in ("buns", "puffs"):
            k = 0.2 if style == "buns" else 0.27
            a.ell(s * w * 0.8, -0.48, k, k, c, "hair")
    if style == "pony":
        s = -1 if b.turn >= 0 else 1
        a.blob(
            [(s * w * 0.7, -0.35), (s * w * 1.5, -0.3), (s * w * 1.75, 0.15), (s * w * 1.5, 0.5), (s * w * 1.25, 0.1)],
            c,
            "hair",
        )
    if style == "rim" or (style == "bald" and b.age == "elderly"):
        for s in (-1, 1):
            a.ell(s * w * 0.96, -0.02, 0.1, 0.17, c, "hair")
    if style == "updo":
        a.ell(0, -0.6, 0.2, 0.17, c, "hair")
    if style in ("afro", "perm"):
        _cloud(a, b, 1.45 if style == "afro" else 1.2)
    if style in ("scarf", "kerchief"):
        a.blob(
            [
                (0, -0.62),
                (w * 1.25, -0.2),
                (w * 1.3, 0.4),
                (w * 1.7, 0.85),
                (-w * 1.7, 0.85),
                (-w * 1.3, 0.4),
                (-w * 1.25, -0.2),
            ],
            b.cloth,
            "cloth",
        )


def _length(a: Art, b: Body, style: str) -> None:
    """Hair that falls past the chin."""
    w = b.hw
    low = LONG.get(style, 0) * (1 if b.n > 3.5 else 0.75)
    if style == "hat" and b.girl:
        low = 0.6
    if low:
        e = 0.12 if style == "wavy" else 0.02
        a.blob(
            [
                (-w * 1.05, -0.2),
                (0, -0.5),
                (w * 1.05, -0.2),
                (w * 1.2, low * 0.5),
                (w * (1.1 + e * 2), low),
                (0, low * 0.92),
                (-w * (1.1 + e * 2), low),
                (-w * 1.2, low * 0.5),
            ],
            b.hair,
            "hair",
        )


def _cloud(a: Art, b: Body, k: float) -> None:
    """Hair that stands about the head, `k` times as wide as it."""
    w, c = b.hw, b.hair
    for i in range(13):
        t = math.pi * (0.9 + 1.2 * i / 12)
        a.ell(
            w * k * math.cos(t) * 0.92,
            -0.1 + 0.5 * k * math.sin(t) * 0.85,
            0.17 * k * 0.9,
            0.17 * k * 0.9,
            c,
            "hair",
        )
    a.ell(0, -0.12, w * 1.2, 0.45, c, "hair")
