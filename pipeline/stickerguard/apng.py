"""An APNG taken apart into PNG files of one frame (PNG Specification, third edition, W3C 2025); Pillow decodes them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from struct import pack, unpack
from typing import NamedTuple

from stickerguard.layers import After, Layer

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FOR_PIXELS = (b"PLTE", b"tRNS")
"""Chunks that every frame needs to be decoded."""
_AFTER = (After.STAYS, After.CLEARED, After.AS_BEFORE)


class _Chunk(NamedTuple):
    kind: bytes
    body: bytes
    checked: bool


def is_apng(data: bytes) -> bool:
    """Whether the PNG `data` holds frames beside its picture."""
    return b"fcTL" in data and any(chunk.kind == b"fcTL" for chunk in _chunks(data))


def apng_layers(data: bytes) -> Iterator[Layer]:
    """The frames of the APNG `data`, before them the picture that only other programs show, where there is one.

    Raises OSError for what is cut off, SyntaxError for broken chunks; a missing end is no fault.
    """
    header = shared = b""
    control: bytes | None = None
    pixels: list[bytes] = []
    first = True
    for chunk in _chunks(data):
        if chunk.kind in (b"fcTL", b"IEND") and pixels:
            yield _layer(header, shared, control, pixels, first=first and control is not None)
            first = first and control is None
            pixels = []
        if not chunk.checked:
            raise SyntaxError(f"broken PNG file (bad checksum in {chunk.kind!r})")
        if chunk.kind == b"IHDR":
            header = chunk.body
        elif chunk.kind in _FOR_PIXELS:
            shared += _chunk(chunk.kind, chunk.body)
        elif chunk.kind == b"fcTL":
            if len(chunk.body) != 26:
                raise SyntaxError("broken PNG file (frame without its control)")
            control = chunk.body
        elif chunk.kind == b"IDAT":
            pixels.append(chunk.body)
        elif chunk.kind == b"fdAT" and control is not None:
            pixels.append(chunk.body[4:])
    if pixels:
        yield _layer(header, shared, control, pixels, first=first and control is not None)


def _chunks(data: bytes) -> Iterator[_Chunk]:
    position = len(_SIGNATURE)
    while position + 8 <= len(data):
        length, kind = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        end = position + 8 + length
        body = data[position + 8 : end]
        if len(data) < end + 4:
            raise OSError(f"image file is truncated in a chunk {kind!r}")
        needed = kind in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"fcTL", b"fdAT")
        yield _Chunk(kind, body, not needed or zlib.crc32(kind + body) == int.from_bytes(data[end : end + 4], "big"))
        if kind == b"IEND":
            return
        position = end + 4


def _layer(header: bytes, shared: bytes, control: bytes | None, pixels: list[bytes], *, first: bool) -> Layer:
    if control is None:
        size = unpack(">II", header[:8])
        return Layer(_png(header, size, shared, pixels), (0, 0), size, over=False, after=After.CLEARED, milliseconds=0)
    _, width, height, x, y, delay, unit, dispose, blend = unpack(">IIIIIHHBB", control)
    canvas = unpack(">II", header[:8])
    if not (0 < width <= canvas[0] - x and 0 < height <= canvas[1] - y):
        raise SyntaxError("broken PNG file (a frame beyond its picture)")
    after = _AFTER[dispose] if dispose < len(_AFTER) else After.STAYS
    if first and after is After.AS_BEFORE:
        after = After.CLEARED
    return Layer(
        _png(header, (width, height), shared, pixels),
        (x, y),
        (width, height),
        over=blend == 1,
        after=after,
        milliseconds=1000 * delay / (unit or 100),
    )


def _png(header: bytes, size: tuple[int, int], shared: bytes, pixels: list[bytes]) -> bytes:
    return b"".join(
        [
            _SIGNATURE,
            _chunk(b"IHDR", pack(">II", *size) + header[8:]),
            shared,
            _chunk(b"IDAT", b"".join(pixels)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))
