"""What a JPEG will cost, told before it is decoded, the shape of its pixels, and what of it viewers do not heed."""

from __future__ import annotations

import re

from PIL import Image

START = b"\xff\xd8\xff"
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP = range(0xE0, 0xF0)

_ALONE = frozenset((0x01, _SOI))
"""Markers without a length; restart markers, the others, stand inside a scan."""
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_LEAST = {b"JFIF": 14, b"Adobe": 12, b"ICC_PROFILE\0": 14, b"Photoshop 3.0\0": 2**16}
"""Bytes of an APPn segment that begins so, below which decoders pass it over; Photoshop's say nothing of the pixels."""
_RESOLUTION, _EXIF, _EXTENT = (0x011A, 0x011B), 0x8769, (0xA002, 0xA003)
"""Tags of EXIF (CIPA DC-008), each of width and height; the extent stands in a directory of its own."""
_USUAL_DPI = 72


def tidy(data: bytes) -> bytes:
    """The JPEG `data` without the names of segments that are too short for what they are called: viewers pass them
    over, and Pillow takes the file for cut off. Itself where there are none; all else stays in its place."""
    nameless: list[tuple[int, bytes]] = []
    position = 2
    while (found := _NEXT_MARKER.search(data, position)) and found[1][0] not in (_SOS, _EOI):
        position = found.end()
        if found[1][0] in _ALONE:
            continue
        length = int.from_bytes(data[position : position + 2], "big")
        if found[1][0] in _APP:
            start = data[position + 2 : position + 2 + 16]
            nameless += [
                (position + 2, name) for name, least in _LEAST.items() if start.startswith(name) and length - 2 < least
            ]
        position += length
    if not nameless:
        return data
    changed = bytearray(data)
    for place, name in nameless:
        changed[place : place + len(name)] = bytes(len(name))
    return bytes(changed)


def count_scans(data: bytes, *, further: bool = False) -> int:
    """The scans of the JPEG `data` up to its end marker (ITU-T T.81, B.1.1), and of those behind it where `further`
    ones count, as in MPO files.

    Each scan of a progressive JPEG costs the decoder a pass over the whole picture, however few bytes it has.
    """
    scans, position = 0, 2
    while found := _NEXT_MARKER.search(data, position):
        marker, position = found[1][0], found.end()
        if marker == _EOI:
            position = data.find(START, position) if further else -1
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
