"""The `stickerguard` command; one file a subcommand."""

from __future__ import annotations

import os
import sys

import click

from stickerguard.cli.bundle import bundle
from stickerguard.cli.decisions import decisions
from stickerguard.cli.doctor import doctor
from stickerguard.cli.exit_codes import exit_code_for
from stickerguard.cli.review import review
from stickerguard.cli.sample import sample
from stickerguard.cli.score import score
from stickerguard.cli.serve import serve
from stickerguard.cli.tune import tune
from stickerguard.errors import StickerguardError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stickerguard")
def cli() -> None:
    """Find stickers that join a depicted minor with a sexually suggestive caption.

    Exit codes: 0 done, 1 done but some inputs failed, 2 usage or user error, 3 a needed external part is missing
    (Tesseract, a GPU), 4 bundle refused, 5 the address to serve on is taken.
    """


cli.add_command(score)
cli.add_command(doctor)
cli.add_command(bundle)
cli.add_command(serve)
cli.add_command(review)
cli.add_command(decisions)
cli.add_command(sample)
cli.add_command(tune)


def _hold_standard_streams() -> None:
    """Put the null device where a standard stream is closed: its number would go to the next file opened, and what
    native libraries print would end up in there."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def main() -> None:
    """Entry point of the console script."""
    _hold_standard_streams()
    try:
        cli()
    except StickerguardError as error:
        click.echo(f"stickerguard: {error}", err=True)
        sys.exit(exit_code_for(error))
