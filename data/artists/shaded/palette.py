"""Colours: skins, hairs, clothes and backgrounds, and how to mix them."""

from __future__ import annotations

SKINS = ["#fbe0cc", "#f6cdab", "#eab98f", "#d79a6b", "#b97a4b", "#94592f", "#6d3f22", "#4b2a1a"]
ODD_SKINS = ["#ffffff", "#bcd8f2", "#c9ecd2", "#ffd84d", "#f3f0ea", "#d9c8f0"]
HAIRS = ["#1d1716", "#2e2019", "#4e3220", "#7a4a26", "#a8642c", "#d9a441", "#efd08a", "#b5391f"]
FUN_HAIRS = ["#3b6fc4", "#d65a9a", "#5e9c76", "#7d55b5"]
GREYS = ["#f4f2ee", "#dcdcdc", "#bfc3c8", "#a2a5a9"]
BRIGHT = [
    "#e4483f", "#f59a2f", "#f9d14a", "#5dbb63", "#2f9fd0", "#3c5fc0", "#8a5ac2", "#ee7fae", "#3fbfae", "#ffffff",
    "#b8e04f",
]  # fmt: skip
SOBER = [
    "#23344f", "#3d4757", "#6b3b34", "#35594a", "#7a6a55", "#8c2f3e", "#20222b", "#5b6f8c", "#b8a88c", "#e9e4da",
    "#c46a4a", "#2f6f78",
]  # fmt: skip
BACKS = ["#cfe6f5", "#fde7c4", "#f9d5d5", "#d8efd3", "#e6dcf5", "#f5efe2", "#ffc96b", "#8fd0c6", "#34507a", "#f2f2f2"]


def rgb(c: str) -> tuple[int, int, int]:
    """The red, green and blue of "#rrggbb"."""
    return int(c[1:3], 16), int(c[3:5], 16), int(c[5:7], 16)


def mix(a: str, b: str, t: float) -> str:
    """The colour that is the share `t` of the way from `a` to `b`."""
    return "#" + "".join(f"{round(p + (q - p) * t):02x}" for p, q in zip(rgb(a), rgb(b), strict=True))


def lum(c: str) -> float:
    """How light a colour is, from 0 to 1."""
    r, g, b = rgb(c)
    return (0.3 * r + 0.59 * g + 0.11 * b) / 255


def dark(c: str, t: float = 0.3) -> str:
    """The colour, darker by the share `t`."""
    return mix(c, "#1a1030", t)


def light(c: str, t: float = 0.35) -> str:
    """The colour, lighter by the share `t`."""
    return mix(c, "#fffaf0", t)
