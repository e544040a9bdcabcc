"""Sticker packs as archives, streamed: nothing is unpacked to disk, so no member name can lead anywhere."""

from __future__ import annotations

import contextlib
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from stickerguard.batch.items import Content, Item
from stickerguard.errors import DecodeError, LimitError, StickerguardError
from stickerguard.images import Limits, source_name

ZIPS = (".zip", ".wastickers")
TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
MAX_MEMBERS = 100_000
_TEXT_MEMBERS = frozenset({"title.txt", "author.txt"})
_LONGEST_TITLE = 1_000
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


def is_archive(path: Path) -> bool:
    """Whether the file name says archive: stickers themselves are told by content, containers by name."""
    return path.name.lower().endswith((*ZIPS, *TARS)) and path.is_file()


def archive_items(path: Path, *, caption: str | None, limits: Limits) -> Iterator[Item]:
    """Every member of the pack `path`, named `archive!/member`, in archive order.

    The text of a member `title.txt` (the `.wastickers` layout) is the pack title and goes as caption with every
    sticker; in a tar it must come first. A member over `limits.max_bytes`, a link, a device, an encrypted or damaged
    member each give an item with an error; an archive that breaks off gives what came before it and one such item.
    """
    pack = source_name(path)
    members = _zip_members if path.name.lower().endswith(ZIPS) else _tar_members
    found = 0
    try:
        for name, content in members(path, pack, limits):
            if name.rpartition("/")[2] in _TEXT_MEMBERS:
                caption = _with_title(caption, name, content)
                continue
            found += 1
            if found > MAX_MEMBERS:
                yield Item(pack, _too_many(pack), pack=pack)
                return
            yield Item(f"{pack}!/{_shown(name)}", content, caption=caption, pack=pack)
    except _BROKEN as error:
        yield Item(pack, _broken(pack, error), pack=pack)


def _zip_members(path: Path, pack: str, limits: Limits) -> Iterator[tuple[str, Content]]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        entries.sort(key=lambda entry: entry.filename.rpartition("/")[2] not in _TEXT_MEMBERS)
        for entry in entries:
            name = f"{pack}!/{_shown(entry.filename)}"
            content: Content
            if entry.flag_bits & 1:
                content = DecodeError(f"{name}: is encrypted; unpack it with its password first", code="encrypted")
            else:
                try:
                    with archive.open(entry) as member:
                        content = _bounded(member, name, limits)
                except _BROKEN as error:
                    content = _broken(name, error)
            yield entry.filename, content


def _tar_members(path: Path, pack: str, limits: Limits) -> Iterator[tuple[str, Content]]:
    # The "|" modes read forward only: a compressed tar is never unpacked as a whole.
    with tarfile.open(path, "r|*") as archive:
        for entry in archive:
            if entry.isdir():
                continue
            name = f"{pack}!/{_shown(entry.name)}"
            if not entry.isfile():
                yield entry.name, DecodeError(f"{name}: is a link or device, not a file", code="not_a_file")
            elif entry.size > limits.max_bytes:
                yield entry.name, _too_long(name, limits)
            else:
                member = archive.extractfile(entry)
                with member or contextlib.nullcontext():
                    yield entry.name, _bounded(member, name, limits) if member else b""


def _bounded(member: IO[bytes], name: str, limits: Limits) -> Content:
    # Sizes in the directory are claims: only reading tells.
    data = member.read(limits.max_bytes + 1)
    return _too_long(name, limits) if len(data) > limits.max_bytes else data


def _with_title(caption: str | None, name: str, content: Content) -> str | None:
    if not name.endswith("title.txt") or not isinstance(content, bytes):
        return caption
    title = content[:_LONGEST_TITLE].decode("utf-8", "replace").strip()
    return "\n".join(filter(None, (caption, title))) or None


def _shown(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _too_long(name: str, limits: Limits) -> StickerguardError:
    return LimitError(
        f"{name}: more than {limits.max_bytes:,} bytes unpacked; raise Limits.max_bytes if you trust it",
        code="too_many_bytes",
    )


def _too_many(pack: str) -> StickerguardError:
    return LimitError(f"{pack}: more than {MAX_MEMBERS:,} members; split the archive", code="too_many_members")


def _broken(name: str, error: BaseException) -> StickerguardError:
    return DecodeError(f"{name}: the archive is damaged: {error}; fetch it again", code="bad_archive")
