"""The self-test: a drawn child with the canary caption must be flagged, as EICAR must be found, and every model must
answer as it did when its bundle was packed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from stickerguard.bundle import Bundle
from stickerguard.classifier import StickerClassifier
from stickerguard.known_answers import CaptionAnswer, FusionAnswer, OcrAnswer, VisionAnswer
from stickerguard.thresholds import at_point
from stickerguard.types import CANARY, Verdict

T = TypeVar("T")
CANARY_STICKER = Path(__file__).parent / "assets" / "canary.png"


@dataclass(frozen=True, slots=True)
class Answer:
    """How one model answered one question. `difference` is the largest between a score given and the score known;
    `wrong` says what is amiss, None where nothing is."""

    model: str
    question: str
    difference: float
    wrong: str | None = None


@dataclass(frozen=True, slots=True)
class KnownAnswersTest:
    """`not_asked` names the models that gave no answer here, and why."""

    state: Literal["passed", "failed", "no known answers in this bundle"]
    answers: tuple[Answer, ...] = ()
    not_asked: tuple[str, ...] = ()

    @property
    def wrong(self) -> tuple[str, ...]:
        """One line for each wrong answer."""
        return tuple(f"{a.model}, {a.question}: {a.wrong}" for a in self.answers if a.wrong is not None)


@dataclass(frozen=True, slots=True)
class SelfTest:
    """`passed` when the canary text scores 1, the canary sticker is flagged and no known answer is wrong; `verdict` is
    that of the sticker."""

    passed: bool
    caption_score: float
    verdict: Verdict
    known_answers: KnownAnswersTest


def run_selftest(classifier: StickerClassifier) -> SelfTest:
    """Run the whole chain of `classifier`, its OCR engine included, on the canary sticker, with the bundle's own
    thresholds, and ask each model."""
    caption_score = classifier.caption.score(CANARY).suggestive
    # A team's own thresholds may lie above what the canary reaches; the chain works all the same.
    verdict = classifier.with_thresholds(at_point(classifier.bundle)).classify(CANARY_STICKER)
    known = known_answers(classifier)
    passed = caption_score == 1.0 and verdict.decision == "flag" and known.state != "failed"
    return SelfTest(passed, caption_score, verdict, known)


def known_answers(subject: StickerClassifier | Bundle) -> KnownAnswersTest:
    """Ask the models of `subject` what they were asked when the bundle was packed.

    The models of a classifier are asked as they are loaded, whatever provider they run on; those of a bundle are loaded
    first, which raises what `StickerClassifier` raises. A model that fails to run has a wrong answer.
    """
    bundle = subject if isinstance(subject, Bundle) else subject.bundle
    known = bundle.known_answers
    if known is None:
        return KnownAnswersTest("no known answers in this bundle")
    models = StickerClassifier(subject) if isinstance(subject, Bundle) else subject
    # Another engine reads with models that are not the bundle's.
    own_ocr = models.ocr.name == "ppocr"
    answers = (
        *_asked(known.vision, "vision", lambda answer: answer.name, models, _vision),
        *(_asked(known.ocr, "ocr", lambda answer: answer.name, models, _ocr) if own_ocr else ()),
        *_asked(known.caption, "caption", lambda answer: answer.text, models, _caption),
        *_asked(known.fusion, "fusion", lambda answer: f"{answer.minor}, {answer.suggestive}", models, _fusion),
    )
    state: Literal["passed", "failed"] = "failed" if any(answer.wrong for answer in answers) else "passed"
    return KnownAnswersTest(state, answers, () if own_ocr else (f"ocr: the engine is {models.ocr.name}",))


def _asked(
    known: Iterable[T],
    model: str,
    question: Callable[[T], str],
    models: StickerClassifier,
    ask: Callable[[StickerClassifier, T], tuple[float, str | None]],
) -> Iterator[Answer]:
    for answer in known:
        try:
            difference, wrong = ask(models, answer)
        except Exception as error:  # whatever a native library raises is an answer too
            difference, wrong = 1.0, f"{type(error).__name__}: {error}"
        yield Answer(model, question(answer), difference, wrong)


def _vision(models: StickerClassifier, known: VisionAnswer) -> tuple[float, str | None]:
    scores = models.vision.scores([known.picture.draw()])
    found = float(scores.minor[0]), float(scores.person[0])
    return _compared("minor and person", found, (known.minor, known.person), known.tolerance)


def _ocr(models: StickerClassifier, known: OcrAnswer) -> tuple[float, str | None]:
    lines = models.ocr.read(known.picture.draw()).lines
    texts = tuple(line.text for line in lines)
    if texts != known.lines:
        return 1.0, f"read {list(texts)}, known is {list(known.lines)}"
    found = min((line.confidence for line in lines), default=known.confidence)
    return _compared("confidence", (found,), (known.confidence,), known.tolerance)


def _caption(models: StickerClassifier, known: CaptionAnswer) -> tuple[float, str | None]:
    alone = models.caption.network(known.text)
    if alone.pieces != known.pieces:
        return 1.0, f"pieces {list(alone.pieces)}, known are {list(known.pieces)}"
    found = alone.suggestive, *alone.probabilities
    return _compared("suggestive and severities", found, (known.suggestive, *known.severity), known.tolerance)


def _fusion(models: StickerClassifier, known: FusionAnswer) -> tuple[float, str | None]:
    found = models.fusion.risk(known.minor, known.suggestive)
    return _compared("risk", (found,), (known.risk,), known.tolerance)


def _compared(
    what: str, found: tuple[float, ...], known: tuple[float, ...], tolerance: float
) -> tuple[float, str | None]:
    differences = [abs(a - b) for a, b in zip(found, known, strict=True)]
    # NaN is near nothing, and `max` would pass over it.
    difference = 1.0 if any(map(math.isnan, differences)) else max(differences)
    if difference <= tolerance:
        return difference, None
    return difference, f"{what} {_shown(found)}, known {_shown(known)}, tolerance {tolerance:g}"


def _shown(scores: tuple[float, ...]) -> str:
    return " ".join(f"{score:.4f}" for score in scores)
