"""Members of a tar, read forward only, that end with an error wherever `tarfile` would end in silence."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, Self, cast

_LONGEST_HEADER = 2**20
"""Bytes of one member's headers, long names and attributes among them: they are claims that compress well."""
_MAGIC = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}


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
def open_tar(path: Path) -> Iterator[tarfile.TarFile]:
    """The tar at `path`, compressed or not, to iterate over once. Whatever is wrong with it raises, tar errors as
    `tarfile.TarError`. Members behind an end mark count: some programs join archives so, others would hide them so."""
    with ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(path.open("rb"))
        start = file.read(6)
        file.seek(0)
        for magic, unpack in _MAGIC.items():
            if start.startswith(magic):
                # Unlike the "r|*" of tarfile these read a file of several compressed pieces to its end.
                file = stack.enter_context(cast(Any, unpack)(file))
        yield stack.enter_context(tarfile.open(fileobj=file, mode="r|", tarinfo=_StrictHeader, ignore_zeros=True))
