"""Things held in a hand."""

from __future__ import annotations

from data.artists.clipart.animals import animal_head
from data.artists.clipart.geometry import star
from data.artists.clipart.looks import Look
from data.artists.clipart.pen import Pen


def thing(p: Pen, name: str, k: Look, drop: float) -> None:
    """A thing held at the origin; one unit is about a head."""
    c, d = k["cloth"][2], k["cloth"][3]
    if name in ("balloon", "kite"):
        p.stroke([(0, 0), (0.12, -0.8), (0.05, -1.5)], 0.025)
        if name == "balloon":
            p.oval(0.05, -1.95, 0.4, 0.48, c)
        else:
            p.blob([(0.05, -2.5), (0.5, -2), (0.05, -1.4), (-0.4, -2)], c, True)
    elif name in ("ball", "yarn"):
        p.oval(0, 0.1, 0.36, 0.36, c)
        p.stroke([(-0.34, 0.05), (0, 0.2), (0.34, 0.05)], 0.04)
        p.stroke([(0, -0.25), (0.12, 0.1), (0, 0.45)], 0.04)
    elif name == "teddy":
        p.push(0, 0.1, 0.6)
        animal_head(p, "bear", {**k, "skin": "#b9803f", "eyes": "dot"})
        p.oval(0, 0.85, 0.36, 0.46, "#b9803f")
        for q in (-1, 1):
            p.oval(q * 0.4, 0.65, 0.14, 0.24, "#b9803f")
            p.oval(q * 0.3, 1.3, 0.18, 0.16, "#b9803f")
        p.pop()
    elif name in ("rattle", "lollipop"):
        p.stroke([(0, 0.2), (0, -0.45)], 0.07, "#f4f4f4" if name == "lollipop" else d)
        p.oval(0, -0.58, 0.22, 0.22, c)
        p.stroke([(-0.1, -0.58), (0, -0.66), (0.08, -0.56), (0, -0.5)], 0.04, d)
    elif name == "block":
        p.rect(-0.24, -0.3, 0.48, 0.48, c)
        p.blob(star(0, -0.06, 0.16), d, True, 0.6)
    elif name in ("bottle", "mug", "bucket", "can"):
        if name in ("mug", "bucket", "can"):
            p.stroke([(0.15, -0.15), (0.4, -0.15), (0.38, 0.12), (0.15, 0.14)], 0.06, c)
        p.blob([(-0.2, -0.25), (0.2, -0.25), (0.17, 0.25), (-0.17, 0.25)], c if name != "bottle" else "#ffffff", True)
        if name == "bottle":
            p.oval(0, -0.34, 0.09, 0.13, "#ffb45a")
        if name == "can":
            p.tube([(-0.15, 0.1), (-0.5, -0.25)], [0.06, 0.05], c)
    elif name in ("duck", "toyplane"):
        p.oval(0, 0, 0.34, 0.17 if name == "toyplane" else 0.22, "#ffd93b" if name == "duck" else c)
        if name == "duck":
            p.oval(0.22, -0.26, 0.17, 0.17, "#ffd93b")
            p.blob([(0.36, -0.3), (0.52, -0.24), (0.36, -0.2)], "#ff8a1e", True)
        else:
            p.blob([(-0.1, 0), (0.12, 0), (-0.1, 0.34)], d, True)
            p.blob([(-0.32, -0.02), (-0.42, -0.32), (-0.15, -0.08)], d, True)
    elif name in ("book", "paper", "clipboard", "laptop"):
        page = "#fdfdf5" if name != "book" else c
        for q in (-1, 1):
            p.blob(
                [(0, -0.3), (q * 0.55, -0.4), (q * 0.55, 0.26), (0, 0.34)],
                page if name != "laptop" else "#9aa3ad",
                True,
            )
            for y in (-0.2, -0.05, 0.1) if name == "paper" else ():
                p.stroke([(q * 0.1, y - 0.02), (q * 0.45, y - 0.08)], 0.03, "#888888")
    elif name in ("case", "bag"):
        p.stroke([(-0.2, 0.3), (-0.15, 0.02), (0.15, 0.02), (0.2, 0.3)], 0.06, "#3a2a20")
        if name == "case":
            p.rect(-0.5, 0.25, 1, 0.66, "#7a4a26")
        else:
            p.blob([(-0.36, 0.2), (0.36, 0.2), (0.48, 0.95), (-0.48, 0.95)], d, True)
    elif name == "phone":
        p.rect(-0.12, -0.4, 0.24, 0.5, "#23262d")
        p.rect(-0.085, -0.35, 0.17, 0.36, "#8fd0ff", 0)
    elif name in ("stick", "umbrella", "broom"):
        p.stroke(
            [(0, min(drop, 4) if name != "umbrella" else 0.3), (0, -0.05 if name != "umbrella" else -1.5)],
            0.09,
            "#6b3f1d",
        )
        if name == "stick":
            p.stroke([(0, -0.05), (0.12, -0.18), (0.25, -0.05)], 0.09, "#6b3f1d")
        elif name == "umbrella":
            p.blob(
                [(-1, -1.4), (-0.7, -1.9), (0, -2.1), (0.7, -1.9), (1, -1.4), (0.5, -1.5), (0, -1.38), (-0.5, -1.5)], c
            )
        else:
            p.blob([(-0.12, drop - 0.6), (0.12, drop - 0.6), (0.35, drop), (-0.35, drop)], "#e0b04a", True)
    elif name in ("wrench", "pencil"):
        p.stroke([(0, 0.2), (0, -0.6)], 0.13, "#9aa3ad" if name == "wrench" else "#f5c518")
        if name == "wrench":
            p.oval(0, -0.68, 0.15, 0.13, "#9aa3ad")
        else:
            p.blob([(-0.07, -0.6), (0, -0.8), (0.07, -0.6)], "#f1cfa0", True)
    elif name == "guitar":
        p.tube([(-0.9, -0.5), (0, 0)], [0.06, 0.06], "#4a2c17")
        p.oval(0.15, 0.08, 0.33, 0.28, "#c77a32")
        p.oval(0.5, 0.25, 0.42, 0.38, "#c77a32")
        p.oval(0.3, 0.15, 0.13, 0.13, "#2a1608", 0)
    elif name == "pan":
        p.stroke([(0, 0), (0.45, 0)], 0.1, "#2a2a2a")
        p.blob([(0.4, -0.08), (1.15, -0.08), (1.05, 0.12), (0.5, 0.12)], "#4b4f57", True)
    elif name == "flowers":
        for x, y in ((-0.2, -0.5), (0.02, -0.65), (0.24, -0.5)):
            p.stroke([(0, 0.1), (x, y)], 0.04, "#3a8a3a")
            p.blob(star(x, y, 0.18, 6, 0.6), d, False, 0.7)
            p.oval(x, y, 0.06, 0.06, "#ffd94a", 0)
    elif name == "icecream":
        p.blob([(-0.14, -0.2), (0.14, -0.2), (0, 0.3)], "#e0a960", True)
        p.oval(0, -0.32, 0.2, 0.2, "#ffb3c7")
    elif name == "flag":
        p.stroke([(0, 0.3), (0, -1.1)], 0.05, "#6b3f1d")
        p.blob([(0, -1.1), (0.35, -1.18), (0.75, -1.05), (0.75, -0.65), (0.35, -0.75), (0, -0.65)], c)
