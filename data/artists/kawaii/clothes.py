"""Clothes on the torso."""

from __future__ import annotations

from data.artists.kawaii.bodies import Body
from data.artists.kawaii.colours import mix
from data.artists.kawaii.details import DETAILS
from data.artists.kawaii.looks import Look
from data.artists.kawaii.pen import Pen, sprite
from data.artists.kawaii.wardrobe import WEAR


def torso(p: Pen, k: Look, b: Body) -> None:
    """Clothes from the shoulders down."""
    _, bottom, detail = WEAR.get(k.wear, (0, "romper", ""))
    a, c = k.pal["a"], k.pal["c"]
    sh, top, hip = b.sh, b.shoulder_y, b.hip_y
    hem = {"skirt": 0.5, "long": 0.22, "pencil": 0.55, "bell": 0.08, "robe": 0.1, "knee": 0.5}.get(bottom)
    wide = {"skirt": 1.6, "long": 1.45, "pencil": 0.95, "bell": 2.1, "robe": 1.15, "knee": 1.4}.get(bottom, 1.0)
    bulge = hip * (0.88 if bottom in ("shorts", "pants") else 0.78)
    if hem is not None and bottom in ("skirt", "long", "pencil", "bell"):
        colour = mix(a, "#ffffff", 0.25) if detail in ("bib",) else c
        p.path(
            (
                f"M {-b.waist:.1f} {hip * 1.25:.1f} L {b.waist:.1f} {hip * 1.25:.1f} L {b.hip * wide:.1f} "
                f"{hip * hem:.1f} Q 0 {hip * hem * 0.8:.1f} {-b.hip * wide:.1f} {hip * hem:.1f} Z"
            ),
            colour,
        )
        bulge = hip * 1.1
    elif hem is not None:
        bulge = hip * hem
    elif bottom != "romper":
        p.path(
            (
                f"M {-b.hip:.1f} {hip * 1.3:.1f} L {b.hip:.1f} {hip * 1.3:.1f} L {b.hip:.1f} {hip * 0.72:.1f} Q 0 "
                f"{hip * 0.95:.1f} {-b.hip:.1f} {hip * 0.72:.1f} Z"
            ),
            c,
        )
        bulge = hip
    low = b.hip * (wide if hem is not None and bottom in ("robe", "knee") else 1.0)
    mid = top + (hip - top) * 0.6
    colour = (
        k.skin
        if k.wear == "bare"
        else "#ffffff"
        if detail in ("bib", "smock", "bowtie", "vest") and k.pal["b"] != "#ffffff"
        else a
    )
    p.path(
        f"M {-sh * 0.55:.1f} {top:.1f} Q {-sh:.1f} {top:.1f} {-sh:.1f} {top + b.aw * 0.6:.1f} "
        f"Q {-b.waist:.1f} {mid:.1f} {-low:.1f} {bulge:.1f} "
        f"Q 0 {bulge + b.aw * 0.25:.1f} {low:.1f} {bulge:.1f} "
        f"Q {b.waist:.1f} {mid:.1f} {sh:.1f} {top + b.aw * 0.6:.1f} "
        f"Q {sh:.1f} {top:.1f} {sh * 0.55:.1f} {top:.1f} Z",
        colour,
    )
    spec = DETAILS.get(detail, "") if k.wear != "bare" else "q:w:0 .55 .55 .36"
    if spec:
        tall = hip - top if bottom not in ("robe", "knee") else (hip * 0.85 - top)
        sprite(
            p,
            spec,
            0,
            top,
            min(sh, b.waist * 1.02),
            tall,
            {**k.pal, "w": mix(k.skin, "#ffffff", 0.55), "f": k.skin, "d": mix(a, "#2a2230", 0.3)},
        )
