"""The chunks of a PNG (PNG Specification, third edition, W3C 2025), and what of them viewers do not heed left out."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from struct import pack
from typing import NamedTuple

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHECKED = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"fcTL", b"fdAT")
_TYPE = 9
"""Where in IHDR the type of the colours stands."""
_PALETTE, _WITHOUT_ALPHA = 3, (0, 2, 3)


class Chunk(NamedTuple):
    """`whole` is the chunk as it stands in the file; `sound` says whether its checksum holds, where that matters."""

    kind: bytes
    body: bytes
    whole: bytes
    sound: bool


def chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks of the PNG `data` up to IEND. Raises OSError where one is cut off; a missing end is no fault."""
    position = len(SIGNATURE)
    while position + 8 <= len(data):
        length, kind = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        end = position + 12 + length
        if len(data) < end:
            raise OSError(f"image file is truncated in a chunk {kind!r}")
        body = data[position + 8 : end - 4]
        sound = kind not in _CHECKED or zlib.crc32(kind + body) == int.from_bytes(data[end - 4 : end], "big")
        yield Chunk(kind, body, data[position:end], sound)
        if kind == b"IEND":
            return
        position = end


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk as it stands in a file."""
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))


def tidy(data: bytes) -> bytes:
    """The PNG `data` without palettes and transparent colours that stand where they count for nothing: a second one,
    one behind the pixels, a transparency before its palette or beside alpha.

    Pillow takes the last of them, viewers the first that may be there, so that each would see another picture. As it
    was where there is nothing to leave out, or where it is cut off.
    """
    kept: list[bytes] = []
    seen: set[bytes] = set()
    kind = None
    try:
        for part in chunks(data):
            if part.kind == b"IHDR" and len(part.body) > _TYPE:
                kind = part.body[_TYPE]
            if part.kind not in (b"PLTE", b"tRNS") or _counts(part.kind, kind, seen):
                kept.append(part.whole)
            seen.add(part.kind)
    except OSError:
        return data
    cleaned = b"".join([SIGNATURE, *kept])
    return cleaned if len(cleaned) < len(data) else data


def _counts(part: bytes, kind: int | None, seen: set[bytes]) -> bool:
    if part in seen or b"IDAT" in seen:
        return False
    return part == b"PLTE" or (kind in _WITHOUT_ALPHA and (kind != _PALETTE or b"PLTE" in seen))
