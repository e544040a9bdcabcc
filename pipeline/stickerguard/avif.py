"""Where an AVIF says that only a part of it is shown: its clean aperture (ISO/IEC 14496-12, 12.1.4)."""

from __future__ import annotations

from struct import error, unpack_from

from stickerguard.types import Rectangle

_HEAD = 2**16
"""Bytes in which the properties of the picture stand."""


def shown_part(data: bytes, width: int, height: int) -> Rectangle | None:
    """The part of a picture of `width` x `height` pixels that viewers show; None where it is all of it, or unclear."""
    at = data.find(b"clap", 0, _HEAD)
    if at < 0:
        return None
    try:
        wide, wide_of, high, high_of = unpack_from(">4I", data, at + 4)
        across, across_of, down, down_of = unpack_from(">iIiI", data, at + 20)
        size = wide / wide_of, high / high_of
        middle = (width - 1) / 2 + across / across_of, (height - 1) / 2 + down / down_of
    except (error, ZeroDivisionError):
        return None
    left, top = (round(place - (extent - 1) / 2) for place, extent in zip(middle, size, strict=True))
    part = (max(0, left), max(0, top), min(width, left + round(size[0])), min(height, top + round(size[1])))
    inside = part[0] < part[2] and part[1] < part[3]
    return part if inside and part != (0, 0, width, height) else None
