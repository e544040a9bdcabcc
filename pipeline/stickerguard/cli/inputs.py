"""Options of `score` that say what is scored, and what spares the models."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import click

from stickerguard.batch import sources
from stickerguard.batch.cache import LARGEST_NEAR
from stickerguard.batch.items import Item
from stickerguard.batch.known import DISTANCE
from stickerguard.batch.manifests import Columns, check_manifest, manifest_items, manifest_length
from stickerguard.batch.outputs import Outputs
from stickerguard.batch.resume import Finished
from stickerguard.batch.scorer import LookupOptions
from stickerguard.cli.options import with_options
from stickerguard.cli.paths import FILE, STICKER
from stickerguard.limits import Limits


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a command was given to score."""

    given: tuple[str, ...]
    manifests: tuple[Path, ...]
    columns: Columns
    caption: str | None

    def check(self) -> None:
        """Raise StickerguardError for a manifest that cannot be used, click.UsageError where nothing was given."""
        if sources.STDIN in self.given and sys.stdin is None:
            raise click.UsageError("- reads paths from standard input, which is closed")
        if not self.given and not self.manifests:
            raise click.UsageError("give files, folders or archives to score, or --manifest")
        for manifest in self.manifests:
            check_manifest(manifest, self.columns)

    @property
    def files(self) -> tuple[str | Path, ...]:
        """What is read, as given: nothing of it may be written to."""
        return (*(name for name in self.given if name != sources.STDIN), *self.manifests)

    def items(self, outputs: Outputs, finished: Finished | None, limits: Limits) -> Iterator[Item]:
        """Everything to score, without the outputs themselves and what a former run has finished; `limits` are those
        of the scorer."""
        given = (
            outputs.without(sources.items([name], caption=self.caption, limits=limits), named=name == sources.STDIN)
            for name in self.given
        )
        listed = (
            outputs.without(manifest_items(manifest, self.columns, caption=self.caption, limits=limits), named=True)
            for manifest in self.manifests
        )
        stream = chain.from_iterable(chain(given, listed))
        return finished.skip(stream) if finished else stream

    def length(self, finished: Finished | None) -> int | None:
        """How many stickers `items` will give, None where only reading them would tell."""
        here = sources.count(self.given)
        if here is None:
            return None
        listed = sum(manifest_length(manifest, self.columns) for manifest in self.manifests)
        return here + listed - (finished.count if finished else 0)


def input_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of `Inputs`, which the command gets as `inputs`."""

    @functools.wraps(command)
    def wrapped(
        given: tuple[str, ...],
        manifests: tuple[Path, ...],
        caption: str | None,
        path_column: str,
        caption_column: str,
        id_column: str,
        pack_column: str,
        keep: tuple[str, ...],
        **rest: Any,
    ) -> Any:
        columns = Columns(path_column, caption_column, id_column, pack_column, keep)
        return command(inputs=Inputs(given, manifests, columns, caption), **rest)

    options = (
        click.argument("given", metavar="[INPUTS]...", nargs=-1, type=STICKER),
        click.option("--manifest", "manifests", type=FILE, multiple=True, help="A .csv, .jsonl or .parquet of paths."),
        click.option("--path-column", default="path", show_default=True, help="Path or URL in the manifest."),
        click.option("--caption-column", default="caption", show_default=True, help="Text with the sticker."),
        click.option("--id-column", default="id", show_default=True, help="Your own name of the sticker."),
        click.option("--pack-column", default="pack", show_default=True, help="Name of its pack."),
        click.option("--keep", multiple=True, metavar="COLUMN", help="Column of the manifest to carry through."),
        click.option("--caption", help="Text that comes with every given sticker, such as the pack title."),
    )
    return with_options(wrapped, options)


def lookup_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of `LookupOptions`, which the command gets as `lookup`."""

    @functools.wraps(command)
    def wrapped(
        cache: Path | None,
        cache_near: int | None,
        known: Path | None,
        known_distance: int,
        with_text: bool,
        **rest: Any,
    ) -> Any:
        if cache_near is not None and cache is None:
            raise click.UsageError("--cache-near needs --cache")
        lookup = LookupOptions(cache, cache_near, known, known_distance, with_text)
        return command(lookup=lookup, with_text=with_text, **rest)

    near = click.IntRange(0, LARGEST_NEAR)
    options = (
        click.option("--cache", type=FILE, help="Folder of verdicts by content: repeats do not run the models."),
        click.option("--cache-near", type=near, help="Also serve the verdict of a picture within this PDQ distance."),
        click.option("--known", type=FILE, help="Confirmed stickers, a PDQ hash a line: what is near is flagged."),
        click.option("--known-distance", type=click.IntRange(0, 256), default=DISTANCE, show_default=True),
    )
    return with_options(wrapped, options)
