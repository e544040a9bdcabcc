"""What a classifier is built from, for whoever builds it: a command, a worker process of a run or of the service."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from stickerguard.bundle import Bundle, check_unchanged
from stickerguard.caption.own_lexicon import OwnLexicon
from stickerguard.classifier import OcrName, StickerClassifier
from stickerguard.file_snapshot import FileSnapshot, read_once
from stickerguard.limits import Limits
from stickerguard.ocr import create_engine
from stickerguard.runtime import RuntimeOptions, resolve_provider
from stickerguard.thresholds import THRESHOLDS_READ, chosen
from stickerguard.types import BundleRef, Thresholds


class Used(NamedTuple):
    """What workers with the same recipe will use."""

    bundle: BundleRef
    provider: str
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Recipe:
    """The classifier that is to be used: the fields are what `StickerClassifier` takes.

    `began_with` is the bundle with which a run began; another one in its folder by now is refused.
    """

    bundle: Path | None = None
    ocr: OcrName = "ppocr"
    runtime: RuntimeOptions = field(default_factory=RuntimeOptions)
    limits: Limits = field(default_factory=Limits)
    lexicon: Path | FileSnapshot | None = None
    thresholds: Path | FileSnapshot | str | None = None
    vision_batch: int = 1
    exhaustive: bool = False
    began_with: BundleRef | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are named and not read yet: nothing of them may be written to."""
        return tuple(named for named in (self.lexicon, self.thresholds) if isinstance(named, Path))

    @property
    def survives_fork(self) -> bool:
        """Whether models loaded before a fork work after it: neither threads of their own nor a GPU do."""
        return self.runtime.threads == 1 and self.runtime.provider == "cpu"

    def with_files(self) -> Recipe:
        """This recipe with the files that it names read: it is these that are checked, and that each worker process
        gets."""
        lexicon, thresholds = self.lexicon, self.thresholds
        return replace(
            self,
            lexicon=read_once(lexicon) if isinstance(lexicon, Path) else lexicon,
            thresholds=read_once(thresholds, THRESHOLDS_READ) if isinstance(thresholds, Path) else thresholds,
        )


def load_bundle(recipe: Recipe) -> Bundle:
    """The bundle of the recipe. Raises BundleError: what `Bundle.load` raises, "changed_bundle"."""
    bundle, before = Bundle.load(recipe.bundle), recipe.began_with
    if before is not None:
        check_unchanged(bundle, before, "put that one back and go on with --resume, or begin anew")
    return bundle


def check_recipe(recipe: Recipe) -> Used:
    """What workers with this recipe will use; raises what `StickerClassifier` and `load_bundle` raise.

    On a CPU no vision or caption model is loaded, since that would take as long as starting a worker.
    """
    if recipe.lexicon is not None:
        OwnLexicon.load(recipe.lexicon)
    bundle, used = load_bundle(recipe), resolve_provider(recipe.runtime)
    decide_by = chosen(bundle, recipe.thresholds)
    if used != "CPUExecutionProvider":  # only a session tells whether the driver works
        classifier = StickerClassifier(bundle, ocr=recipe.ocr, exhaustive=recipe.exhaustive, runtime=recipe.runtime)
        return Used(classifier.bundle.ref, classifier.provider, decide_by)
    create_engine(recipe.ocr, bundle, recipe.runtime)
    return Used(bundle.ref, used, decide_by)


def build_classifier(recipe: Recipe) -> StickerClassifier:
    """The classifier of the recipe; raises what `StickerClassifier` and `load_bundle` raise."""
    return StickerClassifier(
        load_bundle(recipe),
        ocr=recipe.ocr,
        exhaustive=recipe.exhaustive,
        limits=recipe.limits,
        runtime=recipe.runtime,
        lexicon=recipe.lexicon,
        thresholds=recipe.thresholds,
        vision_batch=recipe.vision_batch,
    )
