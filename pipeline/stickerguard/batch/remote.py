"""Stickers behind a URL that fsspec opens (s3, gs, abfs, memory, ...); the extra `[remote]`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from operator import itemgetter
from typing import Any

from stickerguard.batch.items import Item, RemoteFile
from stickerguard.batch.urls import is_http, shown, without_passwords
from stickerguard.errors import DecodeError, LimitError, StickerguardError
from stickerguard.extras import needed
from stickerguard.limits import remedy

MAX_HEADER = 2**16
"""Bytes of the first line of a manifest."""
_AT_ONCE = 2**20


def remote_items(url: str, *, caption: str | None = None) -> Iterator[Item]:
    """The file at `url`, or every visible file under it: those of a folder in name order, then its folders.

    Of the web (`http`, `https`) every URL is one file, and nothing is asked for here: a server that does not answer is
    for the worker that scores the sticker, which may be stopped. A folder is listed when its turn comes, so that the
    first stickers do not wait for the last ones to be named. One that cannot be listed gives an item with an error.
    """
    if is_http(url):
        yield Item(url, RemoteFile(url), caption=caption)
        return
    try:
        system, path = _open(url)
        is_folder = system.isdir(path)
    except Exception as error:  # each backend has its own family of errors
        yield Item(url, _unreachable(url, error), caption=caption)
        return
    if not is_folder:
        yield Item(url, RemoteFile(url), caption=caption)
        return
    for name, closed in _listed(system, path):
        of = url if name == path else _under(url, path, name, system)
        yield Item(of, _unreachable(of, closed) if closed else RemoteFile(of), caption=caption)


def _listed(system: Any, top: str) -> Iterator[tuple[str, Exception | None]]:
    """Every visible file under `top`, and each folder that cannot be listed with the error; one listing is held at a
    time. `walk` of fsspec passes in silence over folders that cannot be listed."""
    folders = [top]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(system.ls(folder, detail=True), key=itemgetter("name"))
        except Exception as error:  # each backend has its own family of errors
            yield folder, error
            continue
        with suppress(Exception):  # what a backend keeps of each listing would grow with their number
            system.invalidate_cache(folder)
        below = []
        for entry in entries:
            name, is_folder = entry["name"], entry["type"] == "directory"
            itself = name.rstrip("/") == folder.rstrip("/")  # stores of objects mark a folder by an empty object
            if _hidden(name, top) or (itself and (is_folder or not entry.get("size"))):
                continue
            if is_folder:
                below.append(name)
            else:
                yield name, None
        folders += reversed(below)


def fetch(file: RemoteFile, max_bytes: int) -> bytes:
    """The bytes of `file`. Raises DecodeError, codes "not_found" and "unreadable_file", and LimitError,
    code "too_many_bytes"."""
    try:
        data = _start_of(file.url, max_bytes + 1)
    except FileNotFoundError as error:
        raise DecodeError(f"{shown(file.url)}: no such file; check the URL", code="not_found") from error
    except StickerguardError:
        raise
    except Exception as error:  # each backend has its own family of errors
        raise _unreachable(file.url, error) from error
    if len(data) > max_bytes:
        raise LimitError(
            f"{shown(file.url)}: more than {max_bytes:,} bytes; {remedy('max_bytes')}",
            code="too_many_bytes",
        )
    return data


def fetch_start(url: str) -> bytes:
    """The first line of the file at `url`, `MAX_HEADER` bytes at most. Raises DecodeError, code "unreadable_file"."""
    try:
        return _start_of(url, MAX_HEADER).partition(b"\n")[0]
    except Exception as error:  # each backend has its own family of errors
        raise _unreachable(url, error) from error


def _start_of(url: str, length: int) -> bytes:
    """The first `length` bytes of a file, or all it has. No answer takes more memory, however long it is."""
    system, path = _open(url)
    # The web is read as it comes: an answer to a range may be longer than was asked for, and fsspec would keep all.
    options = {"block_size": 0, "size": length} if is_http(url) else {}
    data = bytearray()
    with system.open(path, "rb", **options) as stream:
        while len(data) < length and (more := stream.read(min(_AT_ONCE, length - len(data)))):
            data += more
    return bytes(data)


def _open(url: str) -> tuple[Any, str]:
    with needed(f"{shown(url)}: URLs need fsspec", "remote"):
        from fsspec.core import url_to_fs
    system, path = url_to_fs(url)
    return system, str(path)


def _under(url: str, path: str, name: str, system: Any) -> str:
    """The URL of the file `name` in the folder `url`, whose `path` it has on `system`: with the host, the user and the
    rest of a chain such as `zip://folder::file://a.zip`, which a path does not know."""
    if not name.startswith(path):
        return str(system.unstrip_protocol(name))
    first, chain, rest = url.partition("::")
    start = first if first.endswith("://") else first.rstrip("/") + "/"
    return f"{start}{name.removeprefix(path).lstrip('/')}{chain}{rest}"


def _hidden(name: str, under: str) -> bool:
    return any(part.startswith(".") for part in name.removeprefix(under).split("/"))


def _unreachable(url: str, error: Exception) -> StickerguardError:
    if isinstance(error, StickerguardError):
        return error
    return DecodeError(
        f"{shown(url)}: cannot be read: {type(error).__name__}: {without_passwords(str(error), url)}; check the URL, "
        "the credentials and whether the package of this scheme is installed",
        code="unreadable_file",
    )
