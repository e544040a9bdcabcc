"""A drawn bust made younger or older, by moving what the baby schema is about.

Children's faces: eyes lower in the face and larger, nose and mouth smaller, cheeks rounder, forehead higher, a short
thin neck and narrow shoulders below a large head (Lorenz 1943; Glocker et al. 2009,
doi:10.1111/j.1439-0310.2008.01603.x, who changed photographs of babies' faces this way and had the effect judged).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.uint8]
Plane = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Face:
    """Where a face is, as shares of the picture's side; `eye_x` lies between the eyes, `eye_gap` to either of them."""

    x: float
    crown: float
    eyes: float
    mouth: float
    chin: float
    eye_x: float
    eye_gap: float


def youth_of(label: str, seed: str) -> float:
    """How young a picture labelled `label` is drawn. The ranges lie apart: no picture lies between the labels."""
    low, high = {"minor": (0.65, 1.1), "adult": (-0.5, 0.0)}[label]
    return random.Random(f"{seed} {label}").uniform(low, high)


def save_cropped(rgba: Pixels, path: Path, size: int) -> None:
    """Save what is not transparent of `rgba`, its long side at most `size` pixels."""
    found = Image.fromarray(rgba)
    found = found.crop(found.getbbox() or (0, 0, 1, 1))
    found.thumbnail((size, size), Image.Resampling.LANCZOS)
    found.save(path)


def aged(rgba: Pixels, face: Face, youth: float) -> Pixels:
    """`rgba`, uint8 [side, side, 4], at another age: `youth` 1 a child, 0 as drawn, below 0 older.

    From -0.5 to 1.1 it looks right. What a smaller body uncovers at the lower edge is cut off, so the result may be
    less high than it is wide.
    """
    side = rgba.shape[0]
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32) / side
    height = face.chin - face.crown
    eyes, chin = face.eyes + 0.11 * youth * height, face.chin - 0.05 * youth * height
    mouth = face.mouth + 0.05 * youth * height
    x, y = _magnified(columns, rows, face.eye_x, mouth, 0.5 * height, -0.4 * youth)
    for direction in (-1, 1):
        x, y = _magnified(x, y, face.eye_x + direction * face.eye_gap, eyes, 1.3 * face.eye_gap, 0.34 * youth)
    body = np.clip((y - mouth) / (chin + 0.06 - mouth), 0, 1)
    cheeks = np.exp(-(((y - (eyes + mouth) / 2) / (0.42 * height)) ** 2))
    x = face.x + (x - face.x) * (1 + 0.4 * youth * body) / (1 + 0.16 * youth * cheeks)
    shrunk = 1 + 0.6 * youth
    end = chin + (1 - face.chin) / shrunk
    y = np.interp(
        y, [0, face.crown, eyes, mouth, chin, end, 2], [0, face.crown, face.eyes, face.mouth, face.chin, 1, 2]
    )
    moved = cv2.remap(
        _premultiplied(rgba), x.astype(np.float32) * side, y.astype(np.float32) * side, cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
    )  # fmt: skip
    return _straight(np.asarray(moved, dtype=np.float32))[: max(1, min(side, round(end * side)))]


def _magnified(
    x: Plane, y: Plane, centre_x: float, centre_y: float, radius: float, amount: float
) -> tuple[Plane, Plane]:
    """Coordinates to read from, so that what is within `radius` of a point looks larger, or smaller below 0."""
    squared = ((x - centre_x) ** 2 + (y - centre_y) ** 2) / radius**2
    factor = 1 - amount * np.clip(1 - squared, 0, 1) ** 2
    return centre_x + (x - centre_x) * factor, centre_y + (y - centre_y) * factor


def _premultiplied(rgba: Pixels) -> npt.NDArray[np.float32]:
    """Colours weighted by their alpha, so that none bleeds out of what is transparent."""
    found = rgba.astype(np.float32)
    found[..., :3] *= found[..., 3:] / 255
    return found


def _straight(premultiplied: npt.NDArray[np.float32]) -> Pixels:
    alpha = premultiplied[..., 3:]
    colours = np.divide(premultiplied[..., :3] * 255, alpha, out=np.zeros_like(premultiplied[..., :3]), where=alpha > 0)
    return np.asarray(np.clip(np.concatenate([colours, alpha], axis=2).round(), 0, 255), dtype=np.uint8)
