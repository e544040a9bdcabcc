"""A GIF taken apart into files of one frame (GIF89a Specification, CompuServe 1990); Pillow decodes them."""

from __future__ import annotations

from collections.abc import Iterator
from struct import pack, unpack_from

from stickerguard.layers import After, Layer

_HEADER = 13
_EXTENSION, _IMAGE, _TRAILER, _CONTROL = b"!", b",", b";", 0xF9
_DISPOSAL = {2: After.CLEARED, 3: After.AS_BEFORE, 4: After.AS_BEFORE}
_TIME_UNIT = 10
"""Milliseconds."""


def gif_layers(data: bytes) -> Iterator[Layer]:
    """The frames of the GIF `data`, whose header is whole.

    Raises OSError where a frame is cut off before its pixels.
    """
    palette = _palette(data, 10)
    position = _HEADER + len(palette)
    control = b""
    while position < len(data):
        kind, position = data[position : position + 1], position + 1
        if kind == _TRAILER:
            return
        if kind == _EXTENSION:
            end = _end_of_blocks(data, position + 1)
            if data[position : position + 1] == bytes([_CONTROL]) and len(data) >= position + 6:
                control = data[position + 2 : position + 6]
            position = end
        elif kind == _IMAGE:
            if len(data) < position + 10:
                raise OSError("image file is truncated in the description of a frame")
            colours = _palette(data, position + 8)
            start = position + 9 + len(colours)
            end = _end_of_blocks(data, start + 1)
            yield _layer(data, position, palette, control, data[position + 8 : end])
            control, position = b"", end


def _palette(data: bytes, flags_at: int) -> bytes:
    flags = data[flags_at]
    start = _HEADER if flags_at < _HEADER else flags_at + 1
    return data[start : start + (3 << (flags & 7) + 1)] if flags & 0x80 else b""


def _end_of_blocks(data: bytes, position: int) -> int:
    while position < len(data) and data[position]:
        position += 1 + data[position]
    return min(position + 1, len(data))


def _layer(data: bytes, at: int, palette: bytes, control: bytes, flags_and_pixels: bytes) -> Layer:
    x, y, width, height = unpack_from("<4H", data, at)
    flags, delay, transparent = unpack_from("<BHB", control) if control else (0, 0, 0)
    alone = b"GIF89a" + pack("<2HBBB", width, height, data[10], 0, 0) + palette
    if flags & 1:
        alone += _EXTENSION + bytes([_CONTROL, 4, 1, 0, 0, transparent, 0])
    alone += _IMAGE + pack("<4H", 0, 0, width, height) + flags_and_pixels
    after = _DISPOSAL.get(flags >> 2 & 7, After.STAYS)
    # Players show nothing of a frame without extent.
    alone = alone if width and height else b""
    return Layer(alone, (x, y), (width, height), over=True, after=after, milliseconds=delay * _TIME_UNIT)
