"""The trunk: neck, torso, skirt, and the school bag on the back."""

from __future__ import annotations

from data.artists.comic.bodies import Sizes
from data.artists.comic.clothes import details
from data.artists.comic.geometry import smooth, straight
from data.artists.comic.outfits import OUTFITS, shirt_colour
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person
from data.artists.comic.poses import POSES


def pack(pen: Pen, p: Person, z: Sizes) -> None:
    """The school bag behind the torso."""
    sh, top, low = z.shoulder, -z.torso * 0.9, -z.torso * 0.15
    pen.path(smooth([(-sh * 1.25, top), (sh * 1.25, top), (sh * 1.3, low), (-sh * 1.3, low)]), p.colours[2])


def trunk(pen: Pen, p: Person, z: Sizes) -> None:
    """Neck, torso and skirt with what tells the garment, and the straps of the school bag."""
    torso, sh, hip = z.torso, z.shoulder, z.hip
    if z.neck > 0:
        thick = (0.26 if not p.woman and p.youth < 0.3 else 0.2) * (0.75 if p.ratio < 4 else 1)
        pen.limb([(0, -torso * 0.95), (0, -torso - z.neck - z.head * 0.12)], z.head * thick, p.skin)
    waist = hip if "belly" in p.marks or p.youth > 0.4 or not p.woman else sh * 0.74
    x0 = sh * 0.34
    d = (
        f"M{-x0:.2f} {-torso * 1.02:.2f}Q{-sh:.2f} {-torso * 0.98:.2f} {-sh:.2f} {-torso * 0.82:.2f}"
        f"Q{-waist * 1.02:.2f} {-torso * 0.4:.2f} {-hip:.2f} 0"
        f"Q0 {torso * 0.1:.2f} {hip:.2f} 0Q{waist * 1.02:.2f} {-torso * 0.4:.2f} {sh:.2f} {-torso * 0.82:.2f}"
        f"Q{sh:.2f} {-torso * 0.98:.2f} {x0:.2f} {-torso * 1.02:.2f}Z"
    )
    pen.path(d, shirt_colour(p), 1, sh * 0.3)
    if OUTFITS[p.outfit].skirt:
        _skirt(pen, p, z, waist)
    details(pen, p, sh, -torso)
    if "pack" in p.marks:
        for k in (-1, 1):
            pen.stroke([(k * sh * 0.7, -torso * 0.98), (k * sh * 0.62, -torso * 0.4)], 2, p.colours[2])


def _skirt(pen: Pen, p: Person, z: Sizes, waist: float) -> None:
    length, flare = OUTFITS[p.outfit].skirt, OUTFITS[p.outfit].flare
    cloth = p.colours[1] if p.outfit in ("blouse", "sailor", "cardiskirt", "pinafore") else p.colours[0]
    end = z.leg * length if p.pose not in ("floor", "lotus", "squat", "sit", "crawl") else z.leg * min(length, 0.34)
    if POSES[p.pose].side and length > 0.6 and p.pose != "sit":
        end, flare = z.leg * 0.62, flare + 0.7
    wide = z.hip * max(1.0, flare) * (1.3 if p.pose in ("floor", "squat", "lotus", "sit") else 1)
    up = -z.torso * (0.12 if cloth == shirt_colour(p) else 0.2)
    left, right = [(-wide * 0.4, end * 1.04), (-wide, end)], [(wide, end), (wide * 0.4, end * 1.04)]
    pen.path(straight([(-waist * 0.98, up), (waist * 0.98, up), *right, *left]), cloth, 1, z.shoulder * 0.3)
    if length > 0.25 and pen.source.random() < 0.6:
        for a in (-0.35, 0.1, 0.5):
            pen.stroke([(waist * a, end * 0.4), (wide * a, end * 0.96)], 0.6)
