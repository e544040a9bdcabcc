"""`stickerguard score`: stickers in, verdicts out."""

from __future__ import annotations

import contextlib
import functools
import sys
import warnings
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from stickerguard.batch.items import Item
from stickerguard.batch.outputs import Outputs
from stickerguard.batch.packs import PackSummaries
from stickerguard.batch.resume import Finished, finished_rows
from stickerguard.batch.runner import MAX_BYTES_AHEAD, run_parallel, size
from stickerguard.batch.scorer import LookupOptions, Scorer
from stickerguard.batch.settings import Settings
from stickerguard.batch.sinks import Sink
from stickerguard.cli.exit_codes import ExitCode, interrupted
from stickerguard.cli.inputs import Inputs, input_options, lookup_options
from stickerguard.cli.limits import limit_option
from stickerguard.cli.numbers import Number
from stickerguard.cli.options import classifier_options
from stickerguard.cli.outputs import Beside, can_resume, check_format, open_sinks
from stickerguard.cli.paths import FILE
from stickerguard.cli.progress import counted, tracked
from stickerguard.cli.report import ReportOf
from stickerguard.cli.sigterm import ended_by_sigterm
from stickerguard.cli.table import Shown
from stickerguard.limits import Limits
from stickerguard.recipe import Recipe, build_classifier, check_recipe
from stickerguard.report.page import require_jinja
from stickerguard.runtime import available_cpus
from stickerguard.types import Verdict

_PARALLEL_FROM = 32
"""Fewer stickers than this are scored before a second process has loaded its models."""


@click.command()
@input_options
@click.option("-o", "--output", type=FILE, help="Write .jsonl, .csv, .parquet or a folder.")
@click.option("--packs", type=FILE, help="Also write a JSONL row a pack, the worst first.")
@click.option("--report", type=FILE, help="Also write a static page about the run, as .html.")
@click.option("--report-rows", type=click.IntRange(1, 5000), default=500, show_default=True, help="Stickers in it.")
@click.option("--table", is_flag=True, help="Print a table, also with -o or in a pipe.")
@click.option("--exhaustive", is_flag=True, help="Read every caption, also where it cannot change the decision.")
@click.option("--with-text", is_flag=True, help="Keep the caption text in the output.")
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes [default: one a CPU, one for few files].")
@click.option("--timeout", type=Number(min=0, min_open=True), help="Seconds one sticker may take.")
@click.option("--resume", is_flag=True, help="Go on with the -o file of a run that was cut off.")
@click.option("--overwrite", is_flag=True, help="Replace the -o, --packs and --report files of a former run.")
@limit_option
@lookup_options
@classifier_options
def score(
    inputs: Inputs,
    output: Path | None,
    packs: Path | None,
    report: Path | None,
    report_rows: int,
    table: bool,
    exhaustive: bool,
    with_text: bool,
    workers: int | None,
    timeout: float | None,
    resume: bool,
    overwrite: bool,
    limits: Limits,
    lookup: LookupOptions,
    recipe: Recipe,
) -> None:
    """Score INPUTS: files, folders, archives (.zip, .wastickers, .tar, .tar.gz, ...), patterns, URLs that fsspec
    opens, or - for one path a line on standard input.

    Without -o: a table on a terminal, JSONL in a pipe. The table of more than 100 stickers leaves out clear ones
    and says how many. A folder after -o (a name without suffix) gets Parquet parts.
    """
    # Pillow warns of every oddity it can cope with; what matters is in the verdicts.
    warnings.filterwarnings("ignore", module="PIL")
    inputs.check()
    check_format(output, resume)
    if report:
        require_jinja()
    outputs = Outputs(output, packs, resume, overwrite, report, lookup.cache, resumable=can_resume(output))
    outputs.check([*inputs.files, *lookup.files, *recipe.files])
    recipe = replace(recipe, exhaustive=exhaustive, limits=limits).with_files()
    lookup = lookup.with_files()
    keep = inputs.columns.keep
    with contextlib.ExitStack() as stack:
        sigterm = stack.enter_context(ended_by_sigterm())
        stack.enter_context(outputs.held())
        beside = stack.enter_context(Beside(output))
        about = stack.enter_context(ReportOf(report, report_rows, with_text, limits)) if report else None
        finished = finished_rows(output, keep) if output and resume else None
        if finished and finished.settings:
            used = check_recipe(recipe)
            finished.check(Settings.of_run(used.bundle, used.thresholds, exhaustive=exhaustive))
            recipe = replace(recipe, began_with=used.bundle)
        # What refuses the command does so before the former output is touched.
        items = sigterm.looked(inputs.items(outputs, finished, limits))
        scored = _verdicts(about.noting(items) if about else items, recipe, lookup, workers, timeout)
        outputs.clear()
        sinks = open_sinks(stack, output, table, with_text, append=finished is not None, keep=keep)
        verdicts = tracked(scored, inputs.length(finished))
        stack.callback(verdicts.close)
        looked = sigterm.looked(verdicts)
        counts = _write(looked, sinks, finished, packs, about, beside, show=table or not sinks, output=output)
    where = f"; verdicts in {output}" if output else ""
    already = f"; {finished.count} were there already" if finished and finished.count else ""
    said = counted(counts) or ("nothing left to score" if already else "no sticker found")
    click.echo(f"{counts.total()} stickers: {said}{where}{already}", err=True)
    if beside.failed:
        sys.exit(ExitCode.USER_ERROR)
    if counts["error"] or (finished and finished.failed):
        sys.exit(ExitCode.SOME_INPUTS_FAILED)


