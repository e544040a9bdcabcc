"""Letters that stand apart, in a row or a column, belong to one line of text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stickerguard.ocr.geometry import Region
from stickerguard.ocr.recognise import Reading
from stickerguard.types import Box

_SHORTEST = 3
_SIZE_RATIO = 1.6
_REACH = 2.5
_ASIDE = 0.5
"""Widths of a column that the sign at its end may stand to one side."""
_BELOW = 1.3
"""Widths of a column that the sign at its end may lie below it, and be long."""


def single_character_runs(regions: Sequence[Region], readings: Sequence[Reading]) -> list[list[int]]:
    """Indices of `regions`, in their order, cut into runs; whatever is not part of a run stands alone.

    A run has at least three members, all read as one character, each of about the size of the one before it and
    about one character away.
    """
    runs: list[list[int]] = []
    for index, reading in enumerate(readings):
        before = runs[-1][-1] if runs else None
        letters = before is not None and len(reading.text) == len(readings[before].text) == 1
        if before is None or not letters or not _neighbours(regions[before], regions[index]):
            runs.append([index])
        else:
            runs[-1].append(index)
    return [part for run in runs for part in ([run] if len(run) >= _SHORTEST else [[index] for index in run])]


def _neighbours(a: Region, b: Region) -> bool:
    sizes = sorted(max(region.width, region.height) for region in (a, b))
    distance = float(np.linalg.norm(a.corners.mean(axis=0) - b.corners.mean(axis=0)))
    return sizes[1] <= _SIZE_RATIO * sizes[0] and distance <= _REACH * sizes[1]


def ends_column(column: Region, sign: Region) -> bool:
    """Whether `sign` may be the exclamation or question mark at the lower end of `column`."""
    wide = column.width
    aside = abs(float(column.corners[:, 0].mean() - sign.corners[:, 0].mean()))
    below = float(sign.corners[:, 1].min() - column.corners[:, 1].max())
    return aside <= _ASIDE * wide and -wide <= below <= _BELOW * wide and sign.sides[1] <= _BELOW * wide


def box_around(regions: Sequence[Region]) -> Box:
    """The smallest upright box around all of `regions`."""
    points = np.concatenate([region.corners for region in regions])
    left, top = (round(float(value), 1) for value in points.min(axis=0))
    right, bottom = (round(float(value), 1) for value in points.max(axis=0))
    return ((left, top), (right, top), (right, bottom), (left, bottom))
