"""PDQ, the perceptual hash that trust-and-safety teams exchange (Davis, Rosen 2019, "The TMK+PDQF Video-Hashing
Algorithm and the PDQ Image-Hashing Algorithm"): 256 bits, near pictures differ in few of them. The extra `[pdq]`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from stickerguard.extras import needed
from stickerguard.frames import Frame
from stickerguard.pixels import blend

Hashes = npt.NDArray[np.uint64]
"""uint64 [n, 4]: n hashes of 256 bits."""

MIN_QUALITY = 50
"""PDQ's own measure of how much there is to hash, 0 to 100; below 50 its authors do not match."""


def require_pdq() -> None:
    """Raise StickerguardError, code "missing_package", unless pdqhash is installed."""
    with needed("PDQ hashes need pdqhash", "pdq"):
        import pdqhash  # noqa: F401 (only whether it is there)


def pdq_hashes(frames: Sequence[Frame]) -> Hashes:
    """The PDQ hash of every frame that has enough structure to be matched: uint64 [up to len(frames), 4]."""
    return _hashes(frame.rgb for frame in frames)


def exchanged_hashes(frames: Sequence[Frame]) -> Hashes:
    """The hashes that other tools may have made of these frames: uint64 [up to 4 * len(frames), 4].

    The algorithm says nothing of transparency. Hashers drop the alpha channel, whatever colours lie hidden under it, or
    show the picture on white, on black or on grey; a frame with transparent pixels has a hash of each.
    """
    return _hashes(picture for frame in frames for picture in _as_shown(frame))


def _as_shown(frame: Frame) -> Iterator[npt.NDArray[np.uint8]]:
    yield frame.rgb
    if frame.rgba is not None:
        yield np.ascontiguousarray(frame.rgba[..., :3])
        yield blend(frame.rgba, 255)
        yield blend(frame.rgba, 0)


def _hashes(pictures: Iterable[npt.NDArray[np.uint8]]) -> Hashes:
    import pdqhash

    found = []
    for picture in pictures:
        bits, quality = pdqhash.compute(picture)
        if quality >= MIN_QUALITY:
            found.append(np.packbits(bits).view(">u8").astype(np.uint64))
    return np.stack(found) if found else np.empty((0, 4), dtype=np.uint64)


def parse_hash(text: str) -> npt.NDArray[np.uint64]:
    """64 hexadecimal digits as uint64 [4]. Raises ValueError for anything else."""
    raw = bytes.fromhex(text)
    if len(raw) != 32:
        raise ValueError(f"{len(raw) * 8} bits, a PDQ hash has 256")
    return np.frombuffer(raw, dtype=">u8").astype(np.uint64)


def format_hash(value: npt.NDArray[np.uint64]) -> str:
    """uint64 [4] as 64 hexadecimal digits, the form that is exchanged."""
    return value.astype(">u8").tobytes().hex()


def distances(hashes: Hashes, value: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Bits in which each of `hashes` differs from `value`: int64 [n], 0 to 256."""
    return np.asarray(np.bitwise_count(hashes ^ value).sum(axis=1), dtype=np.int64)
