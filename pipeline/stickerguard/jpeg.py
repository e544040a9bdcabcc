"""What a JPEG will cost, told before it is decoded, and the shape of its pixels."""

from __future__ import annotations

import re

from PIL import Image

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_NEXT_PICTURE = b"\xff\xd8\xff"
_ALONE = frozenset((0x01, _SOI))
"""Markers without a length; restart markers, the others, stand inside a scan."""
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_RESOLUTION, _EXIF, _EXTENT = (0x011A, 0x011B), 0x8769, (0xA002, 0xA003)
"""Tags of EXIF (CIPA DC-008), each of width and height; the extent stands in a directory of its own."""
_USUAL_DPI = 72


def count_scans(data: bytes, *, further: bool = False) -> int:
    """The scans of the JPEG `data` up to its end marker (ITU-T T.81, B.1.1), and of those behind it where `further`
    ones count, as in MPO files.

    Each scan of a progressive JPEG costs the decoder a pass over the whole picture, however few bytes it has.
    """
    scans, position = 0, 2
    while found := _NEXT_MARKER.search(data, position):
        marker, position = found[1][0], found.end()
        if marker == _EOI:
            position = data.find(_NEXT_PICTURE, position) if further else -1
            if position < 0:
                break
            continue
        if marker in _ALONE:
            continue
        scans += marker == _SOS
        position += int.from_bytes(data[position : position + 2], "big")
    return scans


def pixel_aspect(exif: bytes, size: tuple[int, int]) -> float:
    """Width by height of the pixels of a JPEG of that `size`: 1 unless its EXIF block gives a resolution, and the
    extent that it makes at 72 pixels an inch. Browsers show the picture in that extent."""
    try:
        own = Image.Exif()
        own.load(exif)
        scales = [_USUAL_DPI / float(own[tag]) for tag in _RESOLUTION]
        extent = [float(own.get_ifd(_EXIF)[tag]) for tag in _EXTENT]
    except Exception:  # not there, or a broken block, which must not hide the picture
        return 1.0
    if any(abs(side * scale - shown) > 1 for side, scale, shown in zip(size, scales, extent, strict=True)):
        return 1.0
    return scales[0] / scales[1]
