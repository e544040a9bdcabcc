"""Many stickers over several worker processes, in input order, whatever happens to a worker."""

from __future__ import annotations

import contextlib
import signal
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import replace
from multiprocessing import get_context, resource_tracker
from typing import Any

from pebble import ProcessExpired, ProcessPool

from stickerguard.batch.items import Item
from stickerguard.batch.scorer import Scorer
from stickerguard.classifier import failed_verdict
from stickerguard.errors import StickerguardError, of_sticker
from stickerguard.types import BundleRef, Thresholds, Verdict

_AHEAD = 4
"""Stickers given to the pool before the oldest one is waited for, per worker: bounds memory, keeps workers fed."""
MAX_BYTES_AHEAD = 64 * 2**20
"""What items that wait for a worker hold, in all: a pack of the largest members or captions would fill the memory."""
_scorer: Scorer | None = None


def run_parallel(
    items: Iterable[Item],
    make: Callable[[], Scorer],
    *,
    workers: int,
    bundle: BundleRef,
    provider: str,
    thresholds: Thresholds | None = None,
    timeout: float | None = None,
) -> Generator[Verdict]:
    """One verdict an item, in input order, scored by `workers` processes that each hold one model copy.

    `make` builds the scorer inside a worker and must be picklable. A worker that dies (out of memory, a fault in a
    decoder) costs the sticker it was on, which gets the error code "worker_died"; one that takes longer than `timeout`
    seconds gets "timeout"; their verdicts name `bundle`, `provider` and `thresholds`. Memory does not grow with the
    number of items. Leaving the iteration stops the workers.
    """
    waiting: deque[tuple[Item, Any]] = deque()
    # Forked children would share the parent's ONNX Runtime threads, which do not survive a fork.
    pool = ProcessPool(workers, initializer=_start, initargs=(make,), context=get_context("spawn"))
    with pool:
        try:
            for item in items:
                with _interrupts_held():
                    future = pool.schedule(_score, args=(item,), timeout=timeout)
                waiting.append((item, future))
                while len(waiting) >= _AHEAD * workers or sum(size(given) for given, _ in waiting) > MAX_BYTES_AHEAD:
                    yield _outcome(*waiting.popleft(), timeout, bundle, provider, thresholds)
            while waiting:
                yield _outcome(*waiting.popleft(), timeout, bundle, provider, thresholds)
        finally:
            pool.stop()
            pool.join()


def size(item: Item) -> int:
    """About the bytes that `item` itself holds: those of an archive member, the characters of its texts."""
    texts = (item.source, item.id, item.caption, item.pack, *(item.kept or {}).values())
    return sum(len(text) for text in texts if text) + (len(item.content) if isinstance(item.content, bytes) else 0)


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits for the end of it.

    The first sticker starts the workers; one that Ctrl-C met before `_start` ran in it would print a traceback. Threads
    and processes that begin here inherit what is held.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Its first start lets the signal through again; so it must have started before.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(make: Callable[[], Scorer]) -> None:
    global _scorer
    # Ctrl-C reaches the whole process group; the parent alone decides how to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.filterwarnings("ignore", module="PIL")
    _scorer = make()


def _score(item: Item) -> Verdict:
    if _scorer is None:
        raise RuntimeError("the worker was not started")
    return _scorer.score(item)


def _outcome(
    item: Item,
    future: Any,
    timeout: float | None,
    bundle: BundleRef,
    provider: str,
    thresholds: Thresholds | None,
) -> Verdict:
    source = item.source
    try:
        verdict: Verdict = future.result()
        return verdict
    except FutureTimeout:
        message = f"{source}: not scored within {timeout:g} seconds; raise --timeout or look at the file"
        error = StickerguardError(message, code="timeout")
    except ProcessExpired as expired:
        message = f"{source}: the worker process died (exit code {expired.exitcode}); score it alone to see why"
        error = StickerguardError(message, code="worker_died")
    except BaseException as unexpected:  # whatever a sticker does to a worker must not end the run
        error = of_sticker(unexpected, source)
    failed = failed_verdict(source, error, bundle=bundle, provider=provider, thresholds=thresholds)
    return replace(failed, id=item.id, pack=item.pack, kept=item.kept)