def _write(
    verdicts: Iterable[Verdict],
    sinks: list[Sink],
    finished: Finished | None,
    packs: Path | None,
    about: ReportOf | None,
    beside: Beside,
    *,
    show: bool,
    output: Path | None,
) -> Counter[str]:
    counts: Counter[str] = Counter()
    summaries = PackSummaries()
    shown = Shown() if show else None
    for row in finished.rows() if finished and (packs or about) else ():
        summaries.add(row)
        if about:
            about.collected.add(row)
    try:
        for verdict in verdicts:
            for sink in sinks:
                sink.write(verdict)
            # Only now: what says how many there are, or sums them up, goes by the rows that are written.
            counts[verdict.decision] += 1
            summaries.add(verdict)
            if about:
                about.add(verdict)
            if shown:
                shown.add(verdict)
    except KeyboardInterrupt:
        hint = "; go on with --resume" if can_resume(output) else ""
        raise interrupted(f" after {counts.total()} stickers{hint}") from None
    finally:
        if packs:
            beside.write(packs, summaries.write)
        if about:
            about.write(beside)
        if shown:
            shown.print()
    return counts


def _scorer(recipe: Recipe, lookup: LookupOptions) -> Scorer:
    return Scorer(build_classifier(recipe), lookup)


def _verdicts(
    items: Iterable[Item], recipe: Recipe, lookup: LookupOptions, workers: int | None, timeout: float | None
) -> Generator[Verdict]:
    stream = iter(items)
    first: deque[Item] = deque()
    for item in stream:
        first.append(item)
        if len(first) >= _PARALLEL_FROM or sum(map(size, first)) > MAX_BYTES_AHEAD:
            break
    if workers is None:
        workers = available_cpus() if len(first) == _PARALLEL_FROM else 1
    everything = _drained(first, stream)
    if workers == 1 and timeout is None:
        scorer = _scorer(recipe, lookup)
        return (scorer.score(item) for item in everything)
    # A refused bundle or list or a missing engine must end the command before any worker starts.
    used = check_recipe(recipe)
    make = functools.partial(_scorer, replace(recipe, began_with=used.bundle), lookup.check())
    return run_parallel(everything, make, workers=workers, timeout=timeout, **used._asdict())


def _drained(first: deque[Item], rest: Iterator[Item]) -> Iterator[Item]:
    while first:
        yield first.popleft()
    yield from rest
