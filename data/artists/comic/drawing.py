"""One drawing, from the choice of the sub-style to the SVG text."""

from __future__ import annotations

import random

from data.artists.comic.backdrops import backdrop
from data.artists.comic.casting import person
from data.artists.comic.palette import BRIGHT
from data.artists.comic.pen import Pen
from data.artists.comic.scenes import alone, duo, nobody
from data.artists.comic.styles import STYLES


def draw(source: random.Random, who: str) -> str:
    """An SVG text, viewBox 0 0 256 256, of `who`: "baby", "child", "adult", "elderly", "pair" or "none"."""
    name = source.choice([*STYLES, "strip", "toon", "shounen", "claire"])
    style = STYLES[name]
    line = style.line
    if source.random() < 0.15:
        line = source.choice(("#3b2a4a", "#4a2f22", "#22364f", "#000000"))
    mode = source.choice(style.modes)
    pen = Pen(source, line, style.width * source.uniform(0.75, 1.35), mode, source.choice(BRIGHT[:8]))
    backdrop(pen)
    if who == "pair":
        duo(pen, name)
    elif who == "none":
        nobody(pen, name)
    else:
        alone(pen, person(source, who, name))
    return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256">' + "".join(pen.out) + "</svg>"
