"""The end-to-end self-test: a drawn child with the canary caption must be flagged, as EICAR must be found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stickerguard.classifier import StickerClassifier
from stickerguard.types import CANARY, Verdict

CANARY_STICKER = Path(__file__).parent / "assets" / "canary.png"


@dataclass(frozen=True, slots=True)
class SelfTest:
    """`passed` when the canary text scores 1 and the canary sticker is flagged; `verdict` is that of the sticker."""

    passed: bool
    caption_score: float
    verdict: Verdict


def run_selftest(classifier: StickerClassifier) -> SelfTest:
    """Run the whole chain of `classifier`, its OCR engine included, on the canary sticker."""
    caption_score = classifier.caption.score(CANARY).suggestive
    verdict = classifier.classify(CANARY_STICKER)
    return SelfTest(caption_score == 1.0 and verdict.decision == "flag", caption_score, verdict)
