"""The garments: how far they cover the figure and which detail tells them apart."""

from __future__ import annotations

from typing import NamedTuple

from data.artists.comic.person import Person


class Outfit(NamedTuple):
    """One set of clothes."""

    sleeve: float  # share of the arm
    legs: float  # share of the legs: 0 bare, 1 long trousers
    skirt: float  # length as a share of the leg
    flare: float
    detail: str


OUTFITS = {
    "tee": Outfit(0.45, 1, 0, 0, "motif"), "stripes": Outfit(1, 1, 0, 0, "stripes"),
    "shorts": Outfit(0.45, 0.42, 0, 0, "motif"), "polo": Outfit(0.45, 1, 0, 0, "collar"),
    "overalls": Outfit(0.45, 1, 0, 0, "bib"), "pinafore": Outfit(0.45, 0, 0.42, 1.5, "bib"),
    "dress": Outfit(0.3, 0, 0.5, 1.6, "belt"), "frock": Outfit(0.45, 0, 0.42, 1.9, "collar"),
    "sailor": Outfit(1, 0, 0.4, 1.5, "sailor"), "sailorboy": Outfit(0.5, 0.42, 0, 0, "sailor"),
    "hoodie": Outfit(1, 1, 0, 0, "hood"), "raincoat": Outfit(1, 1, 0.3, 1.3, "buttons"),
    "suit": Outfit(1, 1, 0.06, 1.05, "lapel"), "shirt": Outfit(1, 1, 0, 0, "tie"),
    "blouse": Outfit(1, 0, 0.5, 1.0, "vneck"), "longdress": Outfit(0.5, 0, 0.85, 1.6, "vneck"),
    "coat": Outfit(1, 1, 0.55, 1.15, "lapel"), "doctor": Outfit(1, 1, 0.5, 1.1, "lapel"),
    "apron": Outfit(1, 1, 0, 0, "apron"), "uniform": Outfit(1, 1, 0.05, 1.05, "buttons"),
    "cardigan": Outfit(1, 1, 0.05, 1.05, "open"), "cardiskirt": Outfit(1, 0, 0.65, 1.2, "open"),
    "kimono": Outfit(1.0, 0, 0.88, 1.0, "cross"), "kaftan": Outfit(1, 0, 0.9, 1.3, "trim"),
    "sari": Outfit(0.4, 0, 0.92, 1.2, "drape"), "salwar": Outfit(1, 1, 0.55, 1.3, "trim"),
    "vest": Outfit(1, 1, 0, 0, "vest"), "romper": Outfit(1, 1, 0, 0.0, "buttons"),
    "onesie": Outfit(0.5, 0.6, 0, 0, "motif"), "bibbed": Outfit(1, 1, 0, 0, "babybib"),
    "poncho": Outfit(0.5, 1, 0.1, 1.6, "trim"), "gown": Outfit(1, 0, 0.6, 1.3, "collar"),
}  # fmt: skip


def shirt_colour(p: Person) -> str:
    """The colour of what is worn on chest and arms, which may be under a bib, a vest or an apron."""
    return p.colours[2] if p.outfit in ("overalls", "pinafore", "vest", "apron") else p.colours[0]
