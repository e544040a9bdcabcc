"""Files that options name, read once: a pipe gives its content once, and another list may take the place of a file."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from stickerguard.errors import StickerguardError


@dataclass(frozen=True, slots=True)
class GivenFile:
    """What a file held when it was read, for whoever is given it in place of the path, such as worker processes."""

    path: Path
    data: bytes

    def __str__(self) -> str:
        return str(self.path)


def read_once(path: Path | None, most: int = -1) -> Path | GivenFile | None:
    """The file at `path`, as far as its first `most` bytes; the path itself where it cannot be read, since who loads it
    says why."""
    if path is None:
        return None
    try:
        return GivenFile(path, _start(path, most))
    except (OSError, ValueError):
        return path


def opened(file: Path | GivenFile, most: int = -1) -> tuple[Path, bytes]:
    """The path and at most the first `most` bytes. Raises OSError and, for a path with a null byte, ValueError."""
    return (file.path, file.data) if isinstance(file, GivenFile) else (file, _start(file, most))


def is_stream(path: Path) -> bool:
    """Whether `path` is a pipe or a device, of which nobody knows whether it can be read again."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def refuse_stream(path: Path, what: str) -> None:
    """Raise StickerguardError, code "unreadable_file", for a pipe or a device at `path`: `what`, such as "a manifest",
    is read more than once, and to open a pipe again may take for ever."""
    if is_stream(path):
        raise StickerguardError(
            f"{path}: is a pipe or a device, and {what} is read more than once; write it to a file and give that one",
            code="unreadable_file",
        )


def _start(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)
