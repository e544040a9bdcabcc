"""Members of a tar, read forward only, that end with an error wherever `tarfile` would end in silence."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any, Self, cast

_LONGEST_HEADER = 2**20
"""Bytes of one member's headers, long names and attributes among them: they are claims that compress well."""
_BLOCK = 2**16


class _Pieces(io.RawIOBase):
    """What the compressed pieces of `file` hold, one behind the other, with zeros between them or none.

    What follows the first piece and is damaged or packed otherwise raises: readers of Python pass over it in silence.
    """

    def __init__(self, file: IO[bytes], make: Callable[[], bz2.BZ2Decompressor | lzma.LZMADecompressor]) -> None:
        self._file = file
        self._make = make
        self._piece = make()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._next(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        while True:
            if self._piece.eof:
                packed = self._piece.unused_data.lstrip(b"\0")
                while not packed:
                    if not (more := self._file.read(_BLOCK)):
                        return b""
                    packed = more.lstrip(b"\0")
                self._piece = self._make()
            elif self._piece.needs_input:
                if not (packed := self._file.read(_BLOCK)):
                    raise EOFError("its compressed data breaks off")
            else:
                packed = b""
            if data := self._piece.decompress(packed, size):
                return data


_MAGIC: dict[bytes, Callable[[IO[bytes]], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": lambda file: _Pieces(file, bz2.BZ2Decompressor),
    b"\xfd7zXZ": lambda file: _Pieces(file, lzma.LZMADecompressor),
}


class _HeaderReader:
    """The stream of an archive while a header is read: gives `_LONGEST_HEADER` bytes at most."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._left = _LONGEST_HEADER

    def read(self, size: int) -> bytes:
        self._left -= size
        if self._left < 0:
            raise tarfile.ReadError(f"a header of more than {_LONGEST_HEADER:,} bytes")
        return cast(bytes, self._stream.read(size))

    def tell(self) -> int:
        return cast(int, self._stream.tell())

    def seek(self, position: int) -> int:
        return cast(int, self._stream.seek(position))


class _StrictHeader(tarfile.TarInfo):
    """A header that is broken, cut off or oversized raises ReadError; the end of the file counts after an end mark."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        return cast(Self, _next_header(super().fromtarfile, tarfile))


def _next_header(read: Any, archive: Any) -> Any:
    stream = archive.fileobj
    archive.fileobj = _HeaderReader(stream)
    try:
        header = read(archive)
    except tarfile.EOFHeaderError:  # type: ignore[attr-defined]  # not in the stubs
        archive.end_mark = True
        raise
    except tarfile.EmptyHeaderError:  # type: ignore[attr-defined]  # not in the stubs
        if getattr(archive, "end_mark", False):
            raise
        raise tarfile.ReadError("it has no end mark, so it was cut off") from None
    except (
        tarfile.InvalidHeaderError,  # type: ignore[attr-defined]  # not in the stubs
        tarfile.TruncatedHeaderError,  # type: ignore[attr-defined]  # not in the stubs
    ) as error:
        raise tarfile.ReadError(f"what follows is no member: {error}") from None
    finally:
        archive.fileobj = stream
    archive.end_mark = False
    return header


@contextmanager
def open_tar(file: IO[bytes]) -> Iterator[tarfile.TarFile]:
    """The tar in `file`, compressed or not, to iterate over once. Whatever is wrong with it raises, tar errors as
    `tarfile.TarError`. Members behind an end mark count: some programs join archives so, others would hide them so."""
    with ExitStack() as stack:
        start = file.read(6)
        file.seek(0)
        for magic, unpack in _MAGIC.items():
            if start.startswith(magic):
                # Unlike the "r|*" of tarfile these read a file of several compressed pieces to its end.
                file = stack.enter_context(unpack(file))
        yield stack.enter_context(tarfile.open(fileobj=file, mode="r|", tarinfo=_StrictHeader, ignore_zeros=True))
