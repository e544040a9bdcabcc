"""`stickerguard decisions`: what people decided, for whatever comes next."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from stickerguard.batch.outputs import Outputs
from stickerguard.cli.abridged import abridged
from stickerguard.cli.exit_codes import ExitCode
from stickerguard.cli.limits import limit_option
from stickerguard.cli.outputs import named
from stickerguard.cli.paths import FILE
from stickerguard.limits import Limits
from stickerguard.writable import visible


@click.group()
def decisions() -> None:
    """What was decided with `stickerguard review`."""


@decisions.command()
@click.option("--db", type=FILE, default=Path("review.sqlite"), show_default=True, help="What was decided.")
@click.option("--csv", "csv_file", type=FILE, help="Write a line a decision in force.")
@click.option("--hashes", type=FILE, help="Write PDQ hashes of what was confirmed: a list for `score --known`.")
@click.option("--labels", type=FILE, help="Write a folder for `make data DATA=`, without any confirmed sticker.")
@click.option("--stickers", type=FILE, help="Folder of the stickers, where they lie elsewhere than when scored.")
@click.option("--overwrite", is_flag=True, help="Replace files that are there; a folder must be empty.")
@limit_option
def export(
    db: Path,
    csv_file: Path | None,
    hashes: Path | None,
    labels: Path | None,
    stickers: Path | None,
    overwrite: bool,
    limits: Limits,
) -> None:
    """Write decisions as a CSV, as hashes to share, or as labels to train on.

    Labels are single halves: pictures of which a reviewer said what they show and whose caption is not suggestive, and
    captions of which they said how grave they are. A confirmed sticker, and what looks like one, is never copied.
    """
    from stickerguard.review.current_decisions import current_decisions
    from stickerguard.review.database import existing
    from stickerguard.review.export import write_csv, write_hashes
    from stickerguard.review.labels import write_labels
    from stickerguard.review.pictures import Pictures

    if not (csv_file or hashes or labels):
        raise click.UsageError("say what to write: --csv, --hashes or --labels")
    files = tuple(path for path in (csv_file, hashes) if path)
    outputs = Outputs(overwrite=overwrite, resumable=False, files=files, folder=labels)
    outputs.check([db])
    click.get_current_context().with_resource(outputs.held())
    found = list(current_decisions(existing(db)))
    problems: list[str] = []
    if csv_file:
        with named(csv_file):
            click.echo(f"{csv_file}: {write_csv(found, csv_file).count} decisions", err=True)
    if hashes or labels:
        with Pictures(stickers, limits) as pictures:
            if hashes:
                with named(hashes):
                    written = write_hashes(found, pictures, hashes)
                problems += written.problems
                if written.withheld:
                    click.echo(f"stickerguard: {hashes}: was not written: {written.withheld}", err=True)
                else:
                    click.echo(f"{hashes}: {written.count} hashes of confirmed stickers", err=True)
            if labels:
                with named(labels):
                    made = write_labels(found, pictures, labels)
                problems += made.problems
                click.echo(
                    f"{labels}: pictures {_counted(made.pictures)}; captions {_counted(made.captions)}", err=True
                )
                for why, count in made.left_out.most_common():
                    click.echo(f"  left out: {count}, {why}", err=True)
    for problem in abridged(problems):
        click.echo(f"  {visible(problem)}", err=True)
    if problems:
        sys.exit(ExitCode.SOME_INPUTS_FAILED)


def _counted(counts: Mapping[str, int] | Mapping[int, int]) -> str:
    return ", ".join(f"{label} {count}" for label, count in sorted(counts.items())) or "none"
