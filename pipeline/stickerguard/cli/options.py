"""Options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

import click

from stickerguard.classifier import OcrName
from stickerguard.cli.paths import FILE
from stickerguard.manifest import PointName
from stickerguard.recipe import Recipe
from stickerguard.runtime import RuntimeOptions

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

THRESHOLD_OPTIONS: tuple[Decorator, ...] = (
    click.option(
        "--operating-point",
        type=click.Choice(get_args(PointName)),
        help="Point of the bundle from which on a person should look [default: review].",
    ),
    click.option("--thresholds", type=FILE, help="Thresholds of your own, as tune writes them."),
)


def with_options(command: Callable[..., Any], options: Sequence[Decorator]) -> Callable[..., Any]:
    """`command` with `options`, which help shows in this order."""
    for option in reversed(options):
        command = option(command)
    return command


def threshold_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --operating-point and --thresholds; see `one_of`."""
    return with_options(command, THRESHOLD_OPTIONS)


def one_of(operating_point: str | None, thresholds: Path | None) -> Path | str | None:
    """What `StickerClassifier` takes as thresholds. Raises click.UsageError where both are given."""
    if operating_point is not None and thresholds is not None:
        raise click.UsageError("--operating-point and --thresholds both say what decides; give one of them")
    return thresholds or operating_point


def classifier_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --bundle, --ocr, --provider, --threads, --lexicon, --operating-point, --thresholds and --allow-fallback; the
    command gets them as `recipe`, a `Recipe`."""

    @functools.wraps(command)
    def wrapped(
        bundle: Path | None,
        ocr: OcrName,
        provider: str,
        threads: int,
        allow_fallback: bool,
        lexicon: Path | None,
        operating_point: str | None,
        thresholds: Path | None,
        **rest: Any,
    ) -> Any:
        recipe = Recipe(
            bundle=bundle,
            ocr=ocr,
            runtime=RuntimeOptions(provider=provider, threads=threads, allow_fallback=allow_fallback),
            lexicon=lexicon,
            thresholds=one_of(operating_point, thresholds),
        )
        return command(recipe=recipe, **rest)

    options: tuple[Decorator, ...] = (
        click.option("--bundle", type=FILE, help="Folder of a bundle [default: the shipped]."),
        click.option("--ocr", type=click.Choice(["ppocr", "tesseract"]), default="ppocr", show_default=True),
        click.option("--provider", default="cpu", show_default=True, help="cpu, cuda or any ONNX Runtime provider."),
        click.option("--threads", type=click.IntRange(min=1), default=1, show_default=True, help="Threads per model."),
        click.option("--lexicon", type=FILE, help="Terms of your own, .csv or .jsonl."),
        *THRESHOLD_OPTIONS,
        click.option("--allow-fallback", is_flag=True, help="Use the CPU where the provider is missing."),
    )
    return with_options(wrapped, options)
