"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, get_args

import click

from stickerguard.bundle import Bundle
from stickerguard.caption.own_lexicon import OwnLexicon
from stickerguard.classifier import StickerClassifier
from stickerguard.given_file import GivenFile, read_once
from stickerguard.manifest import PointName
from stickerguard.ocr import create_engine
from stickerguard.runtime import RuntimeOptions, resolve_provider
from stickerguard.thresholds import THRESHOLDS_READ, chosen
from stickerguard.types import BundleRef, Thresholds

THRESHOLD_OPTIONS = (
    click.option(
        "--operating-point",
        type=click.Choice(get_args(PointName)),
        help="Point of the bundle from which on a person should look [default: review].",
    ),
    click.option("--thresholds", type=click.Path(path_type=Path), help="Thresholds of your own, as tune writes them."),
)


class Used(NamedTuple):
    """What workers with the same options will use."""

    bundle: BundleRef
    provider: str
    thresholds: Thresholds


def one_of(operating_point: str | None, thresholds: Path | GivenFile | None) -> Path | GivenFile | str | None:
    """What `StickerClassifier` takes as thresholds. Raises click.UsageError where both are given."""
    if operating_point is not None and thresholds is not None:
        raise click.UsageError("--operating-point and --thresholds both say what decides; give one of them")
    return thresholds or operating_point


def classifier_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --bundle, --ocr, --provider, --threads, --lexicon, --operating-point, --thresholds and --allow-fallback."""
    options = (
        click.option(
            "--bundle",
            "bundle_path",
            type=click.Path(path_type=Path),
            help="Folder of a bundle [default: the shipped].",
        ),
        click.option("--ocr", type=click.Choice(["ppocr", "tesseract"]), default="ppocr", show_default=True),
        click.option("--provider", default="cpu", show_default=True, help="cpu, cuda or any ONNX Runtime provider."),
        click.option("--threads", type=click.IntRange(min=1), default=1, show_default=True, help="Threads per model."),
        click.option("--lexicon", type=click.Path(path_type=Path), help="Terms of your own, .csv or .jsonl."),
        *THRESHOLD_OPTIONS,
        click.option("--allow-fallback", is_flag=True, help="Use the CPU where the provider is missing."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def with_files(options: dict[str, Any]) -> dict[str, Any]:
    """`options` of `classifier_options` with the files that they name read: it is these that are checked, and that each
    worker process gets."""
    return options | {
        "lexicon": read_once(options["lexicon"]),
        "thresholds": read_once(options["thresholds"], THRESHOLDS_READ),
    }


def check_options(
    bundle_path: Path | None,
    ocr: Any,
    provider: str,
    threads: int,
    allow_fallback: bool,
    lexicon: Path | GivenFile | None = None,
    *,
    operating_point: str | None = None,
    thresholds: Path | GivenFile | None = None,
    exhaustive: bool = False,
) -> Used:
    """What workers with these options will use; raises what `StickerClassifier` raises.

    On a CPU no vision or caption model is loaded, since that would take as long as starting a worker.
    """
    runtime = RuntimeOptions(provider=provider, threads=threads, allow_fallback=allow_fallback)
    if lexicon is not None:
        OwnLexicon.load(lexicon)
    bundle, used = Bundle.load(bundle_path), resolve_provider(runtime)
    decide_by = chosen(bundle, one_of(operating_point, thresholds))
    if used != "CPUExecutionProvider":  # only a session tells whether the driver works
        classifier = StickerClassifier(bundle, ocr=ocr, exhaustive=exhaustive, runtime=runtime)
        return Used(classifier.bundle.ref, classifier.provider, decide_by)
    create_engine(ocr, bundle, runtime)
    return Used(bundle.ref, used, decide_by)


def build_classifier(
    bundle_path: Path | None,
    ocr: Any,
    provider: str,
    threads: int,
    allow_fallback: bool,
    lexicon: Path | GivenFile | None = None,
    *,
    operating_point: str | None = None,
    thresholds: Path | GivenFile | None = None,
    exhaustive: bool = False,
) -> StickerClassifier:
    """The classifier these options describe; raises what `StickerClassifier` raises."""
    runtime = RuntimeOptions(provider=provider, threads=threads, allow_fallback=allow_fallback)
    return StickerClassifier(
        bundle_path,
        ocr=ocr,
        exhaustive=exhaustive,
        runtime=runtime,
        lexicon=lexicon,
        thresholds=one_of(operating_point, thresholds),
    )
