"""The distinct frames of an animation: scoring 100 near-identical frames would only cost time."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

_THUMB = 48
# Largest change of one thumbnail cell, in grey levels, that still counts as the same picture. A cell averages
# about 11 x 11 pixels of a 512 px sticker, so a line of small text appearing changes several cells by more.
_SAME = 16


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One decoded frame: its `index` in the file and `rgb`, uint8 [height, width, 3], flattened on the ground."""

    index: int
    rgb: npt.NDArray[np.uint8]


class DistinctFrames:
    """Keeps at most `limit` frames that differ visibly, deciding as they arrive, so memory stays bounded.

    When one more would exceed the limit, the later frame of the most similar pair leaves: what remains is the
    most varied set, wherever in the animation it lies. `thinned` then turns true.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._first: Frame | None = None
        self._kept: list[tuple[Frame, npt.NDArray[np.int16]]] = []
        self.thinned = False

    def add(self, frame: Frame) -> None:
        """Keep `frame` if it differs from every kept one."""
        if self._first is None:
            self._first = frame  # most stickers are stills and need no thumbnail
            return
        if not self._kept:
            self._kept.append((self._first, _thumbnail(self._first.rgb)))
        thumb = _thumbnail(frame.rgb)
        if any(_difference(thumb, kept) <= _SAME for _, kept in self._kept):
            return
        self._kept.append((frame, thumb))
        if len(self._kept) > self._limit:
            self.thinned = True
            self._kept.pop(self._most_redundant())

    def frames(self) -> tuple[Frame, ...]:
        """The kept frames in file order."""
        if self._first is not None and not self._kept:
            return (self._first,)
        return tuple(frame for frame, _ in self._kept)

    def _most_redundant(self) -> int:
        thumbs = [thumb for _, thumb in self._kept]
        pairs = ((_difference(thumbs[i], thumbs[j]), j) for j in range(1, len(thumbs)) for i in range(j))
        return min(pairs)[1]


def _thumbnail(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.int16]:
    return np.asarray(cv2.resize(rgb, (_THUMB, _THUMB), interpolation=cv2.INTER_AREA), dtype=np.int16)


def _difference(a: npt.NDArray[np.int16], b: npt.NDArray[np.int16]) -> int:
    return int(np.abs(a - b).max())
