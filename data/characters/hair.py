"""Hair: what hangs behind, and what crowns the face."""

from __future__ import annotations

import math
from collections.abc import Sequence

from data.characters.curves import Point
from data.characters.pen import Pen
from data.characters.person import Person
from data.characters.skull import Skull
from data.characters.style import mixed

# How far down the sides reach, and the hairline from right to left: (half-widths across, below the top).
_CROWNS: dict[str, tuple[float, tuple[Point, ...]]] = {
    "short": (0.32, ((0.88, 0.34), (0.3, 0.23), (-0.3, 0.23), (-0.88, 0.34))),
    "side": (0.36, ((0.88, 0.36), (0.5, 0.2), (0.3, 0.2), (-0.3, 0.3), (-0.88, 0.36))),
    "bowl": (0.52, ((0.94, 0.46), (0.5, 0.39), (0.0, 0.38), (-0.5, 0.39), (-0.94, 0.46))),
    "fringe": (0.5, ((0.9, 0.48), (0.6, 0.34), (0.42, 0.4), (0.2, 0.33), (0.0, 0.4), (-0.2, 0.33), (-0.42, 0.4),
                     (-0.6, 0.34), (-0.9, 0.48))),
    "swept": (0.42, ((0.92, 0.46), (0.5, 0.38), (0.0, 0.28), (-0.45, 0.16), (-0.9, 0.34))),
    "buzz": (0.3, ((0.92, 0.29), (0.5, 0.19), (0.0, 0.17), (-0.5, 0.19), (-0.92, 0.29))),
    "curly": (0.34, ((0.88, 0.36), (0.3, 0.25), (-0.3, 0.25), (-0.88, 0.36))),
    "spiky": (0.3, ((0.88, 0.33), (0.5, 0.2), (0.25, 0.28), (0.0, 0.2), (-0.25, 0.28), (-0.5, 0.2), (-0.88, 0.33))),
    "afro": (0.4, ((0.88, 0.36), (0.4, 0.22), (-0.4, 0.22), (-0.88, 0.36))),
    "bob": (0.8, ((0.84, 0.42), (0.3, 0.22), (0.1, 0.2), (-0.3, 0.25), (-0.84, 0.42))),
    "wavy": (0.7, ((0.82, 0.4), (0.4, 0.24), (0.1, 0.16), (-0.3, 0.26), (-0.82, 0.42))),
    "long": (0.8, ((0.84, 0.4), (0.12, 0.22), (0.0, 0.18), (-0.12, 0.22), (-0.84, 0.4))),
    "bun": (0.36, ((0.88, 0.36), (0.4, 0.22), (-0.4, 0.22), (-0.88, 0.36))),
    "ponytail": (0.38, ((0.88, 0.38), (0.5, 0.3), (0.0, 0.24), (-0.4, 0.18), (-0.88, 0.36))),
    "braids": (0.44, ((0.86, 0.42), (0.15, 0.2), (0.0, 0.14), (-0.15, 0.2), (-0.86, 0.42))),
    "pigtails": (0.42, ((0.86, 0.42), (0.3, 0.3), (0.0, 0.24), (-0.3, 0.3), (-0.86, 0.42))),
}  # fmt: skip
_UNDER_A_HAT = {"curly": "short", "spiky": "short", "afro": "short", "bun": "short", "receding": "buzz", "tuft": "bald"}


def draw_hair_back(pen: Pen, who: Person, skull: Skull) -> None:
    """Hair behind the head."""
    if who.hat == "scarf":
        return
    wide, swell, colour = skull.wide, 1 + 0.2 * pen.style.volume, who.hair_colour
    x, top = skull.x, skull.top
    match who.hair:
        case "long":
            pen.shape([(x - 1.15 * swell * wide, top + 0.3), (x, top - 0.06), (x + 1.15 * swell * wide, top + 0.3),
                       (x + 1.2 * swell * wide, top + 1.35), (x, top + 1.2), (x - 1.2 * swell * wide, top + 1.35)],
                      colour)  # fmt: skip
        case "wavy":
            right = [(1.1, 0.25), (1.25, 0.5), (1.15, 0.7), (1.35, 0.9), (1.2, 1.1), (1.25, 1.25)]
            points = [skull.at(across * swell, down) for across, down in right]
            points += [skull.at(0, 1.1)] + [skull.at(-across * swell, down) for across, down in right[::-1]]
            pen.shape([*points, skull.at(0, -0.05)], colour)
        case "bob":
            pen.shape([skull.at(-1.1, 0.3), skull.at(0, 0), skull.at(1.1, 0.3), skull.at(1.18 * swell, 0.9),
                       skull.at(0, 0.85), skull.at(-1.18 * swell, 0.9)], colour)  # fmt: skip
        case "pigtails":
            for side in (-1, 1):
                pen.ellipse(x + side * 1.3 * wide, top + 0.72, 0.12 + 0.06 * pen.style.volume, 0.3, colour)
        case "ponytail":
            side = -who.facing
            pen.shape([skull.at(side * 0.7, 0.1), skull.at(side * 1.4, 0.25), skull.at(side * 1.5 * swell, 0.7),
                       skull.at(side * 1.2, 1.05), skull.at(side * 1.15, 0.6)], colour)  # fmt: skip
        case "bun" if who.hat == "none":
            pen.ellipse(x - 0.2 * skull.turn * wide, top - 0.06, 0.2 * swell, 0.18, colour)
        case "afro" if who.hat == "none":
            pen.ellipse(x, top + 0.3, wide * (1.2 + 0.35 * pen.style.volume), 0.46 + 0.12 * pen.style.volume, colour)
        case "braids":
            for side in (-1, 1):
                for number in range(4):
                    centre = skull.at(side * (1.12 + 0.03 * number), 0.55 + 0.17 * number)
                    pen.ellipse(*centre, 0.1 - 0.008 * number, 0.11, colour)


