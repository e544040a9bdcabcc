"""A second reading of a line in doubt: cut closer, right ones stay as they are and misread ones tend to change."""

from __future__ import annotations

import unicodedata

import numpy as np
import numpy.typing as npt

from stickerguard.ocr.recognise import Reading

Rgb = npt.NDArray[np.uint8]
_MARGIN = 0.08
"""Share of a crop's height that is cut off above and below."""
_LEAST_HEIGHT = 6


def closer(crop: Rgb) -> Rgb:
    """`crop`, uint8 [height, width, 3], with less above and below the line; as it is where little would be left."""
    margin = round(_MARGIN * crop.shape[0])
    return crop[margin : crop.shape[0] - margin] if crop.shape[0] - 2 * margin > _LEAST_HEIGHT else crop


def same(one: Reading, other: Reading) -> bool:
    """Whether two readings say the same but for widths, case and white space."""
    return plain(one.text) == plain(other.text)


def plain(text: str) -> str:
    """Text as readings are compared: NFKC, case folded, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
