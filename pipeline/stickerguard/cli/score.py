"""`stickerguard score`: stickers in, verdicts out."""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from stickerguard.batch.sinks import FORMATS, JsonlSink, Sink, open_sink
from stickerguard.batch.sources import expand
from stickerguard.cli.exit_codes import ExitCode
from stickerguard.cli.options import build_classifier, classifier_options
from stickerguard.types import Verdict

_PROGRESS_FROM = 5
_TABLE_OF_ALL_UP_TO = 100
_COLOURS = {"clear": "green", "review": "yellow", "flag": "red", "error": "magenta"}


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write .jsonl, .csv or .parquet.")
@click.option("--table", is_flag=True, help="Print a table, also with -o or in a pipe.")
@click.option("--exhaustive", is_flag=True, help="Read every caption, also where it cannot change the decision.")
@click.option("--with-text", is_flag=True, help="Keep the caption text in the output.")
@click.option("--caption", help="Text that comes with every given sticker, such as the pack title.")
@classifier_options
def score(
    paths: tuple[Path, ...],
    output: Path | None,
    table: bool,
    exhaustive: bool,
    with_text: bool,
    caption: str | None,
    **options: Any,
) -> None:
    """Score the stickers in PATHS (files, or folders with everything in them).

    Without -o: a table on a terminal, JSONL in a pipe. The table of more than 100 stickers leaves out clear ones.
    """
    # Pillow warns of every oddity it can cope with; what matters is in the verdicts.
    warnings.filterwarnings("ignore", module="PIL")
    with contextlib.ExitStack() as stack:
        sinks = _open_sinks(stack, output, table, with_text)
        classifier = build_classifier(**options, exhaustive=exhaustive)
        files = list(expand(paths))
        verdicts = []
        counts: Counter[str] = Counter()
        try:
            for file in _with_progress(files):
                verdict = classifier.classify(file, caption=caption)
                counts[verdict.decision] += 1
                for sink in sinks:
                    sink.write(verdict)
                if (table or not sinks) and (len(files) <= _TABLE_OF_ALL_UP_TO or verdict.decision != "clear"):
                    verdicts.append(verdict)
        except KeyboardInterrupt:
            click.echo(f"interrupted after {counts.total()} of {len(files)} stickers", err=True)
            sys.exit(ExitCode.INTERRUPTED)
        finally:
            if verdicts:
                _print_table(verdicts)
    summary = ", ".join(f"{counts[name]} {name}" for name in _COLOURS if counts[name]) or "no sticker found"
    click.echo(f"{counts.total()} stickers: {summary}" + (f"; verdicts in {output}" if output else ""), err=True)
    if counts["error"]:
        sys.exit(ExitCode.SOME_INPUTS_FAILED)


def _open_sinks(stack: contextlib.ExitStack, output: Path | None, table: bool, with_text: bool) -> list[Sink]:
    if output is None:
        if table or sys.stdout.isatty():
            return []
        return [JsonlSink(sys.stdout, with_text=with_text)]
    if output.suffix.lower() not in FORMATS:
        raise click.BadParameter(f"{output} must end in one of {', '.join(FORMATS)}", param_hint="-o")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        return [stack.enter_context(open_sink(output, with_text=with_text))]
    except OSError as error:
        raise click.BadParameter(f"cannot write {output}: {error.strerror}", param_hint="-o") from error


def _with_progress(files: list[Path]) -> Iterable[Path]:
    if len(files) < _PROGRESS_FROM or not sys.stderr.isatty():
        return files
    return _tracked(files)


def _tracked(files: list[Path]) -> Iterator[Path]:
    from rich.console import Console
    from rich.progress import track

    yield from track(files, description="scoring", console=Console(stderr=True), transient=True)


def _print_table(verdicts: list[Verdict]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("decision", "risk", "minor", "caption", "sticker", "why")
    for verdict in verdicts:
        table.add_row(
            Text(verdict.decision, style=_COLOURS[verdict.decision]),
            _cell(verdict.risk, "-"),
            _cell(verdict.minor.score, verdict.minor.state),
            _cell(verdict.caption.suggestive, verdict.caption.state),
            Text(verdict.source),
            Text(verdict.error.message if verdict.error else "; ".join(verdict.reasons)),
        )
    console = Console()
    # Off a terminal a table has no width to fit: wrapping would only break file names.
    if not console.is_terminal:
        console = Console(width=1000)
    console.print(table)


def _cell(score: float | None, otherwise: str) -> str:
    return otherwise if score is None else f"{score:.3f}"