def draw_hair(pen: Pen, who: Person, skull: Skull) -> None:
    """Hair over the head."""
    kind = who.hair if who.hat in ("none", "bow", "headphones") else _UNDER_A_HAT.get(who.hair, who.hair)
    if kind == "bald" or who.hat == "scarf":
        return
    colour = who.hair_colour
    match kind:
        case "tuft":
            for side in (-0.5, 0.0, 0.5):
                curl = [(skull.x + side * 0.2, skull.top + 0.06), (skull.x + side * 0.3, skull.top - 0.07),
                        (skull.x + (side + 0.4) * 0.3, skull.top - 0.02)]  # fmt: skip
                pen.stroke(curl, max(0.035, pen.fine), pen.paint(colour))
            return
        case "receding":
            _receding(pen, skull, colour)
            return
        case "curly" | "spiky":
            _ring(pen, skull, colour, kind)
    drop, rim = _CROWNS[kind]
    lift = 0.02 if kind == "buzz" else 0.05 + 0.09 * pen.style.volume
    _crown(pen, skull, mixed(colour, who.skin, 0.3) if kind == "buzz" else colour, lift, drop, rim, who.facing)
    pen.shine(skull.x - 0.35 * skull.wide, skull.top + 0.07, 0.45 * skull.wide, 0.09)


def _crown(pen: Pen, skull: Skull, colour: str, lift: float, drop: float, rim: Sequence[Point], facing: int) -> None:
    # The top follows the outline of the head, so that no skin shows above the hair.
    out = lift / skull.wide * 0.8
    arch = [(1.02 * skull.edge(down) + out, down) for down in (drop, 0.5 * drop, 0.1)]
    right = [*arch, (0.55 * skull.edge(0.1), -0.25 * lift - 0.02)]
    outer = [skull.at(-across, down) for across, down in right]
    outer += [skull.at(0, -lift)] + [skull.at(across, down) for across, down in right[::-1]]
    way, shift = (1 if facing > 0 else -1), 0.3 * skull.turn
    line = [(across * way, down) for across, down in rim]
    if way < 0:
        line = line[::-1]
    inner = []
    for across, down in line:
        # The hairline turns with the face; where it ends it stays on the head.
        moved = across + shift * max(0.0, 1 - abs(across))
        inner.append(skull.at(moved * min(1.0, skull.edge(down)), down))
    pen.shape(outer + inner, colour)


def _ring(pen: Pen, skull: Skull, colour: str, kind: str) -> None:
    size = 0.1 + 0.06 * pen.style.volume
    for index in range(9):
        angle = math.pi * (1.05 + 0.9 * index / 8)
        down = 0.34 + math.sin(angle) * 0.36
        x, y = skull.at(math.cos(angle) * max(0.6, skull.edge(max(0.1, down))), down)
        if kind == "curly":
            pen.ellipse(x, y, size, size, colour)
        else:
            across, up = math.cos(angle), math.sin(angle)
            pen.shape([(x - 0.1 * up, y + 0.1 * across), (x + across * 2 * size, y + up * 1.6 * size),
                       (x + 0.1 * up, y - 0.1 * across)], colour, smooth=False)  # fmt: skip


def _receding(pen: Pen, skull: Skull, colour: str) -> None:
    for side in (-1, 1):
        out = 1.05 * skull.edge(0.4) + 0.06
        pen.shape([skull.at(side * out, 0.55), skull.at(side * (out + 0.02), 0.3), skull.at(side * 0.85, 0.1),
                   skull.at(side * 0.72 * skull.edge(0.15), 0.09), skull.at(side * 0.82 * skull.edge(0.3), 0.3),
                   skull.at(side * 0.88 * skull.edge(0.5), 0.55)], colour)  # fmt: skip
    if pen.style.volume > 0.5:
        pen.shape([skull.at(-0.4, 0.06), skull.at(0, -0.04), skull.at(0.4, 0.06), skull.at(0, 0.1)], colour)
