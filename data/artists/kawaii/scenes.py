"""Backgrounds."""

from __future__ import annotations

from random import Random

from data.artists.kawaii.colours import BACKS, PASTEL, mix
from data.artists.kawaii.looks import palette
from data.artists.kawaii.pen import Pen, sprite
from data.artists.kawaii.things import THINGS


def scene(p: Pen, r: Random) -> None:
    """A background: plain, a pattern or a simple place."""
    kind = r.choice(["plain", "plain", "plain", "room", "park", "street", "dots", "disc", "rays"])
    a, b = r.sample(BACKS, 2)
    pal = palette(r, p.style, "child")
    p.path("M -2 -2 L 258 -2 L 258 258 L -2 258 Z", a, False)
    if kind == "room":
        p.path("M -2 190 L 258 190 L 258 258 L -2 258 Z", mix(b, "#a9713a", 0.3), False)
        sprite(
            p,
            "p:#dff1fb:M -1 -1 L 1 -1 L 1 1 L -1 1 Z|l:#fff:.12:M 0 -1 L 0 1|l:#fff:.12:M -1 0 L 1 0",
            r.choice([52, 205]),
            62,
            34,
            34,
            pal,
        )
    elif kind in ("park", "street"):
        p.path("M -2 195 Q 128 175 258 195 L 258 258 L -2 258 Z", "#bfe3a8" if kind == "park" else "#c9c9cf", False)
        for x in (r.uniform(10, 70), r.uniform(180, 245)):
            sprite(p, THINGS["tree" if kind == "park" else "house"], x, 160, 38, 42, {**pal, "a": r.choice(PASTEL)})
        sprite(p, THINGS["cloud"], r.uniform(40, 210), 36, 26, 18, pal)
    elif kind == "dots":
        for i in range(36):
            p.oval(22 + i % 6 * 43, 22 + i // 6 * 43, 6, 6, b, False)
    elif kind == "disc":
        p.oval(128, 132, 112, 112, b, False)
    elif kind == "rays":
        for i in range(0, 12, 2):
            spots = [
                (0, -1),
                (0.5, -0.87),
                (0.87, -0.5),
                (1, 0),
                (0.87, 0.5),
                (0.5, 0.87),
                (0, 1),
                (-0.5, 0.87),
                (-0.87, 0.5),
                (-1, 0),
                (-0.87, -0.5),
                (-0.5, -0.87),
            ]
            (x, y), (u, v) = spots[i], spots[i + 1]
            p.path(
                f"M 128 128 L {128 + 200 * x:.0f} {128 + 200 * y:.0f} L {128 + 200 * u:.0f} {128 + 200 * v:.0f} Z",
                b,
                False,
            )
