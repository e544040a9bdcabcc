"""Where text is: one look at the whole picture and, at a large one, a closer look in tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, sqrt
from pathlib import Path

import cv2
import numpy as np

from stickerguard.ocr.engine import reaches_into
from stickerguard.ocr.geometry import Floats, Region, Rgb, moved, regions_from_map, scaled
from stickerguard.runtime import RuntimeOptions, create_session
from stickerguard.signature import Signature, Tensor
from stickerguard.types import Rectangle

_STRIDE = 32
_GROUND = 127
_CLOSER = 3.0
"""Pixels of a large picture that become one in its tiles: print of 24 pixels is found there."""
_MOST = 16
"""Times the pixels of a small picture, at which the closer look stops: a larger picture is shrunk more."""
_SHRUNK = 1.4
"""Times smaller that the first look shows a picture, from which print of ten pixels is lost in it."""
_OVERLAP = 1 / 8
"""Of a tile, that it shares with the next one, so that each letter lies whole in one of them."""
_SMALL_PRINT = 16.0
"""Height in the map of the whole picture under which what the tiles show is better."""
_PART_OF_COLUMN, _LINE_ASPECT, _FEWEST_LINES = 0.4, 2.0, 3
"""Of lines that the first look sees as one: height, of its width; length, of that height; and how many there are."""
_FAINT_SIDE = 9 / 13
"""Of the long side, at which faint and blurred text is looked for: it is large, or nobody could make it out."""
_CLAHE = (8.0, (4, 4))
"""Limit of the contrast and tiles across, with which it is looked for."""
_TRACE, _TRACES = 0.1, 0.001
"""Probability from which a pixel of the map is a trace of text, and the share of such pixels that matters: 10 of 169
drawn stickers with words have more beside the words that are found."""
_MARGIN = 9
"""Pixels of the map around a region that belong to it."""
_SIGNATURE = Signature(
    {"image": Tensor("uint8", (None, None, None, 3))}, {"probability": Tensor("float", (None, 1, None, None))}
)


@dataclass(frozen=True, slots=True)
class DetectorSettings:
    """`long_side` is what pictures are resized to, at most `upscale` times larger than they are; the thresholds are
    those of `regions_from_map`."""

    long_side: int
    upscale: float
    threshold: float
    box_threshold: float
    unclip: float


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Text regions in pixels of the picture, in no particular order; `more` says whether the detector saw traces of
    text beside them, `most` is the highest probability of text that it saw anywhere.

    `beneath` are regions of a closer look inside larger ones of the first: parts of these, if they are text.
    """

    regions: list[Region]
    more: bool = False
    most: float = 1.0
    beneath: tuple[Region, ...] = ()


