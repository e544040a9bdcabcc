"""What the process returns. 2 is also what click uses for a wrong command line."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from enum import IntEnum

from stickerguard.errors import BundleError, OcrError, ProviderError, StickerguardError


class ExitCode(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    SOME_INPUTS_FAILED = 1
    USER_ERROR = 2
    MISSING_PART = 3
    BUNDLE_REFUSED = 4
    ADDRESS_TAKEN = 5
    INTERRUPTED = 130
    TERMINATED = 143


def interrupted(more: str = "") -> StickerguardError:
    """What ends a command after Ctrl-C."""
    return StickerguardError(f"interrupted{more}", code="interrupted")


@contextlib.contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """SIGTERM leaves the block as any other end does: by default the process would be gone and its workers still there.

    The exit code is the one that shells give a process that ended of it.
    """
    before = signal.getsignal(signal.SIGTERM)
    if before is not signal.SIG_DFL:  # whoever starts the command may have said to ignore it
        yield
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ExitCode.TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def exit_code_for(error: StickerguardError) -> ExitCode:
    """The exit code of an error that ends a command."""
    match error:
        case BundleError():
            return ExitCode.BUNDLE_REFUSED
        case OcrError() | ProviderError() | StickerguardError(code="missing_package"):
            return ExitCode.MISSING_PART
        case StickerguardError(code="interrupted"):
            return ExitCode.INTERRUPTED
        case _:
            return ExitCode.USER_ERROR
