"""Which files a list of paths means."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def expand(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    """Every file meant by `paths`: a folder stands for all files under it, in name order.

    Hidden files and folders are left out and links to folders are not followed; everything else is yielded,
    whatever its name, since formats are told by content. A path that does not exist is yielded too: its verdict
    will say so.
    """
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        for folder, subfolders, files in os.walk(path):
            subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
            yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))
