"""Lines and regions from more than one look at a picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from stickerguard.ocr.engine import OcrLine, OcrResult
from stickerguard.ocr.geometry import Region
from stickerguard.ocr.reading_order import reading_order
from stickerguard.types import Box

_SAME = 0.3
"""Of a region that another one covers, from which both are one."""


def in_order(lines: Sequence[OcrLine]) -> tuple[OcrLine, ...]:
    """`lines` in reading order."""
    regions = [Region(np.asarray(line.box, dtype=np.float32), 1.0) for line in lines]
    numbers = {id(region): number for number, region in enumerate(regions)}
    return tuple(lines[numbers[id(region)]] for region in reading_order(regions))


def together(first: OcrResult, second: OcrResult) -> OcrResult:
    """What both looks found, lines in reading order."""
    lines = in_order([*first.lines, *second.lines]) if first.lines and second.lines else first.lines or second.lines
    return OcrResult(lines, first.unreadable + second.unreadable, first.passed_over + second.passed_over)


def beside(regions: Sequence[Region], boxes: Sequence[Box]) -> list[Region]:
    """Those of `regions` that lie beside all `boxes`."""
    known = [cv2.convexHull(np.asarray(box, dtype=np.float32)) for box in boxes]
    return [region for region in regions if not any(_covered(region, box) for box in known)]


def _covered(region: Region, box: cv2.typing.MatLike) -> bool:
    own = cv2.convexHull(np.asarray(region.box(), dtype=np.float32))
    shared, _ = cv2.intersectConvexConvex(own, box)
    return bool(shared >= _SAME * max(cv2.contourArea(own), 1.0))
