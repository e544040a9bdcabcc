"""What a WebP says of its alpha (WebP Container Specification; RFC 9649)."""

from __future__ import annotations

from collections.abc import Iterator

_FIRST_CHUNK, _CHUNK_HEAD, _FRAME_HEAD = 12, 8, 16
_HAS_ALPHA = 0x10
"""The bit that says so, in the flags of VP8X and in the fifth byte of VP8L."""
_LOSSLESS_BITS = 4


def reveal_alpha(data: bytes) -> bytes:
    """The WebP `data` with the marks set that it has alpha, wherever it may have some; itself where they are, or where
    it is no WebP.

    Browsers heed one of the marks, decoders the other, or none: text in the alpha of a picture that disclaims it could
    be seen by people alone, and a picture under such an alpha, too.
    """
    if not (data.startswith(b"RIFF") and data[8:_FIRST_CHUNK] == b"WEBP"):
        return data
    flags: int | None = None
    unset: list[int] = []
    holder = False
    for kind, start in _chunks(data):
        if kind == b"VP8X":
            flags = start
        elif kind == b"VP8L":
            holder = True
            unset.append(start + _LOSSLESS_BITS)
        holder |= kind == b"ALPH"
    if holder and flags is not None:
        unset.append(flags)
    unset = [place for place in unset if place < len(data) and not data[place] & _HAS_ALPHA]
    if not unset:
        return data
    marked = bytearray(data)
    for place in unset:
        marked[place] |= _HAS_ALPHA
    return bytes(marked)


def _chunks(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Kind and place of each chunk's content, those within the frames of an animation among them."""
    position = _FIRST_CHUNK
    while position + _CHUNK_HEAD <= len(data):
        kind, length = data[position : position + 4], int.from_bytes(data[position + 4 : position + 8], "little")
        position += _CHUNK_HEAD
        yield kind, position
        position += _FRAME_HEAD if kind == b"ANMF" else length + (length & 1)
