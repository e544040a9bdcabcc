"""Other orders in which the lines of a picture may be meant: letters that bounce, letters in a square."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

import numpy as np
import numpy.typing as npt

from stickerguard.types import Box

_NEAR = 1.5
"""Heights of a line between the middles of two whose letters belong between each other."""
_WIDE, _NARROW = 1.1, 0.75
"""Heights along the line for each character from which another one fits between two: Chinese, and Latin ones."""
_ALTERNATE = 0.75
"""Of the neighbours along the line, that come from both lines in turn."""
_ALIKE = 1.6
"""Times higher than another line that one of the same letters is at most."""
_FEWEST = 3
"""Characters of which more than one order matters."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: npt.NDArray[np.float64]
    along: npt.NDArray[np.float64]
    middle: npt.NDArray[np.float64]
    height: float

    @classmethod
    def of(cls, text: str, box: Box) -> _Line:
        corners = np.asarray(box, dtype=np.float64)
        start, end = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
        height = float(np.linalg.norm(corners[3] - corners[0] + corners[2] - corners[1])) / 2
        return cls(text, start, end - start, corners.mean(axis=0), height)

    @property
    def spaced(self) -> bool:
        """Whether another character fits between two of its own; a character alone has none beside it."""
        if len(self.text) == 1:
            return True
        wide = sum(east_asian_width(character) in "FW" for character in self.text) * 2 > len(self.text)
        length = float(np.linalg.norm(self.along))
        return bool(self.text) and length > (_WIDE if wide else _NARROW) * len(self.text) * self.height

    def places(self, direction: npt.NDArray[np.float64]) -> list[float]:
        """Where its characters are along `direction`: the gaps between them are as wide as they are."""
        count = 2 * len(self.text) - 1
        return [float((self.start + self.along * (2 * at + 0.5) / count) @ direction) for at in range(len(self.text))]


def woven(texts: Sequence[str], boxes: Sequence[Box]) -> list[list[str]]:
    """`texts` with some of them, whose `boxes` say that the characters of one stand in the gaps of the others, as one;
    a list for each that is found.

    Letters that bounce, every second one lower, are found as two lines, or one of these in parts. Wide gaps may be read
    as signs, so these count for nothing.
    """
    letters = ("".join(c for c in text if c.isalnum() or c.isspace()) or text for text in texts)
    lines = [_Line.of(text, box) for text, box in zip(letters, boxes, strict=True)]
    loose = [at for at, line in enumerate(lines) if line.spaced]
    readings: list[list[str]] = []
    for one in loose:
        near = [at for at in loose if at != one and _near(lines[one], lines[at])]
        for others in [near, *([at] for at in near)]:
            text = _between(lines[one], [lines[at] for at in others])
            if text is not None:
                first = min(one, *others)
                parts = {one, *others}
                reading = [
                    text if at == first else texts[at] for at in range(len(texts)) if at == first or at not in parts
                ]
                readings += [] if reading in readings else [reading]
    return readings


def squared(texts: Sequence[str], boxes: Sequence[Box]) -> list[list[str]]:
    """Single characters as rows from left to right, and as columns from right to left; nothing where any of `texts`
    has more, or there are fewer than four."""
    if len(texts) <= _FEWEST or any(len(text) > 1 for text in texts):
        return []
    corners = np.asarray(boxes, dtype=np.float64)
    middles, sizes = corners.mean(axis=1), np.ptp(corners, axis=1)
    rows, columns = (_grid_lines(middles[:, axis], float(np.median(sizes[:, axis])) / 2) for axis in (1, 0))
    across = [sorted(row, key=lambda at: float(middles[at, 0])) for row in rows]
    down = [sorted(column, key=lambda at: float(middles[at, 1])) for column in columns[::-1]]
    return [["".join(texts[at] for at in strip) for strip in strips] for strips in (across, down)]


def _near(one: _Line, other: _Line) -> bool:
    """Whether `other` is about as high as `one` and not far above or below it."""
    apart, height = other.middle - one.middle, min(one.height, other.height)
    across = abs(float(apart[0] * one.along[1] - apart[1] * one.along[0]))
    small = _ALIKE * height >= max(one.height, other.height)
    return small and across <= _NEAR * height * float(np.linalg.norm(one.along))


def _between(one: _Line, others: Sequence[_Line]) -> str | None:
    """All characters from left to right where those of `one` and of the `others` take turns."""
    if len(one.text) < _FEWEST - 1 or not others:
        return None
    direction = one.along / np.linalg.norm(one.along)
    placed = sorted(
        (place, line is one, character)
        for line in (one, *others)
        for place, character in zip(line.places(direction), line.text, strict=True)
    )
    turns = sum(a[1] != b[1] for a, b in pairwise(placed))
    if len(placed) < _FEWEST or turns < _ALTERNATE * (len(placed) - 1):
        return None
    return "".join(character for _, _, character in placed)


def _grid_lines(places: npt.NDArray[np.float64], gap: float) -> list[list[int]]:
    """The numbers of `places` in their order, those less than `gap` after the one before in one list."""
    order = [int(at) for at in np.argsort(places, kind="stable")]
    strips = [[order[0]]]
    for before, at in pairwise(order):
        if places[at] - places[before] < gap:
            strips[-1].append(at)
        else:
            strips.append([at])
    return strips
