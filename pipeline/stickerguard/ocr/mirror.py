"""Lines that say nothing sure as they are, and something in a mirror: photos of oneself, and text as in water."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from stickerguard.ocr.geometry import Region
from stickerguard.ocr.recognise import Reading, Recogniser

Rgb = npt.NDArray[np.uint8]
_DOUBT = 0.95
"""Confidence under which a line may be one in a mirror; most such lines read with .5 to .9."""
_SURE, _LEAST, _SURER = 0.98, 0.75, 0.05
"""Confidence of a line in a mirror, that of its least sure character, and by how much it reads better so."""
_LETTERS = 3
"""Different ones; of fewer, every scribble has some."""
_ASPECT = 1.8
"""Times longer than high that three letters are."""
_MOST = 4
"""Lines of a picture that are looked at, the longest ones: drawings may have dozens of strokes that read as nothing."""


def in_mirror(
    recogniser: Recogniser, regions: Sequence[Region], crops: Sequence[Rgb], readings: Sequence[Reading]
) -> list[Reading]:
    """`readings` of `regions`, as `crops` show them to `recogniser`, with those that are much surer in a mirror as they
    read there."""
    kept = list(readings)
    # Which of both is left and right depends on what was turned: a column, or a sticker that seems upside down.
    for flip in (np.fliplr, np.flipud):
        doubtful = _doubtful(regions, kept)
        others = recogniser.read([flip(crops[index]) for index in doubtful])
        for index, other in zip(doubtful, others, strict=True):
            if _surer(other, kept[index]):
                kept[index] = other
    return kept


def _doubtful(regions: Sequence[Region], readings: Sequence[Reading]) -> list[int]:
    sides = [region.sides for region in regions]
    doubtful = [
        index
        for index, (reading, (short, long)) in enumerate(zip(readings, sides, strict=True))
        if reading.confidence < _DOUBT and long >= _ASPECT * short
    ]
    return sorted(doubtful, key=lambda index: -sides[index][1])[:_MOST]


def _surer(other: Reading, reading: Reading) -> bool:
    letters = {character for character in other.text.casefold() if character.isalnum()}
    sure = other.confidence >= max(_SURE, reading.confidence + _SURER) and other.least >= _LEAST
    return sure and len(letters) >= _LETTERS
