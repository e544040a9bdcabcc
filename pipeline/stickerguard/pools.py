"""Worker processes that outlive pebble's pool, which is given up when a worker dies that had nothing to do."""

from __future__ import annotations

import contextlib
import signal
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import resource_tracker
from typing import Any

from stickerguard.errors import StickerguardError

LOOK = 1.0
"""Seconds until a pool is looked at again: what is given to one just as it breaks is never answered."""
_TRIES = 4
"""Pools one after the other that may answer nothing: workers that die as they start would go on for ever."""


class WorkersError(StickerguardError):
    """There is no worker process, whatever it is given. Code: no_worker."""


def begin_worker() -> None:
    """What each worker process of a command does first."""
    # Ctrl-C reaches the whole process group; the parent alone decides how to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Pillow warns of every oddity it can cope with; what matters is in the verdicts.
    warnings.filterwarnings("ignore", module="PIL")


@dataclass(slots=True)
class Job:
    """What a worker was given; `future` is pebble's, of the `pool` that has it now."""

    function: Callable[..., Any]
    args: tuple[object, ...]
    timeout: float | None
    pool: Any
    future: Any

    @property
    def failed(self) -> bool:
        """Whether it is over and there is no result."""
        return self.future.done() and (self.future.cancelled() or self.future.exception() is not None)

    @property
    def lost(self) -> bool:
        """Whether its pool was given up before it was answered."""
        answered = self.future.done() and not (self.failed and isinstance(self.future.exception(), BrokenProcessPool))
        return not answered and not self.pool.active


class RenewedPool:
    """The pool that `make` makes, and another each time that pebble gives one up. Safe between threads."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._giving = threading.Lock()
        self._unanswered = 0
        self._ended = False
        self.current = make()

    def schedule(self, function: Callable[..., Any], *args: object, timeout: float | None = None) -> Job:
        """Give `function(*args)` to a worker, which is ended when it takes more than `timeout` seconds.

        Raises WorkersError where all workers die before they are given anything.
        """
        job = Job(function, args, timeout, None, None)
        self._give(job)
        return job

    def result(self, job: Job, behind: Iterable[Job] = ()) -> Any:
        """What the function of `job` returned. Where its pool broke meanwhile another gets it, and with it those of
        `behind`, which are to be asked for next.

        Raises what the function raises, pebble.ProcessExpired (the worker died of it), TimeoutError, and WorkersError.
        """
        while True:
            future = job.future
            over = bool(wait([future], timeout=LOOK).done)
            if not self.given_again(job, behind) and over and future is job.future:
                break
        self.answered()
        return future.result()

    def given_again(self, job: Job, behind: Iterable[Job] = ()) -> bool:
        """Whether the pool of `job` broke, so that it was given to another, and with it those of `behind`.

        Raises WorkersError.
        """
        with self._giving:  # several threads may ask for one job
            if not job.lost:
                return False
            if self._ended:
                raise _stopped()
            self.renew(job.pool)
            for lost in filter(lambda one: one.lost, (job, *behind)):
                self._give(lost)
            return True

    def answered(self) -> None:
        """A worker has done something."""
        with self._lock:
            self._unanswered = 0

    def renew(self, broken: Any) -> None:
        """Make another pool in place of `broken`, unless that was done."""
        with self._lock:
            if self.current is not broken or self._ended:
                return
            self.current = self._make()
            self._unanswered += 1
        threading.Thread(target=_stop, args=(broken,), daemon=True).start()

    def stop(self) -> None:
        """End the workers and what they do."""
        with self._lock:
            self._ended = True
        _stop(self.current)

    def _give(self, job: Job) -> None:
        while True:
            with self._lock:
                pool = self.current
                if self._unanswered >= _TRIES:
                    # Whoever asks again later may find what was missing: memory, a file.
                    self._unanswered = 0
                    raise WorkersError(
                        "the worker processes die before they are given anything; look at the memory that is left, and "
                        "at what is in the log",
                        code="no_worker",
                    )
            try:
                with _interrupts_held():
                    job.future = pool.schedule(job.function, args=job.args, timeout=job.timeout)
            except RuntimeError as error:
                if self._ended:
                    raise _stopped() from error
                if pool.active:
                    raise
                self.renew(pool)
            else:
                job.pool = pool
                return


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits for the end of it.

    The first job starts the workers; one that Ctrl-C met before its initializer ran would print a traceback. Threads
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


def _stopped() -> WorkersError:
    return WorkersError("the worker processes were stopped", code="no_worker")


def _stop(pool: Any) -> None:
    pool.stop()
    pool.join()
