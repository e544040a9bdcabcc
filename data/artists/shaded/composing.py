"""Placing what is drawn in the picture: whole or cropped, on what ground, in what frame."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.casting import cast
from data.artists.shaded.palette import BACKS
from data.artists.shaded.people import Body, Look
from data.artists.shaded.scenes import scene

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """The point (cx, cy) of the drawing goes to (tx, ty) of the picture, `z` times as large, clipped to a frame."""

    cx: float
    cy: float
    tx: float
    ty: float
    z: float
    whole: bool
    clip: str = ""


def compose(r: Random, who: str, k: Look) -> tuple[Art, str]:
    """The shapes in picture coordinates, and a frame to clip them by."""
    raw = Art()
    b = cast(raw, r, who, k)
    box = raw.bounds()
    crops = ["full", "half", "half", "head", "head"] if k.coarse else ["full", "full", "half", "head"]
    crop = r.choice(crops) if b else "full"
    p = _whole(r, box, k.coarse) if b is None or crop == "full" else _cropped(r, b, crop, k.coarse)
    m = r.choice([-1, 1])
    tilt = r.choice([0, 0, r.uniform(-8, 8)])
    out = Art()
    _ground(out, r, box, p)
    out.at = (p.tx, p.ty, p.z, tilt)
    for s in raw.shapes:
        out.put([(m * (x - p.cx), y - p.cy) for x, y in s.pts], s.col, s.tag, s.w)
    return out, p.clip


def _whole(r: Random, box: Box, coarse: bool) -> Place:
    """All of the drawing, somewhere in the picture."""
    x0, y0, x1, y1 = box
    room = 250 if coarse else r.choice([246, 236, 220, r.uniform(130, 220)])
    z = min(room / (y1 - y0), room / (x1 - x0))
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    slack = (256 - room) / 2
    tx, ty = 128 + r.uniform(-slack, slack) * 0.8, 128 + r.uniform(-0.2, 0.9) * slack
    return Place(cx, cy, tx, ty, z, True)


def _cropped(r: Random, b: Body, crop: str, coarse: bool) -> Place:
    """The upper half or the head of a figure, at times in a disc."""
    high = b.n * 0.55 + 0.55 if crop == "half" else r.uniform(1.5, 1.9)
    z, clip = r.uniform(240, 262) / high, ""
    tx = 128 + r.uniform(-14, 14)
    if r.random() < 0.3 and not coarse:
        q = r.uniform(0.55, 0.95)
        z, clip = z * q, f'<clipPath id="fr"><circle cx="128" cy="128" r="{124 * q:.0f}"/></clipPath>'
    return Place(0.0, high / 2 - 0.68, tx, 132, z, False, clip)


def _ground(out: Art, r: Random, box: Box, p: Place) -> None:
    """What lies behind the drawing: a colour, a scene, a shadow on the ground or nothing."""
    x0, _, x1, y1 = box
    ground = r.random()
    if not p.clip and ground < 0.28:
        scene(out, r)
    elif p.clip or ground < 0.5:
        out.box(0, 0, 256, 256, r.choice(BACKS), "back", 0)
    elif p.whole and r.random() < 0.3:
        out.ell(128, p.ty + (y1 - p.cy) * p.z - 2, (x1 - x0) * p.z * 0.4, 6, "#b9b4bd", "back")
