"""Files that options name, read once: a pipe gives its content once, and another list may take the place of a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileSnapshot:
    """What a file held when it was read, for whoever is given it in place of the path, such as worker processes."""

    path: Path
    data: bytes

    def __str__(self) -> str:
        return str(self.path)


def read_once(path: Path | None, most: int = -1) -> Path | FileSnapshot | None:
    """The file at `path`, as far as its first `most` bytes; the path itself where it cannot be read, since who loads it
    says why."""
    if path is None:
        return None
    try:
        return FileSnapshot(path, _start(path, most))
    except (OSError, ValueError):
        return path


def opened(file: Path | FileSnapshot, most: int = -1) -> tuple[Path, bytes]:
    """The path and at most the first `most` bytes. Raises OSError and, for a path with a null byte, ValueError."""
    return (file.path, file.data) if isinstance(file, FileSnapshot) else (file, _start(file, most))


def _start(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)
