"""Which stickers a list of paths means: files, folders, patterns, archives, paths on stdin, URLs that fsspec opens."""

from __future__ import annotations

import codecs
import glob
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO

from stickerguard.batch.archives import archive_items, is_archive
from stickerguard.batch.items import Item
from stickerguard.batch.remote import remote_items
from stickerguard.batch.urls import is_url, local_path, local_scheme, shown
from stickerguard.errors import DecodeError, StickerguardError, of_sticker
from stickerguard.images import Limits, source_name
from stickerguard.regular_file import no_path

STDIN = "-"


def items(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    caption: str | None = None,
    stdin: IO[bytes] | None = None,
    limits: Limits | None = None,
) -> Iterator[Item]:
    """Every sticker meant by `inputs`, one at a time, so that memory does not grow with their number.

    - a folder: every visible file under it, in name order; links to folders are not followed;
    - an archive (see `archives`), given or met in a folder: its members, as one pack;
    - `-`: one path a line from `stdin`, the standard input if None, in UTF-8 or, with a mark, UTF-16;
    - a pattern such as `packs/**/*.webp` that names no file itself: what it matches, in name order;
    - `http://...`, `https://...`: that one file, which the worker that scores it asks for;
    - `file://...`: as the path in it; any other `scheme://...`: the file or every visible file under the folder,
      through fsspec;
    - anything else is taken as a file: if it is not there, its verdict says so.

    `caption` goes with every sticker. Formats are told by content, so no file is left out for its name.
    """
    limits = limits or Limits()
    for given in inputs:
        name = os.fspath(given)
        if name == STDIN:
            lines = (line for line in read_lines(stdin or _stdin()) if line.strip() and line != STDIN)
            yield from items(lines, caption=caption, limits=limits)
            continue
        try:
            yield from _of(name, caption, limits)
        except BaseException as error:  # what one input does must not end the run
            yield Item(name, of_sticker(error, shown(source_name(name))), caption=caption)


def _of(name: str, caption: str | None, limits: Limits) -> Iterator[Item]:
    if local_path(name) == "":
        raise no_path(name)
    if scheme := local_scheme(name):
        for item in _of(local_path(name) or "", caption, limits):
            yield replace(item, source=scheme + item.source, pack=item.pack and scheme + item.pack)
        return
    if is_url(name):
        yield from remote_items(name, caption=caption)
        return
    for path in expand(_matches(name)):
        source = source_name(path)
        if is_archive(path):
            yield from archive_items(path, caption=caption, limits=limits)
        elif os.path.isdir(path):  # noqa: PTH112 (never raises)
            closed = DecodeError(f"{source}: the folder cannot be read; check its permissions", code="unreadable_file")
            yield Item(source, closed, caption=caption)
        else:
            yield Item(source, path, caption=caption)


def read_lines(file: Iterable[bytes]) -> Iterator[str]:
    """The lines of a list, as they come, without their ends and without a byte order mark; in UTF-16 where the mark is
    of that. A path need be no UTF-8: its bytes are kept as the file system does."""
    lines = iter(file)
    first = next(lines, b"")
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from _lines_of_utf16(chain([first], lines))
        return
    for line in chain([first.removeprefix(codecs.BOM_UTF8)], lines):
        yield os.fsdecode(line.rstrip(b"\r\n"))


def _lines_of_utf16(pieces: Iterable[bytes]) -> Iterator[str]:
    begun = ""
    # The pieces end anywhere: the byte of a line feed is also half of other characters.
    for text in codecs.iterdecode(pieces, "utf-16", "replace"):
        *whole, begun = (begun + text).split("\n")
        yield from (line.rstrip("\r") for line in whole)
    yield begun.rstrip("\r")


def _stdin() -> IO[bytes]:
    if sys.stdin is None:
        raise StickerguardError("standard input is closed, but - reads paths from it; pipe them in", code="no_stdin")
    return sys.stdin.buffer


def count(inputs: Iterable[str | os.PathLike[str]]) -> int | None:
    """How many stickers `items` would give, None where only reading archives, URLs or stdin would tell."""
    found = 0
    for given in inputs:
        name = os.fspath(given)
        if name == STDIN or is_url(name):
            return None
        if not name:  # the one row that says so
            found += 1
            continue
        for path in expand(_matches(name)):
            if is_archive(path):
                return None
            found += 1
    return found


def expand(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    """Every file meant by `paths`: a folder stands for all files under it, in name order.

    Hidden files and folders are left out and links to folders are not followed; everything else is yielded,
    whatever its name, since formats are told by content. A path that does not exist is yielded too, and so is a folder
    that cannot be read: its verdict will say so.
    """
    for path in map(Path, paths):
        if not os.path.isdir(path):  # noqa: PTH112 (never raises)
            yield path
            continue
        closed: list[OSError] = []
        for folder, subfolders, files in os.walk(path, onerror=closed.append):
            yield from _folders(closed)
            subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
            yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))
        yield from _folders(closed)


def _folders(closed: list[OSError]) -> Iterator[Path]:
    yield from (Path(os.fsdecode(error.filename)) for error in closed)
    closed.clear()


def _matches(name: str) -> Iterable[str]:
    if not glob.has_magic(name) or os.path.lexists(name):
        return [name]
    return sorted(glob.iglob(name, recursive=True)) or [name]  # noqa: PTH207 (Path.glob takes no absolute pattern)
