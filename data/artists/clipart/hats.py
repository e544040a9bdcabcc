"""Hats and head scarves."""

from __future__ import annotations

from data.artists.clipart.geometry import Pt, star
from data.artists.clipart.looks import Look
from data.artists.clipart.palette import mix
from data.artists.clipart.pen import Pen


def hat_on(p: Pen, k: Look, a: float, side: bool) -> None:
    """The hat, if any."""
    hat, c, d = k["hat"], k["cloth"][2], k["cloth"][3]
    dome: list[Pt] = [(-a * 1.08, -0.2), (-a * 0.95, -0.48), (0, -0.64), (a * 0.95, -0.48), (a * 1.08, -0.2)]
    if hat in ("cap", "peak", "hardhat", "helmet", "flat", "beanie", "bonnet", "bear", "band"):
        c = {"hardhat": "#f5c518", "peak": "#1d2f55"}.get(hat, c)
        if hat == "bear":
            for q in (-1, 1):
                p.oval(q * a * 0.8, -0.55, 0.13, 0.13, c)
        if hat == "flat":
            dome = [(x * 1.05, y * 0.9) for x, y in dome]
        p.blob(
            [*dome, (0, -0.27)]
            if hat != "band"
            else [(-a * 1.07, -0.2), (-a, -0.33), (0, -0.4), (a, -0.33), (a * 1.07, -0.2), (0, -0.28)],
            c,
        )
        if hat in ("cap", "peak", "flat", "hardhat"):
            x = a * 0.7 if side else a * 0.25
            p.blob(
                [(x - a, -0.24), (x, -0.33), (x + a, -0.22), (x + a * 0.9, -0.15), (x, -0.2), (x - a * 0.8, -0.17)],
                mix(c, "#000000", 0.25),
            )
        if hat == "peak":
            p.blob(star(a * 0.3, -0.43, 0.07), "#ffd23d", True, 0.6)
        if hat in ("beanie", "bonnet"):
            p.tube([(-a * 1.08, -0.19), (0, -0.29), (a * 1.08, -0.19)], [0.055] * 3, d)
            p.oval(0, -0.66, 0.09, 0.09, d)
        if hat == "helmet":
            for x in (-0.4, 0, 0.4):
                p.oval(x * a, -0.45, 0.04, 0.1, d, 0.6)
    elif hat in ("fedora", "sunhat"):
        wide = 1.5 if hat == "fedora" else 1.9
        p.oval(0, -0.28, a * wide, 0.09, c)
        p.blob(
            [
                (-a * 0.9, -0.28),
                (-a * 0.8, -0.58),
                (0, -0.55 if hat == "fedora" else -0.66),
                (a * 0.8, -0.58),
                (a * 0.9, -0.28),
            ],
            c,
        )
        p.tube([(-a * 0.9, -0.33), (0, -0.29), (a * 0.9, -0.33)], [0.035] * 3, d, 0.7)
    elif hat == "chef":
        for x in (-0.7, 0.7, 0):
            p.oval(a * x, -0.68, 0.22, 0.19, "#ffffff")
        p.rect(-a * 0.85, -0.58, a * 1.7, 0.27, "#ffffff")
    elif hat == "party":
        p.blob([(-a * 0.55, -0.42), (0.02, -0.98), (a * 0.55, -0.42), (0, -0.36)], c, True)
        p.oval(0.02, -0.98, 0.07, 0.07, d)
    elif hat == "crown":
        p.blob(
            [
                (-a * 0.8, -0.34),
                (-a * 0.9, -0.7),
                (-a * 0.4, -0.52),
                (0, -0.74),
                (a * 0.4, -0.52),
                (a * 0.9, -0.7),
                (a * 0.8, -0.34),
            ],
            "#ffcf2e",
            True,
        )
    elif hat == "bow":
        for q in (-1, 1):
            p.blob([(a * 0.5, -0.5), (a * 0.5 + q * 0.2, -0.62), (a * 0.5 + q * 0.2, -0.4)], d, True)
        p.oval(a * 0.5, -0.5, 0.05, 0.05, d)
    elif hat == "turban":
        for x, t in ((-0.3, -0.4), (0.3, -0.4), (0, -0.5)):
            p.oval(a * x, t, a * 0.95, 0.2, c)
    elif hat == "mortar":
        p.blob([(-a * 0.9, -0.3), (-a * 0.8, -0.5), (a * 0.8, -0.5), (a * 0.9, -0.3)], "#22252e", True)
        p.blob([(-a * 1.4, -0.52), (0, -0.68), (a * 1.4, -0.52), (0, -0.38)], "#22252e", True)


def veil(p: Pen, k: Look, a: float, side: bool) -> None:
    """A head scarf, drawn round the face."""
    c, s = k["cloth"][2], a * 0.25 if side else 0.0
    outer = [
        (-a * 1.15, 0.1),
        (-a * 1.02, -0.4),
        (0, -0.58),
        (a * 1.02, -0.4),
        (a * 1.15, 0.1),
        (a * 1.0, 0.5),
        (a * 1.15, 0.72),
        (0, 0.82),
        (-a * 1.15, 0.72),
        (-a * 1.0, 0.5),
    ]
    p.blob(outer, c)
    p.blob(
        [
            (s + x * a, y)
            for x, y in (
                (-0.82, 0.05),
                (-0.6, -0.32),
                (0, -0.4),
                (0.6, -0.32),
                (0.82, 0.05),
                (0.5, 0.42),
                (0, 0.5),
                (-0.5, 0.42),
            )
        ],
        k["skin"],
        False,
        0.8,
    )
