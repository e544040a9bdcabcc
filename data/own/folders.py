"""What lies in a team's folders: what may not be looked at is told from what is not there."""

from __future__ import annotations

import os
from pathlib import Path

CLOSED = "cannot be read; check its permissions, or leave it out"
"""What is wrong with a folder that is closed."""


def is_closed(folder: Path) -> bool:
    """Whether a folder that is there may not be listed, or nothing in it may be opened."""
    return not os.access(folder, os.R_OK | os.X_OK)


def below(folder: Path) -> tuple[list[Path], list[Path]]:
    """Everything below `folder`, in order, and which of the folders, itself among them, are closed or fail to be read.

    Links to folders are not followed.
    """
    found: list[Path] = []
    closed: dict[Path, None] = {}
    for place, folders, files in os.walk(
        folder, onerror=lambda error: closed.setdefault(Path(os.fsdecode(error.filename)))
    ):
        if is_closed(Path(place)):
            closed[Path(place)] = None
            folders.clear()
            continue
        found += (Path(place, name) for name in (*folders, *files))
    return sorted(found), list(closed)
