"""Worker processes of one priority, each with one sticker at a time."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

from pebble import ProcessPool

from stickerguard.pools import LOOK, Job, RenewedPool
from stickerguard.recipe import Recipe
from stickerguard.service import worker
from stickerguard.types import BundleRef

T = TypeVar("T")
_GRACE = 0.5
"""Seconds that pebble has to say itself that time is up."""
_STANDSTILL = 8.0
"""Seconds in which a free worker must have taken its sticker; starting one anew is far quicker."""
_SPARE = 1
"""Processes beyond those at work: one that was ended is not waited for."""


class Lane:
    """At most `workers` stickers at once, first come, first served, by the bundle that the service `began_with`.
    `niceness` is what `os.nice` takes, `memory` the bytes that a worker may take beyond its models."""

    def __init__(self, recipe: Recipe, began_with: BundleRef, *, workers: int, memory: int, niceness: int = 0) -> None:
        self._recipe = recipe
        self._began_with = began_with
        self._workers = workers
        self._niceness = niceness
        self._memory = memory
        self._free = asyncio.Semaphore(workers)
        self._pool = RenewedPool(self._made)
        self._waiting: Counter[object] = Counter()
        self._beginning: threading.Thread | None = None

    @property
    def waiting(self) -> int:
        """How many stickers wait for a worker."""
        return self._waiting.total()

    def beside(self, request: object) -> int:
        """How many stickers of other requests than `request` wait."""
        return self.waiting - self._waiting[request]

    async def begin(self) -> None:
        """Start the workers: the first of them is forked when the models are loaded, which must keep nobody waiting."""
        loop, begun = asyncio.get_running_loop(), asyncio.Event()

        def begin() -> None:
            # What goes wrong here goes wrong again for the first who asks, and is told there.
            with contextlib.suppress(Exception):
                self._pool.schedule(os.getpid)
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(begun.set)

        # A daemon: a service that is ended while it loads does not wait for it.
        self._beginning = threading.Thread(target=begin, daemon=True)
        self._beginning.start()
        await begun.wait()

    async def run(self, function: Callable[..., T], *args: object, until: float, request: object = None) -> T:
        """`function(*args)` in a worker, which is ended when `time.monotonic()` passes `until`; `request` is whatever
        stands for those that wait together.

        Raises pebble.ProcessExpired (the worker died of it), TimeoutError, WorkersError, and what `function` raises.
        """
        self._waiting[request] += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting[request] -= 1
            if not self._waiting[request]:
                del self._waiting[request]
        try:
            left = max(0.01, until - time.monotonic())
            answer: T = await self._answer(self._pool.schedule(function, *args, timeout=left), time.monotonic() + left)
            return answer
        finally:
            self._free.release()

    async def _answer(self, job: Job, until: float) -> Any:
        scheduled = time.monotonic()
        answer = _awaitable(job)
        try:
            while (left := until + _GRACE - time.monotonic()) > 0:
                # Unlike an await, this leaves the future as it is when time is up.
                await asyncio.wait({answer}, timeout=min(left, LOOK))
                if self._pool.given_again(job):
                    answer = _awaitable(job)
                elif answer.done():
                    self._pool.answered()
                    return answer.result()
            raise TimeoutError
        finally:
            if not job.future.done():
                not_taken = not job.future.running()
                job.future.cancel()
                # pebble times what a worker has taken; workers that take nothing would stand still for ever.
                if not_taken and time.monotonic() - scheduled > _STANDSTILL:
                    self._pool.renew(job.pool)

    def _made(self) -> Any:
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        context.set_forkserver_preload(["stickerguard.service.zygote"])
        given = self._recipe, self._niceness, self._memory, self._began_with
        return ProcessPool(self._workers + _SPARE, initializer=worker.start, initargs=given, context=context)

    def close(self) -> None:
        """End the workers and what they do. Where the first is still to be forked there are none, and the process that
        would fork it ends with this one."""
        if self._beginning is None or not self._beginning.is_alive():
            self._pool.stop()


def _awaitable(job: Job) -> asyncio.Future[Any]:
    answer: asyncio.Future[Any] = asyncio.wrap_future(job.future)
    # asyncio logs what a future failed with that nobody asks: that of a pool given up, or of a request that is gone.
    answer.add_done_callback(lambda done: done.cancelled() or done.exception())
    return answer
