"""A frame with transparent pixels, read on more than one ground: on a single one some colour of text is never seen.

On mid-grey, where captions made for light and for dark chats are both seen, text of about that grey and text that is
nearly transparent are not. Where a frame has such pixels, they are read from a second page, on white and in ink, and
what only white or black shows from a further one.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.frames import Frame
from stickerguard.ocr.engine import Look, OcrEngine, OcrLine, OcrResult, sides
from stickerguard.pixels import GROUND, blend
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
_GROUNDS = (255, 0)
_SOFT = 10
"""Levels between neighbours, from which an edge was there to be read on a page."""
_FEWEST_EDGES = 150
"""Pixels of edges, at 512 x 512, that make a page worth reading: those of one small letter and less."""
_SHARE = 0.02
"""Of the area around a line that must be pale for it to come from the second page; the first has all others."""
_SAME_PLACE = 0.6

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def read_frame(engine: OcrEngine, frame: Frame, look: Look | None = None) -> OcrResult:
    """Read `frame`, or what `look` asks for, on the grey ground; on the second page, where something is pale there; and
    on white and on black, where these show edges that no page before showed, as of half transparent letters on a plate.

    Raises OcrError when the engine itself fails.
    """
    # Engines that read whole pictures need not know of parts.
    asked = () if look is None else (look,)
    first = engine.read(frame.rgb, *asked)
    pale = _pale(frame.rgb, frame.rgba) if frame.rgba is not None else None
    if frame.rgba is None:
        return first
    shown, found = [frame.rgb], first
    if pale is not None and _any_in(pale, look):
        shown.append(ink_page(frame.rgba, pale))
        found = _with(found, engine.read(shown[1], *asked), pale)
    for ground in _GROUNDS:
        page = blend(frame.rgba, ground)
        hidden = _edges(page, _PALE) & ~_near(np.logical_or.reduce([_edges(one, _SOFT) for one in shown]))
        if hidden.sum() * 512 * 512 >= _FEWEST_EDGES * hidden.size and _any_in(hidden, look):
            found = _with(found, engine.read(page, *asked), _near(hidden))
            shown.append(page)
    return found


def _with(first: OcrResult, second: OcrResult, where: Mask) -> OcrResult:
    """`first` and what `second` has besides in `where`."""
    lines = [line for line in second.lines if _covers(line.box, where) and not _among(line, first.lines)]
    unreadable = [box for box in second.unreadable if _covers(box, where)]
    passed_over = first.passed_over + second.passed_over
    return OcrResult(first.lines + tuple(lines), first.unreadable + tuple(unreadable), passed_over)


def _edges(page: Pixels, least: int) -> Mask:
    """Where neighbouring pixels differ by more than `least` levels in a channel."""
    return np.asarray(cv2.morphologyEx(page, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).max(axis=2) > least)


def _near(mask: Mask) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((_EDGE, _EDGE), np.uint8)) > 0)


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
    return any(
        line.text == other.text
        and (line.shapes or line.text) in (other.shapes, other.text)
        and _overlap(line.box, other.box) >= _SAME_PLACE
        for other in lines
    )


def _overlap(a: Box, b: Box) -> float:
    """Intersection of the upright rectangles around two boxes, as a share of the smaller one."""
    (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = sides(a), sides(b)
    width, height = min(ax1, bx1) - max(ax0, bx0), min(ay1, by1) - max(ay0, by0)
    smaller = min((ax1 - ax0) * (ay1 - ay0), (bx1 - bx0) * (by1 - by0))
    return max(0.0, width) * max(0.0, height) / max(smaller, 1e-9)
