"""Hair behind the head."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from data.artists.toon.hairdos import HAIRDOS
from data.artists.toon.head import Head


def hair_back(head: Head) -> None:
    """Draws what of the hair (or of a veil) lies behind the head."""
    extra = HAIRDOS[head.p.hair].extra
    if extra in BACKS:
        BACKS[extra](head)


def _fall(head: Head, end: float, wide: float = 1.18, code: str = "h") -> None:
    right = [(wide, end), (wide, 0.7), (1.1, 0.3)]
    head.pen.blob(head.pts([(-1.1, 0.3), (-wide, 0.7), (-wide, end), (0, end + 0.04), *right, (0, -0.1)]), code)


def _afro(head: Head) -> None:
    head.pen.ell(head.cx, head.top + head.h * 0.28, head.hw * 1.42, head.h * 0.52, "h", shade=True)


def _perm(head: Head) -> None:
    for k in range(9):
        a = math.pi * (-0.5 + (k / 8 - 0.5) * 1.35)
        x = head.cx + math.cos(a) * head.hw * 0.98
        y = head.top + head.h * 0.45 + math.sin(a) * head.h * 0.5 * 0.98
        head.pen.ell(x, y, head.hw * 0.42, head.hw * 0.42, "h")


def _pony(head: Head) -> None:
    head.pen.blob(head.pts([(0.7, 0.15), (1.5, 0.1), (1.8, 0.6), (1.5, 1.1), (1.35, 0.6), (0.8, 0.4)]), "h")


def _pigtails(head: Head) -> None:
    for s in (-1, 1):
        tail = [(s * 0.9, 0.35), (s * 1.4, 0.2), (s * 1.8, 0.5), (s * 1.6, 0.95), (s * 1.2, 0.65)]
        head.pen.blob(head.pts(tail), "h")
        head.pen.ell(*head.at(s * 1.03, 0.36), head.hw * 0.14, head.hw * 0.14, "3")


def _braids(head: Head) -> None:
    for s in (-1, 1):
        for k in range(4):
            x, y = head.at(s * (1.08 + k * 0.03), 0.75 + k * 0.15)
            head.pen.ell(x, y, head.hw * (0.2 - k * 0.02), head.hw * 0.2, "h")


def _buns(head: Head) -> None:
    for s in (-1, 1):
        head.pen.ell(*head.at(s * 0.72, 0.02), head.hw * 0.36, head.hw * 0.36, "h", shade=True)


def _knot(head: Head) -> None:
    head.pen.ell(*head.at(0.1, -0.1), head.hw * 0.4, head.hw * 0.36, "h", shade=True)


def _hive(head: Head) -> None:
    hive = [(-1.05, 0.4), (-0.95, -0.1), (-0.5, -0.4), (0.3, -0.42), (0.9, -0.15), (1.05, 0.4)]
    head.pen.blob(head.pts(hive), "h")


BACKS: dict[str, Callable[[Head], None]] = {
    "bob": partial(_fall, end=0.98),
    "long": partial(_fall, end=1.45),
    "flip": partial(_fall, end=1.08, wide=1.3),
    "veil": partial(_fall, end=1.3, code="3"),
    "afro": _afro,
    "perm": _perm,
    "pony": _pony,
    "pig": _pigtails,
    "braids": _braids,
    "buns": _buns,
    "knot": _knot,
    "hive": _hive,
}
