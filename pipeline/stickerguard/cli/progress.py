"""How far a run is: a bar with rate and counts on a terminal, a line a minute otherwise; always on stderr."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Generator, Iterable

import click

from stickerguard.cli.table import COLOURS
from stickerguard.types import Verdict

_BAR_FROM = 5
_LINE_EVERY = 60.0


def tracked(verdicts: Iterable[Verdict], total: int | None) -> Generator[Verdict]:
    """`verdicts`, with progress reported as they pass. `total` is None where nobody knows how many will come."""
    # Standard error is None where the caller has closed it.
    if sys.stderr and sys.stderr.isatty() and (total is None or total >= _BAR_FROM):
        return _with_bar(verdicts, total)
    return _with_lines(verdicts, total)


def counted(counts: Counter[str]) -> str:
    """ "3 clear, 1 flag" """
    return ", ".join(f"{counts[name]} {name}" for name in COLOURS if counts[name])


def _with_bar(verdicts: Iterable[Verdict], total: int | None) -> Generator[Verdict]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    counts: Counter[str] = Counter()
    started = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, rate="")
        for verdict in verdicts:
            counts[verdict.decision] += 1
            rate = f"{counts.total() / (time.monotonic() - started):.1f}/s"
            progress.update(task, advance=1, description=counted(counts), rate=rate)
            yield verdict


def _with_lines(verdicts: Iterable[Verdict], total: int | None) -> Generator[Verdict]:
    counts: Counter[str] = Counter()
    started = last = time.monotonic()
    for verdict in verdicts:
        counts[verdict.decision] += 1
        now = time.monotonic()
        if now - last >= _LINE_EVERY:
            last = now
            of = "" if total is None else f" of {total}"
            click.echo(
                f"{counts.total()}{of} stickers, {counts.total() / (now - started):.1f}/s: {counted(counts)}", err=True
            )
        yield verdict
