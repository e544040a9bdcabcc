"""Which hair goes with which age, how long it falls, and where it ends on the brow."""

from __future__ import annotations

import math
from collections.abc import Sequence

from data.artists.shaded.geometry import Pt
from data.artists.shaded.people import Body

HAIR_OF: dict[tuple[str, bool], list[str]] = {
    ("baby", False): ["none", "tuft", "tuft", "fuzz", "fuzz", "bonnet"],
    ("baby", True): ["tuft", "fuzz", "curl", "bow", "bonnet", "sprout"],
    ("child", False): ["bowl", "short", "spiky", "curls", "side", "cap", "mop", "cap", "short", "beanie"],
    ("child", True): ["pigtails", "pony", "buns", "bob", "long", "braids", "puffs", "pigtails", "bow", "straw",
    "beanie"],
    ("adult", False): ["short", "side", "quiff", "recede", "bald", "curls", "turban", "hat", "mop", "hardhat", "knot"],
    ("adult", True): ["long", "bob", "updo", "wavy", "pony", "scarf", "afro", "short", "hat", "long"],
    ("elderly", False): ["recede", "bald", "rim", "flatcap", "side", "rim", "turban", "hat"],
    ("elderly", True): ["updo", "perm", "perm", "scarf", "bob", "short", "updo", "kerchief"],
}  # fmt: skip
LONG = {"long": 1.25, "wavy": 1.1, "bob": 0.55, "braids": 0.4, "bow": 0.55, "straw": 0.7, "pony": 0.3, "hat": 0.0}
FRINGES: dict[str, list[Pt]] = {
    "full": [(0.85, -0.02), (0.8, -0.14), (0.3, -0.13), (-0.3, -0.13), (-0.8, -0.14), (-0.85, -0.02)],
    "side": [(0.9, 0), (0.8, -0.2), (0.2, -0.25), (-0.35, -0.32), (-0.8, -0.16), (-0.9, 0)],
    "mid": [(0.9, 0), (0.82, -0.12), (0.4, -0.24), (0, -0.38), (-0.4, -0.24), (-0.82, -0.12), (-0.9, 0)],
    "high": [(0.92, 0), (0.84, -0.22), (0.5, -0.31), (0, -0.32), (-0.5, -0.31), (-0.84, -0.22), (-0.92, 0)],
    "zig": [(0.9, 0), (0.75, -0.2), (0.5, -0.1), (0.25, -0.24), (0, -0.12), (-0.25, -0.25), (-0.5, -0.12), (-0.75,
        -0.22), (-0.9, 0)],
    "peak": [(0.92, 0), (0.8, -0.26), (0.5, -0.4), (0, -0.27), (-0.5, -0.4), (-0.8, -0.26), (-0.92, 0)],
}  # fmt: skip
FRINGE_OF = {
    "bowl": "full", "short": "high", "spiky": "zig", "side": "side", "quiff": "high", "recede": "peak",
    "updo": "mid", "perm": "high", "wavy": "mid", "puffs": "high", "buns": "mid", "afro": "high",
}  # fmt: skip


def cap_of(b: Body, line: Sequence[Pt], grow: float = 1.08, down: float = 0.0) -> list[Pt]:
    """The hair over the skull, down to a hairline that runs from right to left (x in half widths)."""
    top = [
        (b.hw * grow * math.cos(math.radians(d)), -0.02 + 0.5 * grow * math.sin(math.radians(d)))
        for d in range(180, 361, 12)
    ]
    return [(-b.hw * grow, down), *top, (b.hw * grow, down), *[(x * b.hw, y) for x, y in line]]
