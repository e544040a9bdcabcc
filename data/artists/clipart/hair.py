"""Hair behind and in front of the head."""

from __future__ import annotations

import math

from data.artists.clipart.geometry import Pt
from data.artists.clipart.looks import Look
from data.artists.clipart.palette import mix
from data.artists.clipart.pen import Pen


def hair_back(p: Pen, k: Look, a: float, side: bool) -> None:
    """The hair behind the head."""
    back, c = k["back"], k["hair"]
    off = -a * 0.35 if side else 0.0
    if back in ("bob", "long"):
        low = 0.42 if back == "bob" else 0.98
        p.blob(
            [
                (off - a * 1.12, 0),
                (off - a * 0.8, -0.45),
                (0, -0.57),
                (a * 0.8 + off * 1.4, -0.45),
                (a * 1.12 + off * 2, 0),
                (a * 1.2 + off * 2, low * 0.9),
                (off, low),
                (off - a * 1.22, low * 0.9),
            ],
            c,
        )
    elif back in ("afro", "perm"):
        big = 1.42 if back == "afro" else 1.22
        ring = [(big * a * (1 + 0.05 * (i % 2)), i * math.pi / 9) for i in range(18)]
        p.blob([(off * 0.5 + q * math.cos(t), -0.12 + (q + 0.04) * math.sin(t)) for q, t in ring], c)
    elif back == "bun":
        p.oval(off, -0.6, 0.17, 0.15, c)
    elif back == "lowbun":
        p.oval(-a * 1.05 if side else -a * 0.95, 0.22 if not side else 0.05, 0.17, 0.16, c)
    elif back == "pony":
        p.blob(
            [(-a * 0.6, -0.35), (-a * 1.5, -0.4), (-a * 1.9, 0.1), (-a * 1.6, 0.5), (-a * 1.45, 0.1), (-a * 1.0, -0.1)],
            c,
        )
    for q in (-1,) if side else (-1, 1):
        if back == "pigs":
            p.blob(
                [
                    (q * a * 0.9, -0.2),
                    (q * a * 1.6, -0.3),
                    (q * a * 1.8, 0.1),
                    (q * a * 1.5, 0.42),
                    (q * a * 1.2, 0.15),
                ],
                c,
            )
            p.oval(q * a * 1.02, -0.2, 0.06, 0.06, k["cloth"][3], 0.8)
        elif back == "puffs":
            p.oval(q * a * 0.95, -0.42, 0.23, 0.22, c)
        elif back == "braids":
            for i in range(4):
                p.oval(q * a * (1.08 + 0.05 * i), 0.12 + 0.15 * i, 0.085, 0.1, c, 0.8)
            p.oval(q * a * 1.24, 0.68, 0.05, 0.04, k["cloth"][3], 0.8)


