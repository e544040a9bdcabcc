"""Options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, get_args

import click

from stickerguard.bundle import Bundle, check_unchanged
from stickerguard.caption.own_lexicon import OwnLexicon
from stickerguard.classifier import OcrName, StickerClassifier
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


@dataclass(frozen=True, slots=True)
class ClassifierOptions:
    """The classifier that a command is to use: the fields are what `StickerClassifier` and `RuntimeOptions` take.

    `began_with` is the bundle with which a run began; another one in its folder by now is refused.
    """

    bundle: Path | None = None
    ocr: OcrName = "ppocr"
    provider: str = "cpu"
    threads: int = 1
    allow_fallback: bool = False
    lexicon: Path | GivenFile | None = None
    thresholds: Path | GivenFile | str | None = None
    exhaustive: bool = False
    began_with: BundleRef | None = None

    @property
    def runtime(self) -> RuntimeOptions:
        """Where and how the models run."""
        return RuntimeOptions(provider=self.provider, threads=self.threads, allow_fallback=self.allow_fallback)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are named and not read yet: nothing of them may be written to."""
        return tuple(named for named in (self.lexicon, self.thresholds) if isinstance(named, Path))

    def with_files(self) -> ClassifierOptions:
        """These options with the files that they name read: it is these that are checked, and that each worker process
        gets."""
        lexicon, thresholds = self.lexicon, self.thresholds
        return replace(
            self,
            lexicon=read_once(lexicon) if isinstance(lexicon, Path) else lexicon,
            thresholds=read_once(thresholds, THRESHOLDS_READ) if isinstance(thresholds, Path) else thresholds,
        )


def one_of(operating_point: str | None, thresholds: Path | None) -> Path | str | None:
    """What `StickerClassifier` takes as thresholds. Raises click.UsageError where both are given."""
    if operating_point is not None and thresholds is not None:
        raise click.UsageError("--operating-point and --thresholds both say what decides; give one of them")
    return thresholds or operating_point


def classifier_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --bundle, --ocr, --provider, --threads, --lexicon, --operating-point, --thresholds and --allow-fallback; the
    command gets them as `options`, `ClassifierOptions`."""

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
        decide_by = one_of(operating_point, thresholds)
        options = ClassifierOptions(bundle, ocr, provider, threads, allow_fallback, lexicon, decide_by)
        return command(options=options, **rest)

    options = (
        click.option("--bundle", type=click.Path(path_type=Path), help="Folder of a bundle [default: the shipped]."),
        click.option("--ocr", type=click.Choice(["ppocr", "tesseract"]), default="ppocr", show_default=True),
        click.option("--provider", default="cpu", show_default=True, help="cpu, cuda or any ONNX Runtime provider."),
        click.option("--threads", type=click.IntRange(min=1), default=1, show_default=True, help="Threads per model."),
        click.option("--lexicon", type=click.Path(path_type=Path), help="Terms of your own, .csv or .jsonl."),
        *THRESHOLD_OPTIONS,
        click.option("--allow-fallback", is_flag=True, help="Use the CPU where the provider is missing."),
    )
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


def load_bundle(options: ClassifierOptions) -> Bundle:
    """The bundle of these options. Raises BundleError: what `Bundle.load` raises, "changed_bundle"."""
    bundle, before = Bundle.load(options.bundle), options.began_with
    if before is not None:
        check_unchanged(bundle, before, "put that one back and go on with --resume, or begin anew")
    return bundle


def check_options(options: ClassifierOptions) -> Used:
    """What workers with these options will use; raises what `StickerClassifier` and `load_bundle` raise.

    On a CPU no vision or caption model is loaded, since that would take as long as starting a worker.
    """
    if options.lexicon is not None:
        OwnLexicon.load(options.lexicon)
    bundle, used = load_bundle(options), resolve_provider(options.runtime)
    decide_by = chosen(bundle, options.thresholds)
    if used != "CPUExecutionProvider":  # only a session tells whether the driver works
        classifier = StickerClassifier(bundle, ocr=options.ocr, exhaustive=options.exhaustive, runtime=options.runtime)
        return Used(classifier.bundle.ref, classifier.provider, decide_by)
    create_engine(options.ocr, bundle, options.runtime)
    return Used(bundle.ref, used, decide_by)


def build_classifier(options: ClassifierOptions) -> StickerClassifier:
    """The classifier these options describe; raises what `StickerClassifier` and `load_bundle` raise."""
    return StickerClassifier(
        load_bundle(options),
        ocr=options.ocr,
        exhaustive=options.exhaustive,
        runtime=options.runtime,
        lexicon=options.lexicon,
        thresholds=options.thresholds,
    )
