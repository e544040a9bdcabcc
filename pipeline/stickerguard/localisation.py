"""Where in a picture the evidence for a minor lies: a box and words for it, from the vision model's map."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.types import Rectangle

_SHARE = 0.5
"""A place belongs to the box from this share of the strongest evidence on."""
_THIRDS = ("left", "", "right"), ("upper", "", "lower")


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


def in_words(box: Rectangle, height: int, width: int) -> str:
    """Where `box` lies in a frame of `height` x `width`, such as "in the lower left"; "" where it fills the frame."""
    left, top, right, bottom = box
    if (right - left) * (bottom - top) > 0.6 * height * width:
        return ""
    column = _THIRDS[0][min(2, int(1.5 * (left + right) / width))]
    row = _THIRDS[1][min(2, int(1.5 * (top + bottom) / height))]
    if not (row or column):
        return "in the middle"
    return f"in the {row} {column}".replace("  ", " ") if row and column else f"in the {row or column} part"
