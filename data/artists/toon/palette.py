"""Colours and their mixing."""

from __future__ import annotations

SKINS = ("#ffdfc4", "#f6c9a0", "#e8b088", "#c98f62", "#a86d43", "#7d4b2c", "#5a3420", "#ffe0bd", "#d9a066", "#f1c27d")
ODD_SKINS = ("#ffffff", "#8ecdf0", "#ffd93b", "#b8e08a", "#d6b3f0", "#f7a8b8", "#f4f4f4")
HAIR_COLOURS = ("#2b1d16", "#4a2e1c", "#7a4a26", "#b5752f", "#e8c15a", "#141414", "#c8501e", "#35241d")
GREYS = ("#e8e8e8", "#c9ccd1", "#a9adb3", "#ffffff")
BRIGHT = ("#e84a4a", "#f59e2d", "#ffd23f", "#43b66f", "#2f8fd8", "#7a5bd0", "#ef6fa8", "#25b6b0", "#8bc34a", "#ff7f50")
SOBER = ("#34495e", "#5d6d7e", "#7b4b3a", "#2f4f4f", "#4a4e69", "#6d597a", "#b56576", "#355070", "#8d8741", "#222831")
FURS = ("#c98f5a", "#8b5e3c", "#b9bcc4", "#f5efe6", "#f0a04b", "#6b6f7a", "#f7b2c4", "#7cc47f", "#d8b98a", "#4d4a55")
# colours that a letter in a drawing always means
FIXED = {
    "k": "#1d1a20",
    "w": "#ffffff",
    "r": "#e5484d",
    "y": "#ffd23f",
    "g": "#4caf6a",
    "b": "#3567c4",
    "n": "#8b5a33",
    "t": "#e3b878",
    "d": "#3b3b46",
    "e": "#a5abb5",
    "p": "#f792b4",
    "o": "#f58a2c",
    "c": "#a8dcf0",
}


def mix(a: str, b: str, t: float) -> str:
    """The colour `t` of the way from one to another."""
    pa, pb = (tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in (a, b))
    return "#" + "".join(f"{round(x + (y - x) * t):02x}" for x, y in zip(pa, pb, strict=True))
