"""The chunks of a PNG (PNG Specification, third edition, W3C 2025), and what of them viewers do not heed left out."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from struct import pack
from typing import NamedTuple

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHECKED = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"fcTL", b"fdAT", b"gAMA", b"sRGB", b"iCCP", b"eXIf")
_NEEDED = (b"IHDR", b"PLTE", b"IDAT", b"fcTL", b"fdAT")
"""Chunks without which there is no whole picture."""
_ONCE = (b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"iCCP")
"""Chunks of which the first counts, and none behind the pixels."""
_LEAST = {b"gAMA": 4, b"sRGB": 1, b"acTL": 8}
_SHOWN = frozenset((*_NEEDED, b"IEND", b"tRNS", b"eXIf", *_LEAST))
"""Chunks that bear on what is shown, but for the profile."""
_TYPE = 9
"""Where in IHDR the type of the colours stands."""
_GREY, _RGB, _PALETTE = 0, 2, 3
_LEAST_TRANSPARENCY = {_GREY: 2, _RGB: 6, _PALETTE: 1}
_LONGEST_PROFILE = 16 * 2**20


class Chunk(NamedTuple):
    """`whole` is the chunk as it stands in the file; `sound` says whether its checksum holds, where that matters."""

    kind: bytes
    body: bytes
    whole: bytes
    sound: bool


def chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks of the PNG `data` up to IEND. Raises OSError where one is cut off that is needed; a missing end is no
    fault."""
    position = len(SIGNATURE)
    while position + 8 <= len(data):
        length, kind = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        end = position + 12 + length
        if len(data) < end:
            if kind in _NEEDED:
                raise OSError(f"image file is truncated in a chunk {kind!r}")
            return
        body = data[position + 8 : end - 4]
        sound = kind not in _CHECKED or zlib.crc32(kind + body) == int.from_bytes(data[end - 4 : end], "big")
        yield Chunk(kind, body, data[position:end], sound)
        if kind == b"IEND":
            return
        position = end


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk as it stands in a file."""
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))


class Tidied(NamedTuple):
    data: bytes
    profile: bytes | None = None


def tidy(data: bytes) -> Tidied:
    """The PNG `data` without what bears on nothing that is shown, and the colour profile that it had.

    Left out are texts and the like, which viewers pass over however broken they are; chunks beside the pixels that are
    too short or whose checksum does not hold; of palettes, transparent colours, gammas and profiles those that stand
    where they count for nothing: a second one, one behind the pixels, a transparency before its palette or beside
    alpha. Pillow takes the last of them, viewers the first that may be there, so that each would see another picture.
    As it was where it is cut off.
    """
    kept: list[bytes] = []
    seen: set[bytes] = set()
    kind = None
    profile = None
    try:
        for part in chunks(data):
            if part.kind == b"IHDR" and len(part.body) > _TYPE:
                kind = part.body[_TYPE]
            if _counts(part, kind, seen):
                if part.kind == b"iCCP":
                    profile = _profile(part.body)
                elif part.kind in _SHOWN:
                    kept.append(part.whole)
            seen.add(part.kind)
    except OSError:
        return Tidied(data)
    cleaned = b"".join([SIGNATURE, *kept])
    return Tidied(cleaned if len(cleaned) < len(data) else data, profile)


def _counts(part: Chunk, kind: int | None, seen: set[bytes]) -> bool:
    if part.kind in _ONCE and (part.kind in seen or b"IDAT" in seen):
        return False
    if part.kind in _NEEDED:
        return True
    if part.kind == b"tRNS":
        enough = kind in _LEAST_TRANSPARENCY and len(part.body) >= _LEAST_TRANSPARENCY[kind]
        return enough and part.sound and (kind != _PALETTE or b"PLTE" in seen)
    return part.sound and len(part.body) >= _LEAST.get(part.kind, 0)


def _profile(body: bytes) -> bytes | None:
    """The profile in the body of an iCCP chunk: behind a name, a zero and the method of compression, which is 0."""
    _, _, packed = body.partition(b"\0")
    if not packed.startswith(b"\0"):
        return None
    unpacking = zlib.decompressobj()
    try:
        profile = unpacking.decompress(packed[1:], _LONGEST_PROFILE)
    except zlib.error:
        return None
    return profile if unpacking.eof else None
