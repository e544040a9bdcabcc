"""Signals -> risk -> decision, and the bound that makes the early exit exact.

The fusion model is monotone: raising either score never lowers the risk. So `bound(minor)`, the risk with the most
suggestive caption there can be, is never exceeded by any caption, and a sticker whose bound lies below the review
threshold is clear whatever its caption says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stickerguard.runtime import RuntimeOptions, create_session
from stickerguard.signature import Signature, Tensor
from stickerguard.types import CaptionSignal, Decision, MinorSignal

Scores = npt.NDArray[np.float32]
_SCORES = Tensor("float", (None,))
_SIGNATURE = Signature({"minor": _SCORES, "suggestive": _SCORES}, {"risk": _SCORES})
NO_TEXT = "no text was found in the picture"
PROBABLY, UNCLEAR = 0.7, 0.3
"""Minor scores from which the reasons say that a minor, and that a person of unclear age, is depicted."""


class FusionModel:
    """The calibrated risk of a pair of scores."""

    def __init__(self, model: Path, *, options: RuntimeOptions) -> None:
        # Two numbers in, one out: a device transfer would cost more than the whole model.
        self._session = create_session(model, RuntimeOptions(threads=1), _SIGNATURE)

    def bound(self, minor: float) -> float:
        """The highest risk any caption can give a picture with this minor score; both in [0, 1]."""
        return self._run(minor, 1.0)

    def risk(self, minor: float, suggestive: float) -> float:
        """P(a depicted minor is joined with a suggestive caption), in [0, 1], never above `bound(minor)`."""
        # The last bit of a logarithm may break monotony; the minimum keeps the early exit exact all the same.
        return min(self._run(minor, suggestive), self.bound(minor))

    def risks(self, minor: Scores, suggestive: Scores) -> Scores:
        """The risk of each pair of scores, float32 [n] each, in [0, 1]."""
        risk: Scores = self._session.run(["risk"], {"minor": minor, "suggestive": suggestive})[0]
        return risk

    def _run(self, minor: float, suggestive: float) -> float:
        return float(self.risks(np.asarray([minor], np.float32), np.asarray([suggestive], np.float32))[0])


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Risk at which a person should look (`review`), and look first (`flag`); 0 < review <= flag <= 1."""

    review: float
    flag: float


@dataclass(frozen=True, slots=True)
class Fused:
    """The outcome of the fusion; `risk` is None unless both halves were evaluated."""

    decision: Decision
    risk: float | None
    reasons: tuple[str, ...]


def decide(
    minor: MinorSignal,
    caption: CaptionSignal,
    *,
    risk: float | None,
    bound: float,
    thresholds: Thresholds,
    where: str = "",
    unread_frames: int = 0,
) -> Fused:
    """The decision and the reasons for it, in words for a reviewer.

    `risk` is the fused risk where the caption was evaluated, `bound` the risk its picture could reach. `where` says in
    words where the evidence for a minor lies, "" where that is not known; `unread_frames` how many frames were left out
    although they seem to hold text of their own.
    """
    if bound < thresholds.review:
        reason = f"no caption can raise the risk of this picture above {bound:.3f}, under the review threshold"
        return Fused("clear", risk, (reason,))
    picture = f"{_depicted(minor)}{where and f' {where}'} (score {minor.score:.2f}, frame {minor.frame})"
    if risk is not None and risk >= thresholds.review:
        decision: Decision = "flag" if risk >= thresholds.flag else "review"
        return Fused(decision, risk, (picture, f"the caption is suggestive (score {caption.suggestive:.2f})"))
    if caption.unreadable_regions:
        return Fused("review", risk, (picture, "text was found that could not be read"))
    if caption.unscored_characters:
        reason = f"the caption is too long: {caption.unscored_characters} characters of it were not scored"
        return Fused("review", risk, (picture, reason))
    if unread_frames:
        reason = f"{unread_frames} frames with text of their own were too many to be read"
        return Fused("review", risk, (picture, reason))
    if caption.state == "failed":
        return Fused("review", risk, (picture, "the caption stage failed"))
    if caption.state == "no_text":
        return Fused("clear", risk, (picture, NO_TEXT))
    return Fused("clear", risk, (picture, f"the caption is not suggestive (score {caption.suggestive:.2f})"))


def _depicted(minor: MinorSignal) -> str:
    score, person = minor.score or 0.0, minor.person or 0.0
    if score >= PROBABLY:
        return "a minor is probably depicted"
    if person >= 0.5:
        return "a person of unclear age is depicted" if score >= UNCLEAR else "a person, rather an adult, is depicted"
    return "nobody is clearly depicted, but a minor cannot be ruled out"
