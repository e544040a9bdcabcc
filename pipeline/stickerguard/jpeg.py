"""What a JPEG will cost, told before it is decoded."""

from __future__ import annotations

import re

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_NEXT_PICTURE = b"\xff\xd8\xff"
_ALONE = frozenset((0x01, _SOI))
"""Markers without a length; restart markers, the others, stand inside a scan."""
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)


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
