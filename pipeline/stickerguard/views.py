"""What viewers make of one picture where they do not agree: each way of showing it is looked at."""

from __future__ import annotations

from PIL import Image

from stickerguard.colours import in_srgb
from stickerguard.pixels import upright, with_alpha

OPAQUE_TOO = "opaque_too"
"""Key in `info` of a picture with transparency that its file disclaims elsewhere: some viewers show it without."""
_TURNED_BY_SOME = ("WEBP", "PNG")
"""Browsers turn no WebP, and no PNG whose EXIF block stands behind its pixels."""


def views(image: Image.Image) -> list[Image.Image]:
    """The picture in sRGB, turned as its EXIF orientation says; then as other viewers show it: in its stored colours
    where its profile hides some, without its alpha, not turned."""
    coloured = in_srgb(image)
    # Viewers do not agree on which profiles are sound, and not all heed any.
    seen = [coloured.image, image] if coloured.hides else [coloured.image]
    if image.info.get(OPAQUE_TOO):
        seen += [view.convert("RGB") for view in seen if with_alpha(view) is not None]
    return [way for view in seen for way in _ways_up(view, image.format)]


def _ways_up(image: Image.Image, format: str | None) -> list[Image.Image]:
    turned = upright(image)
    return [turned] if turned is image or format not in _TURNED_BY_SOME else [turned, image]