def hair_front(p: Pen, k: Look, a: float, side: bool) -> None:
    """The hair over the forehead."""
    kind, c, b = k["front"], k["hair"], a * 1.06
    top: list[Pt] = [
        (-b, -0.02),
        (-b, -0.25),
        (-b * 0.72, -0.46),
        (0, -0.56),
        (b * 0.72, -0.46),
        (b, -0.25),
        (b, -0.02),
    ]
    lines: dict[str, list[Pt]] = {
        "bowl": [(b * 0.9, 0.08), (b * 0.75, -0.14), (0, -0.1), (-b * 0.75, -0.14), (-b * 0.9, 0.08)],
        "fringe": [
            (b * 0.92, 0.06),
            (b * 0.7, -0.16),
            (b * 0.2, -0.14),
            (-b * 0.3, -0.12),
            (-b * 0.7, -0.16),
            (-b * 0.92, 0.06),
        ],
        "straight": [(b * 0.86, -0.1), (b * 0.5, -0.27), (0, -0.25), (-b * 0.5, -0.27), (-b * 0.86, -0.1)],
        "side": [
            (b * 0.88, -0.05),
            (b * 0.76, -0.2),
            (b * 0.3, -0.22),
            (-b * 0.4, -0.4),
            (-b * 0.8, -0.16),
            (-b * 0.92, 0),
        ],
        "mid": [(b * 0.9, 0), (b * 0.72, -0.2), (0, -0.42), (-b * 0.72, -0.2), (-b * 0.9, 0)],
        "crop": [(b * 0.9, -0.06), (b * 0.74, -0.28), (0, -0.32), (-b * 0.74, -0.28), (-b * 0.9, -0.06)],
        "quiff": [(b * 0.88, -0.04), (b * 0.7, -0.28), (b * 0.1, -0.3), (-b * 0.7, -0.26), (-b * 0.88, -0.04)],
        "recede": [
            (b * 0.9, 0),
            (b * 0.84, -0.24),
            (b * 0.5, -0.42),
            (b * 0.1, -0.36),
            (-b * 0.5, -0.44),
            (-b * 0.84, -0.24),
            (-b * 0.9, 0),
        ],
    }
    if side:
        low = [(b * 0.8, -0.3), (b * 0.35, -0.22), (b * 0.05, -0.05), (-b * 0.15, 0.08), (-b * 0.6, 0.24)]
        short = [
            (b * 0.75, -0.34),
            (b * 0.4, -0.3),
            (b * 0.2, -0.06),
            (-b * 0.05, 0.04),
            (-b * 0.1, -0.08),
            (-b * 0.4, 0.2),
        ]
        thin = [(b * 0.3, -0.48), (b * 0.05, -0.3), (b * 0.12, 0), (-b * 0.1, -0.02), (-b * 0.5, 0.2)]
        lines = {n: thin if n == "recede" else short if n in ("crop", "side", "quiff") else low for n in lines}
        top = [(-b, 0.1), (-b, -0.25), (-b * 0.72, -0.46), (0, -0.56), (b * 0.72, -0.47), (b * 0.98, -0.24)]
    if kind == "quiff":
        top[3:5] = [(0, -0.62), (b * 0.7, -0.6)]
    if kind in ("spiky", "messy"):
        n = 7 if kind == "spiky" else 10
        spikes = [
            (math.pi + math.pi * i / (2 * n), (1.18 if kind == "spiky" else 1.1) if i % 2 else 0.98)
            for i in range(2 * n + 1)
        ]
        top = [(b * q * math.cos(t), -0.08 + 0.5 * q * math.sin(t)) for t, q in spikes]
        low = [
            (b * 0.85, -0.12),
            (b * 0.55, -0.28),
            (b * 0.3, -0.14),
            (0, -0.28),
            (-b * 0.3, -0.14),
            (-b * 0.6, -0.28),
            (-b * 0.85, -0.1),
        ]
        p.blob(top + (lines["side"] if side else low), c, True)
    elif kind == "curl":
        for i in range(9):
            t = math.pi * (1.0 + i / 8)
            p.oval(b * 0.86 * math.cos(t) - (0.1 * a if side else 0), -0.14 + 0.34 * math.sin(t), 0.13, 0.12, c, 0.7)
        p.oval(-0.1 * a if side else 0, -0.37, a * 0.7, 0.14, c, 0)
    elif kind in lines:
        p.blob(top + lines[kind], c)
        if k["shine"]:
            p.stroke([(-b * 0.7, -0.34), (-b * 0.4, -0.44), (-b * 0.05, -0.48)], 0.035, mix(c, "#ffffff", 0.45))
    elif kind == "bald":
        for q in (-1,) if side else (-1, 1):
            p.blob([(q * a * 0.98, -0.22), (q * a * 1.14, -0.1), (q * a * 1.1, 0.14), (q * a * 0.9, 0.1)], c)
    elif kind in ("tuft", "wisp"):
        p.blob(
            [(-0.1, -0.44), (-0.16, -0.58), (-0.03, -0.54), (0.02, -0.66), (0.08, -0.54), (0.18, -0.56), (0.1, -0.44)],
            c,
            kind == "tuft",
            0.8,
        )
