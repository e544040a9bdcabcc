"""A process of its own for pictures that are shown: a file that breaks a decoder costs its own picture only."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from multiprocessing import get_context
from typing import Any

from pebble import ProcessExpired, ProcessPool

from stickerguard.errors import DecodeError, LimitError, StickerguardError, of_sticker
from stickerguard.pools import Job, RenewedPool, WorkersError, begin_worker


class DecoderPool:
    """One worker process that decodes, and another one in its place when it dies. Safe between threads.

    `seconds` is how long it may take over one sticker.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        # Forked children would share the parent's threads, its connections and ONNX Runtime.
        context = get_context("spawn")
        self.workers = RenewedPool(lambda: ProcessPool(1, initializer=begin_worker, context=context))

    def schedule(self, source: str, function: Callable[..., Any], *args: object) -> Job:
        """Give `function(*args)`, which decodes `source`, to the worker. Raises WorkersError, which names `source`."""
        with _named(source):
            return self.workers.schedule(function, *args, timeout=self._seconds)

    def result(self, source: str, job: Job) -> Any:
        """What the function returned.

        Raises StickerguardError, whose message names `source` and says why there is no picture; WorkersError says
        nothing of the sticker.
        """
        try:
            with _named(source):
                return self.workers.result(job)
        except FutureTimeout:
            raise LimitError(
                f"{source}: takes more than {self._seconds:g} seconds to decode", code="too_slow"
            ) from None
        except ProcessExpired as expired:
            raise DecodeError(
                f"{source}: the decoder died on it (exit code {expired.exitcode}); the file is damaged or made to "
                "crash decoders",
                code="corrupt",
            ) from None
        except StickerguardError:
            raise
        except Exception as unexpected:
            raise of_sticker(unexpected, source) from unexpected

    def stop(self) -> None:
        """End the worker and what it does."""
        self.workers.stop()


@contextlib.contextmanager
def _named(source: str) -> Iterator[None]:
    """Say which sticker could not be shown because no worker starts."""
    try:
        yield
    except WorkersError as error:
        raise WorkersError(f"{source}: cannot be decoded: {error}", code=error.code) from error
