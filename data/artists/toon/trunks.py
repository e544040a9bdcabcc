"""The trunk, the neck and the skirt."""

from __future__ import annotations

from data.artists.toon.bodies import Body
from data.artists.toon.outfits import OUTFITS
from data.artists.toon.pen import Pen
from data.artists.toon.person import Person

WHITE_TOPS = ("vest", "pinafore", "lab")
OTHER_SKIRTS = ("blouse", "schoolskirt", "cardigan", "pinafore")
NARROW_SKIRTS = ("kimono", "sari", "ladysuit", "coat", "lab")
LONG_TOPS = ("coat", "lab", "kaftan", "kimono", "cardigan")


def neck(pen: Pen, p: Person, body: Body) -> None:
    """Draws the neck, or the bare body of a figure that is all one pill."""
    x, top, hip, sw, place = body.x, body.top, body.hip, body.shoulders, body.place
    if p.head == "pill":
        left = [(x - sw, top - body.head * 0.1), (x - sw, hip - body.torso * 0.1), (x - sw * 0.7, hip)]
        right = [(x + sw * 0.7, hip), (x + sw, hip - body.torso * 0.1), (x + sw, top - body.head * 0.1)]
        pen.blob([*left, *right], "s", shade=False)
    elif body.neck > 0.5:
        w = min(sw * 0.5, body.head * p.aspect * 0.22) * (1.15 if p.sex == "m" else 0.85)
        chin, low, middle = place.top + body.head * 0.85, top + body.torso * 0.12, x + body.lean
        pts = [(place.x - w, chin), (place.x + w, chin), (middle + w, low), (middle - w, low)]
        pen.poly(pts, "s" if p.style != "flat" else "q", p.style != "flat")


def trunk(pen: Pen, p: Person, body: Body) -> None:
    """Draws the dressed trunk with its details."""
    outfit = OUTFITS[p.outfit]
    code = "w" if p.outfit in WHITE_TOPS else "1"
    if p.head == "pill":
        _pill(pen, body, code)
    else:
        _torso(pen, body, code)
    if outfit.skirt:
        _skirt(pen, p, body, outfit.skirt * body.leg, code)
    wide = min(body.shoulders, body.waist * 1.15) * 0.98
    high = body.torso * (0.95 if outfit.skirt else 0.98)
    pen.stamp(outfit.detail, body.x + body.lean * 0.7, body.top, wide, high, False)


def _pill(pen: Pen, body: Body, code: str) -> None:
    x, w, top, hip, t = body.x, body.shoulders, body.top, body.hip, body.torso
    high, half, low = top + t * 0.02, top + t * 0.5, hip - t * 0.12
    right = [(x + w * 1.01, high), (x + w * 1.01, half), (x + w * 0.98, low), (x + w * 0.7, hip)]
    left = [(x - w * 0.7, hip), (x - w * 0.98, low), (x - w * 1.01, half)]
    pen.blob([(x - w * 1.01, high), (x, high + t * 0.06), *right, *left], code)


def _torso(pen: Pen, body: Body, code: str) -> None:
    x, w, top, hip, t = body.x, body.shoulders, body.top, body.hip, body.torso
    shoulder, waist = x + body.lean, x + body.lean * 0.5
    upper = [(w * 0.45, 0), (w * 0.92, 0.08), (w, 0.25)]
    right = [(shoulder + u, top + t * v) for u, v in upper]
    right += [(waist + body.waist, top + t * 0.62), (x + body.hips, hip - t * 0.05), (x + body.hips * 0.9, hip)]
    middles = (shoulder, shoulder, shoulder, waist, x, x)
    left = [(2 * middle - u, v) for middle, (u, v) in zip(middles, right, strict=True)]
    pen.blob([*right, *reversed(left)], code)


def _skirt(pen: Pen, p: Person, body: Body, long: float, code: str) -> None:
    x, hip, t = body.x, body.hip, body.torso
    if p.legs in ("stool", "floor"):
        pen.ell(x, hip, body.hips * 1.35, t * 0.22, code)
        return
    waist, flare = body.waist * 0.98, body.hips * (1.15 if p.outfit in NARROW_SKIRTS else 1.5)
    y = hip - t * (0.12 if p.outfit in LONG_TOPS else 0.32)
    hem = [(x + flare, hip + long), (x, hip + long * 1.04), (x - flare, hip + long)]
    pen.poly([(x - waist, y), (x + waist, y), *hem], "2" if p.outfit in OTHER_SKIRTS else code, shade=True)
