"""A frame with transparent pixels, read on more than one ground: on a single one some colour of text is never seen.

On mid-grey, where captions made for light and for dark chats are both seen, text of about that grey and text that is
nearly transparent are not. Where a frame has such pixels, they are read from a second page, on white and in ink.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.frames import Frame
from stickerguard.ocr.engine import Look, OcrEngine, OcrLine, OcrResult
from stickerguard.pixels import GROUND
from stickerguard.types import Box

_PALE = 28
"""Grey levels from the ground within which a reader may miss what is drawn on it."""
_LEAST_ALPHA = 6
"""Alpha, of 255, below which nobody sees a pixel on any ground."""
_FEWEST = 24
"""Pale pixels, at 512 x 512, that make a page worth reading: less than one small letter."""
_EDGE = 5
"""Pixels around what is clearly seen that count as its soft edge."""
_INK_SIDE = 0.5
"""Of the frame's side; a part that stands alone and is smaller may be a letter, and becomes ink whatever its colour."""
_SHARE = 0.02
"""Of the area around a line that must be pale for it to come from the second page; the first has all others."""
_SAME_PLACE = 0.6

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def read_frame(engine: OcrEngine, frame: Frame, look: Look | None = None) -> OcrResult:
    """Read `frame`, or what `look` asks for, on the grey ground; on the second page, where something is pale there.

    Raises OcrError when the engine itself fails.
    """
    # Engines that read whole pictures need not know of parts.
    asked = () if look is None else (look,)
    first = engine.read(frame.rgb, *asked)
    pale = _pale(frame.rgb, frame.rgba) if frame.rgba is not None else None
    if frame.rgba is None or pale is None or not _any_in(pale, look):
        return first
    second = engine.read(ink_page(frame.rgba, pale), *asked)
    lines = [line for line in second.lines if _covers(line.box, pale) and not _among(line, first.lines)]
    unreadable = [box for box in second.unreadable if _covers(box, pale)]
    passed_over = first.passed_over + second.passed_over
    return OcrResult(first.lines + tuple(lines), first.unreadable + tuple(unreadable), passed_over)


def _any_in(mask: Mask, look: Look | None) -> bool:
    if look is None:
        return bool(mask.any())
    return any(mask[top:bottom, left:right].any() for left, top, right, bottom in look.parts)


def _pale(rgb: Pixels, rgba: Pixels) -> Mask | None:
    """Where `rgba` shows something that is hardly seen in `rgb`, soft edges aside; None where nowhere."""
    seen = rgba[..., 3] >= _LEAST_ALPHA
    apart = np.maximum(rgb, GROUND) - np.minimum(rgb, GROUND)
    clear = (apart.max(axis=2) > _PALE) & seen
    near_clear = cv2.dilate(clear.astype(np.uint8), np.ones((_EDGE, _EDGE), np.uint8)) > 0
    pale = seen & ~clear
    alone = pale & ~near_clear
    return pale if alone.sum() * 512 * 512 >= _FEWEST * max(alone.size, 1) else None


def ink_page(rgba: Pixels, pale: Mask) -> Pixels:
    """`rgba`, uint8 [height, width, 4], on white: black where it is `pale` and half transparent, or stands alone and
    is small, as letters do, however faint; else in its own colours. uint8 [height, width, 3]."""
    alpha = rgba[..., 3]
    faint = pale & (alpha < 255)
    strongest = int(alpha[faint].max(initial=0))
    boosted = np.where(faint, np.minimum(255, alpha.astype(np.uint32) * 255 // max(strongest, 1)), alpha)
    ink = faint | _small_parts(alpha)
    colours = np.where(ink[..., np.newaxis], np.uint8(0), rgba[..., :3])
    weight = boosted[..., np.newaxis].astype(np.uint32)
    return np.asarray((colours * weight + 255 * (255 - weight)) // 255, dtype=np.uint8)


def _small_parts(alpha: Pixels) -> Mask:
    """Patches of visible pixels, apart from all others, that are low or narrow beside the frame."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha >= _LEAST_ALPHA).astype(np.uint8))
    height, width = alpha.shape
    small = (stats[:, cv2.CC_STAT_HEIGHT] <= _INK_SIDE * height) & (stats[:, cv2.CC_STAT_WIDTH] <= _INK_SIDE * width)
    small[0] = False
    return np.asarray(small[labels] if count > 1 else np.zeros(alpha.shape, np.bool_))


def _covers(box: Box, pale: Mask) -> bool:
    area = np.zeros(pale.shape, np.uint8)
    cv2.fillPoly(area, [np.round(np.asarray(box)).astype(np.int32)], (1,))
    return bool((pale & (area > 0)).sum() >= _SHARE * max(int(area.sum()), 1))


def _among(line: OcrLine, lines: tuple[OcrLine, ...]) -> bool:
    return any(line.text == other.text and _overlap(line.box, other.box) >= _SAME_PLACE for other in lines)


def _overlap(a: Box, b: Box) -> float:
    """Intersection of the upright rectangles around two boxes, as a share of the smaller one."""
    (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = _around(a), _around(b)
    width, height = min(ax1, bx1) - max(ax0, bx0), min(ay1, by1) - max(ay0, by0)
    smaller = min((ax1 - ax0) * (ay1 - ay0), (bx1 - bx0) * (by1 - by0))
    return max(0.0, width) * max(0.0, height) / max(smaller, 1e-9)


def _around(box: Box) -> tuple[float, float, float, float]:
    xs, ys = zip(*box, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
