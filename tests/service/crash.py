"""Stickers that do to a worker what a fault in a native decoder does."""

import signal
from pathlib import Path

import numpy as np

from stickerguard.service import worker
from stickerguard.types import Verdict

real_score = worker.score


def score(data: bytes, name: str, caption: str | None, seconds: float, quick: bool) -> Verdict | None:
    """As `worker.score`, but die of `b"always"`, and the first time of a file whose name is a path to be made."""
    if data == b"always":
        signal.raise_signal(signal.SIGSEGV)
    if name.startswith("/") and not Path(name).exists():
        Path(name).touch()
        signal.raise_signal(signal.SIGSEGV)
    return real_score(data, name, caption, seconds, quick)


def greedy_score(data: bytes, name: str, caption: str | None, seconds: float, quick: bool) -> Verdict | None:
    """As `worker.score`, but take 8 GiB first."""
    try:
        np.empty(2**33, dtype=np.uint8)
    except MemoryError as error:
        return worker._ready().failed(name, error)
    return real_score(data, name, caption, seconds, quick)


def failing_score(data: bytes, name: str, caption: str | None, seconds: float, quick: bool) -> Verdict | None:
    """As `worker.score`, but raise what nobody foresees for `b"always"`."""
    if data == b"always":
        raise OverflowError(f"{name}: {caption}")
    return real_score(data, name, caption, seconds, quick)
