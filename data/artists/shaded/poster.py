"""Posters in three colours, with a half tone down one side."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art, Shape
from data.artists.shaded.geometry import span_of
from data.artists.shaded.palette import lum
from data.artists.shaded.svg import path, stroke

Palette = tuple[str, str, str]
POSTERS: list[Palette] = [
    ("#1f2a44", "#d8433b", "#f5e6c8"),
    ("#2b1a12", "#d98a2b", "#f7ead0"),
    ("#123c3a", "#e9a23b", "#fbf3dc"),
    ("#3a1238", "#ee6a7a", "#ffe9d6"),
    ("#1a1a1a", "#9a9a9a", "#ffffff"),
    ("#16325c", "#5aa0c8", "#f2f4ea"),
]  # fmt: skip


def ink_poster(art: Art, r: Random) -> str:
    """A poster in one of `POSTERS`, each dark, middle and light."""
    pal = r.choice(POSTERS)
    side, half = r.choice([-1, 1]), r.random() < 0.6
    skin = next((lum(s.col) for s in art.shapes if s.tag == "skin"), 0.8)
    out: list[str] = []
    for i, s in enumerate(art.shapes):
        if s.tag in ("shadow", "gloss", "blush"):
            continue
        if s.w:
            out.append(stroke(s, pal[0] if lum(s.col) < 0.7 else pal[2]))
            continue
        c = _tone(s, skin, pal)
        edge = pal[0] if c == pal[2] else pal[2]
        out.append(
            f'<path d="{path(s.pts)}" fill="{c}" stroke="{edge}" stroke-width="{0.4 if s.tag == "detail" else 1.3}"/>'
        )
        if half and s.tag in ("skin", "cloth"):
            out.append(_half(s, i, side, c, pal))
    return "".join(out)


def _tone(s: Shape, skin: float, pal: Palette) -> str:
    """The colour of the three for an area, in a picture with skin that light."""
    v = lum(s.col)
    if s.tag == "skin":
        return pal[2] if skin > 0.55 else pal[1]
    if s.tag == "hair" and v > 0.62 and skin > 0.55:
        return pal[1] if v < 0.8 else pal[2]
    return pal[0] if v < 0.36 else pal[1] if v < 0.66 else pal[2]


def _half(s: Shape, i: int, side: int, c: str, pal: Palette) -> str:
    """The half tone on an area of the colour `c`, if it is wide enough for one."""
    x0, y0, x1, y1 = span_of(s.pts)
    if x1 - x0 <= 12:
        return ""
    cx, w = (x0 + x1) / 2 + side * (x1 - x0) * 0.22, (x1 - x0)
    x = cx if side > 0 else cx - w
    return (
        f'<clipPath id="h{i}"><path d="{path(s.pts)}"/></clipPath><path clip-path="url(#h{i})" d="M{x:.1f} '
        f"{y0 - 1:.1f}h{w:.1f}v{y1 - y0 + 2:.1f}h{-w:.1f}q{-side * w * 0.15:.1f} {(y0 - y1) / 2:.1f} "
        f'0 {y0 - y1 - 2:.1f}z" fill="{pal[0] if c == pal[1] else pal[1]}" '
        f'opacity="{0.5 if c == pal[2] else 0.65}"/>'
    )
