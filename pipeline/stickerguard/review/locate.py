"""Finds the bytes of a sticker of the queue. No path that comes from the page is ever opened: only the sources that
stand in the database."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import unquote

from stickerguard.batch.archives import archive_items, is_archive
from stickerguard.batch.urls import local_path
from stickerguard.errors import DecodeError, StickerguardError
from stickerguard.images import Limits, read_file, source_name
from stickerguard.types import Verdict

_IN_ARCHIVE = "!/"


def sticker_bytes(verdict: Verdict, folder: Path | None, limits: Limits) -> bytes:
    """The file that `verdict` is about, from where it was scored or, with `folder`, from under that folder; of what was
    scored from a URL, its download under `folder`.

    Raises DecodeError and LimitError: "not_found", "changed" where the file there is another one than was scored, and
    whatever `images.read_file` raises.
    """
    source = verdict.source
    if folder is None and local_path(source) is None:
        raise DecodeError(
            f"{source}: the desk fetches nothing from elsewhere; download the stickers and give their folder with "
            "--stickers",
            code="not_found",
        )
    # Whatever else is wrong is said only where no candidate is the file: the next may be it.
    problems: list[StickerguardError] = []
    for content in _contents(source, folder, limits):
        if isinstance(content, StickerguardError):
            problems.append(content)
        elif verdict.sha256 in (None, hashlib.sha256(content).hexdigest()):
            return content
        else:
            problems.append(
                DecodeError(f"{source}: the file is another one than was scored; score it again", code="changed")
            )
    if problems:
        raise min(problems, key=lambda problem: problem.code == "not_found")
    hint = f"it is not under {folder}" if folder else "give the folder of the stickers with --stickers"
    raise DecodeError(f"{source}: no such file; {hint}", code="not_found")


def _contents(source: str, folder: Path | None, limits: Limits) -> Iterator[bytes | StickerguardError]:
    """What the files hold that `source` may mean, or why one cannot be read."""
    for path in _named(source, folder):
        try:
            yield read_file(path, source, limits)
        except StickerguardError as error:
            yield error
    # A folder may be called `wow!`, and then its name ends like that of an archive.
    for mark in re.finditer(re.escape(_IN_ARCHIVE), source):
        for path in _named(source[: mark.start()], folder):
            if is_archive(path):
                yield from _members(path, source, source[mark.end() :], limits)


def _named(source: str, folder: Path | None) -> Iterator[Path]:
    for name in _names(source):
        yield from _files(name, folder)


def _names(source: str) -> Iterable[str]:
    """`source` as a local path; of a URL what follows its scheme, also as programs name what they download."""
    local = local_path(source)
    if local is not None:
        return (local,)
    whole = source.partition("://")[2].partition("::")[0]
    plain = re.split("[?#]", whole, maxsplit=1)[0]
    return dict.fromkeys((whole, plain, unquote(plain)))


def _files(source: str, folder: Path | None) -> Iterator[Path]:
    """Files that go by this name in verdicts; with `folder`, none that lies outside it, by whatever link."""
    if folder is None:
        yield from _existing(Path(source))
        return
    root = folder.resolve()
    for path in _under(source, folder):
        for found in _existing(path):
            if found.resolve().is_relative_to(root):
                yield found


def _under(source: str, folder: Path) -> Iterator[Path]:
    """`folder` with the whole of the path, then with ever less of its beginning."""
    pures: list[PurePosixPath | PureWindowsPath] = [PurePosixPath(source)]
    if "\\" in source and "/" not in source:
        pures.append(PureWindowsPath(source))
    for pure in pures:
        parts = [part for part in pure.parts if part not in (pure.anchor, ".")]
        for start in range(len(parts)):
            if ".." not in parts[start:]:
                yield folder.joinpath(*parts[start:])


def _existing(path: Path) -> Iterator[Path]:
    """The files that verdicts write as `path`: it itself, and those with odd names or in folders with odd names."""
    try:
        if path.is_file():
            yield path
        if "\\" in str(path):
            yield from (found for found in _written_as(path) if found != path and found.is_file())
    except (OSError, ValueError, RuntimeError):  # a NUL byte, a folder that may not be read, links in a circle
        return


def _written_as(path: Path) -> Iterator[Path]:
    """Whatever is there and is written as `path`, whose odd bytes are \\xNN in verdicts."""
    if path.parent == path or "\\" not in str(path):
        yield path
        return
    for parent in _written_as(path.parent):
        if "\\" not in path.name:
            yield parent / path.name
        elif parent.is_dir():
            yield from (other for other in parent.iterdir() if source_name(other.name) == path.name)


def _members(path: Path, source: str, member: str, limits: Limits) -> Iterator[bytes | StickerguardError]:
    """What the members of this name hold: a tar that was appended to has several. Or why there are none."""
    ending = f"{source_name(path)}{_IN_ARCHIVE}{member}"
    found = False
    for item in archive_items(path, caption=None, limits=limits):
        # What ends the archive early is said of the whole, and may be why the member is not there.
        if item.source == ending or (isinstance(item.content, StickerguardError) and item.source == item.pack):
            found = True
            if isinstance(item.content, bytes | StickerguardError):
                yield item.content
    if not found:
        yield DecodeError(f"{source}: the archive has no such member; it was changed since", code="not_found")