class Detector:
    """Finds lines of text. Safe to share between threads."""

    def __init__(self, model: Path, *, options: RuntimeOptions, settings: DetectorSettings) -> None:
        self._session = create_session(model, options, _SIGNATURE)
        self._settings = settings

    def find(self, rgb: Rgb, parts: Sequence[Rectangle] | None = None) -> Found:
        """What there is of text in `rgb`, uint8 [height, width, 3].

        With `parts`, only what reaches into such a rectangle; all the same at the scale of the whole.
        """
        if parts is not None and max(rgb.shape[:2]) > _CLOSER * self._settings.long_side:
            whole = self.find(rgb)
            return replace(
                whole, regions=_reaching(whole.regions, parts), beneath=tuple(_reaching(whole.beneath, parts))
            )
        long_side = max(rgb.shape[:2])
        scale = min(self._settings.long_side / long_side, self._settings.upscale)
        if parts is not None:
            found = [self._in_part(rgb, part, scale) for part in parts]
            regions = [region for part in found for region in part.regions]
            return Found(regions, any(part.more for part in found), max((part.most for part in found), default=0.0))
        seen = self._map(_resized(rgb, scale))
        regions = self._regions(rgb, seen)
        beneath: list[Region] = []
        if long_side > _CLOSER * self._settings.long_side:
            # What the first look shows as small print may be several lines grown together.
            closer = self._closer(rgb, self._closer_scale(rgb))
            large = [region for region in regions if region.sides[0] * scale >= _SMALL_PRINT]
            large = [region for region in large if not _grown_together(region, closer)]
            beneath = [region for region in closer if any(_within(region, other) for other in large)]
            regions = large + [region for region in closer if region not in beneath]
        return Found(regions, _more(seen, regions, rgb), float(seen.max()), tuple(beneath))

    def _in_part(self, rgb: Rgb, part: Rectangle, scale: float) -> Found:
        height, width = rgb.shape[:2]
        left, right = _widened(part[0], part[2], width, _STRIDE / scale)
        top, bottom = _widened(part[1], part[3], height, _STRIDE / scale)
        cut = rgb[top:bottom, left:right]
        seen = self._map(_resized(cut, scale))
        regions = self._regions(cut, seen)
        found = (moved(region, left, top) for region in regions)
        inside = [region for region in found if reaches_into(region.box(), part)]
        return Found(inside, _more(seen, regions, cut), float(seen.max()))

    def scale(self, rgb: Rgb) -> float:
        """Pixels of the map that shows most of `rgb`, for each of its own."""
        whole = min(self._settings.long_side / max(rgb.shape[:2]), self._settings.upscale)
        return whole if max(rgb.shape[:2]) <= _CLOSER * self._settings.long_side else self._closer_scale(rgb)

    def find_faint(self, rgb: Rgb, parts: Sequence[Rectangle] | None = None) -> tuple[list[Region], float]:
        """Regions in a smaller picture of more even contrast, where what is faint or blurred is seen, and its scale.

        With `parts`, only what is seen of these rectangles, their contrast evened as that of the whole.
        """
        scale = min(_FAINT_SIDE * self._settings.long_side / max(rgb.shape[:2]), self._settings.upscale)
        even = evened(_resized(rgb, scale))
        if parts is None:
            return self._regions(rgb, self._map(even)), scale
        x, y = even.shape[1] / rgb.shape[1], even.shape[0] / rgb.shape[0]
        whole = np.zeros(even.shape[:2], np.float32)
        for part in parts:
            left, top = int(part[0] * x), int(part[1] * y)
            right, bottom = max(left + 1, ceil(part[2] * x)), max(top + 1, ceil(part[3] * y))
            whole[top:bottom, left:right] = self._map(even[top:bottom, left:right])
        return self._regions(rgb, whole), scale

    def find_small(self, rgb: Rgb, parts: Sequence[Rectangle] | None = None) -> tuple[list[Region], float]:
        """Regions of a picture so large that the first look loses its small print, in two tiles each way, and the scale
        of these; none of one that is smaller, or was looked at in tiles already.

        With `parts`, only what reaches into such a rectangle.
        """
        side, long_side = self._settings.long_side, max(rgb.shape[:2])
        scale = min(1.0, (2 - _OVERLAP) * side / long_side)
        if not _SHRUNK * side < long_side <= _CLOSER * side:
            return [], scale
        found = self._closer(rgb, scale)
        if parts is not None:
            found = _reaching(found, parts)
        return found, scale

    def _closer(self, rgb: Rgb, scale: float) -> list[Region]:
        """What tiles of the picture at this scale show, from one map that is put together from them."""
        side = self._settings.long_side
        step = side * (1 - _OVERLAP)
        small = _resized(rgb, scale)
        height, width = small.shape[:2]
        stitched = np.zeros((height, width), np.float32)
        for top in _starts(height, side, step):
            for left in _starts(width, side, step):
                tile = small[top : top + side, left : left + side]
                part = stitched[top : top + side, left : left + side]
                np.maximum(part, self._map(tile), out=part)
        return self._regions(rgb, stitched)

    def _closer_scale(self, rgb: Rgb) -> float:
        return min(1 / _CLOSER, sqrt(_MOST * self._settings.long_side**2 / (rgb.shape[0] * rgb.shape[1])))

    def _map(self, rgb: Rgb) -> Floats:
        height, width = rgb.shape[:2]
        padded = cv2.copyMakeBorder(
            rgb, 0, -height % _STRIDE, 0, -width % _STRIDE, cv2.BORDER_CONSTANT, value=(_GROUND,) * 3
        )
        (probability,) = self._session.run(["probability"], {"image": padded[np.newaxis]})
        return np.asarray(probability[0, 0, :height, :width], dtype=np.float32)

    def _regions(self, rgb: Rgb, probability: Floats) -> list[Region]:
        settings = self._settings
        height, width = rgb.shape[:2]
        regions = regions_from_map(
            probability,
            threshold=settings.threshold,
            box_threshold=settings.box_threshold,
            unclip=settings.unclip,
        )
        x, y = width / probability.shape[1], height / probability.shape[0]
        return [scaled(region, x, y, width, height) for region in regions]


