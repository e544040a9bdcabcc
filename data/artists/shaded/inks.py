"""The inks by name, and how often each is used."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.engraving import ink_engrave
from data.artists.shaded.facets import ink_facet
from data.artists.shaded.palette import dark, lum, mix
from data.artists.shaded.paper import ink_paper
from data.artists.shaded.poster import ink_poster
from data.artists.shaded.soft import ink_clay, ink_soft
from data.artists.shaded.tiles import ink_mosaic, ink_pixel

STYLES = [
    "soft", "soft", "soft", "clay", "clay", "paper", "paper", "poster", "facet", "mosaic", "pixel", "pixel", "engrave",
]  # fmt: skip
COARSE = ("pixel", "mosaic")
INKS: dict[str, Callable[[Art, Random], str]] = {
    "soft": ink_soft,
    "clay": ink_clay,
    "paper": ink_paper,
    "poster": ink_poster,
    "facet": ink_facet,
    "engrave": ink_engrave,
}


def render(art: Art, r: Random, style: str, cells: int) -> str:
    """The SVG of the shapes in one of `STYLES`, in about that many cells where it is one of `COARSE`."""
    if style == "pixel":
        return ink_pixel(art, r, cells)
    if style == "mosaic":
        return ink_mosaic(art, r, max(36, cells))
    return INKS[style](art, r)


def tone(art: Art, tint: str) -> None:
    """Make the picture one of shades of a single colour."""
    for s in art.shapes:
        v = lum(s.col)
        s.col = mix(dark(tint, 0.7), tint, v * 2) if v < 0.5 else mix(tint, "#fffaf2", v * 2 - 1)
