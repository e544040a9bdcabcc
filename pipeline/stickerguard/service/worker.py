"""What runs inside a worker process: one sticker at a time, with a limit on its processor time."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from stickerguard.bundle import check_unchanged
from stickerguard.classifier import StickerClassifier
from stickerguard.errors import BundleError
from stickerguard.recipe import Recipe, build_classifier
from stickerguard.selftest import run_selftest
from stickerguard.service.cost_estimate import looks_slow
from stickerguard.types import BundleRef, Verdict

SPENT = -int(getattr(signal, "SIGPROF", 0))
"""Exit code of a worker whose sticker used up its processor time."""
_classifier: StickerClassifier | None = None
_refused: BundleError | None = None


def start(recipe: Recipe, niceness: int, memory: int, began_with: BundleRef) -> None:
    """Make this process ready to score, with so many bytes of `memory` beyond its models. Raises what
    `StickerClassifier` raises.

    Where its folder holds another bundle by now than the service began with, each sticker is refused with that.
    """
    global _classifier, _refused
    # A decoder may be deep in native code, where no handler written in Python would ever run.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(os, "nice"):
        os.nice(niceness)
    warnings.filterwarnings("ignore", module="PIL")
    _classifier = _inherited(recipe, began_with) or build_classifier(recipe)
    try:
        check_unchanged(_classifier.bundle, began_with, "put that one back, or start the service anew")
    except BundleError as changed:
        _classifier, _refused = None, changed
    if recipe.runtime.provider == "cpu":  # drivers of other devices reserve more address space than there is memory
        _limit_memory(memory)


def _inherited(recipe: Recipe, began_with: BundleRef) -> StickerClassifier | None:
    """What the process that this one was forked from had loaded, where it is that."""
    loaded = getattr(sys.modules.get("stickerguard.service.zygote"), "LOADED", None)
    if loaded is None or loaded[0] != recipe or loaded[1].bundle.ref != began_with:
        return None
    classifier: StickerClassifier = loaded[1]
    return classifier


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
    """Whether the canary sticker is flagged here, by the bundle that the service began with, under a limit of
    processor time as stickers have it."""
    if _refused is not None:
        return False
    classifier = _ready()
    with _processor_time(seconds):
        return run_selftest(classifier).passed


def _ready() -> StickerClassifier:
    if _refused is not None:
        raise _refused
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
