"""Colours of skin, hair, clothes and backgrounds, and how to mix them."""

from __future__ import annotations

from data.artists.text import words

SKINS = words("#ffe6d3 #ffdcc2 #fbd0ae #f3c39a #e8b07e #d79a66 #bd7d4c #9c6238 #80502e #6b4029")
ODD_SKINS = words("#ffffff #ffffff #cfe8ff #ffe27a #ffd3e0 #cdeedd #e2d6fb #fff6df")
HAIRS = words("#2b2424 #3a2a22 #1f1f2b #5b3a24 #7d5230 #a9713a #d9a94f #b4512b #463a3a")
ODD_HAIRS = words("#f3a4c0 #7fb7e6 #8fcfa6 #b79be0 #f08a5d #e9d27f")
GREYS = words("#d9d9dd #b9bac2 #f3f1ee #9a9ba3 #e6e0d6")
VIVID = words("#e8574e #f59b3f #f7cf4a #6fbf6b #3f9fd8 #3c62b5 #8d6cc4 #ef86a8 #38b2a6 #ffffff")
PASTEL = words("#f7b7b2 #fbd7a3 #fbeeb0 #bfe3b8 #b3dcf2 #b7c3ee #d6c3ee #f9cfe0 #b8e6df #fffaf0")
SOBER = words("#3d4a63 #4c4c54 #6d5a4b #7c8796 #2f3f4f #8a4b4b #5c6b4d #a08c72 #35506b #77617d")
BACKS = words("#fdf1dc #e6f4fb #fde6ec #eaf6e4 #f1eafb #fff7c9 #ffd5b8 #bfe0f5 #d5efd8 #f8c9d4 #9fd0ea #f5f5f5")


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of a #rgb or #rrggbb colour, each 0 to 255."""
    text = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


def mix(one: str, two: str, share: float) -> str:
    """`one` with a `share` of `two` in it."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(rgb(one), rgb(two), strict=True))


def light(colour: str) -> float:
    """How light a colour is, 0 to 1."""
    r, g, b = rgb(colour)
    return (0.3 * r + 0.59 * g + 0.11 * b) / 255
