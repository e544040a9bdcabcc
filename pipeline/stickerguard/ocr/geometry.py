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
    """Rows from top to bottom, each from left to right; or columns from right to left, each from top to bottom.

    It is columns when most regions are tall, or when none is wide and most have their nearest neighbour above or
    below: single characters of a column are often detected one by one.
    """
    if _in_columns(regions):
        return [
            region for column in _strips(regions, 0)[::-1] for region in sorted(column, key=lambda r: _middle(r, 1))
        ]
    return [region for row in _strips(regions, 1) for region in sorted(row, key=lambda r: r.corners[:, 0].min())]


def _in_columns(regions: list[Region]) -> bool:
    if sum(region.tall for region in regions) * 2 > len(regions):
        return True
    if len(regions) < 3 or any(region.width > _TALL * region.height for region in regions):
        return False
    centres = np.asarray([region.corners.mean(axis=0) for region in regions])
    apart = np.abs(centres[:, None] - centres[None])
    distance = apart.sum(axis=2)
    np.fill_diagonal(distance, np.inf)
    nearest = apart[np.arange(len(regions)), distance.argmin(axis=1)]
    return bool((nearest[:, 1] > nearest[:, 0]).sum() * 2 > len(regions))


def _strips(regions: list[Region], axis: int) -> list[list[Region]]:
    """Rows (axis 1) or columns (axis 0) in the order of their coordinates.

    Two regions share a strip when their centres lie within half the thickness of the thinner one.
    """
    strips: list[list[Region]] = []
    for region in sorted(regions, key=lambda region: _middle(region, axis)):
        last = strips[-1][-1] if strips else None
        if last is not None and _middle(region, axis) - _middle(last, axis) < 0.5 * min(
            _thickness(region, axis), _thickness(last, axis)
        ):
            strips[-1].append(region)
        else:
            strips.append([region])
    return strips


def _middle(region: Region, axis: int) -> float:
    return float(region.corners[:, axis].mean())


def _thickness(region: Region, axis: int) -> float:
    return region.height if axis else region.width
