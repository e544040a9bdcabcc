"""What is behind the figures."""

from __future__ import annotations

import random
from collections.abc import Sequence

from data.characters.pen import Pen
from data.characters.style import Style, colour, darker, lightness, mixed

_LIGHT = ("#ffffff", "#ffe082", "#b3e5fc", "#c8e6c9")
Box = tuple[float, float, float, float]


def background(style: Style, box: Box, source: random.Random, seen: Sequence[str]) -> str:
    """Elements behind figures that show the colours `seen`."""
    x, y, side, _ = box
    kind = source.choices(("none", "disc", "plain", "hills", "room", "rays", "fade"), (8, 1.5, 2, 1, 1, 0.6, 1))[0]
    pen = Pen(style, source)
    first, second = (pen.paint(_apart(style, source, seen)) for _ in range(2))
    if style.finish in ("silhouette", "line") and kind != "none":
        first, second = "#ffffff", "#f0f0f0"
    if style.finish == "pictogram":
        light = style.ink == "#ffffff"
        kind = source.choice(("plain", "disc")) if light else kind
        first = darker(colour(style, source), 0.6) if light else source.choice(_LIGHT)
        second = "#f0f0f0"
    full = f'<rect x="{x:.3f}" y="{y:.3f}" width="{side:.3f}" height="{side:.3f}"'
    match kind:
        case "disc":
            return f'<circle cx="{x + side / 2:.3f}" cy="{y + side / 2:.3f}" r="{side / 2:.3f}" fill="{first}"/>'
        case "plain":
            return f'{full} fill="{first}"/>'
        case "hills":
            hill = f'<ellipse cx="{x + side * 0.3:.3f}" cy="{y + side:.3f}" rx="{side:.3f}" ry="{side * 0.3:.3f}"'
            return f'{full} fill="{first}"/>{hill} fill="{second}"/>'
        case "room":
            floor = f'<rect x="{x:.3f}" y="{y + side * 0.8:.3f}" width="{side:.3f}" height="{side * 0.2:.3f}"'
            return f'{full} fill="{first}"/>{floor} fill="{second}"/>'
        case "rays":
            return f'{full} fill="{first}"/>' + _rays(x, y, side, mixed(first, "#ffffff", 0.35))
        case "fade":
            stops = (
                f'<stop offset="0" stop-color="{mixed(first, "#ffffff", 0.6)}"/><stop offset="1" stop-color="{first}"/>'
            )
            gradient = f'<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">{stops}</linearGradient>'
            return f'<defs>{gradient}</defs>{full} fill="url(#sky)"/>'
    return ""


def _rays(x: float, y: float, side: float, fill: str) -> str:
    middle, rim = (x + side / 2, y + side / 2), (0, 0.25, 0.5, 0.75)
    corners = [(x + share * side, y) for share in rim] + [(x + side, y + share * side) for share in rim]
    corners += [(x + side - share * side, y + side) for share in rim] + [(x, y + side - share * side) for share in rim]
    return "".join(
        f'<path d="M{middle[0]:.3f} {middle[1]:.3f}L{a[0]:.3f} {a[1]:.3f}L{b[0]:.3f} {b[1]:.3f}Z" fill="{fill}"/>'
        for a, b in zip(corners[::2], corners[1::2], strict=True)
    )


def _apart(style: Style, source: random.Random, seen: Sequence[str]) -> str:
    """A colour of the palette, mostly light, that is not too close to those of the figures."""
    tries = [mixed(colour(style, source), "#ffffff", source.choice((0.0, 0.35, 0.6))) for _ in range(3)]
    return max(tries, key=lambda one: min(abs(lightness(one) - lightness(other)) for other in seen))
