"""Scoring inside the service: a bounded queue before a few threads, each verdict within its time."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from stickerguard.classifier import StickerClassifier
from stickerguard.errors import StickerguardError
from stickerguard.selftest import run_selftest
from stickerguard.service import metrics
from stickerguard.service.batching import BatchingVision
from stickerguard.service.settings import Settings
from stickerguard.types import Verdict
from stickerguard.vision import VisionModel


class BusyError(Exception):
    """The queue is full; try again later."""


class Engine:
    """One classifier and the threads that use it.

    Raises what `StickerClassifier` raises.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.classifier = StickerClassifier(
            settings.bundle,
            ocr=settings.ocr,
            limits=settings.limits,
            runtime=settings.runtime,
            lexicon=settings.lexicon,
        )
        if settings.vision_batch > 1:
            batching = BatchingVision(
                self.classifier.vision, largest=settings.vision_batch, wait_ms=settings.vision_wait_ms
            )
            self.classifier.vision = cast(VisionModel, batching)
        self._pool = ThreadPoolExecutor(settings.concurrency, thread_name_prefix="score")
        self.waiting = 0
        self.healthy = run_selftest(self.classifier).passed

    async def score(self, data: bytes, *, name: str, caption: str | None) -> Verdict:
        """The verdict of one sticker. Raises BusyError when too many wait.

        A sticker that takes too long gets a verdict with the error code "timeout"; its thread goes on to its end.
        """
        self.admit(1)
        try:
            return await self._one(data, name, caption)
        finally:
            self._leave(1)

    async def score_many(self, stickers: list[tuple[str, bytes]], *, caption: str | None) -> list[Verdict]:
        """Verdicts in the order given. Raises BusyError when there is no room for all of them."""
        self.admit(len(stickers))
        try:
            return await asyncio.gather(*(self._one(data, name, caption) for name, data in stickers))
        finally:
            self._leave(len(stickers))

    def admit(self, count: int) -> None:
        """Take `count` places in the queue. Raises BusyError; an empty queue takes any one request."""
        if self.waiting and self.waiting + count > self._settings.queue + self._settings.concurrency:
            raise BusyError
        self.waiting += count
        metrics.WAITING.inc(count)

    def _leave(self, count: int) -> None:
        self.waiting -= count
        metrics.WAITING.dec(count)

    async def _one(self, data: bytes, name: str, caption: str | None) -> Verdict:
        started = time.monotonic()
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._pool, self._classify, data, name, caption, started)
        try:
            return await asyncio.wait_for(future, self._settings.timeout)
        except TimeoutError:
            return self._late(name)

    def _classify(self, data: bytes, name: str, caption: str | None, arrived: float) -> Verdict:
        # Nobody waits any more for what stood in the queue too long.
        if time.monotonic() - arrived > self._settings.timeout:
            return self._late(name)
        try:
            return self.classifier.classify(data, caption=caption, source=name)
        except Exception as unexpected:  # one sticker must not end a request of many
            error = StickerguardError(f"{name}: {type(unexpected).__name__}", code="failed")
            return self.classifier.failed(name, error)

    def _late(self, name: str) -> Verdict:
        message = f"{name}: not scored within {self._settings.timeout:g} seconds; try again later"
        return self.classifier.failed(name, StickerguardError(message, code="timeout"))

    def close(self) -> None:
        """Let the threads end."""
        self._pool.shutdown(wait=False, cancel_futures=True)
