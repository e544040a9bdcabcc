"""The hair, scarf or hat that lies over a head."""

from __future__ import annotations

import math
from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.hairdos import FRINGE_OF, FRINGES, cap_of
from data.artists.shaded.hats import HATS, hat
from data.artists.shaded.palette import BRIGHT, dark, light, mix
from data.artists.shaded.people import Body
from data.artists.shaded.skulls import skull


def hair_front(a: Art, r: Random, b: Body, style: str) -> None:
    """What of the hairdo lies over the head, and what is worn on it."""
    if b.profile and style not in ("none", "bald", "tuft", "sprout", "curl", "scarf", "kerchief"):
        _nape(a, b)
    fringe = r.choice(["full", "side", "mid", "zig"])
    if style in ("none", "bald", "rim", "tuft", "sprout", "curl", "fuzz"):
        _sparse(a, b, style)
    elif style in ("scarf", "kerchief"):
        _scarf(a, b, style)
    elif style == "turban":
        _turban(a, b)
    elif style in HATS:
        if b.age != "baby":
            a.put(cap_of(b, FRINGES["full" if b.young else "high"], 1.05, 0.03), b.hair, "hair")
        hat(a, b, style)
    elif style in ("curls", "mop"):
        _curls(a, b)
    else:
        _cut(a, r, b, style, FRINGE_OF.get(style, fringe))
    if style == "bow" or (b.girl and b.young and style in ("bob", "long", "curl", "pigtails") and r.random() < 0.4):
        _bow(a, r, b)


def _nape(a: Art, b: Body) -> None:
    """The back of a head seen from the side, and its ear."""
    w, s = b.hw, -b.turn
    nape = [
        (s * w * 1.08, -0.1),
        (s * w * 1.02, 0.2),
        (s * w * 0.7, 0.36),
        (s * w * 0.42, 0.2),
        (s * w * 0.3, -0.05),
        (s * w * 0.1, -0.3),
        (s * w * 0.6, -0.4),
    ]
    a.blob(nape, b.hair, "hair")
    a.ell(s * w * 0.25, 0.07, 0.065, 0.095, b.skin, "skin")


def _sparse(a: Art, b: Body, style: str) -> None:
    """Hardly any hair."""
    c = b.hair
    if style == "fuzz":
        a.put(
            cap_of(b, [(0.9, -0.14), (0.6, -0.32), (0, -0.36), (-0.6, -0.32), (-0.9, -0.14)], 1.01, -0.12),
            mix(c, b.skin, 0.35),
            "hair",
        )
    if style in ("tuft", "sprout", "curl"):
        for d in (-0.08, 0, 0.08):
            a.line(
                [(0, -0.47), (d * 0.7, -0.56), (d * (2 if style == "sprout" else 1.3) + 0.03, -0.64)],
                c,
                0.045,
                "hair",
            )


def _scarf(a: Art, b: Body, style: str) -> None:
    """A scarf about the head, or a kerchief tied under the chin."""
    w, cloth = b.hw, b.cloth
    ring = [(w * 0.86 * math.sin(math.tau * i / 24), 0.02 - 0.42 * math.cos(math.tau * i / 24)) for i in range(25)]
    outer = skull(b, 1.16)
    a.put([*outer, outer[0], *ring[::-1]], cloth, "cloth")
    if style == "kerchief":
        a.blob([(0, 0.5), (0.2, 0.62), (0.12, 0.75), (0, 0.58), (-0.12, 0.75), (-0.2, 0.62)], dark(cloth, 0.1), "cloth")


def _turban(a: Art, b: Body) -> None:
    w, cloth = b.hw, b.cloth
    for i, d in enumerate((-1, 1, -1)):
        a.ell(
            d * 0.06,
            -0.26 - 0.11 * i,
            w * (1.14 - 0.13 * i),
            0.17,
            mix(cloth, "#000000", 0.08 * i),
            "cloth",
            d=d * 9,
        )


def _curls(a: Art, b: Body) -> None:
    w, c = b.hw, b.hair
    a.put(cap_of(b, FRINGES["high"]), c, "hair")
    for i in range(11):
        t = math.pi * (1.02 + 0.96 * i / 10)
        a.ell(w * 1.02 * math.cos(t), -0.08 + 0.47 * math.sin(t), 0.13, 0.12, c, "hair")
    for i in range(4):
        a.ell(w * (-0.6 + 0.4 * i), -0.3, 0.12, 0.1, c, "hair")


def _cut(a: Art, r: Random, b: Body, style: str, kind: str) -> None:
    """Combed hair down to a fringe of that kind."""
    w, c = b.hw, b.hair
    flip = r.choice([-1, 1]) if kind == "side" else 1
    pts = cap_of(
        b, FRINGES[kind], r.uniform(1.06, 1.13), 0.06 if style in ("short", "side", "quiff", "recede") else 0.12
    )
    a.put([(x * flip, y) for x, y in pts], c, "hair")
    if style == "spiky":
        for i in range(5):
            x = w * (-0.8 + 0.4 * i)
            a.put([(x - 0.12, -0.4), (x + 0.03, -0.68 + 0.05 * abs(i - 2)), (x + 0.13, -0.38)], c, "hair")
    if style == "quiff":
        a.blob(
            [(-w * 0.9, -0.3), (-w * 0.6, -0.55), (w * 0.3, -0.68), (w * 0.95, -0.52), (w * 0.8, -0.3), (0, -0.32)],
            c,
            "hair",
        )
    if style == "knot":
        a.ell(0, -0.6, 0.12, 0.11, c, "hair")
    for i in range(3):
        a.line(
            [(w * (-0.5 + 0.4 * i), -0.5), (w * (-0.62 + 0.45 * i), -0.42), (w * (-0.68 + 0.5 * i), -0.34)],
            light(c, 0.28),
            0.018,
            "gloss",
        )


def _bow(a: Art, r: Random, b: Body) -> None:
    w = b.hw
    x, y, q = w * 0.5, -0.46, r.choice(BRIGHT)
    for s in (-1, 1):
        a.blob([(x, y), (x + s * 0.2, y - 0.12), (x + s * 0.2, y + 0.1)], q, "cloth")
    a.ell(x, y, 0.05, 0.05, dark(q, 0.2), "detail")
