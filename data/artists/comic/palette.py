"""Colours: the lists that skins, hair and clothes are chosen from, and how two colours mix or differ."""

from __future__ import annotations

from data.artists.text import words

SKINS = words("#fbe0cc #f6cfae #eab98c #d29a6a #a9714a #7d4e31 #6b4229 #ffe9dc")
ODD = words("#ffd93b #ffd93b #fbe36a #8fd0f0 #a9dba0 #f4a9c0 #c9b4ec #f2f2f2 #f7b267 #ffffff")
HAIRS = words("#1c1714 #2c1d16 #4a2d1c #7a4a25 #a8672e #d9a441 #f0cf7a #b5432a")
WILD = words("#3f66b8 #e07aa6 #63b39a #8a63b8 #c23b3b #e8e4f0 #f09a3e #2e3e6e")
GREYS = words("#f4f4f2 #dcdcdc #bcbcc0 #9a9aa0 #e9e4d8")
BRIGHT = words("#e5483f #3d7fd1 #f5c13b #4fae62 #f08a3c #8f63bd #ef86ad #36b3b8 #ffffff #a7d14c")
SOBER = words("#2f3e5c #55606e #7b3b3b #3f5b4a #8a7355 #b8a58a #2b2b30 #5b4a6b #e8e4da #7f9bb3 #a3483c #c9a24a")
PASTEL = words("#f7b9c4 #b9d8f2 #c9e6c0 #fbe3a4 #d9c4ee #f9cfae #a9dcd6 #fdf3e4")


def mix(a: str, b: str, t: float) -> str:
    """The colour a share t of the way from a to b."""
    pair = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (a, b)]
    return "#" + "".join(f"{round(x + (y - x) * t):02x}" for x, y in zip(*pair, strict=True))


def far(a: str, b: str) -> bool:
    """Whether two colours are told apart at a glance."""
    return sum(abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) for i in (1, 3, 5)) > 130
