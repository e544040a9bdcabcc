"""Archives made for the tests, and what is found in them."""

import io
import tarfile
import zipfile
from pathlib import Path

from stickerguard.batch.items import Item
from stickerguard.batch.sources import items
from stickerguard.errors import StickerguardError
from stickerguard.images import Limits
from tests.drawing import encode, shapes

PNG = encode(shapes(), "PNG")


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def make_tar(path: Path, members: dict[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path


def found(path: Path, **limits: int) -> list[Item]:
    return list(items([path], limits=Limits(**limits)))


def code(item: Item) -> str | None:
    return item.content.code if isinstance(item.content, StickerguardError) else None
