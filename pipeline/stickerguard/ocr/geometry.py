"""Boxes: from probability map to rotated rectangles, upright crops, reading order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

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
_APART = 2.0
"""Heights between the parts of a line."""
_LINE = 2.0
"""Times longer than high from which an outline that fills little of its rectangle may still be a line of text."""
_ALIKE = 0.15
"""Radians between the slopes of lines that are parallel."""
_OVER = 0.5
"""Of the shorter one, from which two lines stand one over the other."""
_CLEARLY = 1.15
"""Times nearer that most characters must have one above or below than one beside them, to stand in columns."""
_FEWEST_LETTERS = 3
_BOUNCING = 0.75
"""Of the letters side by side, that must stand beside each other for all to be one line."""
_LETTER, _SIZES = 2.0, 1.6
"""Times longer than wide that the region of a letter is at most, and than that of its neighbour."""
_STRAIGHT = 0.8
"""Of its rectangle that the kernel of a straight line fills at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A detected text region: corners float32 [4, 2] clockwise from the top left, and the detector's confidence.

    Where the text is bent, `arc` is the band that it fills and the corners are those around it.
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


def reading_order(regions: list[Region]) -> list[Region]:
    """Rows from top to bottom, each from left to right; or columns from right to left, each from top to bottom.

    It is columns when most regions are tall, or when none is wide and most have their nearest neighbour above or
    below: single characters of a column are often detected one by one.
    """
    if _in_columns(regions):
        return [
            region for column in _strips(regions, 0)[::-1] for region in sorted(column, key=lambda r: _middle(r, 1))
        ]
    across = sorted(regions, key=lambda region: _middle(region, 0))
    if _one_line(across):
        return across
    slope = _slope(regions)
    straight = [(_turned(_around(line), slope), line) for line in _bouncing(across)]
    level = {id(turned): line for turned, line in straight}
    rows = _strips([turned for turned, _ in straight], 1)
    in_order = [level[id(turned)] for row in rows for turned in sorted(row, key=lambda r: r.corners[:, 0].min())]
    return [region for line in in_order for region in line]


def _bouncing(across: list[Region]) -> list[list[Region]]:
    """Letters found one by one that stand beside each other, higher and lower, as one line; others by themselves.

    `across` goes from left to right. Of two rows of letters, most have one above or below.
    """
    line = np.arange(len(across))
    for one, other in _side_by_side(across):
        line[line == line[other]] = line[one]
    lines = [[across[at] for at in np.flatnonzero(line == number)] for number in dict.fromkeys(line.tolist())]
    return [
        part
        for found in lines
        for part in ([found] if len(found) >= _FEWEST_LETTERS and _mostly_beside(found) else [[r] for r in found])
    ]


def _side_by_side(across: list[Region]) -> list[tuple[int, int]]:
    """Numbers of those that may be letters of a word, near each other and of a size."""
    sides = np.asarray([region.sides for region in across]).reshape(-1, 2)
    letters = np.flatnonzero(sides[:, 1] <= _LETTER * sides[:, 0])
    if len(letters) < _FEWEST_LETTERS:
        return []
    middles, long = np.asarray([across[at].corners.mean(axis=0) for at in letters]), sides[letters, 1]
    apart = np.abs(middles[:, None] - middles[None])
    smaller, larger = np.minimum.outer(long, long), np.maximum.outer(long, long)
    near = (apart[..., 0] < (1 + _APART) * larger) & (apart[..., 1] < smaller) & (larger <= _SIZES * smaller)
    pairs = [(int(letters[one]), int(letters[other])) for one, other in np.argwhere(np.triu(near, 1))]
    return [(one, other) for one, other in pairs if _beside(across[one], across[other])]


def _mostly_beside(across: list[Region]) -> bool:
    return sum(_beside(a, b) for a, b in pairwise(across)) >= _BOUNCING * (len(across) - 1)


def _around(regions: list[Region]) -> Region:
    if len(regions) == 1:
        return regions[0]
    points = np.concatenate([region.corners for region in regions])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    corners = np.asarray([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)
    return Region(corners, min(region.score for region in regions))


def _slope(regions: list[Region]) -> float:
    """Radians by which all lines rise or fall alike; 0 where they do not, as the parts of a bent line."""
    across = [region.corners[1] - region.corners[0] for region in regions if region.width > _TALL * region.height]
    slopes = [float(np.arctan2(y, x)) for x, y in across]
    return float(np.median(slopes)) if len(slopes) > 1 and max(slopes) - min(slopes) < _ALIKE else 0.0


def _one_line(regions: list[Region]) -> bool:
    """Whether each stands beside the one before it, as the parts of a single line do, bent or not."""
    return all(_beside(a, b) for a, b in pairwise(regions))


def _beside(a: Region, b: Region) -> bool:
    """Whether `b` stands to the right of `a` in a line that may rise or fall."""
    return (
        _shared(a, b, 0) <= _OVER
        and abs(_middle(a, 1) - _middle(b, 1)) < min(a.height, b.height)
        and bool(b.corners[:, 0].min() - a.corners[:, 0].max() < _APART * max(a.height, b.height))
    )


def _turned(region: Region, slope: float) -> Region:
    cos, sin = np.cos(slope), np.sin(slope)
    turn = np.asarray([[cos, -sin], [sin, cos]], dtype=np.float32)
    return Region(region.corners @ turn, region.score, region.arc)


def _in_columns(regions: list[Region]) -> bool:
    if sum(region.tall for region in regions) * 2 > len(regions):
        return True
    if len(regions) < 3 or any(region.width > _TALL * region.height for region in regions):
        return False
    centres = np.asarray([region.corners.mean(axis=0) for region in regions])
    apart = np.abs(centres[:, None] - centres[None])
    distance = apart.sum(axis=2)
    np.fill_diagonal(distance, np.inf)
    upright = apart[..., 1] > apart[..., 0]
    above, beside = (np.where(chosen, distance, np.inf).min(axis=1) for chosen in (upright, ~upright))
    return bool((_CLEARLY * above < beside).sum() * 2 > len(regions))


def _strips(regions: list[Region], axis: int) -> list[list[Region]]:
    """Rows (axis 1) or columns (axis 0) in the order of their coordinates.

    Two regions share a strip when their centres lie within half the thickness of the thinner one and they lie beside
    each other, not one over the other.
    """
    strips: list[list[Region]] = []
    for region in sorted(regions, key=lambda region: _middle(region, axis)):
        last = strips[-1][-1] if strips else None
        if (
            last is not None
            and _middle(region, axis) - _middle(last, axis) < 0.5 * min(_extent(region, axis), _extent(last, axis))
            and not any(_shared(region, other, 1 - axis) > _OVER for other in strips[-1])
        ):
            strips[-1].append(region)
        else:
            strips.append([region])
    return strips


def _shared(a: Region, b: Region, axis: int) -> float:
    """How much two regions overlap along an axis, of the shorter one."""
    (a0, a1), (b0, b1) = ((r.corners[:, axis].min(), r.corners[:, axis].max()) for r in (a, b))
    return float((min(a1, b1) - max(a0, b0)) / max(min(a1 - a0, b1 - b0), 1e-6))


def _middle(region: Region, axis: int) -> float:
    return float(region.corners[:, axis].mean())


def _extent(region: Region, axis: int) -> float:
    return region.height if axis else region.width
