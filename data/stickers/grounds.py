"""What captions are drawn on, and in which colours."""

from __future__ import annotations

import colorsys
import random

from PIL import Image, ImageDraw

Colour = tuple[int, int, int, int]
WHITE: Colour = (255, 255, 255, 255)
BLACK: Colour = (0, 0, 0, 255)


def ground(source: random.Random, side: int) -> tuple[Image.Image, str, bool | None]:
    """A picture, what it is, and whether it is dark (None: transparent)."""
    kind = source.choice(("transparent", "flat", "gradient", "shapes", "shapes"))
    if kind == "transparent":
        return Image.new("RGBA", (side, side), (0, 0, 0, 0)), kind, None
    dark = source.random() < 0.4
    base = colour(source, 0.1, 0.35) if dark else colour(source, 0.75, 1.0)
    image = Image.new("RGBA", (side, side), base)
    if kind == "gradient":
        other = Image.new("RGBA", (side, side), colour(source, 0.1, 0.35) if dark else colour(source, 0.75, 1.0))
        image = Image.composite(image, other, Image.linear_gradient("L").resize((side, side)))
    if kind == "shapes":
        draw = ImageDraw.Draw(image)
        for _ in range(source.randint(2, 6)):
            x, y, r = source.uniform(0, side), source.uniform(0.25, 0.75) * side, source.uniform(0.05, 0.25) * side
            fill = colour(source, 0.1, 0.4) if dark else colour(source, 0.6, 1.0)
            draw.ellipse((x - r, y - r, x + r, y + r), fill=fill, outline=(0, 0, 0, 255), width=2)
    return image, kind, dark


def text_colours(source: random.Random, dark: bool | None) -> tuple[Colour, Colour | None]:
    """Colours of letters and of their outline, None where they have none, for a `ground`."""
    if dark is None:
        return source.choice(((WHITE, BLACK), (BLACK, WHITE), (BLACK, None), (WHITE, None)))
    near = colour(source, 0.0, 0.3)
    if dark:
        return source.choice(((WHITE, BLACK), (colour(source, 0.9, 1.0), BLACK), (WHITE, None)))
    return source.choice(((BLACK, WHITE), (WHITE, BLACK), (near, None), (near, WHITE)))


def colour(source: random.Random, low: float, high: float) -> Colour:
    """A colour that is neither grey nor garish, between two values in [0, 1]."""
    red, green, blue = colorsys.hsv_to_rgb(source.random(), source.uniform(0.1, 0.6), source.uniform(low, high))
    return round(red * 255), round(green * 255), round(blue * 255), 255
