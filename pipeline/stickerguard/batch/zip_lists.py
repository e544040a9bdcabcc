"""Whether a zip lists all members that it holds: what its list leaves out would pass without a row."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_ZIP_START = b"PK"
_SPLIT_MARKS = (b"PK00", b"PK\x07\x08")
"""What stands before the first member where a zip was made to be split (APPNOTE.TXT 8.5.3 and 8.5.4)."""
_HEADER = b"PK\x03\x04"
_HEADER_SIZE = 30
"""Of the header before a member, without its name and what else it says."""
_CERTAIN_HEADER = re.compile(rb"PK\x03\x04[\x00-\x3f]\x00..[\x00-\x63]\x00", re.DOTALL)
"""A header with a version and a method that there are: a program that unpacks zips has the mere mark in its code."""
_END = b"PK\x05\x06"
_LONGEST_END = 22 + 2**16
_BLOCK = 2**20


class UnlistedError(zipfile.BadZipFile):
    """A zip holds members that are not in its list."""


def check_listed(path: Path, archive: zipfile.ZipFile) -> None:
    """Raise UnlistedError where the file holds the header of a member where no member is that the `archive` lists.

    Its list may be that of a zip inside one that was cut off, of the last or first of several that were joined, or have
    been changed: Python's `zipfile` leaves the bytes of what a program takes off the list. Readers that go from member
    to member see them. Fillings, signatures and sizes that stand between members are none, nor is what a file begins
    with that begins as a program (a self-extracting archive).
    """
    entries = sorted((max(entry.header_offset, 0), entry.compress_size) for entry in archive.infolist())
    with path.open("rb") as file:
        first = entries[0][0] if entries else archive.start_dir
        start = file.read(4)
        is_marked = start in _SPLIT_MARKS and first == len(start)
        if first and start.startswith(_ZIP_START) and not is_marked:
            raise _left_out("the first ones")
        if any(map(_CERTAIN_HEADER.search, _blocks(file, 0, first))):
            raise _left_out("the first ones")
        end = first
        for offset, size in entries:
            _check_gap(file, end, offset)
            end = max(end, _end(file, offset, size))
        _check_gap(file, end, archive.start_dir)
        file.seek(max(file.seek(0, 2) - _LONGEST_END, 0))
        # As `zipfile` finds it; what follows it is a comment, whatever length it claims.
        if _HEADER in file.read().rpartition(_END)[2]:
            raise _left_out("those behind it")


def _end(file: IO[bytes], offset: int, size: int) -> int:
    """Where the packed bytes of the member whose header is at `offset` end."""
    file.seek(offset)
    header = file.read(_HEADER_SIZE)
    # What has no header costs its own row; how long its name is does not matter.
    texts = header[26:30] if header.startswith(_HEADER) else b""
    return offset + _HEADER_SIZE + int.from_bytes(texts[:2], "little") + int.from_bytes(texts[2:], "little") + size


def _check_gap(file: IO[bytes], start: int, end: int) -> None:
    if any(_HEADER in block for block in _blocks(file, start, end)):
        raise _left_out("some")


def _blocks(file: IO[bytes], start: int, end: int) -> Iterator[bytes]:
    """What stands from `start` to `end`, in blocks that share as many bytes as a header has; nothing where no header
    has room, as between most members."""
    if end - start < _HEADER_SIZE:
        return
    file.seek(start)
    block = b""
    while start < end and (more := file.read(min(_BLOCK, end - start))):
        block = block[-_HEADER_SIZE:] + more
        start += len(more)
        yield block


def _left_out(what: str) -> UnlistedError:
    return UnlistedError(f"its list of members leaves out {what}; it was cut off, joined or changed")
