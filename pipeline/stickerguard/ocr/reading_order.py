"""The order in which people read the regions of a picture: rows, columns, and lines whose letters bounce."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from stickerguard.ocr.geometry import Region

_APART = 2.0
"""Heights between the parts of a line."""
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
    across = [region.corners[1] - region.corners[0] for region in regions if region.wide]
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
    if len(regions) < 3 or any(region.wide for region in regions):
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