def evened(rgb: Rgb) -> Rgb:
    """`rgb`, uint8 [height, width, 3], with its contrast evened out (CLAHE), as faint text is looked for in it."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)
    # One object a call: its buffers must not be shared between threads.
    lab[..., 0] = cv2.createCLAHE(*_CLAHE).apply(lab[..., 0])
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), dtype=np.uint8)


def _more(probability: Floats, regions: Sequence[Region], rgb: Rgb) -> bool:
    """Whether the map of `rgb` shows traces of text beside the regions that were found in it."""
    traces = probability > _TRACE
    if traces.mean() <= _TRACES:
        return False
    to_map = np.array(probability.shape[::-1]) / np.array(rgb.shape[1::-1])
    covered = np.zeros(probability.shape, np.uint8)
    for region in regions:
        cv2.fillPoly(covered, [np.round(region.corners * to_map).astype(np.int32)], (1,))
    covered = np.asarray(cv2.dilate(covered, np.ones((_MARGIN, _MARGIN), np.uint8)), dtype=np.uint8)
    return bool((traces & (covered == 0)).mean() > _TRACES)


def _resized(rgb: Rgb, scale: float) -> Rgb:
    height, width = rgb.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    resized = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return np.asarray(resized, dtype=np.uint8)


def _widened(start: int, end: int, most: int, step: float) -> tuple[int, int]:
    """From `start` to `end` and as far beyond, within 0 to `most`, as a multiple of `step` reaches: what would only be
    filled up shows what is around."""
    length = min(most, int(ceil((end - start) / step) * step))
    first = min(max(0, start - (length - (end - start)) // 2), most - length)
    return first, first + length


def _starts(length: int, side: int, step: float) -> list[int]:
    """Where tiles of `side` begin so that they cover `length`, evenly, at most `step` apart."""
    count = ceil(length / step)
    return [0] if length <= side else [int(start) for start in np.linspace(0, length - side, count)]


def _grown_together(region: Region, closer: Sequence[Region]) -> bool:
    """Whether a closer look shows `region` to be several lines: the first one may see a page of print as a column."""
    lines = [one for one in closer if _within(one, region) and one.sides[1] >= _LINE_ASPECT * one.sides[0]]
    return sum(one.sides[0] <= _PART_OF_COLUMN * region.sides[0] for one in lines) >= _FEWEST_LINES


def _reaching(regions: Sequence[Region], parts: Sequence[Rectangle]) -> list[Region]:
    return [region for region in regions if any(reaches_into(region.box(), part) for part in parts)]


def _within(region: Region, other: Region) -> bool:
    """Whether the middle of `region` lies in `other`."""
    x, y = (float(value) for value in region.corners.mean(axis=0))
    return cv2.pointPolygonTest(other.corners, (x, y), measureDist=False) >= 0
