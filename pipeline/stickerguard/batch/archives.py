"""Sticker packs as archives, streamed: nothing is unpacked to disk, so no member name can lead anywhere."""

from __future__ import annotations

import codecs
import contextlib
import os
import stat
import zipfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO

from stickerguard.batch.items import Content, Item, joined
from stickerguard.batch.tars import open_tar
from stickerguard.batch.zip_lists import UnlistedError, check_listed
from stickerguard.errors import DecodeError, LimitError, StickerguardError
from stickerguard.images import Limits, source_name
from stickerguard.limits import remedy
from stickerguard.regular_file import open_file
from stickerguard.writable import writable_name

ZIPS = (".zip", ".wastickers")
TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
MAX_MEMBERS = 100_000
MAX_UNSCORED = 2**30
"""Bytes that may be unpacked in all of what is no sticker: of texts, and of a tar's members over the limit, because
passing over them means unpacking them."""
LONGEST_TEXT = 2**16
"""Bytes that a title or the name of an author may have."""
_UNIX = frozenset({3, 19})
"""Systems that made a zip, by the numbers of its specification: Unix and macOS."""
_TEXT_MEMBERS = frozenset({"title.txt", "author.txt"})


def is_archive(path: Path) -> bool:
    """Whether the file name says archive: stickers themselves are told by content, containers by name."""
    return path.name.lower().endswith((*ZIPS, *TARS)) and os.path.isfile(path)  # noqa: PTH113 (never raises)


def archive_items(path: Path, *, caption: str | None, limits: Limits) -> Iterator[Item]:
    """Every member of the pack `path`, named `archive!/member`, in archive order.

    The text of a member `title.txt` (the `.wastickers` layout), wherever it stands, is the pack title and goes as
    caption with every sticker. A member over `limits.max_bytes`, a link, a device, an encrypted or damaged member each
    give an item with an error; an archive that breaks off gives what came before it and one such item, a zip that holds
    more than it lists what it lists and that item, one without any sticker that item alone: zeros in place of a tar
    look like an empty one.
    """
    pack = source_name(path)
    members = _zip_members if path.name.lower().endswith(ZIPS) else _tar_members
    caption = joined((caption, *_titles(path, limits)), limits)
    is_empty = True
    try:
        with contextlib.closing(members(path, pack, limits, texts=False)) as stream:
            for name, content in stream:
                if not _is_plain_text(name, content):
                    is_empty = False
                    yield Item(f"{pack}!/{writable_name(name)}", content, caption=caption, pack=pack)
        if is_empty:
            raise DecodeError(f"{pack}: the archive holds no sticker; leave it out, or fetch it again", code="empty")
    except StickerguardError as error:
        yield Item(pack, error, pack=pack)
    except Exception as error:  # each codec has its own family of errors
        yield Item(pack, _broken(pack, error), pack=pack)


def _titles(path: Path, limits: Limits) -> list[str]:
    members = _zip_members if path.name.lower().endswith(ZIPS) else _tar_members
    titles: list[str] = []
    # What is wrong with the archive is said where its members are read.
    with contextlib.suppress(Exception), contextlib.closing(members(path, "", limits, texts=True)) as stream:
        for name, content in stream:
            text = _text(content)
            if name.endswith("title.txt") and text:
                titles.append(text)
                # More would go with each sticker and change nothing.
                if sum(map(len, titles)) > limits.max_caption:
                    break
    return titles


class _Count:
    """What was met of one archive. Its methods raise LimitError where that is too much."""

    def __init__(self, pack: str) -> None:
        self._pack = pack
        self._members = self._unscored = 0

    def member(self) -> None:
        """Count one more member, whatever it is."""
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise LimitError(
                f"{self._pack}: more than {MAX_MEMBERS:,} members; split the archive", code="too_many_members"
            )

    def unscored(self, size: int, name: str) -> None:
        """Count `size` bytes of the member `name` as none of a sticker."""
        self._unscored += size
        if self._unscored > MAX_UNSCORED:
            raise LimitError(
                f"{self._pack}: texts and members over the limit hold more than {MAX_UNSCORED:,} bytes; nothing behind "
                f"{name!r} was read; pack it again without them",
                code="too_many_bytes",
            )


