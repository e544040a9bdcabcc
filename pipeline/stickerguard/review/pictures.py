"""Stickers as the page may show them: decoded by our decoder in a process of its own, and encoded anew."""

from __future__ import annotations

import contextlib
import io
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from PIL import Image, ImageFilter

from stickerguard.batch.pdq import Hashes, exchanged_hashes
from stickerguard.decoders import DecoderPool
from stickerguard.errors import StickerguardError
from stickerguard.frames import Frame
from stickerguard.images import Limits, decode
from stickerguard.pools import Job
from stickerguard.review.locate import sticker_bytes
from stickerguard.types import Verdict

SECONDS = 20.0
"""How long it may take to decode one sticker for the page."""
_LARGEST = 1024
_KEPT = 16
_BLURRED = 256
_COARSE = 12
"""Cells a side of what the blurred picture is made from: no face and no letter is left in so few."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame, never an animation: PNG of `clear` (colours) and of `blurred` (grey, and nothing to be told).

    `width` and `height` are those of the decoded frame, in whose pixels the boxes of the evidence are; `frame` is its
    number in the file, `frames` those that were scored. `hashes` holds the PDQ hashes of the frames that decided,
    transparent pixels shown in any of the usual ways: 32 bytes each, big-endian.
    """

    frame: int
    frames: tuple[int, ...]
    width: int
    height: int
    clear: bytes
    blurred: bytes
    hashes: bytes


def unpacked(hashes: bytes) -> Hashes:
    """`Picture.hashes` as uint64 [n, 4]."""
    return np.frombuffer(hashes, ">u8").astype(np.uint64).reshape(-1, 4)


class Pictures:
    """Decodes stickers in two processes, one for the page and one for what has time; keeps the last ones in memory."""

    def __init__(self, folder: Path | None = None, limits: Limits | None = None, *, seconds: float = SECONDS) -> None:
        self._folder = folder
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str | None, int | None], Job] = OrderedDict()
        self._pools = [DecoderPool(seconds) for _ in range(2)]

    def show(self, verdict: Verdict, frame: int | None = None) -> Picture:
        """The frame of this number, by default the one that decided. Raises StickerguardError, whose message says why
        there is nothing to see."""
        return self._result(verdict, 0, self._ask(verdict, frame))

    def prepare(self, verdict: Verdict) -> None:
        """Decode what will be shown soon."""
        with contextlib.suppress(StickerguardError):  # will be said when it is shown
            self._ask(verdict, None)

    def hashes(self, verdict: Verdict) -> bytes:
        """`Picture.hashes`, made without haste. Raises as `show`; WorkersError says nothing of the sticker."""
        return self._result(verdict, 1, self._schedule(1, verdict, None)).hashes

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        for pool in self._pools:
            pool.stop()

    def _ask(self, verdict: Verdict, frame: int | None) -> Job:
        key = verdict.source, verdict.sha256, frame
        with self._lock:
            job = self._kept.pop(key, None)
            # What failed may be mended by now: a folder mounted, a file fetched.
            if job is None or job.failed:
                job = self._schedule(0, verdict, frame)
            self._kept[key] = job
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return job

    def _schedule(self, pool: int, verdict: Verdict, frame: int | None) -> Job:
        return self._pools[pool].schedule(verdict.source, _picture, verdict, frame, self._folder, self._limits)

    def _result(self, verdict: Verdict, pool: int, job: Job) -> Picture:
        picture: Picture = self._pools[pool].result(verdict.source, job)
        return picture


def _picture(verdict: Verdict, frame: int | None, folder: Path | None, limits: Limits) -> Picture:
    sticker = decode(sticker_bytes(verdict, folder, limits), limits, source=verdict.source)
    by_number = {frame.index: frame for frame in sticker.frames}
    decided = verdict.minor.frame if verdict.minor.frame in by_number else sticker.frames[0].index
    wanted = by_number.get(frame if frame is not None else decided, by_number[decided])
    height, width = wanted.rgb.shape[:2]
    image = Image.fromarray(wanted.rgb)
    image.thumbnail((_LARGEST, _LARGEST), Image.Resampling.LANCZOS)
    evidence = {decided, *(line.frame for line in verdict.caption.lines if line.frame in by_number)}
    return Picture(
        frame=wanted.index,
        frames=tuple(by_number),
        width=width,
        height=height,
        clear=_png(image),
        blurred=_png(_blurred(image)),
        hashes=_hashes([by_number[number] for number in sorted(filter(_given, evidence))]),
    )


def _given(number: int | None) -> bool:
    return number is not None


def _blurred(image: Image.Image) -> Image.Image:
    cells = image.convert("L").resize((_COARSE, _COARSE), Image.Resampling.BOX)
    scale = min(1.0, _BLURRED / max(image.size))
    side = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return cells.resize(side, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(max(side) / _COARSE / 2))


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _hashes(frames: list[Frame]) -> bytes:
    try:
        found = exchanged_hashes(frames)
    except ImportError:
        return b""
    return np.unique(found, axis=0).astype(">u8").tobytes()
