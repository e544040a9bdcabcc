"""An APNG taken apart into PNG files of one frame (PNG Specification, third edition, W3C 2025); Pillow decodes them."""

from __future__ import annotations

from collections.abc import Iterator
from struct import pack, unpack

from stickerguard.layers import After, Layer
from stickerguard.png import SIGNATURE, chunk, chunks

_FOR_PIXELS = (b"PLTE", b"tRNS")
"""Chunks that every frame needs to be decoded."""
_AFTER = (After.STAYS, After.CLEARED, After.AS_BEFORE)


def is_apng(data: bytes) -> bool:
    """Whether the PNG `data` holds frames beside its picture."""
    return b"fcTL" in data and any(part.kind == b"fcTL" for part in chunks(data))


def apng_layers(data: bytes) -> Iterator[Layer]:
    """The frames of the tidy APNG `data`, before them the picture that only other programs show, where there is one.

    Raises OSError for what is cut off, SyntaxError for broken chunks; a missing end is no fault.
    """
    header = shared = b""
    control: bytes | None = None
    pixels: list[bytes] = []
    first = True
    for part in chunks(data):
        if part.kind in (b"fcTL", b"IEND") and pixels:
            yield _layer(header, shared, control, pixels, first=first and control is not None)
            first = first and control is None
            pixels = []
        if not part.sound:
            raise SyntaxError(f"broken PNG file (bad checksum in {part.kind!r})")
        if part.kind == b"IHDR":
            header = part.body
        elif part.kind in _FOR_PIXELS:
            shared += chunk(part.kind, part.body)
        elif part.kind == b"fcTL":
            if len(part.body) != 26:
                raise SyntaxError("broken PNG file (frame without its control)")
            control = part.body
        elif part.kind == b"IDAT":
            pixels.append(part.body)
        elif part.kind == b"fdAT" and control is not None:
            pixels.append(part.body[4:])
    if pixels:
        yield _layer(header, shared, control, pixels, first=first and control is not None)


def _layer(header: bytes, shared: bytes, control: bytes | None, pixels: list[bytes], *, first: bool) -> Layer:
    if control is None:
        size = unpack(">II", header[:8])
        return Layer(_png(header, size, shared, pixels), (0, 0), size, over=False, after=After.CLEARED, milliseconds=0)
    _, width, height, x, y, delay, unit, dispose, blend = unpack(">IIIIIHHBB", control)
    canvas = unpack(">II", header[:8])
    if not (0 < width <= canvas[0] - x and 0 < height <= canvas[1] - y):
        raise SyntaxError("broken PNG file (a frame beyond its picture)")
    # The pixels of a picture that is a frame as well are those of all of it.
    if first and (x, y, width, height) != (0, 0, *canvas):
        raise SyntaxError("broken PNG file (a first frame that is not all of its picture)")
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
            SIGNATURE,
            chunk(b"IHDR", pack(">II", *size) + header[8:]),
            shared,
            chunk(b"IDAT", b"".join(pixels)),
            chunk(b"IEND", b""),
        ]
    )
