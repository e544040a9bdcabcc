"""Many stickers over several worker processes, in input order, whatever happens to a worker."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import TimeoutError as FutureTimeout
from functools import partial
from multiprocessing import get_context

from pebble import ProcessExpired, ProcessPool

from stickerguard.batch.items import Item
from stickerguard.batch.scorer import Scorer
from stickerguard.classifier import failed_verdict
from stickerguard.errors import StickerguardError, of_sticker
from stickerguard.pools import Job, RenewedPool, WorkersError, begin_worker
from stickerguard.types import BundleRef, Thresholds, Verdict

_AHEAD = 4
"""Stickers given to the pool before the oldest one is waited for, per worker: bounds memory, keeps workers fed."""
MAX_BYTES_AHEAD = 64 * 2**20
"""What items that wait for a worker hold, in all: a pack of the largest members or captions would fill the memory."""
_scorer: Scorer | None = None
_refused: StickerguardError | None = None


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
    seconds gets "timeout"; their verdicts name `bundle`, `provider` and `thresholds`. One that dies without a sticker
    costs nothing. Memory does not grow with the number of items. Leaving the iteration stops the workers.

    Raises WorkersError where the workers die as they start, and a StickerguardError with which `make` refuses, also in
    a worker that takes the place of another.
    """
    waiting: deque[tuple[Item, Job]] = deque()
    # Forked children would share the parent's ONNX Runtime threads, which do not survive a fork.
    context = get_context("spawn")
    pool = RenewedPool(lambda: ProcessPool(workers, initializer=_start, initargs=(make,), context=context))

    def first() -> Verdict:
        item, job = waiting.popleft()
        return _outcome(item, lambda: pool.result(job, [behind for _, behind in waiting]), timeout, failed)

    failed = partial(failed_verdict, bundle=bundle, provider=provider, thresholds=thresholds)
    try:
        for item in items:
            waiting.append((item, pool.schedule(_score, item, timeout=timeout)))
            while len(waiting) >= _AHEAD * workers or sum(size(given) for given, _ in waiting) > MAX_BYTES_AHEAD:
                yield first()
        while waiting:
            yield first()
    finally:
        pool.stop()


def size(item: Item) -> int:
    """About the bytes that `item` itself holds: those of an archive member, the characters of its texts."""
    texts = (item.source, item.id, item.caption, item.pack, *(item.kept or {}).values())
    return sum(len(text) for text in texts if text) + (len(item.content) if isinstance(item.content, bytes) else 0)


def _start(make: Callable[[], Scorer]) -> None:
    global _scorer, _refused
    begin_worker()
    try:
        _scorer = make()
    except StickerguardError as error:  # pebble would only log it, and try again with another worker
        _refused = error


def _score(item: Item) -> Verdict | StickerguardError:
    """The verdict, or why there is no scorer: returned, since what is raised here is the sticker's."""
    if _refused is not None:
        return _refused
    if _scorer is None:
        raise RuntimeError("the worker was not started")
    return _scorer.score(item)


def _outcome(
    item: Item,
    result: Callable[[], Verdict | StickerguardError],
    timeout: float | None,
    failed: Callable[[str, StickerguardError], Verdict],
) -> Verdict:
    source = item.source
    try:
        found = result()
    except FutureTimeout:
        message = f"{source}: not scored within {timeout:g} seconds; raise --timeout or look at the file"
        error = StickerguardError(message, code="timeout")
    except ProcessExpired as expired:
        message = f"{source}: the worker process died (exit code {expired.exitcode}); score it alone to see why"
        error = StickerguardError(message, code="worker_died")
    except WorkersError:
        raise
    except BaseException as unexpected:  # whatever a sticker does to a worker must not end the run
        error = of_sticker(unexpected, source)
    else:
        if isinstance(found, StickerguardError):
            raise found
        return found
    return item.named(failed(source, error))
