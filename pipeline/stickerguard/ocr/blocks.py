"""Which lines stand together: blocks of a picture's text, as its layout shows them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import cv2
import numpy as np

from stickerguard.types import Box

_ALONG = 2.0
_ACROSS = 1.0
"""Gaps within a block, of the height of its letters: between parts of a line, and between lines."""
_SIZES = 2.5
"""Times higher from which letters are another block's."""
_LINE = 1.5
"""Times longer than high from which a box shows which way its line runs."""


def blocks(boxes: Sequence[Box]) -> list[list[int]]:
    """The numbers of `boxes`, those that stand together in one list: in their order, as the lists by their first.

    Two lines stand together where their boxes, grown by half the gap that a block may have, share pixels, and their
    letters are of a kind in size; so do all that are joined by such pairs. Works at any slope.
    """
    block = list(range(len(boxes)))
    rectangles = [cv2.minAreaRect(np.asarray(box, dtype=np.float32)) for box in boxes]
    for one, other in combinations(range(len(boxes)), 2):
        if block[one] != block[other] and _together(rectangles[one], rectangles[other]):
            block = [block[one] if number == block[other] else number for number in block]
    return [[at for at, number in enumerate(block) if number == first] for first in dict.fromkeys(block)]


def _together(one: cv2.typing.RotatedRect, other: cv2.typing.RotatedRect) -> bool:
    small, large = sorted((min(one[1]), min(other[1])))
    if large > _SIZES * max(small, 1.0):
        return False
    found, _ = cv2.rotatedRectangleIntersection(_grown(one), _grown(other))
    return found != cv2.INTERSECT_NONE


def _grown(rectangle: cv2.typing.RotatedRect) -> cv2.typing.RotatedRect:
    centre, (width, height), angle = rectangle
    letters = min(width, height)
    # What is as wide as high, as a letter found alone, does not show which way its line runs.
    more_x = letters * (_ACROSS if height > _LINE * width else _ALONG)
    more_y = letters * (_ACROSS if width > _LINE * height else _ALONG)
    return centre, (width + more_x, height + more_y), angle
