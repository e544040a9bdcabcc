"""Draws one sticker."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from data.artists.kawaii.colours import PASTEL
from data.artists.kawaii.composition import compose
from data.artists.kawaii.pen import Pen
from data.artists.kawaii.scenes import scene
from data.artists.kawaii.styles import STYLES


def draw(source: Random, who: str) -> str:
    """An SVG text, viewBox 0 0 256 256, of `who`.

    `who` is "baby", "child", "adult", "elderly", "pair" (adult and child) or "none".
    """
    style = STYLES[source.choices(list(STYLES), [1.0, 1.1, 1.1, 0.6, 0.5, 0.9, 0.9])[0]]
    stretch, weight = source.uniform(0.9, 1.12), source.uniform(0.75, 1.25)
    a, b, c, d = (h * stretch for h in style.heads)
    style = replace(style, heads=(max(a, 1.9), max(b, 2.0), c, d), width=style.width * weight)
    ramp = source.choice(
        [("#26242a", "#ffffff"), ("#2f3f6b", "#ffffff"), ("#5b3a2a", "#fff8ea"), ("#26242a", "#f4f4f4")]
    )
    back, front = Pen(style, ramp=ramp), Pen(style, ramp=ramp)
    filled = source.random() < 0.5
    if filled:
        scene(back, source)
    compose(front, source, who)
    border = ""
    if source.random() < (0.45 if filled else 0.4):
        border = front.svg(source.uniform(8, 16), "#ffffff" if source.random() < 0.85 else source.choice(PASTEL))
    defs = "".join({**back.defs, **front.defs}.values())
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 '
        f'256"><defs>{defs}</defs>{back.svg()}{border}{front.svg()}</svg>'
    )
