"""Frames composed as players compose them, where Pillow does it otherwise: GIF and APNG.

Pillow gives GIFs a background colour that players ignore, keeps a disposal method for later frames, and blends frames
of an APNG in the mode of its pixels, where half-transparent ones and palettes come out wrong: text could stand in
frames that people see and no model does.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
from PIL import Image

from stickerguard.colours import in_srgb
from stickerguard.limits import Limits, check_pixels
from stickerguard.pixels import flatten, scale_transparency, with_alpha, with_exact_transparency


class After(Enum):
    """What becomes of the place of a layer when its time is over."""

    STAYS = 0
    CLEARED = 1
    AS_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Layer:
    """One frame as the file holds it: `data` is a file of its own, drawn with its upper left corner `at` (x, y), `over`
    what is there or in its place, for so many `milliseconds`."""

    data: bytes
    at: tuple[int, int]
    size: tuple[int, int]
    over: bool
    after: After
    milliseconds: float


def compose(layers: Iterable[Layer], first: Image.Image, source: str, limits: Limits) -> Iterator[Image.Image]:
    """The pictures that the layers make in turn, RGBA in sRGB, each with its `info["duration"]`; the next call changes
    the one before. They begin on a transparent canvas of the size of `first`, the opened file, whose colour profile and
    EXIF block they share. A layer that reaches beyond the canvas makes it larger.

    Raises LimitError, "too_many_pixels", and what Pillow raises for damaged files.
    """
    profile, exif = first.info.get("icc_profile"), first.info.get("exif")
    canvas = Image.new("RGBA", first.size)
    for layer in layers:
        canvas = _grown(canvas, layer, source, limits)
        picture = _pixels(layer, first, profile)
        before = canvas.copy() if layer.after is After.AS_BEFORE else None
        if layer.over:
            canvas.alpha_composite(picture, layer.at)
        else:
            canvas.paste(picture, layer.at)
        canvas.info = {"exif": exif, "duration": layer.milliseconds}
        yield canvas
        if before is not None:
            canvas = before
        elif layer.after is After.CLEARED:
            canvas.paste((0, 0, 0, 0), (*layer.at, layer.at[0] + layer.size[0], layer.at[1] + layer.size[1]))


def _grown(canvas: Image.Image, layer: Layer, source: str, limits: Limits) -> Image.Image:
    width = max(canvas.width, layer.at[0] + layer.size[0])
    height = max(canvas.height, layer.at[1] + layer.size[1])
    if (width, height) == canvas.size:
        return canvas
    check_pixels(width, height, source, limits)
    return canvas.crop((0, 0, width, height))


def _pixels(layer: Layer, first: Image.Image, profile: bytes | None) -> Image.Image:
    with Image.open(io.BytesIO(layer.data), formats=[str(first.format)]) as opened:
        scale_transparency(opened)
        opened.load()
        picture = with_exact_transparency(opened, layer.data)
        if profile is not None:
            picture.info["icc_profile"] = profile
        converted = in_srgb(picture)
        if not converted.mode.startswith("I"):
            return converted.convert("RGBA")
        rgba = with_alpha(converted)
        opaque = flatten(converted)
        return Image.fromarray(np.dstack([opaque, np.full_like(opaque[..., :1], 255)]) if rgba is None else rgba)
