"""Augmentation: effects in NumPy on the whole picture, then torchvision v2 transforms on the letterboxed tensor."""

from __future__ import annotations

import numpy as np
import torch
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional

from models.vision.effects import (
    Pixels,
    cartoon,
    chance,
    flatten,
    inked,
    line_art,
    one_colour,
    outline,
    pasted,
    random_colour,
    recoloured,
    recompress,
    scenery,
    text_strip,
    uniform,
)
from stickerguard.vision import preprocess

_COLOURS = v2.Compose(
    [
        v2.RandomApply([v2.ColorJitter(0.3, 0.3, 0.3, 0.04)], p=0.6),
        v2.RandomGrayscale(p=0.06),
        v2.RandomApply([v2.GaussianBlur(5, (0.1, 1.2))], p=0.1),
    ]
)


def augment(picture: Pixels, size: int, ground: int, backdrop: Pixels | None = None) -> torch.Tensor:
    """A random variant of a picture, uint8 [height, width, 3 or 4], as uint8 [3, size, size].

    With a `backdrop`, uint8 [height, width, 3], an opaque picture becomes a small part of it.
    """
    if backdrop is not None and picture.shape[2] == 3:
        picture = pasted(picture, backdrop)
    if picture.shape[2] == 4:
        rgb, colour = _cut_out(picture, ground)
        scale = uniform(0.5, 1.15)
    else:
        rgb = cartoon(picture) if chance(0.12) else line_art(picture) if chance(0.06) else picture
        colour = np.full(3, ground, dtype=np.uint8) if chance(0.7) else _plain_ground(ground)
        scale = uniform(0.55, 1.35)
    if chance(0.5):
        rgb = np.ascontiguousarray(rgb[:, ::-1])
    if chance(0.3):
        rgb = text_strip(rgb)
    tensor = torch.from_numpy(preprocess(rgb, size, ground)).permute(2, 0, 1).contiguous()
    if chance(0.8):
        room = 0.12 * size
        tensor = functional.affine(
            tensor,
            angle=uniform(-14, 14),
            translate=[round(uniform(-room, room)), round(uniform(-room, room))],
            scale=scale,
            shear=[uniform(-4, 4), 0.0],
            interpolation=v2.InterpolationMode.BILINEAR,
            fill=[float(channel) for channel in colour],
        )
    coloured: torch.Tensor = _COLOURS(tensor)
    if chance(0.3):
        coloured = torch.from_numpy(recompress(coloured.permute(1, 2, 0).numpy())).permute(2, 0, 1).contiguous()
    return coloured


def _cut_out(rgba: Pixels, ground: int) -> tuple[Pixels, Pixels]:
    """The cut-out on some ground, and the colour that fills what an affine transform uncovers."""
    if chance(0.6 if one_colour(rgba) else 0.08):
        rgba = recoloured(rgba)
    if chance(0.25):
        rgba = inked(rgba, max(2, round(max(rgba.shape[:2]) * uniform(0.012, 0.045))))
    if chance(0.15):
        rgba = outline(rgba, int(uniform(2, 9)))
    if chance(0.15):
        rgb = flatten(rgba, scenery(*rgba.shape[:2]))
        return rgb, rgb[0, 0]
    colour = _plain_ground(ground)
    return flatten(rgba, colour), colour


def _plain_ground(ground: int) -> Pixels:
    """The grey of the contract most often, else white, black or any colour; uint8 [3]."""
    if chance(0.6):
        return np.full(3, ground, dtype=np.uint8)
    if chance(0.3):
        return np.full(3, 255 if chance(0.6) else 0, dtype=np.uint8)
    return random_colour()
