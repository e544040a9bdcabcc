"""What to do about a file that cannot be read or written, in the same words wherever it happens."""

from __future__ import annotations

import errno
from pathlib import Path


def to_read(error: OSError | ValueError) -> str:
    """What to do where a file cannot be read; a ValueError is of a path that no system can have."""
    match error:
        case OSError(errno=errno.ELOOP):
            return "its links lead in a circle; mend them"
        case OSError(errno=errno.ENOENT | errno.ENOTDIR | errno.ENAMETOOLONG) | ValueError():
            return "check the path"
        case OSError(errno=errno.EIO | errno.ESTALE | errno.ETIMEDOUT | errno.ENXIO):
            return "see to the disk"
    return "check its permissions"


def to_write(output: Path | str, number: int | None, again: str = "run this again") -> str:
    """What to do where `output` cannot be written; `number` is the errno, `again` how to go on once it is mended."""
    match number:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return f"make room, then {again}"
        case errno.ENOENT | errno.ENOTDIR | errno.EEXIST if isinstance(output, Path):
            if file := next((folder for folder in output.parents if folder.exists() and not folder.is_dir()), None):
                return f"{file} is no folder; give another output"
            return f"make the folder {output.parent} first, or give another output"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "ask for the right to write there, or give another output"
        case errno.EIO | errno.ESTALE | errno.ETIMEDOUT:
            return f"see to the disk, then {again}"
        case _:
            return "give another output"
