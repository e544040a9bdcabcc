"""What viewers make of one picture where they do not agree: each way of showing it is looked at."""

from __future__ import annotations

import math

from PIL import Image

from stickerguard.colours import in_srgb
from stickerguard.jpeg import pixel_aspect
from stickerguard.pixels import upright, with_alpha

OPAQUE_TOO = "opaque_too"
"""Key in `info` of a picture with transparency that its file disclaims elsewhere: some viewers show it without."""
PIXEL_ASPECT = "pixel_aspect"
"""Key in `info` of width by height of the pixels, where they are not square."""
_LEAST_STRETCH, _MOST_STRETCH = 1.2, 64.0
"""Letters that are stretched by less are read as they are; lines of so few pixels that they need more hold none."""
_LARGE = 2**20
"""Pixels of a stretched picture, or those that it has anyway."""
_TURNED_BY_SOME = ("WEBP", "PNG")
"""Browsers turn no WebP, and no PNG whose EXIF block stands behind its pixels."""


def views(image: Image.Image) -> list[Image.Image]:
    """The picture in sRGB, turned as its EXIF orientation says; then as other viewers show it: in its stored colours
    where its profile hides some, without its alpha, stretched, not turned."""
    coloured = in_srgb(image)
    # Viewers do not agree on which profiles are sound, and not all heed any.
    seen = [coloured.image, image] if coloured.hides else [coloured.image]
    if image.info.get(OPAQUE_TOO):
        seen += [view.convert("RGB") for view in seen if with_alpha(view) is not None]
    if size := _stretched(image):
        seen += [view.resize(size) for view in seen]
    return [way for view in seen for way in _ways_up(view, image.format)]


def _stretched(image: Image.Image) -> tuple[int, int] | None:
    """The size of the picture with pixels that are square, where they are not."""
    aspect = image.info.get(PIXEL_ASPECT, 1.0)
    if image.format in ("JPEG", "MPO") and "exif" in image.info:
        aspect = pixel_aspect(image.info["exif"], image.size)
    if not aspect > 0 or 1 / _LEAST_STRETCH < aspect < _LEAST_STRETCH:
        return None
    aspect = min(max(aspect, 1 / _MOST_STRETCH), _MOST_STRETCH)
    width, height = image.width * max(1, aspect), image.height * max(1, 1 / aspect)
    scale = min(1.0, math.sqrt(max(_LARGE, image.width * image.height) / (width * height)))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _ways_up(image: Image.Image, format: str | None) -> list[Image.Image]:
    turned = upright(image)
    return [turned] if turned is image or format not in _TURNED_BY_SOME else [turned, image]
