"""What every OCR engine offers. An engine knows pixels and text, nothing of verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from stickerguard.types import Box, Rectangle

Sides = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class OcrLine:
    """One line as read: `box` in pixels of the input picture, `confidence` in [0, 1]. `shapes` is what the shapes of
    its characters alone say, where their company made `text` something else."""

    text: str
    box: Box
    confidence: float
    shapes: str | None = None


@dataclass(frozen=True, slots=True)
class OcrResult:
    """Lines in reading order.

    `unreadable` holds the boxes where text was detected but no reading was trustworthy: an empty `lines` with
    `unreadable` boxes is not the same as a picture without text. `passed_over` holds those of what was looked at and
    found to be no text, such as a lone ring; beside other letters it may be one.
    """

    lines: tuple[OcrLine, ...]
    unreadable: tuple[Box, ...] = ()
    passed_over: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What to read of a picture of which the rest is known from another one: the `parts`, rectangles in its pixels.

    They are seen at the scale of the whole picture. A line may be cut where its part ends, so parts should hold whole
    lines. `company` says whether the rest shows text: an engine that looks harder, for faint text, where it found none
    then does not, as it would not with the whole picture.
    """

    parts: tuple[Rectangle, ...]
    company: bool = False

    def meets(self, box: Box) -> bool:
        """Whether the upright rectangle around `box` reaches into one of the parts."""
        return any(reaches_into(box, part) for part in self.parts)


def reaches_into(box: Box, part: Rectangle) -> bool:
    """Whether the upright rectangle around `box` and `part` share pixels."""
    left, top, right, bottom = sides(box)
    return left < part[2] and right > part[0] and top < part[3] and bottom > part[1]


def sides(box: Box) -> Sides:
    """The upright rectangle around `box`."""
    xs, ys = zip(*box, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


class OcrEngine(Protocol):
    """Reads one picture at a time."""

    @property
    def name(self) -> str:
        """The word a user chooses the engine by."""
        ...

    def read(self, rgb: npt.NDArray[np.uint8], look: Look | None = None) -> OcrResult:
        """Read `rgb`, uint8 [height, width, 3]; boxes are in its pixels.

        An engine sees no transparency. The caller flattens transparent pixels onto a ground, and asks again with
        another one where text may be lost on the first (`ocr.pages`).

        Without `look`, everything is read. With it, `lines`, `unreadable` and `passed_over` hold only what meets one of
        its parts, the lines in reading order among themselves: what the rest of the picture shows is for the caller to
        add. `ocr.pages` passes it only where there is one, for animations.

        Raises OcrError when the engine itself fails.
        """
        ...
