"""Eyes with brows, lashes, wrinkles and glasses."""

from __future__ import annotations

from data.artists.kawaii.colours import mix
from data.artists.kawaii.looks import Look
from data.artists.kawaii.pen import Pen, place


def eyes(p: Pen, k: Look, x: float, y: float, gap: float, s: float, ink: str, one: bool) -> None:
    """Both eyes, or only the one in view, in `ink`; `gap` from the middle and of size `s`."""
    for side in (1,) if one else (-1, 1):
        ex = x + side * gap
        if (
            k.eye == "arc"
            or (side == 1 and "wink" in k.marks)
            or (k.eye == "shine" and "folds" in k.marks and k.age == "elderly")
        ):
            p.stroke(place("M -1.3 .5 Q 0 -1.5 1.3 .5", ex, y, s, s), ink, s * 0.6)
        elif k.eye == "dash":
            p.stroke(place("M -1 0 L 1 0", ex, y, s, s), ink, s * 0.7)
        elif k.eye == "big":
            h = 2.3 if k.age in ("baby", "child") else 1.7
            p.oval(ex, y, s * 1.45, s * h, ink, False)
            p.oval(ex, y + s * h * 0.35, s * 1.0, s * h * 0.5, mix(k.pal["t"], "#ffffff", 0.15), False)
            p.oval(ex - s * 0.45, y - s * h * 0.4, s * 0.5, s * 0.6, "#ffffff", False)
        else:
            w, h = {"dot": (0.85, 0.9), "oval": (0.8, 1.3), "shine": (1.25, 1.45)}[k.eye]
            p.oval(ex, y, s * w, s * h, ink, False)
            if k.eye == "shine":
                p.oval(ex - s * 0.4, y - s * 0.5, s * 0.42, s * 0.42, "#ffffff", False)
        top = y - s * (1.9 if k.eye == "big" else 1.2)
        if "lash" in k.marks:
            for dx in (1.1, 1.8):
                p.stroke(
                    place(f"M {0.7 * side} .4 L {dx * side} {-0.9 + (dx - 1) * 0.9:.2f}", ex, top, s, s), ink, s * 0.4
                )
        if "shadow" in k.marks:
            p.stroke(place("M -1.2 .1 Q 0 -.9 1.2 .1", ex, top, s, s), mix(k.skin, "#8d4c9c", 0.55), s * 0.6)
        if "bags" in k.marks:
            p.stroke(place("M -1 1.9 Q 0 2.8 1 1.9", ex, y, s, s), mix(k.skin, "#5a3030", 0.5), s * 0.3)
        if "brow" in k.marks:
            wide = s * (0.95 if k.sex == "m" and k.age in ("adult", "elderly") else 0.45)
            p.stroke(place("M -1.4 -.6 Q 0 -1.5 1.5 -.5", ex, top - s * 1.1, s, s), mix(k.hair, ink, 0.25), wide)
        if "crow" in k.marks:
            for dy in (-0.3, 0.6):
                p.stroke(
                    place(f"M {2 * side} {dy} L {2.9 * side} {dy * 2}", ex, y, s, s),
                    mix(k.skin, "#5a3030", 0.55),
                    s * 0.28,
                )
        if "glasses" in k.marks:
            p.stroke(
                place(
                    "M -2.6 0 C -2.6 -3.4 2.6 -3.4 2.6 0 C 2.6 3.4 -2.6 3.4 -2.6 0",
                    ex,
                    y,
                    s * min(1.0, gap / s / 2.8),
                    s,
                ),
                "#4c4c54",
                s * 0.5,
            )
    if "glasses" in k.marks and not one:
        p.stroke(f"M {x - gap * 0.15:.1f} {y:.1f} L {x + gap * 0.15:.1f} {y:.1f}", "#4c4c54", s * 0.5)
