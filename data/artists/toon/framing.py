"""Where in the picture the drawing lies, and how big."""

from __future__ import annotations

from data.artists.toon.bodies import Place
from data.artists.toon.pen import Pen


def frame(pen: Pen, place: Place | None, crop: str, size: float) -> str:
    """The transform that puts the drawing, or a part of it, into the picture."""
    if place and crop == "head":
        y0, y1 = place.top - place.head * 0.3, place.top + place.head * 1.12
        scale = 256 / (y1 - y0) * pen.src.uniform(0.85, 1.1)
        return f"translate({128 - place.x * scale:.1f} {256 - y1 * scale:.1f}) scale({scale:.3f})"
    if place and crop == "half":
        y0, y1 = max(pen.box[1], place.top - place.head * 0.35), place.hip - 1
        scale = 250 / max(y1 - y0, 1)
        return f"translate({128 - place.x * scale:.1f} {256 - y1 * scale:.1f}) scale({scale:.3f})"
    return _whole(pen, size)


def _whole(pen: Pen, size: float) -> str:
    src, (x0, y0, x1, y1) = pen.src, pen.box
    scale = min(size / max(x1 - x0, y1 - y0, 1), 5.0)
    sides = ((x1 - x0) * scale, (y1 - y0) * scale)
    cx, cy = (128 + src.uniform(-0.5, 0.5) * (244 - side) * 0.8 for side in sides)
    spin = src.uniform(-9, 9) if src.random() < 0.4 else 0
    flip = src.choice((-1, 1))
    middle = f"translate({-(x0 + x1) / 2:.2f} {-(y0 + y1) / 2:.2f})"
    return f"translate({cx:.1f} {cy:.1f}) rotate({spin:.1f}) scale({flip * scale:.3f} {scale:.3f}) {middle}"
