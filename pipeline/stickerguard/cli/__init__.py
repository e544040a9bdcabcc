"""The `stickerguard` command; one file a subcommand."""

from __future__ import annotations

import contextlib
import errno
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from types import FrameType
from typing import NoReturn

import click

from stickerguard.cli.exit_codes import ExitCode, exit_code_for, interrupted
from stickerguard.cli.streams import READER_LEFT, guard_streams, hold_closed_streams
from stickerguard.errors import StickerguardError
from stickerguard.remedies import to_read
from stickerguard.writable import visible

_COMMANDS = ("bundle", "decisions", "doctor", "review", "sample", "score", "serve", "tune")


class _Commands(click.Group):
    """Loads a subcommand when it is asked for, so that `main` meets what ends the process while it loads."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"{__name__}.{cmd_name}"), cmd_name)
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stickerguard")
def cli() -> None:
    """Find stickers that join a depicted minor with a sexually suggestive caption.

    Exit codes: 0 done, 1 done but some inputs failed, 2 usage or user error, 3 a needed external part is missing
    (Tesseract, a GPU), 4 bundle refused, 5 the address to serve on is taken, 130 interrupted (Ctrl-C), 141 nobody reads
    standard output any more (head), 143 ended by SIGTERM.
    """


def main() -> None:
    """Entry point of the console script."""
    hold_closed_streams()
    guard_streams()
    with _interrupts_noted() as interrupts:
        try:
            sys.exit(cli.main(standalone_mode=False))
        except Exception as error:
            _end(error, was_interrupted=bool(interrupts))
        except KeyboardInterrupt as error:
            _end(error, was_interrupted=True)


@contextlib.contextmanager
def _interrupts_noted() -> Iterator[list[int]]:
    """The interrupts that came: native code that loads may raise something else than the KeyboardInterrupt it met."""
    noted: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        noted.append(number)
        signal.default_int_handler(number, frame)

    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # whoever starts the command may have said to ignore them
        signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        if before is signal.default_int_handler:
            signal.signal(signal.SIGINT, before)


def _end(error: BaseException, *, was_interrupted: bool) -> NoReturn:
    """Say what ended the command, and end the process. Raises `error` where it is a fault of this program."""
    match error:
        case StickerguardError(code="interrupted"):  # says more than a mere interrupt
            pass
        case click.Abort() if isinstance(error.__cause__, EOFError):
            raise error.__cause__ from None
        case _ if was_interrupted or isinstance(error, click.Abort):
            error = interrupted()
        case StickerguardError(code=code) if code == READER_LEFT:
            sys.exit(ExitCode.READER_LEFT)  # without a word, as other tools end of SIGPIPE
        case click.ClickException():
            error.show()
            sys.exit(error.exit_code)
        case StickerguardError():
            pass
        case OSError(errno=errno.ENAMETOOLONG | errno.ELOOP | errno.EACCES, filename=str() as name):
            # Nobody can foresee it at every place that looks whether a file is there.
            error = StickerguardError(f"{name}: {error.strerror}; {to_read(error)}", code="unreadable_file")
        case _:
            raise error
    lines = str(error).split("\n")  # a message may have several
    click.echo("stickerguard: " + "\n".join(map(visible, lines)), err=True)
    sys.exit(exit_code_for(error))
