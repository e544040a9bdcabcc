"""Finds the bytes of a sticker of the queue. No path that comes from the page is ever opened: only the sources that
stand in the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from stickerguard.batch.archives import archive_items, is_archive
from stickerguard.batch.remote import is_url
from stickerguard.errors import DecodeError
from stickerguard.images import Limits, read_file, source_name
from stickerguard.types import Verdict

_IN_ARCHIVE = "!/"


def sticker_bytes(verdict: Verdict, folder: Path | None, limits: Limits) -> bytes:
    """The file that `verdict` is about, from where it was scored or, with `folder`, from under that folder.

    Raises DecodeError and LimitError: "not_found", "changed" where the file there is another one than was scored, and
    whatever `images.read_file` raises.
    """
    source = verdict.source
    if is_url(source):
        raise DecodeError(
            f"{source}: the desk fetches nothing from elsewhere; download the stickers and give their folder with "
            "--stickers",
            code="not_found",
        )
    changed = False
    for path, member in _candidates(source, folder):
        data = _member(path, source, member, limits) if member else read_file(path, source, limits)
        if verdict.sha256 in (None, hashlib.sha256(data).hexdigest()):
            return data
        changed = True
    if changed:
        raise DecodeError(f"{source}: the file is another one than was scored; score it again", code="changed")
    hint = f"it is not under {folder}" if folder else "give the folder of the stickers with --stickers"
    raise DecodeError(f"{source}: no such file; {hint}", code="not_found")


def _candidates(source: str, folder: Path | None) -> Iterator[tuple[Path, str | None]]:
    """Files that may be meant, each with the name of the member where it is an archive."""
    paths = _under(source, folder) if folder else iter([Path(source)])
    archive, mark, member = source.partition(_IN_ARCHIVE)
    for path in filter(None, map(_existing, paths)):
        yield path, None
    if not mark:
        return
    paths = _under(archive, folder) if folder else iter([Path(archive)])
    for path in filter(None, map(_existing, paths)):
        if is_archive(path):
            yield path, member


def _under(source: str, folder: Path) -> Iterator[Path]:
    """`folder` with the whole of the path, then with ever less of its beginning; never outside the folder."""
    pure = PureWindowsPath(source) if "\\" in source and "/" not in source else PurePosixPath(source)
    parts = [part for part in pure.parts if part not in (pure.anchor, ".")]
    root = folder.resolve()
    for start in range(len(parts)):
        rest = parts[start:]
        if ".." in rest:
            continue
        path = folder.joinpath(*rest)
        try:
            inside = path.resolve().is_relative_to(root)
        except (OSError, ValueError, RuntimeError):  # links in a circle, a NUL byte
            continue
        if inside:
            yield path


def _existing(path: Path) -> Path | None:
    """`path`, or the file beside it whose odd name verdicts write that way; None where there is neither."""
    try:
        if path.is_file():
            return path
        if "\\" in path.name and path.parent.is_dir():
            return next((other for other in path.parent.iterdir() if source_name(other.name) == path.name), None)
    except (OSError, ValueError):
        pass
    return None


def _member(path: Path, source: str, member: str, limits: Limits) -> bytes:
    ending = f"{source_name(path)}{_IN_ARCHIVE}{member}"
    for item in archive_items(path, caption=None, limits=limits):
        if item.source == ending:
            if isinstance(item.content, bytes):
                return item.content
            if isinstance(item.content, Exception):
                raise item.content
    raise DecodeError(f"{source}: the archive has no such member; it was changed since", code="not_found")
