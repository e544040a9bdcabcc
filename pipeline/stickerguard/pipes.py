"""Pipes and devices given where a file is meant: they may give what they hold only once, and may never end."""

from __future__ import annotations

import stat
from pathlib import Path

from stickerguard.errors import StickerguardError


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
