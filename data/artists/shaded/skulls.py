"""The outline of a head."""

from __future__ import annotations

import math

from data.artists.shaded.geometry import Pt
from data.artists.shaded.people import Body


def skull(b: Body, grow: float = 1.0) -> list[Pt]:
    """The outline of the head, clockwise from its top, `grow` times as large."""
    out: list[Pt] = []
    for i in range(40):
        t = math.tau * i / 40
        x, y = math.sin(t), -math.cos(t)
        if y > 0:
            if b.young:
                x *= 1 + 0.1 * math.sin(math.pi * min(1, y / 0.8)) - 0.06 * y
            elif b.girl:
                x *= 1 - 0.2 * y * y
            else:
                x = math.copysign(abs(x) ** 0.72, x) * (1 - 0.22 * y * y)
        out.append((x * b.hw * grow, y * 0.5 * grow))
    return out
