"""Hairdos: fringes, sides and extras, and who has which."""

from __future__ import annotations

from typing import NamedTuple

from data.artists.toon.geometry import Point


class Hairdo(NamedTuple):
    """One way to do the hair."""

    fringe: str  # a key of FRINGES, or none
    side: float  # how far down the sides, by eye height
    extra: str


# u by half head width, v by eye height
FRINGES: dict[str, tuple[Point, ...]] = {
    "bang": ((0.9, 0.72), (0.45, 0.64), (0, 0.62), (-0.45, 0.64), (-0.9, 0.72)),
    "side": ((0.95, 0.7), (0.75, 0.5), (0.2, 0.52), (-0.45, 0.28), (-0.8, 0.5), (-0.95, 0.75)),
    "mid": ((0.95, 0.85), (0.6, 0.55), (0, 0.22), (-0.6, 0.55), (-0.95, 0.85)),
    "high": ((0.97, 0.75), (0.75, 0.4), (0, 0.3), (-0.75, 0.4), (-0.97, 0.75)),
    "zig": (
        (0.9, 0.8),
        (0.62, 0.4),
        (0.4, 0.72),
        (0.15, 0.36),
        (-0.1, 0.7),
        (-0.35, 0.38),
        (-0.6, 0.7),
        (-0.75, 0.42),
        (-0.92, 0.8),
    ),
    "recede": ((0.98, 0.8), (0.82, 0.34), (0.45, 0.12), (0, 0.36), (-0.45, 0.12), (-0.82, 0.34), (-0.98, 0.8)),
}

HAIRDOS: dict[str, Hairdo] = {
    "short": Hairdo("side", 0.95, ""),
    "bowl": Hairdo("bang", 1.25, ""),
    "spiky": Hairdo("zig", 0.9, "spikes"),
    "tuft": Hairdo("", 0, "tuft"),
    "curl": Hairdo("", 0, "curl"),
    "pig": Hairdo("mid", 0.9, "pig"),
    "buns": Hairdo("high", 0.85, "buns"),
    "braids": Hairdo("bang", 1.0, "braids"),
    "bob": Hairdo("bang", 1.4, "bob"),
    "long": Hairdo("mid", 1.2, "long"),
    "longside": Hairdo("side", 1.2, "long"),
    "pony": Hairdo("side", 0.9, "pony"),
    "knot": Hairdo("high", 0.9, "knot"),
    "hive": Hairdo("high", 1.0, "hive"),
    "afro": Hairdo("high", 1.0, "afro"),
    "perm": Hairdo("high", 1.1, "perm"),
    "quiff": Hairdo("high", 0.9, "quiff"),
    "recede": Hairdo("recede", 0.95, ""),
    "buzz": Hairdo("high", 0.8, ""),
    "flip": Hairdo("side", 1.2, "flip"),
    "bald": Hairdo("", 0, ""),
    "shoe": Hairdo("", 0, "shoe"),
    "tufts": Hairdo("", 0, "tufts"),
    "comb": Hairdo("", 0, "comb"),
    "veil": Hairdo("", 0, "veil"),
    "turban": Hairdo("", 0, "turban"),
}

# by age and sex
LOCKS: dict[str, tuple[str, ...]] = {
    "babym": ("tuft", "curl", "bald", "buzz", "tuft", "curl"),
    "babyf": ("tuft", "curl", "bald", "pig", "buns", "buzz"),
    "childm": ("short", "bowl", "spiky", "afro", "buzz", "bowl", "perm", "quiff"),
    "childf": ("pig", "buns", "braids", "bob", "long", "pony", "afro", "bowl", "veil", "pig"),
    "adultm": ("short", "recede", "quiff", "bald", "shoe", "buzz", "afro", "short", "turban", "comb", "spiky"),
    "adultf": ("bob", "long", "longside", "pony", "knot", "hive", "afro", "flip", "veil", "perm"),
    "elderlym": ("bald", "shoe", "tufts", "comb", "recede", "short", "turban"),
    "elderlyf": ("perm", "knot", "perm", "bob", "knot", "veil", "flip"),
}
