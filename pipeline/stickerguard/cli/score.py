"""`stickerguard score`: stickers in, verdicts out."""

from __future__ import annotations

import contextlib
import functools
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from stickerguard.batch.resume import RESUMABLE, FinishedRow, check_same_inputs, finished_rows
from stickerguard.batch.runner import run_parallel
from stickerguard.batch.sinks import FORMATS, JsonlSink, Sink, open_sink
from stickerguard.batch.sources import expand
from stickerguard.classifier import StickerClassifier
from stickerguard.cli.exit_codes import ExitCode
from stickerguard.cli.options import build_classifier, classifier_options
from stickerguard.cli.table import COLOURS, print_table
from stickerguard.errors import StickerguardError
from stickerguard.runtime import available_cpus
from stickerguard.types import Verdict

_PROGRESS_FROM = 5
_PARALLEL_FROM = 32
"""Fewer stickers than this are scored before a second process has loaded its models."""
_TABLE_OF_ALL_UP_TO = 100


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write .jsonl, .csv or .parquet.")
@click.option("--table", is_flag=True, help="Print a table, also with -o or in a pipe.")
@click.option("--exhaustive", is_flag=True, help="Read every caption, also where it cannot change the decision.")
@click.option("--with-text", is_flag=True, help="Keep the caption text in the output.")
@click.option("--caption", help="Text that comes with every given sticker, such as the pack title.")
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes [default: one a CPU, one for few files].")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Seconds one sticker may take.")
@click.option("--resume", is_flag=True, help="Go on with the -o file of a run that was cut off.")
@classifier_options
def score(
    paths: tuple[Path, ...],
    output: Path | None,
    table: bool,
    exhaustive: bool,
    with_text: bool,
    caption: str | None,
    workers: int | None,
    timeout: float | None,
    resume: bool,
    **options: Any,
) -> None:
    """Score the stickers in PATHS (files, or folders with everything in them).

    Without -o: a table on a terminal, JSONL in a pipe. The table of more than 100 stickers leaves out clear ones.
    """
    # Pillow warns of every oddity it can cope with; what matters is in the verdicts.
    warnings.filterwarnings("ignore", module="PIL")
    files = list(expand(paths))
    before = _finished(output, files) if resume else []
    finished = len(before)
    with contextlib.ExitStack() as stack:
        sinks = _open_sinks(stack, output, table, with_text, append=finished > 0)
        make = functools.partial(build_classifier, **options, exhaustive=exhaustive)
        left = files[finished:]
        processes = workers or (available_cpus() if len(left) >= _PARALLEL_FROM else 1)
        stream = _verdicts(left, make, processes, caption, timeout)
        stack.callback(stream.close)
        verdicts = []
        counts: Counter[str] = Counter()
        try:
            for verdict in _with_progress(stream, len(left)):
                counts[verdict.decision] += 1
                for sink in sinks:
                    sink.write(verdict)
                if (table or not sinks) and (len(files) <= _TABLE_OF_ALL_UP_TO or verdict.decision != "clear"):
                    verdicts.append(verdict)
        except KeyboardInterrupt:
            hint = "; go on with --resume" if output and output.suffix.lower() in RESUMABLE else ""
            click.echo(f"interrupted after {finished + counts.total()} of {len(files)} stickers{hint}", err=True)
            sys.exit(ExitCode.INTERRUPTED)
        finally:
            if verdicts:
                print_table(verdicts)
    summary = ", ".join(f"{counts[name]} {name}" for name in COLOURS if counts[name]) or "no sticker found"
    where = f"; verdicts in {output}" if output else ""
    already = f"; {finished} were there already" if finished else ""
    click.echo(f"{counts.total()} stickers: {summary}{where}{already}", err=True)
    if counts["error"] or any(row.decision == "error" for row in before):
        sys.exit(ExitCode.SOME_INPUTS_FAILED)


def _finished(output: Path | None, files: list[Path]) -> list[FinishedRow]:
    if output is None:
        raise click.UsageError("--resume needs -o, the file to go on with")
    try:
        rows = finished_rows(output)
        check_same_inputs(output, rows, files)
    except StickerguardError as error:
        raise click.UsageError(str(error)) from error
    return rows


def _verdicts(
    files: list[Path],
    make: Callable[[], StickerClassifier],
    workers: int,
    caption: str | None,
    timeout: float | None,
) -> Generator[Verdict]:
    # Built here as well: a refused bundle or a missing engine must end the command before any worker starts.
    classifier = make()
    if workers == 1 and timeout is None:
        for file in files:
            yield classifier.classify(file, caption=caption)
        return
    bundle, provider = classifier.bundle.ref, classifier.provider
    del classifier
    yield from run_parallel(
        files, make, workers=workers, bundle=bundle, provider=provider, caption=caption, timeout=timeout
    )


def _open_sinks(
    stack: contextlib.ExitStack, output: Path | None, table: bool, with_text: bool, *, append: bool
) -> list[Sink]:
    if output is None:
        if table or sys.stdout.isatty():
            return []
        return [JsonlSink(sys.stdout, with_text=with_text)]
    if output.suffix.lower() not in FORMATS:
        raise click.BadParameter(f"{output} must end in one of {', '.join(FORMATS)}", param_hint="-o")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        return [stack.enter_context(open_sink(output, with_text=with_text, append=append))]
    except OSError as error:
        raise click.BadParameter(f"cannot write {output}: {error.strerror}", param_hint="-o") from error


def _with_progress(verdicts: Iterable[Verdict], count: int) -> Iterable[Verdict]:
    if count < _PROGRESS_FROM or not sys.stderr.isatty():
        return verdicts
    return _tracked(verdicts, count)


def _tracked(verdicts: Iterable[Verdict], count: int) -> Iterator[Verdict]:
    from rich.console import Console
    from rich.progress import track

    yield from track(verdicts, description="scoring", total=count, console=Console(stderr=True), transient=True)
