"""Where in a picture the evidence for a minor lies: a box and a name for it, from the vision model's map."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.reasons import Place
from stickerguard.types import Rectangle

_SHARE = 0.5
"""A place belongs to the box from this share of the strongest evidence on."""
_PLACES: tuple[tuple[Place, Place, Place], ...] = (
    ("upper_left", "upper", "upper_right"),
    ("left", "middle", "right"),
    ("lower_left", "lower", "lower_right"),
)


def evidence_box(places: npt.NDArray[np.float32], height: int, width: int) -> Rectangle | None:
    """The rectangle around the strongest evidence, in pixels of a frame of `height` x `width`.

    `places`, float32 [rows, columns], is what each place of the letterboxed square adds to the minor logit (a class
    activation map: Zhou et al. 2016, arXiv 1512.04150). The box holds the peak and what hangs together with it at half
    of its height or more, so it is as coarse as the map. None where no place speaks for a minor.
    """
    peak = float(places.max(initial=0.0))
    if peak <= 0:
        return None
    strong = np.asarray(places >= _SHARE * peak, dtype=np.uint8)
    _, parts = cv2.connectedComponents(strong, connectivity=4)
    inside = np.argwhere(parts == parts[np.unravel_index(int(places.argmax()), places.shape)])
    (top, left), (bottom, right) = inside.min(axis=0), inside.max(axis=0) + 1
    rows, columns = places.shape
    side = max(height, width)
    x, y = (side - width) / 2, (side - height) / 2
    box = (
        max(0, round(left / columns * side - x)),
        max(0, round(top / rows * side - y)),
        min(width, round(right / columns * side - x)),
        min(height, round(bottom / rows * side - y)),
    )
    # The peak may lie in the letterbox, where there is no picture.
    return box if box[0] < box[2] and box[1] < box[3] else None


def place_of(box: Rectangle, height: int, width: int) -> Place | None:
    """Where the middle of `box` lies in a frame of `height` x `width`; None where it fills the frame."""
    left, top, right, bottom = box
    if (right - left) * (bottom - top) > 0.6 * height * width:
        return None
    column, row = (min(2, int(1.5 * twice / side)) for twice, side in ((left + right, width), (top + bottom, height)))
    return _PLACES[row][column]
