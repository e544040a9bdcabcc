"""Many stickers over several worker processes, in input order, whatever happens to a worker."""

from __future__ import annotations

import os
import signal
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

from stickerguard.classifier import StickerClassifier, failed_verdict
from stickerguard.errors import StickerguardError
from stickerguard.types import BundleRef, Verdict

_AHEAD = 4
"""Stickers given to the pool before the oldest one is waited for, per worker: bounds memory, keeps workers fed."""
_classifier: StickerClassifier | None = None


def run_parallel(
    paths: Iterable[Path],
    make: Callable[[], StickerClassifier],
    *,
    workers: int,
    bundle: BundleRef,
    provider: str,
    caption: str | None = None,
    timeout: float | None = None,
) -> Iterator[Verdict]:
    """One verdict a path, in input order, scored by `workers` processes that each hold one model copy.

    `make` builds the classifier inside a worker and must be picklable. A worker that dies (out of memory, a fault in a
    decoder) costs the sticker it was on, which gets the error code "worker_died"; one that takes longer than `timeout`
    seconds gets "timeout". Memory does not grow with the number of paths. Leaving the iteration stops the workers.
    """
    waiting: deque[tuple[Path, Any]] = deque()
    # Forked children would share the parent's ONNX Runtime threads, which do not survive a fork.
    pool = ProcessPool(workers, initializer=_start, initargs=(make,), context=get_context("spawn"))
    with pool:
        try:
            for path in paths:
                waiting.append((path, pool.schedule(_score, args=(path, caption), timeout=timeout)))
                if len(waiting) >= _AHEAD * workers:
                    yield _outcome(*waiting.popleft(), timeout, bundle, provider)
            while waiting:
                yield _outcome(*waiting.popleft(), timeout, bundle, provider)
        finally:
            pool.stop()
            pool.join()


def _start(make: Callable[[], StickerClassifier]) -> None:
    global _classifier
    # Ctrl-C reaches the whole process group; the parent alone decides how to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.filterwarnings("ignore", module="PIL")
    _classifier = make()


def _score(path: Path, caption: str | None) -> Verdict:
    if _classifier is None:
        raise RuntimeError("the worker was not started")
    return _classifier.classify(path, caption=caption)


def _outcome(path: Path, future: Any, timeout: float | None, bundle: BundleRef, provider: str) -> Verdict:
    source = os.fspath(path)
    try:
        verdict: Verdict = future.result()
        return verdict
    except FutureTimeout:
        message = f"{source}: not scored within {timeout:g} seconds; raise --timeout or look at the file"
        error = StickerguardError(message, code="timeout")
    except ProcessExpired as expired:
        message = f"{source}: the worker process died (exit code {expired.exitcode}); score it alone to see why"
        error = StickerguardError(message, code="worker_died")
    except Exception as unexpected:  # whatever a sticker does to a worker must not end the run
        error = StickerguardError(f"{source}: {type(unexpected).__name__}: {unexpected}", code="failed")
    return failed_verdict(source, error, bundle=bundle, provider=provider)
