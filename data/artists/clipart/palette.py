"""Colours of cloth, skin and hair, and sums with colours."""

from __future__ import annotations

from data.artists.text import words

LOUD = words("#d8262c #1f4fa3 #f2c318 #2a9a47 #7b3fa0 #ef7d1a #19a5b8 #e85fa0 #555b66 #ffffff #8c5a2b #101c44")
OFFICE = words("#31507c #7a8fb0 #a03a3a #c7b27c #4d7a5a #86668c #d99a4e #5f9ea0 #e4e0d4 #43454f #b7c7dd #c46f6f")
CORP = words("#6c63ff #ff6584 #3f3d56 #ffb85c #43c6ac #2f80ed #f9f7ff #f86f03 #00b8a9 #ffd6e0 #263238 #a0e8af")
PASTEL = words("#f7a8b8 #9bd1f0 #ffe08a #b7e3b0 #cdb4f6 #ffb78a #ff7f7f #5fb6ad #fdf6e3 #6d7fcb #e9c1a0 #84c441")
SKIN = words("#ffdcc0 #f9c9a3 #f2b48a #e3a173 #c98550 #a5673a #7c4a28 #5a341d #ffe4d2 #e8b98f")
ODD = words("#8ec5ff #ffffff #b9a5ff #ffb4c8 #9fe0c0 #ffd34d #c9ced6")
HAIR = words("#1c1410 #3b2414 #6b4020 #a4682c #e0b04a #f3d37a #b5432a #2a2a33 #d9772b")
GREY = words("#ffffff #e6e6e6 #c9c9cc #a9abb0 #d9dde6")


def mix(a: str, b: str, t: float) -> str:
    """The colour a share `t` of the way from `a` to `b`."""
    pairs = zip((1, 3, 5), (1, 3, 5), strict=True)
    return "#" + "".join(f"{round(int(a[i : i + 2], 16) * (1 - t) + int(b[j : j + 2], 16) * t):02x}" for i, j in pairs)


def light(colour: str) -> float:
    """How light a colour is, 0 to 1."""
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return (0.3 * r + 0.59 * g + 0.11 * b) / 255


def far(a: str, b: str) -> float:
    """How far apart two colours are, 0 to 3."""
    return sum(abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) for i in (1, 3, 5)) / 255
