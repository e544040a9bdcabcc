"""Files that are whole or as they were."""

from __future__ import annotations

from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write `content`, a text as UTF-8, to `path`: a failure or a kill leaves what was there. Raises OSError.

    A device or a pipe is written to as it is.
    """
    if path.exists() and not path.is_file():
        _write(path, content)
        return
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        _write(unfinished, content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _write(path: Path, content: str | bytes) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content, encoding="utf-8", newline="")
