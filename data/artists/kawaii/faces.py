"""The face as a whole: skin marks, nose, and where the eyes and the mouth go."""

from __future__ import annotations

from random import Random

from data.artists.kawaii.colours import light, mix
from data.artists.kawaii.eyes import eyes
from data.artists.kawaii.looks import Look
from data.artists.kawaii.mouths import mouth, whiskers
from data.artists.kawaii.pen import Pen, place

NOSES = {
    "dot": "M -.2 0 L .2 0",
    "u": "M -.7 0 Q 0 1 .7 0",
    "L": "M .1 -1.6 L .9 .4 L -.2 .4",
    "arc": "M .3 -1 Q 1.2 .3 0 .5",
    "long": "M .4 -2.2 Q 1.4 .5 -.5 .6",
}


def face(p: Pen, r: Random, k: Look, y: float, rx: float, ry: float, turn: float) -> None:
    """Eyes, nose, mouth and skin marks on a head whose middle is (0, y)."""
    young = k.age in ("baby", "child", "none")
    ink = (
        p.ramp[0]
        if p.style.paint in ("ink", "tone")
        else "#1d1210"
        if light(k.skin) < 0.5
        else mix(p.style.line, "#1a1414", 0.5)
        if p.style.line.startswith("#")
        else "#4a2f2a"
    )
    line, x = mix(k.skin, "#5a2f2a", 0.6), turn * rx * 0.5
    low = r.uniform(0.18, 0.36) if young else r.uniform(-0.06, 0.12)
    gap = rx * (r.uniform(0.4, 0.52) if young else r.uniform(0.33, 0.42)) * (1 - abs(turn) * 0.3)
    s = rx * (0.115 if young else 0.092)
    ey, my = y + low * ry, y + ry * (low + (r.uniform(0.26, 0.36) if young else r.uniform(0.46, 0.54)))
    if k.species and "muzzle" in k.marks:
        p.oval(x, my, rx * 0.42, ry * 0.3, mix(k.skin, "#ffffff", 0.7))
    if "blush" in k.marks:
        for side in (-1, 1):
            bx, by = x + side * gap * 1.45, ey + ry * 0.24
            if p.style.blush == "lines":
                for i in (-1, 0, 1):
                    p.stroke(place("M .3 -.6 L -.3 .6", bx + i * s, by, s, s), mix(k.skin, "#e8504e", 0.6), s * 0.35)
            else:
                wide = rx * (0.17 if p.style.blush == "oval" else 0.14)
                p.oval(
                    bx, by, wide, wide * (0.62 if p.style.blush == "oval" else 1), mix(k.skin, "#ff6f7d", 0.42), False
                )
    if "freckles" in k.marks:
        for out in (-2.2, -1.5, -1.8, 1.5, 2.2, 1.8):
            p.oval(x + out * gap * 0.4, ey + ry * (0.2 + 0.05 * (abs(out) == 1.8)), s * 0.25, s * 0.25, line, False)
    if "forehead" in k.marks:
        for up in (0.62, 0.5):
            p.stroke(place("M -.35 0 Q 0 -.1 .35 0", x, ey - ry * up, rx, ry), line, s * 0.3)
    whiskers(p, k, x, my, rx, ry)
    eyes(p, k, x, ey, gap, s, ink, abs(turn) > 0.75)
    ny = (ey * 0.45 + my * 0.55) if not k.species else my - ry * 0.12
    if k.nose == "round":
        p.oval(x, ny, rx * 0.13, ry * 0.11, mix(k.skin, "#e8705e", 0.22))
    elif k.nose:
        p.stroke(place(NOSES[k.nose], x, ny, s * (1 if turn >= 0 else -1), s), line, s * 0.45)
    elif k.species and k.species not in ("bird", "robot", "frog"):
        p.oval(x, ny, s * 0.9, s * 0.65, ink, False)
    if "whiskers" in k.marks:
        for side in (-1, 1):
            for dy in (0, 0.14):
                p.stroke(
                    place(f"M {0.65 * side} {dy} L {1.1 * side} {dy * 1.8 - 0.05:.2f}", x, my - ry * 0.1, rx, ry),
                    ink,
                    s * 0.3,
                )
    if "folds" in k.marks:
        for side in (-1, 1):
            p.stroke(
                place(f"M {0.22 * side} -.22 Q {0.42 * side} -.05 {0.36 * side} .14", x, my, rx, ry), line, s * 0.35
            )
    if "mole" in k.marks:
        p.oval(x + rx * 0.3, my - ry * 0.02, s * 0.3, s * 0.3, "#3a2a22", False)
    if "plaster" in k.marks:
        p.path(place("M -.15 -.05 L .15 -.05 L .15 .06 L -.15 .06 Z", x + gap, ey + ry * 0.25, rx, ry), "#f0c9a0")
    mouth(p, k, x, my, s * (1.15 if young else 1.3), ink)
