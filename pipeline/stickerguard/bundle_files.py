"""The files of a bundle's folder: plain files of bounded size, each as the manifest states it, or a BundleError."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from io import BufferedReader
from pathlib import Path

from stickerguard.errors import BundleError

MAX_FILE_BYTES = 2 * 2**30
"""More than a protocol buffer, and so an ONNX file, can hold."""
MAX_DOCUMENT_BYTES = 64 * 2**20
"""For files that are read whole: JSON and Markdown."""
_MOST_NAMED = 5
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


def read_document(path: Path) -> bytes:
    """A file that is read whole. Raises OSError, and BundleError as `check_files` does."""
    with _opened(path) as file:
        return file.read()


def check_files(folder: Path, hashes: Mapping[str, str], *, besides: str) -> None:
    """Raise BundleError unless `folder` holds `besides` and exactly the files in `hashes`, with these SHA-256.

    Codes: missing_file, extra_file, not_a_file, too_large, hash_mismatch.
    """
    try:
        present = {entry.name for entry in folder.iterdir()} - {besides}
    except OSError as error:
        raise BundleError(f"{folder}: cannot be listed: {error.strerror}", code="missing_file") from error
    if missing := set(hashes) - present:
        raise BundleError(f"{folder}: {_named(missing)} missing; copy the bundle again, whole", code="missing_file")
    if extra := present - set(hashes):
        raise BundleError(
            f"{folder}: {_named(extra)} not in the manifest; remove it or pack the bundle again", code="extra_file"
        )
    for name, expected in hashes.items():
        if _sha256(folder / name) != expected:
            raise BundleError(
                f"{folder / name}: the content does not match the manifest (SHA-256 differs); "
                "copy the bundle again from a source you trust",
                code="hash_mismatch",
            )


def _opened(path: Path) -> BufferedReader:
    kind = stat.S_IFMT(path.lstat().st_mode)
    if kind != stat.S_IFREG:
        raise _not_a_file(path, kind)
    # What was looked at may be another thing by now: a pipe must not block, a link not be followed.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    file = os.fdopen(os.open(path, flags), "rb")
    status = os.fstat(file.fileno())
    limit = MAX_DOCUMENT_BYTES if path.suffix in (".json", ".md") else MAX_FILE_BYTES
    if stat.S_ISREG(status.st_mode) and status.st_size <= limit:
        return file
    file.close()
    if not stat.S_ISREG(status.st_mode):
        raise _not_a_file(path, stat.S_IFMT(status.st_mode))
    raise BundleError(
        f"{path}: {status.st_size:,} bytes, and a bundle's file of this kind has at most {limit:,}; "
        "copy the bundle again from a source you trust",
        code="too_large",
    )


def _not_a_file(path: Path, kind: int) -> BundleError:
    return BundleError(
        f"{path}: is {_KINDS.get(kind, 'no file')}, not a plain file; copy the bundle with its files themselves",
        code="not_a_file",
    )


def _sha256(path: Path) -> str:
    try:
        with _opened(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BundleError(f"{path}: cannot be read: {error.strerror}", code="missing_file") from error


def _named(names: Iterable[str]) -> str:
    first, *rest = sorted(names)
    shown = [first, *rest[: _MOST_NAMED - 1]]
    more = len(rest) + 1 - len(shown)
    return ", ".join(map(_shown, shown)) + (f" and {more} more" if more else "")


def _shown(name: str) -> str:
    """A file name as it can be printed anywhere: bytes that are no UTF-8 arrive as lone surrogates."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
