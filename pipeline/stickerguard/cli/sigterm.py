"""SIGTERM, with which systems end a command: it ends as by any other error, its workers too."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import NoReturn, TypeVar

from stickerguard.cli.exit_codes import ExitCode

_T = TypeVar("_T")


class Sigterm:
    """Whether SIGTERM came, and the SystemExit with which it ends the command.

    Python drops what a handler raises while a destructor or a callback runs, and goes on. So the loops of a command
    look again.
    """

    def __init__(self) -> None:
        self.came = False

    def end(self, number: int = 0, frame: FrameType | None = None) -> NoReturn:
        """The handler of the signal: note it, and raise SystemExit."""
        self.came = True
        sys.exit(ExitCode.TERMINATED)

    def look(self) -> None:
        """Raise SystemExit where the signal has come."""
        if self.came:
            self.end()

    def looked(self, passing: Iterable[_T]) -> Iterator[_T]:
        """What is `passing`, with a look before each and after the last."""
        for one in passing:
            self.look()
            yield one
        self.look()

    def dropped(self, lost: sys.UnraisableHookArgs) -> bool:
        """Whether what Python has just dropped is the SystemExit of `end`."""
        return self.came and lost.exc_type is SystemExit


@contextlib.contextmanager
def ended_by_sigterm() -> Iterator[Sigterm]:
    """SIGTERM leaves the block as any other end does: by default the process would be gone and its workers still there.

    The exit code is the one that shells give a process that ended of it. A block that was not left at once, since the
    SystemExit was dropped or native code made another error of it, is left so at the next look or at its end.
    """
    sigterm = Sigterm()
    before = signal.getsignal(signal.SIGTERM)
    if before is not signal.SIG_DFL:  # whoever starts the command may have said to ignore it
        yield sigterm
        return
    told = sys.unraisablehook

    def tell(lost: sys.UnraisableHookArgs) -> None:
        if not sigterm.dropped(lost):  # it is looked at again: nothing that a user need read
            told(lost)

    sys.unraisablehook = tell
    signal.signal(signal.SIGTERM, sigterm.end)
    try:
        yield sigterm
        sigterm.look()
    except Exception:
        sigterm.look()
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
        sys.unraisablehook = told
