"""Files, and folders of files, that are whole or as they were."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stickerguard.pipes import is_stream

UNFINISHED = ".unfinished"
"""The hidden folder in which `whole_folder` puts together what it holds; a kill may leave it."""


def behind_links(path: Path) -> Path:
    """Where the links of `path` lead: to rename a file to `path` itself would replace a link, not what it leads to.

    What is there need not exist. Raises OSError where they lead in a circle.
    """
    real = Path(os.path.realpath(path))
    if os.path.islink(real):  # noqa: PTH114 (never raises)
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return real


def unfinished_of(real: Path) -> Path:
    """The hidden name under which the file at `real`, which is no link, is written until it is whole."""
    return real.with_name(f".{real.name}.unfinished")


def write_whole(path: Path, content: str | bytes) -> None:
    """Write `content`, a text as UTF-8, to `path`: a failure or a kill leaves what was there. Raises OSError.

    Links are followed. A device or a pipe is written to as it is.
    """
    if is_stream(path):
        _write(path, content)
        return
    real = behind_links(path)
    unfinished = unfinished_of(real)
    try:
        _write(unfinished, content)
        unfinished.replace(real)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def whole_folder(folder: Path, *, last: str) -> Iterator[Path]:
    """A folder to write files into, all of which lie in `folder` when the context ends without a failure.

    `folder` must be empty or not there; a failure leaves it so, a kill leaves the hidden folder `UNFINISHED` in it,
    which the next call removes. The file `last`, by which readers know such a folder, comes last. Raises OSError.
    """
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    unfinished = folder / UNFINISHED
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        # Inside of it: it may be a disk of its own, within which files move without needing any room.
        unfinished.mkdir(parents=True)
        yield unfinished
        for path in sorted(unfinished.iterdir(), key=lambda path: path.name == last):
            path.replace(folder / path.name)
        unfinished.rmdir()
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        for path in made:
            with suppress(OSError):
                path.rmdir()
        raise


def _write(path: Path, content: str | bytes) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content, encoding="utf-8", newline="")
