"""One input of a batch run: where its bytes are, and what the caller knows about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from stickerguard.batch.urls import shown
from stickerguard.errors import StickerguardError
from stickerguard.limits import Limits
from stickerguard.types import Verdict
from stickerguard.writable import writable_name, writable_text


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file that fsspec opens, named by its whole URL. The worker that scores it fetches it."""

    url: str


Content: TypeAlias = Path | bytes | RemoteFile | StickerguardError
"""A local path, the bytes of a file (an archive member), a remote file, or why there is no content at all."""


@dataclass(frozen=True, slots=True)
class Item:
    """One sticker to score. `source` is its name in verdicts, `caption` the text that comes with it (alt text, pack
    title), `id` and `pack` the caller's own names, `kept` what else of the manifest goes with the verdict.

    Names and texts are made such that every output can hold them (see `writable`); of a URL among the names no password
    is left.
    """

    source: str
    content: Content
    id: str | None = None
    caption: str | None = None
    pack: str | None = None
    kept: dict[str, str | None] | None = None

    def __post_init__(self) -> None:
        names = {"source": self.source, "id": self.id, "pack": self.pack}
        clean: dict[str, object] = {name: value and _name(value) for name, value in names.items()}
        clean["caption"] = self.caption and writable_text(self.caption)
        clean["kept"] = self.kept and {writable_name(name): value and _name(value) for name, value in self.kept.items()}
        for name, value in clean.items():
            object.__setattr__(self, name, value)

    @property
    def caption_digest(self) -> str | None:
        """Four hexadecimal digits that another caption hardly has, None without one: enough for a run that goes on to
        see that captions changed, too few to tell which text it was."""
        return hashlib.blake2b(self.caption.encode("utf-8"), digest_size=2).hexdigest() if self.caption else None

    def named(self, verdict: Verdict) -> Verdict:
        """`verdict` with what the caller knows about this sticker."""
        return replace(
            verdict,
            source=self.source,
            id=self.id,
            pack=self.pack,
            kept=self.kept,
            caption_digest=self.caption_digest,
        )


def joined(texts: Iterable[str | None], limits: Limits) -> str | None:
    """The caption of a sticker with which all of `texts` come, None where there is none. Of what is over the limit
    (code "caption_too_long") only so much is kept that it stays over it."""
    longest = limits.max_caption + 1
    return "\n".join(text[:longest] for text in texts if text)[:longest] or None


def _name(value: str) -> str:
    return writable_name(shown(value))
