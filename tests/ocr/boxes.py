"""Boxes and regions of lines, as tests place them."""

import cv2
import numpy as np

from stickerguard.ocr.geometry import Region
from stickerguard.types import Box


def box(x: float, y: float, width: float, height: float, turned: float = 0.0) -> Box:
    """An upright rectangle by its top left corner, then turned in degrees around the middle of a 400 x 400 picture."""
    corners = np.asarray([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], dtype=np.float32)
    matrix = cv2.getRotationMatrix2D((200, 200), turned, 1.0)
    a, b, c, d = ((float(at[0]), float(at[1])) for at in cv2.transform(corners[None], matrix)[0])
    return a, b, c, d


def region(x: float, y: float, width: float, height: float) -> Region:
    """An upright rectangle by its top left corner, as a detector finds it."""
    corners = np.asarray([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], dtype=np.float32)
    return Region(corners, 0.9)