def _zip_members(path: Path, pack: str, limits: Limits, *, texts: bool) -> Generator[tuple[str, Content]]:
    count = _Count(pack)
    with open_file(path, pack) as file, zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            count.member()
            # A folder is what is called one and holds nothing; a picture may be called one.
            if entry.filename.endswith("/") and not (entry.file_size or entry.compress_size):
                continue
            is_text = _is_text_member(entry.filename)
            if texts and not is_text:
                continue
            name = f"{pack}!/{writable_name(entry.filename)}"
            content: Content
            if entry.flag_bits & 1:
                content = DecodeError(f"{name}: is encrypted; unpack it with its password first", code="encrypted")
            elif _is_special(entry):
                content = _no_file(name)
            else:
                try:
                    with archive.open(entry) as member:
                        content = _bounded(member, name, limits, is_text=is_text, texts=texts)
                except Exception as error:  # each codec has its own family of errors
                    content = _broken(name, error)
            yield entry.filename, content
            if is_text and not _is_sticker(entry.filename, content):
                # No more of it was unpacked, whatever it holds.
                count.unscored(min(entry.file_size, LONGEST_TEXT), name)
        # What is listed was given by now. For titles it would be looked at twice.
        if not texts:
            check_listed(path, archive)


def _is_special(entry: zipfile.ZipInfo) -> bool:
    # What packed it on Unix puts the mode of the file there; the content of a link is where it leads.
    kind = stat.S_IFMT(entry.external_attr >> 16) if entry.create_system in _UNIX else 0
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def _tar_members(path: Path, pack: str, limits: Limits, *, texts: bool) -> Generator[tuple[str, Content]]:
    count = _Count(pack)
    with open_file(path, pack) as file, open_tar(file) as archive:
        for entry in archive:
            # The member list of tarfile would grow with the archive.
            archive.members = []  # type: ignore[attr-defined]  # not in the stubs
            count.member()
            is_text, is_long = _is_text_member(entry.name), entry.size > limits.max_bytes
            if (entry.isdir() and not entry.size) or (texts and not is_text and not is_long):
                continue
            name = f"{pack}!/{writable_name(entry.name)}"
            content: Content
            if entry.isdir():
                content = DecodeError(f"{name}: is a folder with content; pack it again", code="bad_archive")
            elif not entry.isfile():
                content = _no_file(name)
            elif is_long and not is_text:
                content = _too_long(name, limits.max_bytes)
            else:
                member = archive.extractfile(entry)
                with member or contextlib.nullcontext():
                    content = _bounded(member, name, limits, is_text=is_text, texts=texts) if member else b""
            yield entry.name, content
            if not _is_sticker(entry.name, content):
                count.unscored(entry.size, name)


def _bounded(member: IO[bytes], name: str, limits: Limits, *, is_text: bool, texts: bool) -> Content:
    """The bytes of `member`, or that they are too many; where `texts` are looked for no more than tells a title."""
    # Sizes in the directory are claims: only reading tells.
    most = limits.max_bytes + 1
    start = member.read(min(most, LONGEST_TEXT + 1)) if is_text else b""
    if texts:
        return start
    if len(start) > LONGEST_TEXT and _text(start) is not None:
        return _too_long(name, LONGEST_TEXT, "shorten the text")
    data = start + member.read(most - len(start))
    return _too_long(name, limits.max_bytes) if len(data) > limits.max_bytes else data


def _is_sticker(name: str, content: Content) -> bool:
    return isinstance(content, bytes) and not _is_plain_text(name, content)


def _is_plain_text(name: str, content: Content) -> bool:
    return _is_text_member(name) and _text(content) is not None


def _is_text_member(name: str) -> bool:
    return name.rpartition("/")[2] in _TEXT_MEMBERS


def _text(content: Content) -> str | None:
    """The text that `content` is, None where it is something else, whatever it is called."""
    if not isinstance(content, bytes):
        return None
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        # What is longer may have been cut inside a character.
        text = codecs.getincrementaldecoder(encoding)().decode(content, final=len(content) <= LONGEST_TEXT)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text.strip()


def _no_file(name: str) -> StickerguardError:
    return DecodeError(f"{name}: is a link or device, not a file; pack what it leads to", code="not_a_file")


def _too_long(name: str, most: int, advice: str = remedy("max_bytes")) -> StickerguardError:
    return LimitError(f"{name}: more than {most:,} bytes unpacked; {advice}", code="too_many_bytes")


def _broken(name: str, error: Exception) -> StickerguardError:
    if isinstance(error, NotImplementedError):  # of zipfile: a method or a version that it does not know
        return DecodeError(
            f"{name}: is packed in a way that is not read here: {error}; pack it again with the method deflate",
            code="bad_archive",
        )
    if isinstance(error, UnlistedError):
        return DecodeError(
            f"{name}: {error}; only what is listed was looked at: fetch it again, or unpack it and pack it again",
            code="unlisted_members",
        )
    return DecodeError(
        f"{name}: the archive is damaged or cannot be read: {error or type(error).__name__}; fetch it again",
        code="bad_archive",
    )
