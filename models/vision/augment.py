"""Augmentation. Pictures are bent, recoloured and recompressed; nothing is ever written on them."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional

from stickerguard.vision import preprocess

_COLOURS = v2.Compose(
    [
        v2.RandomApply([v2.ColorJitter(0.3, 0.3, 0.3, 0.04)], p=0.6),
        v2.RandomGrayscale(p=0.06),
        v2.RandomApply([v2.GaussianBlur(5, (0.1, 1.2))], p=0.1),
    ]
)


def chance(probability: float) -> bool:
    """True with this probability, from torch's generator, which the loader seeds for each worker."""
    return float(torch.rand(())) < probability


def uniform(low: float, high: float) -> float:
    """A number in [low, high), from torch's generator."""
    return low + (high - low) * float(torch.rand(()))


def flatten(rgba: npt.NDArray[np.uint8], colour: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """uint8 [height, width, 4] on one colour, uint8 [3] -> uint8 [height, width, 3]."""
    alpha = rgba[..., 3:].astype(np.float32) / 255
    return np.asarray(np.rint(rgba[..., :3] * alpha + colour * (1 - alpha)), dtype=np.uint8)


def outline(rgba: npt.NDArray[np.uint8], width: int) -> npt.NDArray[np.uint8]:
    """A white border of `width` pixels around the opaque part, as sticker makers add it."""
    padded = cv2.copyMakeBorder(rgba, width, width, width, width, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))
    border = cv2.dilate(np.ascontiguousarray(padded[..., 3]), kernel)
    white = np.full(3, 255, dtype=np.uint8)
    return np.dstack([flatten(np.asarray(padded, dtype=np.uint8), white), border])


def recompress(picture: torch.Tensor, quality: int) -> torch.Tensor:
    """uint8 [3, height, width] after a round trip through JPEG of this quality, 0 to 100."""
    bgr = picture.permute(1, 2, 0).numpy()[..., ::-1]
    _, content = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    lossy = np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR))[..., ::-1]
    return torch.from_numpy(np.ascontiguousarray(lossy)).permute(2, 0, 1).contiguous()


def random_ground(ground: int) -> npt.NDArray[np.uint8]:
    """The grey of the contract most often, else white, black or any colour; uint8 [3]."""
    if chance(0.6):
        return np.full(3, ground, dtype=np.uint8)
    if chance(0.3):
        return np.full(3, 255 if chance(0.6) else 0, dtype=np.uint8)
    return torch.randint(0, 256, (3,), dtype=torch.uint8).numpy()


def augment(picture: npt.NDArray[np.uint8], size: int, ground: int) -> torch.Tensor:
    """A random variant of a picture, uint8 [height, width, 3 or 4], as uint8 [3, size, size]."""
    if picture.shape[2] == 4:
        if chance(0.15):
            picture = outline(picture, int(uniform(2, 9)))
        colour = random_ground(ground)
        rgb = flatten(picture, colour)
        scale = uniform(0.5, 1.15)
    else:
        rgb = picture
        colour = np.full(3, ground, dtype=np.uint8) if chance(0.7) else random_ground(ground)
        scale = uniform(0.55, 1.35)
    tensor = torch.from_numpy(preprocess(rgb, size, ground)).permute(2, 0, 1).contiguous()
    if chance(0.5):
        tensor = functional.horizontal_flip(tensor)
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
    return recompress(coloured, int(uniform(25, 91))) if chance(0.3) else coloured
