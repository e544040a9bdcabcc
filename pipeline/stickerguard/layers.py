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

from stickerguard.colours import OF_COLOURS, in_srgb
from stickerguard.limits import Limits, check_pixels
from stickerguard.pixels import flatten, scale_transparency, with_alpha, with_exact_transparency


class After(Enum):
    """What becomes of the place of a layer when its time is over."""

    STAYS = 0
    CLEARED = 1
    AS_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Layer:
    """One frame as the file holds it: `data` is a file of its own, empty where there is nothing to show, drawn with its
    upper left corner `at` (x, y), `over` what is there or in its place, for so many `milliseconds`."""

    data: bytes
    at: tuple[int, int]
    size: tuple[int, int]
    over: bool
    after: After
    milliseconds: float


def compose(layers: Iterable[Layer], first: Image.Image, source: str, limits: Limits) -> Iterator[Image.Image]:
    """The pictures that the layers make in turn, RGBA in sRGB, each with its `info["duration"]`; the next call changes
    the one before. They begin on a transparent canvas of the size of `first`, the opened file, whose colour profile,
    gamma and EXIF block they share. The first layer makes the canvas larger where it reaches beyond; of the others
    players show what lies inside.

    Raises LimitError, "too_many_pixels", and what Pillow raises for damaged files.
    """
    exif, canvas = first.info.get("exif"), None
    for layer in layers:
        check_pixels(max(1, layer.size[0]), max(1, layer.size[1]), source, limits)
        if canvas is None:
            canvas = _canvas(first, layer, source, limits)
        before = canvas.copy() if layer.after is After.AS_BEFORE else None
        if layer.data and layer.over:
            canvas.alpha_composite(_pixels(layer, first), layer.at)
        elif layer.data:
            canvas.paste(_pixels(layer, first), layer.at)
        canvas.info = {"exif": exif, "duration": layer.milliseconds}
        yield canvas
        if before is not None:
            canvas = before
        elif layer.after is After.CLEARED:
            canvas.paste((0, 0, 0, 0), (*layer.at, layer.at[0] + layer.size[0], layer.at[1] + layer.size[1]))


def _canvas(first: Image.Image, layer: Layer, source: str, limits: Limits) -> Image.Image:
    width, height = (max(side, at + extent) for side, at, extent in zip(first.size, layer.at, layer.size, strict=True))
    check_pixels(width, height, source, limits)
    return Image.new("RGBA", (width, height))


def _pixels(layer: Layer, first: Image.Image) -> Image.Image:
    with Image.open(io.BytesIO(layer.data), formats=[str(first.format)]) as opened:
        scale_transparency(opened)
        opened.load()
        picture = with_exact_transparency(opened, layer.data)
        picture.info |= {name: first.info[name] for name in OF_COLOURS if name in first.info}
        converted = in_srgb(picture).image
        if not converted.mode.startswith("I"):
            return converted.convert("RGBA")
        rgba = with_alpha(converted)
        opaque = flatten(converted)
        return Image.fromarray(np.dstack([opaque, np.full_like(opaque[..., :1], 255)]) if rgba is None else rgba)
