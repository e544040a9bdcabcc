"""GIF and APNG files byte by byte, with frames that no encoder at hand writes."""

import itertools
import struct
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Drawn:
    """A frame: `levels` are places in the palette, [height, width], or channels, [height, width, channels]."""

    levels: Levels
    at: tuple[int, int] = (0, 0)
    disposal: int = 0
    over: bool = True
    transparent: int | None = None
    milliseconds: int = 500


def gif(size: tuple[int, int], palette: Levels, frames: list[Drawn], *, background: int = 0) -> bytes:
    """A GIF with the global `palette`, uint8 [256, 3]."""
    data = b"GIF89a" + struct.pack("<2H3B", *size, 0xF7, background, 0) + palette.tobytes()
    for frame in frames:
        height, width = frame.levels.shape
        flags = frame.disposal << 2 | (frame.transparent is not None)
        data += b"!\xf9\x04" + struct.pack("<BHBB", flags, frame.milliseconds // 10, frame.transparent or 0, 0)
        data += b"," + struct.pack("<4HB", *frame.at, width, height, 0) + _packed(frame.levels)
    return data + b";"


def apng(
    size: tuple[int, int], kind: int, frames: list[Drawn], *, extra: bytes = b"", depth: int = 8, alone: bool = False
) -> bytes:
    """An APNG of that colour type; its `disposal` is 0, 1 or 2. The first frame is only for other programs where it
    stands `alone`."""
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", *size, depth, kind, 0, 0, 0)) + extra
    data += chunk(b"acTL", struct.pack(">2I", len(frames) - alone, 0))
    number = itertools.count()
    for index, frame in enumerate(frames):
        height, width = frame.levels.shape[:2]
        place = struct.pack(">4I", width, height, *frame.at)
        how = struct.pack(">2H2B", frame.milliseconds, 1000, frame.disposal, frame.over)
        rows = zlib.compress(b"".join(b"\0" + row.tobytes() for row in frame.levels))
        if index or not alone:
            data += chunk(b"fcTL", struct.pack(">I", next(number)) + place + how)
        data += chunk(b"fdAT", struct.pack(">I", next(number)) + rows) if index else chunk(b"IDAT", rows)
    return data + chunk(b"IEND", b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _packed(levels: Levels) -> bytes:
    """LZW without any compression: the table is cleared before its codes grow beyond nine bits."""
    flat = levels.reshape(-1).astype("<u2")
    codes = np.concatenate(
        [part for start in range(0, len(flat), 250) for part in ([256], flat[start : start + 250])] + [[257]]
    ).astype("<u2")
    bits = np.unpackbits(codes.view(np.uint8).reshape(-1, 2), axis=1, bitorder="little")[:, :9]
    packed = np.packbits(bits, bitorder="little").tobytes()
    blocks = [packed[start : start + 255] for start in range(0, len(packed), 255)]
    return b"\x08" + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0"
