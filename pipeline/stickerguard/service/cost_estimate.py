"""Whether a sticker will be slow, from what its header says; nothing is decoded."""

from __future__ import annotations

import io

from PIL import Image

from stickerguard.formats import READ
from stickerguard.jpeg import count_scans

_SLOW_PIXELS = 16_000_000
"""Pixels to decode; 512 x 512 and 60 frames are as many."""


def looks_slow(data: bytes) -> bool:
    """Whether more than `_SLOW_PIXELS` will be decoded, all frames and all scans of a JPEG counted.

    A header may lie, and one that cannot be read says nothing: False. Runs native code on untrusted bytes, so in a
    worker only.
    """
    try:
        with Image.open(io.BytesIO(data), formats=READ) as image:
            times = count_scans(data) if image.format == "JPEG" else getattr(image, "n_frames", 1)
            return image.width * image.height * int(times) > _SLOW_PIXELS
    except Exception:  # plugins raise almost anything; decoding will say what is wrong
        return False
