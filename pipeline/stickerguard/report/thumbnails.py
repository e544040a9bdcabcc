"""Thumbnails that show what kind of picture it is and no more: 48 pixels, grey, blurred before they are written."""

from __future__ import annotations

import contextlib
import io
import signal
import warnings
from collections import deque
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

from PIL import Image, ImageFilter

from stickerguard.batch.items import Content, RemoteFile
from stickerguard.batch.remote import fetch
from stickerguard.images import Limits, decode, read_file

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


@dataclass(slots=True)
class Thumbnails:
    """Makes thumbnails in a process of its own: a file that breaks a decoder costs its own thumbnail only."""

    limits: Limits
    _pool: Any = None
    _waiting: deque[Any] = field(default_factory=deque)

    def __enter__(self) -> Self:
        from pebble import ProcessPool

        self._pool = ProcessPool(1, initializer=_start, context=get_context("spawn"))
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.stop()
        self._pool.join()

    def order(self, content: Content, source: str, frame: int | None) -> Any:
        """A thumbnail to be made; `made` gives it. Waits where too many pictures would be held in memory."""
        while len(self._waiting) >= _WAITING:
            made(self._waiting.popleft())
        future = self._pool.schedule(thumbnail, args=(content, source, frame, self.limits), timeout=_SECONDS)
        self._waiting.append(future)
        return future


def made(future: Any) -> bytes | None:
    """The thumbnail that was ordered; None where it could not be made, in time or at all."""
    with contextlib.suppress(Exception):  # a dead worker, a timeout, whatever a decoder raises
        thumbnail: bytes = future.result()
        return thumbnail
    return None


def _start() -> None:
    # Ctrl-C reaches the whole process group; the parent alone decides how to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.filterwarnings("ignore", module="PIL")
