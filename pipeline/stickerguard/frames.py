"""The distinct frames of an animation: scoring 100 near-identical frames would only cost time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stickerguard.frame_signature import CELLS, Signature, compare, signature

_SLACK = 3
"""So many times the limit wait for the final choice, while it shows how long each of them is seen."""
_POOL_PIXELS = 40_000_000
"""Frames beyond the limit wait only while all of them have no more pixels than this."""
_NEWEST = 12
"""Arrivals that nothing replaces yet: how long their content stays is still to be seen."""
_WRITING = 0.25
"""Share of a cell that thin strokes cover from which it may hold letters."""
_WRITTEN_CELLS = 3
"""Cells of new writing that make a text; the smallest caption that is read reaches over more."""
_READABLE = 0.25
"""Seconds that a text must be seen before a viewer can have read it."""
_FLICKER = 3
_LONGEST = 2.0
_PLAIN = 0.02
"""What a cell without strokes counts, beside one that is full of them."""
_WHOLE = 0.5
"""What the difference of a whole frame from its nearest kept neighbour counts."""

_UNEVEN = 2.0
"""What a frame far from its neighbours in time counts more than one of average distance, at most."""

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One decoded frame: its `index` in the file and `rgb`, uint8 [height, width, 3], flattened on the ground.

    `rgba`, uint8 [height, width, 4], are the pixels as they are in the file, with the colours that lie hidden under
    alpha 0; None where the frame is opaque.
    """

    index: int
    rgb: Pixels
    rgba: Pixels | None = None


def seen_together(frames: Sequence[Frame]) -> Frame | None:
    """The mean of `frames`, by the index of the first: what an eye sees of words that each frame shows a part of, as
    where they flicker. None of fewer than three, or of frames that are not all of one size."""
    if len(frames) < _FLICKER or len({frame.rgb.shape for frame in frames}) > 1:
        return None
    mean = np.mean([frame.rgb for frame in frames], axis=0, dtype=np.float32)
    return Frame(frames[0].index, np.asarray(mean.round(), dtype=np.uint8))


@dataclass(slots=True, eq=False)
class _Kept:
    frame: Frame
    signature: Signature
    seconds: npt.NDArray[np.float32]
    at: float
    """Seconds from the beginning at which it is shown."""


class DistinctFrames:
    """Keeps at most `limit` frames, 1 or more, that differ visibly, deciding as they arrive, so memory stays bounded.

    When there are too many, that frame leaves whose content is best seen on the others: frames are compared cell by
    cell, cells count by how much they look like writing and by how long their content is shown. The first frame stays.
    `thinned` then turns true, and `unread` counts the frames that left although they showed, for 0.25 s or longer, what
    looks like writing and is on no kept frame.

    The selection is a greedy backward elimination with a rule of this project, not a published one: one frame leaves at
    a time, so what is kept need not be the best choice.

    Until `frames` chooses, up to three times `limit` frames wait, k in all; beyond `limit` only as far as they have no
    more than 40 million pixels together. A frame like the one before costs a thumbnail and one comparison. Another one
    costs k comparisons of thumbnails, 64 KiB each, and, where it is kept, a copy of the k x k x 256 flags of which
    cells are alike; each frame that leaves costs a pass over these.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: list[_Kept] = []
        self._first: tuple[Frame, float] | None = None
        self._same = np.zeros((0, 0, CELLS), np.bool_)
        self._apart = np.zeros((0, 0), np.float32)
        self._elapsed = 0.0
        self.thinned = False
        self.unread = 0

    def add(self, frame: Frame, seconds: float = 0.1) -> None:
        """Keep `frame`, which is shown for `seconds`, if it differs from every kept one."""
        seconds = min(seconds, _LONGEST)
        if self._first is None:
            self._first = (frame, seconds)  # most stickers are stills and need no signature
            return
        if not self._kept:
            self._offer(*self._first)
        self._offer(frame, seconds)

    def frames(self) -> tuple[Frame, ...]:
        """The kept frames in file order."""
        if self._first is not None and not self._kept:
            return (self._first[0],)
        while len(self._kept) > self._limit:
            self._thin(len(self._kept))
        return tuple(kept.frame for kept in self._kept)

    def _offer(self, frame: Frame, seconds: float) -> None:
        at, self._elapsed = self._elapsed, self._elapsed + seconds
        new = signature(frame.rgb, None if frame.rgba is None else frame.rgba[..., 3])
        # An animation that stands still is most often like the frame before.
        if self._kept and compare([self._kept[-1].signature.thumb], new.thumb)[0].all():
            self._seen(self._same[-1], seconds)
            return
        same, apart = compare([kept.signature.thumb for kept in self._kept], new.thumb)
        self._seen(same, seconds)
        if same.all(axis=1).any():
            return
        shown = np.full(CELLS, seconds, np.float32)
        for kept, cells in zip(self._kept, same, strict=True):
            np.maximum(shown, np.where(cells, kept.seconds, 0), out=shown)
        self._kept.append(_Kept(frame, new, shown, at))
        self._grow(same, apart)
        pool = max(self._limit, min(_SLACK * self._limit, _POOL_PIXELS // (frame.rgb.shape[0] * frame.rgb.shape[1])))
        if len(self._kept) > pool:
            self._thin(max(2, len(self._kept) - (_NEWEST if pool > 2 * _NEWEST else 0)))

    def _seen(self, same: npt.NDArray[np.bool_], seconds: float) -> None:
        for kept, cells in zip(self._kept, same, strict=True):
            kept.seconds[cells] += seconds

    def _grow(self, same: npt.NDArray[np.bool_], apart: npt.NDArray[np.float32]) -> None:
        count = len(same)
        all_same = np.ones((count + 1, count + 1, CELLS), np.bool_)
        all_same[:count, :count], all_same[count, :count], all_same[:count, count] = self._same, same, same
        all_apart = np.full((count + 1, count + 1), np.inf, np.float32)
        all_apart[:count, :count], all_apart[count, :count], all_apart[:count, count] = self._apart, apart, apart
        self._same, self._apart = all_same, all_apart

    def _spread(self) -> npt.NDArray[np.float32]:
        """The time from the neighbour before to the one after, as a share of what it is on average, between 1 / _UNEVEN
        and _UNEVEN: of what moves evenly, as words that scroll, no stretch is left out."""
        at = np.array([kept.at for kept in self._kept], np.float32)
        gaps = np.diff(at, prepend=at[0], append=self._elapsed)
        around = gaps[:-1] + gaps[1:]
        share = around / max(float(around.mean()), 1e-6)
        return np.asarray(np.clip(share, 1 / _UNEVEN, _UNEVEN), dtype=np.float32)

    def _thin(self, eligible: int) -> None:
        """Let go of that one of the first `eligible` frames that is missed least; never of the first."""
        alone = self._same.sum(axis=1) == 1
        strokes = np.stack([kept.signature.strokes for kept in self._kept])
        seconds = np.sqrt(np.minimum(np.stack([kept.seconds for kept in self._kept]), _LONGEST))
        loss = ((strokes + _PLAIN) * seconds * alone).sum(axis=1)
        loss += _WHOLE * self._apart.min(axis=1)
        loss *= self._spread()
        gone = 1 + int(loss[1:eligible].argmin())
        written = alone[gone] & (strokes[gone] >= _WRITING) & (self._kept[gone].seconds >= _READABLE)
        self.unread += int(written.sum() >= _WRITTEN_CELLS)
        self.thinned = True
        del self._kept[gone]
        rest = np.arange(len(self._same)) != gone
        self._same, self._apart = self._same[rest][:, rest], self._apart[rest][:, rest]
