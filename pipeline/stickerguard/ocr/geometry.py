"""Boxes: from probability map to rotated rectangles, and their upright crops."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.ocr.arcs import Arc, fit_arc, unrolled
from stickerguard.types import Box

Floats = npt.NDArray[np.float32]
Rgb = npt.NDArray[np.uint8]

_SMALLEST_SIDE = 3.0
_CANDIDATES = 200
_TALL = 1.5
"""Times longer than wide from which a region runs up and down, or across."""
_LINE = 2.0
"""Times longer than high from which an outline that fills little of its rectangle may still be a line of text."""
_STRAIGHT = 0.8
"""Of its rectangle that the kernel of a straight line fills at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A detected text region: `corners`, float32 [4, 2], are points (x, y) in pixels, clockwise from the top left;
    `score`, in [0, 1], is the detector's confidence.

    The corners are those of a rectangle, which may be turned, around the text; its outline is kept no further. Where
    the text is bent, `arc` is the band that it fills and the corners are those around it.
    """

    corners: Floats
    score: float
    arc: Arc | None = None

    @property
    def height(self) -> float:
        """Length of the left side in pixels."""
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))

    @property
    def width(self) -> float:
        """Length of the top side in pixels."""
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def tall(self) -> bool:
        """Whether this looks like a column of characters."""
        return self.arc is None and self.height > _TALL * self.width

    @property
    def wide(self) -> bool:
        """Whether this looks like several characters side by side; a bent line by the rectangle around it."""
        return self.width > _TALL * self.height

    @property
    def sides(self) -> tuple[float, float]:
        """The short and the long side of the line of text, in pixels."""
        if self.arc is not None:
            return 2 * self.arc.half, self.arc.length
        short, long = sorted((self.width, self.height))
        return short, long

    def box(self) -> Box:
        """The corners as plain numbers."""
        a, b, c, d = ((round(float(x), 1), round(float(y), 1)) for x, y in self.corners)
        return (a, b, c, d)


def regions_from_map(probability: Floats, *, threshold: float, box_threshold: float, unclip: float) -> list[Region]:
    """Text regions of a probability map, float32 [height, width] in [0, 1], in pixels of the map.

    Differentiable Binarization post-processing (Liao et al. 2020, arXiv 1911.08947). The map shows shrunken text
    kernels; each rectangle is grown by area * unclip / perimeter. Growing a rectangle with round corners and taking
    the smallest rectangle around it again is the same as moving each side outwards, so no polygon clipping is needed.
    """
    mask = cv2.dilate((probability > threshold).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    regions = []
    for contour in sorted(contours, key=len, reverse=True)[:_CANDIDATES]:
        centre, (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < _SMALLEST_SIDE:
            continue
        score = _mean_inside(probability, np.asarray(cv2.boxPoints((centre, (width, height), angle))))
        # A bent line fills little of its rectangle.
        arc = _bent(np.asarray(contour, dtype=np.int32), width * height)
        if arc is not None or (score < box_threshold and max(width, height) >= _LINE * min(width, height)):
            score = _mean_inside(probability, contour[:, 0])
        if score < box_threshold:
            continue
        grow = 2 * width * height * unclip / (2 * (width + height))
        points = cv2.boxPoints((centre, (width + grow, height + grow), angle))
        corners = _clockwise(np.asarray(points, dtype=np.float32))
        regions.append(Region(corners, score, arc.grown(unclip) if arc else None))
    return regions


def _bent(contour: npt.NDArray[np.int32], rectangle: float) -> Arc | None:
    if cv2.contourArea(contour) > _STRAIGHT * rectangle:
        return None
    return fit_arc(contour[:, 0])


def _mean_inside(probability: Floats, corners: npt.NDArray[np.generic]) -> float:
    height, width = probability.shape
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, [width - 1, height - 1])
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, [width - 1, height - 1])
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [np.round(corners - [left, top]).astype(np.int32)], (1,))
    return float(cv2.mean(probability[top : bottom + 1, left : right + 1], mask)[0])


def _clockwise(points: Floats) -> Floats:
    by_x = points[np.argsort(points[:, 0], kind="stable")]
    left, right = (pair[np.argsort(pair[:, 1], kind="stable")] for pair in (by_x[:2], by_x[2:]))
    return np.asarray([left[0], right[0], right[1], left[1]], dtype=np.float32)


def scaled(region: Region, x: float, y: float, width: int, height: int) -> Region:
    """`region` with coordinates multiplied by (`x`, `y`) and kept within a picture of `width` x `height`."""
    corners = np.clip(region.corners * (x, y), 0, (width - 1, height - 1))
    arc = region.arc.scaled((x + y) / 2) if region.arc else None
    return Region(np.asarray(corners, dtype=np.float32), region.score, arc)


def moved(region: Region, x: float, y: float) -> Region:
    """`region` shifted by (`x`, `y`)."""
    corners = region.corners + np.asarray([x, y], dtype=np.float32)
    return Region(corners, region.score, region.arc.moved(x, y) if region.arc else None)


def crop(rgb: Rgb, region: Region) -> Rgb:
    """The region cut out upright, a bent one laid out straight: uint8 [height, width, 3], at least 1 x 1."""
    if region.arc is not None:
        return unrolled(rgb, region.arc)
    width, height = max(1, round(region.width)), max(1, round(region.height))
    target = np.asarray([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    transform = cv2.getPerspectiveTransform(region.corners, target)
    warped = cv2.warpPerspective(
        rgb, transform, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, dtype=np.uint8)


def along(rgb: Rgb, region: Region) -> Rgb:
    """The crop as the recogniser takes it: it learnt columns of characters as lines turned by 90 degrees."""
    picture = crop(rgb, region)
    return np.rot90(picture) if region.tall else picture
