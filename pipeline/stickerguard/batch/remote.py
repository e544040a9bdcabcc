"""Stickers behind a URL that fsspec opens (s3, gs, abfs, memory, ...); the extra `[remote]`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stickerguard.batch.items import Item, RemoteFile
from stickerguard.batch.urls import shown, without_passwords
from stickerguard.errors import DecodeError, LimitError, StickerguardError

MAX_HEADER = 2**16
"""Bytes of the first line of a manifest."""


def remote_items(url: str, *, caption: str | None = None) -> Iterator[Item]:
    """The file at `url`, or every visible file under it in name order."""
    try:
        system, path = _open(url)
        if not system.isdir(path):
            names = [path]
        else:
            names = sorted(name for name in system.find(path) if not _hidden(name, path))
        urls = [url] if names == [path] else [_under(url, path, name, system) for name in names]
    except Exception as error:  # each backend has its own family of errors
        yield Item(url, _unreachable(url, error), caption=caption)
        return
    for name in urls:
        yield Item(name, RemoteFile(name), caption=caption)


def fetch(file: RemoteFile, max_bytes: int) -> bytes:
    """The bytes of `file`. Raises DecodeError, codes "not_found" and "unreadable_file", and LimitError,
    code "too_many_bytes"."""
    try:
        system, path = _open(file.url)
        with system.open(path, "rb") as stream:
            data = bytes(stream.read(max_bytes + 1))
    except FileNotFoundError as error:
        raise DecodeError(f"{shown(file.url)}: no such file; check the URL", code="not_found") from error
    except StickerguardError:
        raise
    except Exception as error:  # each backend has its own family of errors
        raise _unreachable(file.url, error) from error
    if len(data) > max_bytes:
        raise LimitError(
            f"{shown(file.url)}: more than {max_bytes:,} bytes; raise Limits.max_bytes if you trust it",
            code="too_many_bytes",
        )
    return data


def fetch_start(url: str) -> bytes:
    """The first line of the file at `url`, `MAX_HEADER` bytes at most. Raises DecodeError, code "unreadable_file"."""
    try:
        system, path = _open(url)
        with system.open(path, "rb") as stream:
            return bytes(stream.read(MAX_HEADER)).partition(b"\n")[0]
    except Exception as error:  # each backend has its own family of errors
        raise _unreachable(url, error) from error


def _open(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise StickerguardError(
            f"{shown(url)}: URLs need fsspec: pip install 'stickerguard[remote]'", code="missing_package"
        ) from error
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
