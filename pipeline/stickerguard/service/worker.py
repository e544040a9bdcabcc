"""What runs inside a worker process: one sticker at a time, with a limit on its processor time."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from stickerguard.classifier import StickerClassifier
from stickerguard.selftest import run_selftest
from stickerguard.service.outlook import looks_slow
from stickerguard.service.recipe import Recipe
from stickerguard.types import Verdict

SPENT = -int(getattr(signal, "SIGPROF", 0))
"""Exit code of a worker whose sticker used up its processor time."""
_classifier: StickerClassifier | None = None


def start(recipe: Recipe, niceness: int) -> None:
    """Make this process ready to score. Raises what `StickerClassifier` raises."""
    global _classifier
    # A decoder may be deep in native code, where no handler written in Python would ever run.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(os, "nice"):
        os.nice(niceness)
    warnings.filterwarnings("ignore", module="PIL")
    loaded = getattr(sys.modules.get("stickerguard.service.zygote"), "LOADED", None)
    _classifier = loaded[1] if loaded is not None and loaded[0] == recipe else recipe.build()
    if recipe.runtime.provider == "cpu":  # drivers of other devices reserve more address space than there is memory
        _limit_memory(recipe.worker_memory)


def _limit_memory(further: int) -> None:
    try:
        import resource

        taken = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except (ImportError, OSError):  # no such limit, or nothing that says what is taken, on this system
        return
    resource.setrlimit(resource.RLIMIT_AS, (taken + further, resource.getrlimit(resource.RLIMIT_AS)[1]))


def score(data: bytes, name: str, caption: str | None, seconds: float, quick: bool) -> Verdict | None:
    """The verdict of one sticker, None where `quick` is asked for and the sticker will be slow.

    The process ends, exit code `SPENT`, after `seconds` of processor time.
    """
    classifier = _ready()
    with _processor_time(seconds):
        if quick and looks_slow(data):
            return None
        return classifier.classify(data, caption=caption, source=name)


def selftest(seconds: float) -> bool:
    """Whether the canary sticker is flagged here, under a limit of processor time as stickers have it."""
    classifier = _ready()
    with _processor_time(seconds):
        return run_selftest(classifier).passed


def _ready() -> StickerClassifier:
    if _classifier is None:
        raise RuntimeError("the worker was not started")
    return _classifier


@contextlib.contextmanager
def _processor_time(seconds: float) -> Iterator[None]:
    # Processor time, not the clock: a busy machine makes no sticker look slow. The signal's default action ends the
    # process, in native code too.
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
