"""Arms, hands and what they hold."""

from __future__ import annotations

from data.artists.toon.bodies import Body
from data.artists.toon.geometry import Point, bow
from data.artists.toon.outfits import OUTFITS
from data.artists.toon.pen import Pen
from data.artists.toon.person import Person
from data.artists.toon.poses import ARMS
from data.artists.toon.props import PROPS
from data.artists.toon.styles import STYLES


def arm(pen: Pen, p: Person, body: Body, s: int, pose: str, prop: str = "") -> None:
    """Draws the arm on side `s` with sleeve, hand and the thing in it."""
    ux, uy = ARMS[pose]
    pill, w = p.head == "pill", body.arm_width
    long = max(body.torso * 1.05, body.head * 0.4) if p.grown else max(body.torso * 0.95, body.head * 0.36)
    out, down = (0.95, 0.25) if pill else (0.86, 0.13)
    a = (body.x + body.lean + s * (body.shoulders * out), body.top + body.torso * down)
    b = (a[0] + s * ux * long, a[1] + uy * long)
    bend = long * STYLES[p.style].bend * (2.2 if pose == "hip" else 1) * (1 if uy > 0 else -0.6)
    sag = 0.9 if pose in ("hold", "chest", "out") else 0.2
    limb = bow(a, ((a[0] + b[0]) / 2 + s * bend, (a[1] + b[1]) / 2 + bend * sag), b)
    black, sleeve = "black" in p.cues, OUTFITS[p.outfit].sleeve
    pen.tube(limb, w, "#1d1a20" if black else "s")
    n = round(sleeve * 8)
    if n > 1 and not (black and sleeve > 0.5):
        wide = 1.9 if p.outfit in ("kimono", "kaftan") else 1.25
        pen.tube(limb[: min(n, 7) + 1], w * wide, "w" if p.outfit in ("pinafore", "vest") else "1")
    if prop:
        _hold(pen, p, body, b, s, prop, pose)
    _hand(pen, p, b, w, s, uy)


def _hold(pen: Pen, p: Person, body: Body, at: Point, s: int, prop: str, pose: str) -> None:
    size = body.height * {"baby": 0.11, "child": 0.1, "adult": 0.08, "elderly": 0.075}[p.age]
    drop = size * 0.7 if prop in ("ball", "teddy", "blocks", "truck") and pose == "down" else 0.0
    if prop == "cane":
        size = max((body.base - at[1]) / 4.1, size * 0.4)
    pen.stamp(PROPS[prop], at[0] + s * body.arm_width * 0.2, at[1] + drop, size * s, size)


def _hand(pen: Pen, p: Person, at: Point, w: float, s: int, up: float) -> None:
    x, y = at
    d = 1 if up > 0 else -1
    if p.hand == "glove":
        r = w * 1.15 + 0.8
        pen.ell(x + s * r * 0.9, y - r * 0.2, r * 0.4, r * 0.35, "w")
        pen.ell(x, y + d * r * 0.4, r, r * 0.95, "w")
        for k in (-0.3, 0.2):
            pen.line([(x + k * r, y + d * r * 0.4), (x + k * r, y + d * r * 1.05)], 0.5)
    elif p.hand == "fingers":
        for k in (-0.7, 0, 0.7):
            pen.tube([(x, y), (x + k * w, y + d * w * 1.2)], max(w * 0.45, pen.lw * 1.3), "s")
        pen.ell(x, y + d * w * 0.2, w * 0.6, w * 0.6, "s", pen.lw < w * 0.3)
    elif p.hand != "stub":
        r = w * 0.72 + 0.3
        if p.hand == "mitten":
            pen.ell(x - s * r * 0.8, y + d * r * 0.1, r * 0.4, r * 0.4, "s")
        pen.ell(x, y + d * r * 0.4, r, r * 1.05, "s")
