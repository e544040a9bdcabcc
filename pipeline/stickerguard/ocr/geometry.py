"""Boxes: from probability map to rotated rectangles, upright crops, reading order."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.types import Box

Floats = npt.NDArray[np.float32]
Rgb = npt.NDArray[np.uint8]

_SMALLEST_SIDE = 3.0
_CANDIDATES = 200
_TALL = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A detected text region: corners float32 [4, 2] clockwise from the top left, and the detector's confidence."""

    corners: Floats
    score: float

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
        return self.height > _TALL * self.width

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
        if score < box_threshold:
            continue
        grow = 2 * width * height * unclip / (2 * (width + height))
        points = cv2.boxPoints((centre, (width + grow, height + grow), angle))
        regions.append(Region(_clockwise(np.asarray(points, dtype=np.float32)), score))
    return regions


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
    return Region(np.asarray(corners, dtype=np.float32), region.score)


def crop(rgb: Rgb, region: Region) -> Rgb:
    """The region cut out upright, uint8 [height, width, 3], at least 1 x 1."""
    width, height = max(1, round(region.width)), max(1, round(region.height))
    target = np.asarray([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    transform = cv2.getPerspectiveTransform(region.corners, target)
    warped = cv2.warpPerspective(
        rgb, transform, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, dtype=np.uint8)


def reading_order(regions: list[Region]) -> list[Region]:
    """Rows from top to bottom, each from left to right; columns of tall regions from right to left.

    Two regions share a row when their centres lie within half the height of the smaller one.
    """
    if regions and sum(region.tall for region in regions) * 2 > len(regions):
        return sorted(regions, key=lambda region: (-region.corners[:, 0].mean(), region.corners[:, 1].mean()))
    rows: list[list[Region]] = []
    for region in sorted(regions, key=lambda region: region.corners[:, 1].mean()):
        last = rows[-1][-1] if rows else None
        if last is not None and abs(_middle(region) - _middle(last)) < 0.5 * min(region.height, last.height):
            rows[-1].append(region)
        else:
            rows.append([region])
    return [region for row in rows for region in sorted(row, key=lambda region: region.corners[:, 0].min())]


def _middle(region: Region) -> float:
    return float(region.corners[:, 1].mean())
