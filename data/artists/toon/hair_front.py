"""Hair, scarves and hats over the head."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from data.artists.toon.hairdos import FRINGES, HAIRDOS
from data.artists.toon.hats import HATS
from data.artists.toon.head import Head


def hair_front(head: Head) -> None:
    """Draws what of the hair lies over the head, and a hat."""
    fringe, side, extra = HAIRDOS[head.p.hair]
    if fringe:
        _cap(head, fringe, side * head.ev)
    if extra in FRONTS:
        FRONTS[extra](head)
    if head.p.hat:
        wide = head.hw * max(head.wide(0.25), 0.7)
        head.pen.stamp(HATS[head.p.hat], head.cx, head.top + head.h * 0.16, wide, head.hw)


def _cap(head: Head, fringe: str, side: float) -> None:
    heights = [side, side * 0.66, side * 0.36, side * 0.12]
    left = [(-head.wide(v) * 1.07 - 0.02, v - 0.03) for v in heights]
    over = [*left, (0, -0.06), *[(-u, v) for u, v in reversed(left)]]
    flip = head.p.sex == "m"
    back = [(u * head.wide(v * head.ev) * (1 if flip else -1), v * head.ev) for u, v in FRINGES[fringe]]
    back = back if flip else list(reversed(back))
    head.pen.blob(head.pts([*over, *back]), "h")


def _spikes(head: Head) -> None:
    for k in range(-2, 3):
        foot, tip = 0.12 + abs(k) * 0.04, -0.22 + abs(k) * 0.06
        spike = [(k * 0.38 - 0.28, foot), (k * 0.52, tip), (k * 0.38 + 0.28, foot)]
        head.pen.poly(head.pts(spike), "h", line=False)


def _tuft(head: Head) -> None:
    for k in (-0.25, 0, 0.25):
        head.pen.line(head.pts([(k * 0.5, 0.03), (k, -0.08), (k * 2.2 + 0.08, -0.13)]), 1.3, "h")


def _curl(head: Head) -> None:
    head.pen.line(head.pts([(0, 0.03), (0.02, -0.12), (0.25, -0.14), (0.24, 0.0), (0.1, -0.02)]), 1.3, "h")


def _quiff(head: Head) -> None:
    quiff = [(-0.9, 0.2), (-1.0, -0.02), (-0.5, -0.16), (0.3, -0.2), (1.0, -0.12), (0.75, 0.1), (0, 0.12)]
    head.pen.blob(head.pts(quiff), "h")


def _sides(head: Head, big: float = 1.16) -> None:
    w, e = head.wide(head.ev), head.ev
    for s in (-1, 1):
        tuft = [(s * w * 0.92, 0.2), (s * w * big, e * 0.6), (s * w * big, e + 0.12), (s * w * 0.95, e + 0.12)]
        head.pen.blob(head.pts(tuft), "h")


def _combed(head: Head) -> None:
    _sides(head)
    for k in range(3):
        strand = [(-0.8, 0.2 - k * 0.05), (0, -0.02 + k * 0.03), (0.75, 0.16 + k * 0.05)]
        head.pen.line(head.pts(strand), 1, "h")


def _veil(head: Head) -> None:
    w, e = 1.12, head.ev
    outer = [(-w, 0.95), (-w, 0.4), (-0.6, -0.04), (0, -0.09), (0.6, -0.04), (w, 0.4), (w, 0.95)]
    inner = [(0.7, 0.95), (0.8, e), (0.5, e * 0.45), (0, e * 0.36), (-0.5, e * 0.45), (-0.8, e), (-0.7, 0.95)]
    head.pen.blob(head.pts([*outer, *inner]), "3")


def _turban(head: Head) -> None:
    w = head.wide(0.2)
    right = [(0.5, -0.22), (w * 1.25, 0), (w * 1.12, 0.24)]
    head.pen.blob(head.pts([(-w * 1.12, 0.24), (-w * 1.25, 0), (-0.5, -0.22), *right, (0, 0.1)]), "3")
    head.pen.line(head.pts([(-0.9, 0.1), (0.1, -0.12), (0.9, 0.12)]), 0.8)


FRONTS: dict[str, Callable[[Head], None]] = {
    "spikes": _spikes,
    "tuft": _tuft,
    "curl": _curl,
    "quiff": _quiff,
    "shoe": _sides,
    "tufts": partial(_sides, big=1.5),
    "comb": _combed,
    "veil": _veil,
    "turban": _turban,
}
