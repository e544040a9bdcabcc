"""The frames of an animation, read one after the other: text where nothing changed is read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from stickerguard.frame_signature import GRID, SAME, Cells, Signature, changed_pixels, compare, signature
from stickerguard.frames import Frame, Pixels
from stickerguard.ocr.engine import Look, OcrEngine, OcrResult
from stickerguard.ocr.lines import in_order
from stickerguard.ocr.pages import read_frame
from stickerguard.ocr.parts import changed_parts, upright
from stickerguard.ocr.recoloured import only_recoloured
from stickerguard.types import Rectangle

_NOISE = 3
"""Pixels over which compression noise is averaged away."""
_UPRIGHT = 0.8
"""Of the upright rectangle around a line that the line fills at least, or something else may be in there."""
_MOST = 0.75
"""Of the frame, from which reading parts of it saves nothing worth the edges that they get."""


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What was read: every pixel of `picture` and of its signature is from the frame in which it was looked at last,
    so that what changes too slowly to be seen from frame to frame is seen in the end."""

    signature: Signature
    result: OcrResult
    picture: Frame


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
        seen = _signature(frame)
        alike = [read for read in self._read if _comparable(read.picture, frame)]
        if not alike or min(frame.rgb.shape[:2]) < GRID:
            return self._whole(frame, seen)
        same, _ = compare([read.signature.thumb for read in alike], seen.thumb)
        nearest = int(same.sum(axis=1).argmax())
        before = alike[nearest]
        if same[nearest].all() or _recoloured(before, frame, same[nearest]):
            return before.result
        return self._partly(frame, seen, before)

    def _whole(self, frame: Frame, seen: Signature) -> OcrResult:
        read = _Read(seen, read_frame(self._engine, frame), frame)
        self._read.append(read)
        return read.result

    def _partly(self, frame: Frame, seen: Signature, before: _Read) -> OcrResult:
        height, width = frame.rgb.shape[:2]
        known = before.result
        boxes = [*(line.box for line in known.lines), *known.unreadable, *known.passed_over]
        parts = changed_parts(changed_pixels(before.signature.thumb, seen.thumb), boxes, width, height)
        if sum((right - left) * (bottom - top) for left, top, right, bottom in parts) > _MOST * width * height:
            return self._whole(frame, seen)
        look = Look(parts)
        kept = [line for line in known.lines if not look.meets(line.box)]
        unreadable = [box for box in known.unreadable if not look.meets(box)]
        passed_over = [box for box in known.passed_over if not look.meets(box)]
        now = read_frame(self._engine, frame, Look(parts, company=bool(kept or unreadable)))
        result = OcrResult(
            in_order([*kept, *now.lines]) if kept and now.lines else tuple(kept) or now.lines,
            (*unreadable, *now.unreadable),
            (*passed_over, *now.passed_over),
        )
        picture = _patched(before.picture, frame, parts)
        self._read.append(_Read(_signature(picture), result, picture))
        return result


def _signature(frame: Frame) -> Signature:
    return signature(frame.rgb, None if frame.rgba is None else frame.rgba[..., 3])


def _comparable(a: Frame, b: Frame) -> bool:
    return a.rgb.shape == b.rgb.shape and (a.rgba is None) == (b.rgba is None)


def _patched(before: Frame, frame: Frame, parts: Sequence[Rectangle]) -> Frame:
    rgb, rgba = before.rgb.copy(), None if before.rgba is None else before.rgba.copy()
    _paste(rgb, frame.rgb, parts)
    if rgba is not None and frame.rgba is not None:
        _paste(rgba, frame.rgba, parts)
    return Frame(frame.index, rgb, rgba)


def _paste(onto: Pixels, pixels: Pixels, parts: Sequence[Rectangle]) -> None:
    for left, top, right, bottom in parts:
        onto[top:bottom, left:right] = pixels[top:bottom, left:right]


def _recoloured(read: _Read, frame: Frame, same: Cells) -> bool:
    """Whether `frame` differs from what was read, where not all cells are the `same`, in the colour of lines alone."""
    if frame.rgba is not None or read.picture.rgba is not None or not read.result.lines:
        return False  # what is nearly transparent may be text that grey levels do not show
    height, width = frame.rgb.shape[:2]
    before, after = (
        np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8) for rgb in (read.picture.rgb, frame.rgb)
    )
    outside = cv2.resize((~same.reshape(GRID, GRID)).astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
    for line in read.result.lines:
        left, top, right, bottom = upright(line.box, width, height)
        where = np.s_[top:bottom, left:right]
        if not outside[where].any():
            continue
        slanted = cv2.contourArea(np.asarray(line.box, dtype=np.float32)) < _UPRIGHT * (right - left) * (bottom - top)
        if slanted or not only_recoloured(before[where], after[where], min(right - left, bottom - top) // 3):
            return False
        outside[where] = 0
    apart = cv2.blur(cv2.absdiff(read.picture.rgb, frame.rgb), (_NOISE, _NOISE)).max(axis=2)
    return not ((apart > SAME) & (outside > 0)).any()
