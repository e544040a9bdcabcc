"""Hats, caps, helmets and bonnets."""

from __future__ import annotations

import math

from data.artists.shaded.art import Art
from data.artists.shaded.palette import dark, light
from data.artists.shaded.people import Body
from data.artists.shaded.skulls import skull

HATS = ("cap", "beanie", "flatcap", "hardhat", "hat", "straw", "bonnet")


def hat(a: Art, b: Body, style: str) -> None:
    """One of `HATS` on the head."""
    w, cloth = b.hw, b.cloth
    dome = [
        (w * 1.12 * math.cos(math.radians(d)), -0.2 + 0.42 * math.sin(math.radians(d))) for d in range(180, 361, 12)
    ]
    if style == "bonnet":
        a.put(
            [
                *skull(b, 1.12)[28:],
                *skull(b, 1.12)[:13],
                *[(x * w, y) for x, y in ((0.86, 0.1), (0.8, -0.2), (0, -0.36), (-0.8, -0.2), (-0.86, 0.1))],
            ],
            light(cloth, 0.4),
            "cloth",
        )
    elif style == "beanie":
        a.put(dome, cloth, "cloth")
        a.box(-w * 1.17, -0.3, w * 2.34, 0.14, light(cloth), "cloth", 0.4)
        a.ell(0, -0.64, 0.1, 0.1, light(cloth), "cloth")
    elif style in ("cap", "hardhat"):
        a.put(dome, "#f4c430" if style == "hardhat" else cloth, "cloth")
        s = 1 if b.turn >= 0 else -1
        a.blob(
            [(-s * w * 0.6, -0.24), (s * w * 0.9, -0.3), (s * w * 1.7, -0.15), (s * w * 0.6, -0.16)],
            dark("#f4c430" if style == "hardhat" else cloth, 0.15),
            "cloth",
        )
    elif style == "flatcap":
        a.blob(
            [(-w * 1.15, -0.24), (-w * 0.8, -0.5), (w * 0.3, -0.56), (w * 1.25, -0.34), (w * 1.3, -0.22), (0, -0.27)],
            cloth,
            "cloth",
        )
    else:
        col = "#e6c479" if style == "straw" else cloth
        a.put([(x * 0.86, y * 1.05) for x, y in dome], col, "cloth")
        a.ell(0, -0.24, w * 1.75, 0.1, col, "cloth")
        a.box(-w * 0.94, -0.37, w * 1.88, 0.1, dark(col, 0.45), "detail", 0.2)
