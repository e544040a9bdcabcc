"""Scoring inside the service: a bounded queue before two lanes of processes, each verdict within its time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import Literal

from pebble import ProcessExpired

from stickerguard.bundle import Bundle
from stickerguard.classifier import failed_verdict
from stickerguard.errors import BundleError, LimitError, StickerguardError
from stickerguard.motion import is_motion
from stickerguard.pools import WorkersError
from stickerguard.runtime import resolve_provider
from stickerguard.service import metrics, worker
from stickerguard.service.lane import Lane
from stickerguard.service.settings import Settings
from stickerguard.thresholds import chosen
from stickerguard.types import Verdict

Status = Literal["ok", "the self-test failed", "the self-test took too long", "not ready"]
log = logging.getLogger("stickerguard.service")
_QUICK_BYTES = 2**20


class BusyError(Exception):
    """The queue is full; try again later."""


class Engine:
    """The lanes, who waits for them, and their health.

    A sticker starts in the quick lane, but for a Lottie, a video and a file of more than 1 MiB; one that looks slow or
    has used up `quick_seconds` of processor time there goes on in the slow lane, whose processes get what processor
    time the others leave. So slow stickers wait for slow stickers only.

    Raises BundleError and ProviderError.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        bundle = Bundle.load(settings.bundle)
        self.bundle = bundle.ref
        self._thresholds = chosen(bundle, settings.decide_by)
        self._provider = resolve_provider(settings.runtime)
        recipe, memory = settings.recipe, settings.worker_memory
        self._quick = Lane(recipe, bundle.ref, workers=settings.workers, memory=memory)
        slow = {"workers": settings.slow_workers, "niceness": settings.slow_niceness}
        self._slow = Lane(recipe, bundle.ref, memory=memory, **slow)
        self.waiting = 0
        self.status: Status = "not ready"
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Score the canary, then go on doing so now and then."""
        await asyncio.gather(self._quick.begin(), self._slow.begin())
        self.status = await self._examine()
        self._watch = asyncio.create_task(self._examine_again())

    async def score(self, data: bytes, *, name: str, caption: str | None) -> Verdict:
        """The verdict of one sticker. Raises BusyError when too many wait.

        A sticker that takes too long, or ends its worker, gets a verdict that says so: error codes "timeout" (not
        within the time from arrival), "too_many_seconds" (of processor time), "worker_died", "busy"; whatever else goes
        wrong with it is "internal".
        """
        (verdict,) = await self.score_many([(name, data)], caption=caption)
        return verdict

    async def score_many(self, stickers: list[tuple[str, bytes]], *, caption: str | None) -> list[Verdict]:
        """Verdicts in the order given. Raises BusyError when there is no room for all of them: what is let in is never
        turned away for others of its own request."""
        if self.waiting and self._taken + len(stickers) > self._places:
            raise BusyError
        slow = sum(_is_slow(data) for _, data in stickers)
        if len(stickers) > 1 and slow and self._slow.waiting and self._slow.waiting + slow > self._slow_places:
            raise BusyError
        self._count(len(stickers))
        request = object()
        try:
            return await asyncio.gather(*(self._one(data, name, caption, request) for name, data in stickers))
        finally:
            self._count(-len(stickers))

    @property
    def full(self) -> bool:
        """Whether not even one sticker more may wait."""
        return self._taken >= self._places

    @property
    def _taken(self) -> int:
        """Places taken: a batch may have more slow stickers than their half of the queue, and the other half stays
        free for quick ones all the same."""
        return self.waiting - max(0, self._slow.waiting - self._slow_places)

    @property
    def _slow_places(self) -> int:
        return max(1, self._settings.queue // 2)

    @property
    def _places(self) -> int:
        return self._settings.queue + self._settings.workers

    def _count(self, change: int) -> None:
        self.waiting += change
        metrics.WAITING.set(self.waiting)

    async def _one(self, data: bytes, name: str, caption: str | None, request: object) -> Verdict:
        seconds = self._settings.timeout
        try:
            async with asyncio.timeout(seconds):
                return await self._in_lanes(data, name, caption, request, time.monotonic() + seconds)
        except TimeoutError:
            message = f"{name}: no verdict within {seconds:g} seconds (STICKERGUARD_TIMEOUT); try again later"
            return self._failed(name, StickerguardError(message, code="timeout"))
        except WorkersError as unexpected:
            log.error("no worker", exc_info=unexpected)
            message = f"{name}: {unexpected}"
            return self._failed(name, StickerguardError(message, code="worker_died"))
        except BundleError as changed:  # said once by the health check, not for each sticker
            return self._failed(name, changed)
        except Exception as unexpected:  # it costs its own sticker, not its batch
            log.error("sticker failed", exc_info=unexpected)
            return self._failed(name, unexpected)

    async def _in_lanes(self, data: bytes, name: str, caption: str | None, request: object, until: float) -> Verdict:
        lane = self._slow if _is_slow(data) else self._quick
        died = False
        while True:
            slow = lane is self._slow
            if slow and lane.beside(request) >= self._slow_places:
                message = f"{name}: too many slow stickers wait; try again later"
                return self._failed(name, StickerguardError(message, code="busy"))
            seconds = self._settings.sticker_seconds if slow else self._settings.quick_seconds
            try:
                given = worker.score, data, name, caption, seconds, not slow
                verdict = await lane.run(*given, until=until, request=request)
                if verdict is not None:
                    return verdict
                lane = self._slow
            except ProcessExpired as expired:
                spent = expired.exitcode == worker.SPENT
                metrics.ENDED.labels("processor time" if spent else "died").inc()
                if spent and slow:
                    return self._spent(name)
                if not spent:
                    log.warning("worker died", extra={"fields": {"exit_code": expired.exitcode, "again": not died}})
                if died and not spent:
                    message = f"{name}: two worker processes died of it; the last exit code is {expired.exitcode}"
                    return self._failed(name, StickerguardError(message, code="worker_died"))
                # It may have been another's doing (out of memory, a kill): what died once is tried once more.
                died = died or not spent
                lane = self._slow

    def _spent(self, name: str) -> Verdict:
        message = (
            f"{name}: not scored within {self._settings.sticker_seconds:g} seconds of processor time; "
            "raise STICKERGUARD_STICKER_SECONDS if you trust it"
        )
        return self._failed(name, LimitError(message, code="too_many_seconds"))

    def _failed(self, name: str, error: Exception) -> Verdict:
        return failed_verdict(name, error, bundle=self.bundle, provider=self._provider, thresholds=self._thresholds)

    async def _examine(self) -> Status:
        seconds = self._settings.timeout
        most = max(seconds, self._settings.sticker_seconds)
        try:
            async with asyncio.timeout(seconds):
                passed = await self._quick.run(worker.selftest, most, until=time.monotonic() + seconds)
        except (TimeoutError, ProcessExpired):
            return "the self-test took too long"
        return "ok" if passed else "the self-test failed"

    async def _examine_again(self) -> None:
        while True:
            await asyncio.sleep(self._settings.health_seconds)
            before = self.status
            try:
                self.status = await self._examine()
            except Exception as unexpected:  # a health check that has died would say "ok" for ever
                log.error("health check", exc_info=unexpected)
                self.status = "not ready"
            if self.status != before:
                self.tell("health")

    def tell(self, event: str) -> None:
        """A line of the log on how the service is: a warning unless the last self-test was passed in time."""
        level = logging.INFO if self.status == "ok" else logging.WARNING
        log.log(level, event, extra={"fields": {"bundle": self.bundle.sha256, "status": self.status}})

    async def close(self) -> None:
        """End the workers."""
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        await asyncio.gather(*(asyncio.to_thread(lane.close) for lane in (self._quick, self._slow)))


def _is_slow(data: bytes) -> bool:
    """Whether a sticker goes to the slow lane before any worker has looked at it."""
    return len(data) > _QUICK_BYTES or is_motion(data)
