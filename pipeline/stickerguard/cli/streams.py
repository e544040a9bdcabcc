"""Standard output and standard error as the command writes to them: what becomes of a run where either fails."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

from stickerguard.errors import StickerguardError
from stickerguard.remedies import to_write

READER_LEFT = "reader_left"
"""Code of the error that ends a command whose standard output nobody reads any more."""
STDOUT = "standard output"


def hold_closed_streams() -> None:
    """Put the null device where a standard stream is closed: its number would go to the next file opened, and what
    native libraries print would end up in there."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def guard_streams() -> None:
    """Have whatever is printed from now on write names that the encoding lacks as escapes, standard output fail with a
    StickerguardError ("cannot_write", or READER_LEFT), and standard error not fail at all."""
    sys.stdout = _guarded(sys.stdout, _Output)
    sys.stderr = _guarded(sys.stderr, _Messages)


def _guarded(stream: Any, kind: type[io.FileIO]) -> Any:
    """`stream` over a file of `kind`; itself where it is closed (None), or no text over a file."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.reconfigure(errors="backslashreplace")
    raw = getattr(stream.buffer, "raw", stream.buffer)  # with `python -u` there is no buffer between
    if not isinstance(raw, io.FileIO):
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(kind(raw.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


class _Output(io.FileIO):
    """Says once what is wrong. What is still in buffers then would fail again as the process ends, and is dropped."""

    _failed = False

    def write(self, data: Any, /) -> int:
        if self._failed:
            return len(data)
        try:
            return super().write(data)
        except BrokenPipeError as error:
            self._failed = True
            raise StickerguardError(f"{STDOUT}: its reader has left", code=READER_LEFT) from error
        except OSError as error:
            self._failed = True
            what = f"{STDOUT}: cannot be written: {error.strerror or error}; {to_write(STDOUT, error.errno)}"
            raise StickerguardError(what, code="cannot_write") from error


class _Messages(io.FileIO):
    """Drops what cannot be shown: a run is not worth less because nobody sees how far it is."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data) or len(data)  # None where it would have to wait
        except OSError:
            return len(data)
