"""Backgrounds: a park, a street, a room, the sky, a disc."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.palette import BACKS


def scene(a: Art, r: Random) -> None:
    """A background that fills the picture, but for a disc."""
    kind = r.choice(["park", "street", "room", "sky", "disc"])
    sky = r.choice(BACKS)
    if kind == "disc":
        a.ell(128, 128, 120, 120, sky, "back")
        return
    a.box(0, 0, 256, 256, sky, "back", 0)
    if kind in ("park", "street"):
        a.ell(r.uniform(30, 220), r.uniform(30, 60), 18, 18, "#fbe08a", "back")
        if kind == "park":
            _park(a, r)
        else:
            _street(a, r)
        a.box(0, 205, 256, 51, "#8cc474" if kind == "park" else "#b8b4b4", "back", 0)
    elif kind == "room":
        _room(a, r)
    else:
        _clouds(a, r)


def _park(a: Art, r: Random) -> None:
    a.ell(r.uniform(0, 90), 250, 170, 90, "#a8d48a", "back")
    x = r.uniform(20, 60) if r.random() < 0.5 else r.uniform(200, 240)
    a.box(x - 5, 130, 10, 70, "#8a6240", "back")
    a.ell(x, 115, 30, 36, "#6fb05a", "back")


def _street(a: Art, r: Random) -> None:
    for i in range(5):
        a.box(i * 54 - 8, r.uniform(70, 130), 50, 140, r.choice(BACKS), "back", 0)


def _room(a: Art, r: Random) -> None:
    a.box(0, 200, 256, 56, r.choice(["#c8986a", "#a88a78", "#d8c4a0"]), "back", 0)
    x = r.choice([20, 168])
    a.box(x, 40, 66, 60, "#ffffff", "back", 0)
    a.box(x + 6, 46, 54, 48, r.choice(BACKS), "back", 0)


def _clouds(a: Art, r: Random) -> None:
    for _ in range(3):
        x, y = r.uniform(20, 236), r.uniform(20, 120)
        for d, q in ((-18, 12), (0, 18), (18, 12)):
            a.ell(x + d, y, q, q * 0.8, "#ffffff", "back")
