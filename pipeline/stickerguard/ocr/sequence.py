"""The frames of an animation, read one after the other: text where nothing changed is read once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stickerguard.frame_signature import GRID, Cells, Signature, compare, signature
from stickerguard.frames import Frame
from stickerguard.ocr.engine import OcrEngine, OcrResult, reaches_into
from stickerguard.ocr.pages import read_frame
from stickerguard.types import Box, Rectangle

_MOST = 0.75
"""Of the frame, from which reading a part of it saves nothing worth the edge that it gets."""


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    shape: tuple[int, ...]
    signature: Signature
    result: OcrResult


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
        result = self._merged(frame, seen)
        self._read.append(_Read(frame.rgb.shape, seen, result))
        return result

    def _merged(self, frame: Frame, seen: Signature) -> OcrResult:
        height, width = frame.rgb.shape[:2]
        like = [read for read in self._read if read.shape == frame.rgb.shape]
        if not like or min(height, width) < GRID:
            return read_frame(self._engine, frame)
        same, _ = compare([read.signature.thumb for read in like], seen.thumb)
        nearest = int(same.sum(axis=1).argmax())
        before = like[nearest].result
        if same[nearest].all():
            return before
        part = _part(same[nearest], before, width, height)
        if (part[2] - part[0]) * (part[3] - part[1]) > _MOST * width * height:
            return read_frame(self._engine, frame)
        now = read_frame(self._engine, frame, part)
        kept = [line for line in before.lines if not reaches_into(line.box, part)]
        lines = sorted([*kept, *now.lines], key=lambda line: _middle(line.box)) if kept and now.lines else None
        unreadable = [box for box in before.unreadable if not reaches_into(box, part)]
        return OcrResult(tuple(lines or kept or now.lines), (*unreadable, *now.unreadable))


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
