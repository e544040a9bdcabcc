"""Mutated archives: every member is bytes or a StickerguardError, and an archive that breaks off is one more."""

import io
import tarfile
import tempfile
import zipfile
from pathlib import Path

import atheris

from tests.fuzzing import run

with atheris.instrument_imports(include=["stickerguard", "zipfile", "tarfile"]):
    from stickerguard.batch.archives import archive_items
    from stickerguard.errors import StickerguardError
    from stickerguard.images import Limits

NAMES = ("pack.zip", "pack.wastickers", "pack.tar", "pack.tar.gz", "pack.tar.xz")
LIMITS = Limits(max_bytes=2**16)
FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-archives-"))


def one_input(data: bytes) -> None:
    """One round of the fuzzer; the first byte chooses the kind of archive."""
    path = FOLDER / NAMES[data[0] % len(NAMES) if data else 0]
    path.write_bytes(data[1:])
    for item in archive_items(path, caption=None, limits=LIMITS):
        item.source.encode()
        if not isinstance(item.content, bytes | StickerguardError):
            raise AssertionError(f"a member is {type(item.content)}")
        if isinstance(item.content, bytes) and len(item.content) > LIMITS.max_bytes:
            raise AssertionError(f"a member has {len(item.content)} bytes")


def archives() -> list[bytes]:
    """One of each kind."""
    members = {"title.txt": b"a pack", "a/one.webp": b"RIFF0000WEBP" * 9, "two.png": bytes(70_000)}
    made = []
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", compression) as archive:
            for name, content in members.items():
                archive.writestr(name, content if compression else content[:500])
        made.append(b"\0" + buffer.getvalue())
    for number, mode in ((2, "w:"), (3, "w:gz"), (4, "w:xz")):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode=mode) as archive:
            for name, content in members.items():
                entry = tarfile.TarInfo(name)
                entry.size = min(len(content), 500) if number == 2 else len(content)
                archive.addfile(entry, io.BytesIO(content[: entry.size]))
            link = tarfile.TarInfo("link")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(link)
        made.append(bytes([number]) + buffer.getvalue())
    return made


if __name__ == "__main__":
    run(__file__, archives(), one_input)
