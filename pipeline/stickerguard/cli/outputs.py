"""Where `score` writes, and what it says when that fails."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import click

from stickerguard.batch.resume import RESUMABLE
from stickerguard.batch.sinks import FORMATS, JsonlSink, Sink, open_sink
from stickerguard.cli.streams import STDOUT
from stickerguard.errors import StickerguardError
from stickerguard.pipes import is_stream
from stickerguard.remedies import to_write
from stickerguard.types import Verdict
from stickerguard.writable import visible


def check_format(output: Path | None, resume: bool) -> None:
    """Raise click.UsageError for an output that cannot be written or gone on with, whatever is there."""
    if resume and output is None:
        raise click.UsageError("--resume needs -o, the file to go on with")
    if output is None and sys.stdout is None:
        raise click.UsageError(f"{STDOUT} is closed; say with -o where the verdicts go")
    if output and not output.suffix and output.exists() and not output.is_dir():
        what = "a file" if output.is_file() else "no file and no folder"
        raise click.BadParameter(
            f"{output} is {what}, and a name without suffix is a folder for Parquet parts; give a folder or a file "
            f"that ends in one of {', '.join(FORMATS)}, or leave -o out to write JSONL to standard output",
            param_hint="-o",
        )
    if output and output.suffix and output.suffix.lower() not in FORMATS and not output.is_dir():
        raise click.BadParameter(f"{output} must end in one of {', '.join(FORMATS)}", param_hint="-o")


def open_sinks(
    stack: contextlib.ExitStack,
    output: Path | None,
    table: bool,
    with_text: bool,
    *,
    append: bool,
    keep: tuple[str, ...],
) -> list[Sink]:
    """The sink for `output`, which `stack` closes, or for standard output; none where a table is printed instead."""
    if output is None:
        if table or sys.stdout.isatty():
            return []
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        return [JsonlSink(sys.stdout, with_text=with_text)]
    with named(output):
        if not output.suffix:
            output.mkdir(parents=True, exist_ok=True)
        try:
            sink = open_sink(output, with_text=with_text, append=append, keep=keep)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="-o") from error
    return [stack.enter_context(_Reporting(sink, output))]


def can_resume(output: Path | None) -> bool:
    """Whether --resume can go on with what a run began to write there."""
    return output is not None and (output.is_dir() or (output.suffix.lower() in RESUMABLE and not is_stream(output)))


@contextlib.contextmanager
def named(output: Path, *, resumable: bool = False, lost: bool = False) -> Iterator[None]:
    """Turn an OSError into a StickerguardError, code "cannot_write", that names `output` and what to do; `resumable`
    where a run is on its way that --resume goes on with, `lost` where it has rows that it takes with it."""
    try:
        yield
    except OSError as error:
        again = "go on with --resume" if resumable else "run this again"
        whole = "what was written before is whole; " if resumable else "its rows are lost; " if lost else ""
        raise StickerguardError(_said(output, error, whole, again), code="cannot_write") from error


class Beside:
    """What a run writes beside its verdicts in `output`, each whatever becomes of the others and of the run.

    What fails is said when the outputs are closed, so that it neither cuts them off nor takes the place of what ended
    the run; `failed` tells whether there was any.
    """

    def __init__(self, output: Path | None) -> None:
        self._output = output
        self._failures: list[tuple[Path, OSError]] = []

    @property
    def failed(self) -> bool:
        """Whether anything could not be written."""
        return bool(self._failures)

    def write(self, path: Path, write: Callable[[Path], None]) -> None:
        """Let `write` make the file at `path`."""
        try:
            write(path)
        except OSError as error:
            self._failures.append((path, error))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if can_resume(self._output):
            again = "go on with --resume"
        else:
            again = "run this again with --overwrite" if self._output and kind is None else "run this again"
        whole = "the verdicts are whole; " if kind is None else ""
        for path, error in self._failures:
            click.echo("stickerguard: " + visible(_said(path, error, whole, again)), err=True)


def _said(output: Path, error: OSError, whole: str, again: str) -> str:
    return f"{output}: cannot be written: {error.strerror or error}; {whole}{to_write(output, error.errno, again)}"


class _Reporting:
    """A sink whose failures say which output they are of."""

    def __init__(self, sink: Sink, output: Path) -> None:
        self._sink = sink
        self._output = output
        resumable = can_resume(output)
        lost = not resumable and not is_stream(output)
        self._begun = {"resumable": resumable, "lost": lost}

    def write(self, verdict: Verdict) -> None:
        with named(self._output, **self._begun):
            self._sink.write(verdict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with named(self._output, **self._begun):
            self._sink.__exit__(*_)
