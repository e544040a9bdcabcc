"""`stickerguard sample`: clear stickers that people should look at too."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from stickerguard.batch.outputs import Outputs
from stickerguard.batch.verdict_files import row_text
from stickerguard.cli.abridged import abridged
from stickerguard.cli.exit_codes import ExitCode
from stickerguard.cli.numbers import Number
from stickerguard.cli.outputs import named
from stickerguard.cli.paths import FILE
from stickerguard.tuning.decisions import read_decisions
from stickerguard.tuning.sample import Stratum, draw
from stickerguard.whole_file import write_whole
from stickerguard.writable import visible

_NUMBER = click.IntRange(min=0)


@click.command()
@click.argument("verdicts", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, help="Write the drawn verdicts as .jsonl, to be reviewed.")
@click.option("--random", "random", type=_NUMBER, default=100, show_default=True, help="Any clear stickers.")
@click.option("--near", type=_NUMBER, default=100, show_default=True, help="Those little below the threshold.")
@click.option("--unlike", type=_NUMBER, default=100, show_default=True, help="Rare kinds, least reviewed so far.")
@click.option("--within", type=Number(0, 1), default=0.1, show_default=True, help="How far below is near.")
@click.option("--decisions", type=FILE, help="What was decided so far: it is not drawn again.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed draws the same stickers.")
@click.option("--overwrite", is_flag=True, help="Replace a former output.")
def sample(
    verdicts: Path,
    output: Path,
    random: int,
    near: int,
    unlike: int,
    within: float,
    decisions: Path | None,
    seed: int,
    overwrite: bool,
) -> None:
    """Draw clear stickers from VERDICTS (.jsonl, .parquet or a folder of parts) for review, so that 'tune' can tell
    what is missed.

    Each stratum is drawn at random, and every row says in 'kept' which stratum it is from and how many stickers that
    has. 'unlike' goes by the scores of the verdicts: pictures need not be at hand.
    """
    if output.suffix.lower() != ".jsonl":
        raise click.BadParameter(f"{output} must end in .jsonl", param_hint="-o")
    outputs = Outputs(output, overwrite=overwrite, resumable=False)
    outputs.check(filter(None, (verdicts, decisions)))
    read = read_decisions(decisions) if decisions else None
    numbers: dict[Stratum, int] = {"random": random, "near": near, "unlike": unlike}
    with outputs.held():
        drawn = draw(verdicts, numbers, decided=read.stickers if read else (), within=within, seed=seed)
        with named(output):
            write_whole(output, "".join(f"{row_text(row)}\n" for row in drawn.rows))
    for problem in abridged([*(read.refused if read else ()), *drawn.wrong]):
        click.echo(f"stickerguard: {visible(problem)}", err=True)
    for name, size in drawn.sizes.items():
        click.echo(f"{name}: {drawn.drawn[name]:,} of {size:,}", err=True)
        if size and not drawn.drawn[name]:
            click.echo(f"stickerguard: none of them was asked for: tune will know nothing of {name}", err=True)
    click.echo(f"{len(drawn.rows):,} clear stickers in {output}; {drawn.marked:,} of the run are marked", err=True)
    if drawn.wrong or (read and read.refused):
        sys.exit(ExitCode.SOME_INPUTS_FAILED)
