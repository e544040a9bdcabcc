"""Heads of animals and robots."""

from __future__ import annotations

from data.artists.clipart.features import eye
from data.artists.clipart.looks import Look
from data.artists.clipart.palette import mix
from data.artists.clipart.pen import Pen


def animal_head(p: Pen, kind: str, k: Look) -> None:
    """The head of an animal or robot, one unit high."""
    fur, pale = k["skin"], mix(k["skin"], "#ffffff", 0.6)
    if kind == "robot":
        p.stroke([(0, -0.4), (0, -0.68)], 0.05)
        p.oval(0, -0.68, 0.08, 0.08, k["cloth"][3])
        p.rect(-0.48, -0.44, 0.96, 0.86, fur)
        for q in (-1, 1):
            p.oval(q * 0.22, -0.08, 0.13, 0.13, "#fff6a8", 0.8)
            p.oval(q * 0.22, -0.08, 0.05, 0.05, "#222222", 0, False)
        p.rect(-0.25, 0.16, 0.5, 0.12, "#333333", 0.8)
        return
    for q in (-1, 1):
        if kind in ("cat", "fox"):
            p.blob([(q * 0.5, -0.1), (q * 0.46, -0.66), (q * 0.1, -0.4)], fur, True)
        elif kind == "rabbit":
            p.oval(q * 0.2, -0.75, 0.12, 0.38, fur)
            p.oval(q * 0.2, -0.72, 0.06, 0.26, "#ffb3c0", 0)
        elif kind in ("bear", "mouse"):
            p.oval(q * 0.4, -0.4, 0.17 if kind == "bear" else 0.27, 0.17 if kind == "bear" else 0.27, fur)
            p.oval(q * 0.4, -0.4, 0.09, 0.09, pale, 0)
        elif kind == "pig":
            p.blob([(q * 0.48, -0.2), (q * 0.5, -0.6), (q * 0.12, -0.42)], mix(fur, "#aa3344", 0.2), True)
        elif kind == "frog":
            p.oval(q * 0.28, -0.42, 0.2, 0.2, fur)
    p.oval(0, 0, 0.52 if kind != "frog" else 0.58, 0.46, fur)
    if kind == "dog":
        for q in (-1, 1):
            p.blob([(q * 0.36, -0.4), (q * 0.62, -0.3), (q * 0.66, 0.2), (q * 0.46, 0.12)], mix(fur, "#000000", 0.35))
    ey = -0.42 if kind == "frog" else -0.06
    p.oval(0, 0.2, 0.26, 0.19, pale, 0.7)
    for q in (-1, 1):
        eye(
            p,
            {**k, "eyes": "dot" if k["eyes"] == "none" else k["eyes"], "lash": False},
            q * (0.28 if kind == "frog" else 0.19),
            ey,
            0.09,
            q,
        )
    if kind == "bird":
        p.blob([(-0.2, 0.05), (0, -0.05), (0.2, 0.05), (0, 0.3)], "#ff9d1e", True)
        return
    if kind == "pig":
        p.oval(0, 0.16, 0.2, 0.14, mix(fur, "#ff6f8f", 0.4))
    p.oval(0, 0.1, 0.08 if kind != "frog" else 0.01, 0.055, "#2b1a1a", 0, False)
    p.stroke([(-0.14, 0.2), (-0.07, 0.28), (0, 0.17), (0.07, 0.28), (0.14, 0.2)], 0.026)
    if kind in ("cat", "mouse", "rabbit"):
        for q in (-1, 1):
            p.stroke([(q * 0.3, 0.16), (q * 0.62, 0.1)], 0.014)
            p.stroke([(q * 0.3, 0.22), (q * 0.6, 0.26)], 0.014)
