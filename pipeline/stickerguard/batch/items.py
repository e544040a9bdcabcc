"""One input of a batch run: where its bytes are, and what the caller knows about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from stickerguard.errors import StickerguardError


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file that fsspec opens, named by its whole URL. The worker that scores it fetches it."""

    url: str


Content: TypeAlias = Path | bytes | RemoteFile | StickerguardError
"""A local path, the bytes of a file (an archive member), a remote file, or why there is no content at all."""


@dataclass(frozen=True, slots=True)
class Item:
    """One sticker to score. `source` is its name in verdicts, `caption` the text that comes with it (alt text, pack
    title), `id` and `pack` the caller's own names."""

    source: str
    content: Content
    id: str | None = None
    caption: str | None = None
    pack: str | None = None
