"""Sticker files as they are opened: regular ones only, and none that keeps its reader waiting."""

from __future__ import annotations

import contextlib
import os
import stat
from io import BufferedReader
from pathlib import Path

from stickerguard.errors import DecodeError
from stickerguard.remedies import cannot_read


def open_file(path: Path, source: str) -> BufferedReader:
    """The regular file at `path`, at its beginning; `source` names it in messages.

    Raises DecodeError, codes "not_found", "is_directory" and "unreadable_file": a pipe, socket or device, a file of the
    system that gives nothing and does not end (/proc/kmsg), and what else cannot be opened.
    """
    try:
        # A device may do something when it is opened, so it is looked at before; after, since another thing may have
        # taken its place: a pipe, which must not block.
        _check(path.stat().st_mode, source)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with contextlib.ExitStack() as stack:
            file = stack.enter_context(os.fdopen(os.open(path, flags), "rb"))
            status = os.fstat(file.fileno())
            _check(status.st_mode, source)
            if not status.st_size and _waits(file):
                raise DecodeError(f"{source}: does not end as files do; give a regular file", code="unreadable_file")
            stack.pop_all()
            return file
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the path
        raise unreadable(error, source) from error


def no_path(name: str) -> DecodeError:
    """What the row of an empty `name` says, such as "" or `file://`, which would mean the current folder."""
    return DecodeError(f"{name!r} names no file; give a path", code="no_path")


def unreadable(error: OSError | ValueError, source: str) -> DecodeError:
    """`error`, of opening or reading the file called `source`, as what its row says."""
    if isinstance(error, FileNotFoundError):
        return DecodeError(f"{source}: no such file; check the path", code="not_found")
    return DecodeError(cannot_read(source, error), code="unreadable_file")


def _check(mode: int, source: str) -> None:
    if stat.S_ISDIR(mode):
        raise DecodeError(f"{source}: is a folder; give the files in it", code="is_directory")
    if not stat.S_ISREG(mode):
        raise DecodeError(f"{source}: is a pipe, socket or device; give a regular file", code="unreadable_file")


def _waits(file: BufferedReader) -> bool:
    """Whether a file that says it is empty would have its reader wait."""
    start: bytes | None = file.raw.read(1)
    if start:
        file.seek(0)
    return start is None
