"""The picture from its source."""

from __future__ import annotations

from random import Random

from data.artists.shaded.composing import compose
from data.artists.shaded.inks import COARSE, STYLES, render, tone
from data.artists.shaded.looks import look_of


def draw(source: Random, who: str) -> str:
    """An SVG text, viewBox 0 0 256 256, of `who`: "baby", "child", "adult", "elderly", "pair" or "none"."""
    r, k = source, look_of(source)
    style = r.choice(STYLES)
    if style in ("clay", "pixel", "mosaic"):
        k.chibi = r.random() < 0.75
        k.eye = r.choice(["dot", "oval", "gloss"] if style == "clay" else ["dot", "oval"])
    k.coarse = style in COARSE
    cells = r.choice([40, 48] if who == "pair" else [28, 32, 36, 40, 48])
    art, clip = compose(r, who, k)
    if not k.coarse and r.random() < 0.07:
        tone(art, r.choice(["#8a5a2a", "#2f5f9a", "#3f7a5a", "#8a3f7a"]))
    body = render(art, r, style, cells)
    frame = f'{clip}<g clip-path="url(#fr)">{body}</g>' if clip else body
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256">{frame}</svg>'
