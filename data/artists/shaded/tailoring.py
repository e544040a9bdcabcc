"""Lapels, ties, collars and buttons."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.outfits import Outfit
from data.artists.shaded.palette import dark, light
from data.artists.shaded.people import Body

WHITE = "#faf7f0"


def tailored(a: Art, r: Random, b: Body, o: Outfit, gold: str) -> None:
    """The front of a garment with buttons."""
    neck, hip, chest, top = o.neck, o.hip, o.chest, o.top
    if deep := {"suit": 0.55, "cardigan": 0.8, "waistcoat": 0.5, "coat": 0.3}.get(top, 0.0):
        _lapels(a, b, o, neck + (hip - neck) * deep)
    if top in ("tie", "suit", "school") and not (b.girl and top == "suit"):
        _tie(a, r, neck, neck + (hip - neck) * (0.7 if top == "tie" else 0.45))
    if top not in ("suit", "cardigan"):
        _collar(a, neck, WHITE if top in ("school", "uniform", "waistcoat") else light(o.c1))
    a.line([(0, chest - 0.1), (0, min(o.hem, hip + 0.1))], dark(o.c1, 0.5), 0.018)
    button = gold if top in ("uniform", "coat") else light(o.c1, 0.6)
    for i in range(4):
        a.ell(0.05, chest + (hip - chest) * i / 3.2, 0.032, 0.032, button, "detail")


def _lapels(a: Art, b: Body, o: Outfit, y: float) -> None:
    """What is worn below, down to `y`, between lapels."""
    sh, neck = b.sh, o.neck
    a.put([(-sh * 0.35, neck), (sh * 0.35, neck), (0, y)], o.c2 if o.top == "cardigan" else WHITE, "cloth")
    for s in (-1, 1):
        a.put(
            [
                (s * sh * 0.3, neck - 0.03),
                (s * sh * 0.55, neck + (y - neck) * 0.45),
                (0, y),
                (s * sh * 0.12, neck + (y - neck) * 0.5),
            ],
            dark(o.c1, 0.18),
            "cloth",
        )


def _tie(a: Art, r: Random, neck: float, low: float) -> None:
    t = r.choice(["#b03038", "#2f4a8a", "#3a7a5a", "#d0902a"])
    a.put(
        [
            (-0.06, neck + 0.02),
            (0.06, neck + 0.02),
            (0.04, neck + 0.12),
            (0.1, low - 0.08),
            (0, low),
            (-0.1, low - 0.08),
            (-0.04, neck + 0.12),
        ],
        t,
        "detail",
    )


def _collar(a: Art, neck: float, col: str) -> None:
    for s in (-1, 1):
        a.put(
            [
                (s * 0.02, neck + 0.04),
                (s * 0.16, neck - 0.05),
                (s * 0.26, neck + 0.06),
                (s * 0.15, neck + 0.17),
            ],
            col,
            "detail",
        )
