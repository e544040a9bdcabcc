"""What to do about a file that cannot be read or written, in the same words wherever it happens."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from stickerguard.pipes import is_stream


def to_read(error: OSError | ValueError) -> str:
    """What to do where a file cannot be read; a ValueError is of a path that no system can have."""
    match error:
        case OSError(errno=errno.ELOOP):
            return "its links lead in a circle; mend them"
        case OSError(errno=errno.ENOENT | errno.ENOTDIR | errno.ENAMETOOLONG) | ValueError():
            return "check the path"
        case OSError(errno=errno.EISDIR):
            return "it is a folder; give a file"
        case OSError(errno=errno.EIO | errno.ESTALE | errno.ETIMEDOUT | errno.ENXIO):
            return "see to the disk"
    return "check its permissions"


def cannot_read(file: object, error: OSError | ValueError) -> str:
    """What is said of a `file` that cannot be read, with what to do."""
    return f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}; {to_read(error)}"


def no_utf8(file: object, error: UnicodeDecodeError) -> str:
    """What is said of a list that is in another encoding."""
    return f"{file}: is no UTF-8 (byte {error.start + 1}); save the list as UTF-8"


def to_make(path: Path, what: str) -> str | None:
    """What to do where the folder of `path`, that of a `what`, is not there or is none; None where it is there."""
    # Not the methods of paths: they raise where a name is too long, or a folder may not be entered.
    exists, is_folder = os.path.exists, os.path.isdir
    if file := next((part for part in path.parents if exists(part) and not is_folder(part)), None):
        return f"{file} is no folder; give another {what}"
    return None if exists(path.parent) else f"make the folder {path.parent} first, or give another {what}"


def to_write(output: Path | str, number: int | None, again: str = "run this again") -> str:
    """What to do where `output` cannot be written; `number` is the errno, `again` how to go on once it is mended."""
    if isinstance(output, Path) and is_stream(output):
        return "it is a device or a pipe; give a file"
    match number:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return f"make room, then {again}"
        case errno.ENOENT | errno.ENOTDIR | errno.EEXIST if isinstance(output, Path):
            return to_make(output, "output") or "give another output"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "ask for the right to write there, or give another output"
        case errno.EIO | errno.ESTALE | errno.ETIMEDOUT:
            return f"see to the disk, then {again}"
        case _:
            return "give another output"


def read_only(path: Path) -> Path | None:
    """What keeps a database at `path` from being written: itself, or the folder that it is in or would be made in,
    since it needs files beside it, too. None where neither does."""
    exists = os.path.exists  # never raises
    folder = next((part for part in path.parents if exists(part)), path.parent)
    return next((part for part in (path, folder) if exists(part) and not os.access(part, os.W_OK)), None)
