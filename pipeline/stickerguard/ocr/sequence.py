"""The frames of an animation, read one after the other: text where nothing changed is read once."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from stickerguard.frame_signature import GRID, SAME, Cells, Signature, compare, signature
from stickerguard.frames import Frame
from stickerguard.ocr.engine import OcrEngine, OcrResult, reaches_into
from stickerguard.ocr.pages import read_frame
from stickerguard.ocr.recoloured import only_recoloured
from stickerguard.types import Box, Rectangle

_NOISE = 3
"""Pixels over which compression noise is averaged away."""
_UPRIGHT = 0.8
"""Of the upright rectangle around a line that the line fills at least, or something else may be in there."""
_MOST = 0.75
"""Of the frame, from which reading a part of it saves nothing worth the edge that it gets."""


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    signature: Signature
    result: OcrResult
    origin: Frame
    """The frame that the result was read from, or taken over and completed."""


class FrameReader:
    """Reads the frames of one sticker, each compared with the most similar one read before.

    Where a frame differs from that one, with all lines that reach in there, it is read; the other lines are taken over.
    """

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self._read: list[_Read] = []

    def read(self, frame: Frame, *, last: bool = False) -> OcrResult:
        """All text of `frame`; after the `last` one nothing is kept to compare with.

        Raises OcrError when the engine itself fails.
        """
        if last and not self._read:  # most stickers are stills and need no signature
            return read_frame(self._engine, frame)
        seen = signature(frame.rgb, None if frame.rgba is None else frame.rgba[..., 3])
        read = self._merged(frame, seen)
        self._read.append(read)
        return read.result

    def _merged(self, frame: Frame, seen: Signature) -> _Read:
        height, width = frame.rgb.shape[:2]
        like = [read for read in self._read if read.origin.rgb.shape == frame.rgb.shape]
        if not like or min(height, width) < GRID:
            return _Read(seen, read_frame(self._engine, frame), frame)
        same, _ = compare([read.signature.thumb for read in like], seen.thumb)
        nearest = int(same.sum(axis=1).argmax())
        before = like[nearest].result
        if same[nearest].all() or _recoloured(like[nearest], frame, same[nearest]):
            return _Read(seen, before, like[nearest].origin)
        part = _part(same[nearest], before, width, height)
        if (part[2] - part[0]) * (part[3] - part[1]) > _MOST * width * height:
            return _Read(seen, read_frame(self._engine, frame), frame)
        now = read_frame(self._engine, frame, part)
        kept = [line for line in before.lines if not reaches_into(line.box, part)]
        lines = sorted([*kept, *now.lines], key=lambda line: _middle(line.box)) if kept and now.lines else None
        unreadable = [box for box in before.unreadable if not reaches_into(box, part)]
        result = OcrResult(tuple(lines or kept or now.lines), (*unreadable, *now.unreadable))
        return _Read(seen, result, frame)


def _recoloured(read: _Read, frame: Frame, same: Cells) -> bool:
    """Whether `frame` differs from what was read, where not all cells are the `same`, in the colour of lines alone."""
    if frame.rgba is not None or read.origin.rgba is not None or not read.result.lines:
        return False  # what is nearly transparent may be text that grey levels do not show
    height, width = frame.rgb.shape[:2]
    before, after = (
        np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8) for rgb in (read.origin.rgb, frame.rgb)
    )
    outside = cv2.resize((~same.reshape(GRID, GRID)).astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
    for line in read.result.lines:
        left, top, right, bottom = _upright(line.box, width, height)
        where = np.s_[top:bottom, left:right]
        if not outside[where].any():
            continue
        slanted = cv2.contourArea(np.asarray(line.box, dtype=np.float32)) < _UPRIGHT * (right - left) * (bottom - top)
        if slanted or not only_recoloured(before[where], after[where], min(right - left, bottom - top) // 3):
            return False
        outside[where] = 0
    apart = cv2.blur(cv2.absdiff(read.origin.rgb, frame.rgb), (_NOISE, _NOISE)).max(axis=2)
    return not ((apart > SAME) & (outside > 0)).any()


def _upright(box: Box, width: int, height: int) -> Rectangle:
    xs, ys = zip(*box, strict=True)
    return _inside(min(xs), min(ys), max(xs), max(ys), width, height)


def _part(same: Cells, before: OcrResult, width: int, height: int) -> Rectangle:
    """The rectangle around all that changed, a cell wider, and around every line that reaches into it."""
    rows, columns = np.nonzero(~same.reshape(GRID, GRID))
    left, right = ((int(columns.min()) - 1) * width / GRID, (int(columns.max()) + 2) * width / GRID)
    top, bottom = ((int(rows.min()) - 1) * height / GRID, (int(rows.max()) + 2) * height / GRID)
    part = _inside(left, top, right, bottom, width, height)
    boxes = [*(line.box for line in before.lines), *before.unreadable]
    while boxes:
        inside = [box for box in boxes if reaches_into(box, part)]
        if not inside:
            break
        boxes = [box for box in boxes if not reaches_into(box, part)]
        xs, ys = zip(*(point for box in inside for point in box), strict=True)
        x, y = width / GRID / 2, height / GRID / 2
        part = _inside(
            min(part[0], min(xs) - x),
            min(part[1], min(ys) - y),
            max(part[2], max(xs) + x),
            max(part[3], max(ys) + y),
            width,
            height,
        )
    return part


def _inside(left: float, top: float, right: float, bottom: float, width: int, height: int) -> Rectangle:
    return max(0, int(left)), max(0, int(top)), min(width, round(right)), min(height, round(bottom))


def _middle(box: Box) -> float:
    return sum(y for _, y in box)
