"""Thumbnails that show what kind of picture it is and no more: 48 pixels, grey, blurred before they are written."""

from __future__ import annotations

import contextlib
import io
import logging
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from PIL import Image, ImageFilter

from stickerguard.batch.items import Content, RemoteFile
from stickerguard.batch.remote import fetch
from stickerguard.decoders import DecoderPool
from stickerguard.errors import StickerguardError
from stickerguard.images import Limits, decode, read_file
from stickerguard.pools import Job

_log = logging.getLogger(__name__)

SIDE = 48
_BLUR = 2.5
"""Radius in pixels of the thumbnail: shapes stay, faces and letters do not."""
_SECONDS = 30.0
_WAITING = 16


def thumbnail(content: Content, source: str, frame: int | None, limits: Limits) -> bytes:
    """A WebP of the frame with that index, or of the first one: at most 48 x 48, grey, blurred.

    Raises StickerguardError where the picture cannot be fetched or decoded.
    """
    match content:
        case bytes(data):
            pass
        case RemoteFile():
            data = fetch(content, limits.max_bytes)
        case Path():
            data = read_file(content, source, limits)
        case error:
            raise error
    frames = decode(data, limits, source=source).frames
    shown = next((each for each in frames if each.index == frame), frames[0])
    image = Image.fromarray(shown.rgb).convert("L")
    image.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    buffer = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(_BLUR)).save(buffer, "WEBP", quality=60)
    return buffer.getvalue()


class Ordered:
    """A thumbnail that is being made."""

    def __init__(self, decoder: DecoderPool, source: str, *given: object) -> None:
        self._decoder = decoder
        self._source = source
        self._job: Job | None = None
        self._made: bytes | None = None
        with self._said():
            self._job = decoder.schedule(source, thumbnail, *given)

    @property
    def over(self) -> bool:
        """Whether `made` has no need to wait."""
        return self._job is None or self._job.future.done()

    def made(self) -> bytes | None:
        """The thumbnail, waited for; None where it could not be made, of which the log has the reason."""
        # A job holds the whole file it was given.
        job, self._job = self._job, None
        if job is not None:
            with self._said():
                self._made = self._decoder.result(self._source, job)
        return self._made

    @contextlib.contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except StickerguardError as error:
            _log.warning("stickerguard: no thumbnail in the report: %s", error)


class Thumbnails:
    """Makes thumbnails in a process of its own: a file that breaks a decoder costs its own thumbnail only."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._waiting: deque[Ordered] = deque()

    def __enter__(self) -> Self:
        self.decoder = DecoderPool(_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        self.decoder.stop()

    def order(self, content: Content, source: str, frame: int | None) -> Ordered:
        """A thumbnail to be made. Waits where too many pictures would be held in memory."""
        while self._waiting and (len(self._waiting) >= _WAITING or self._waiting[0].over):
            self._waiting.popleft().made()
        ordered = Ordered(self.decoder, source, content, source, frame, self._limits)
        self._waiting.append(ordered)
        return ordered
