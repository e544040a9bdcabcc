"""Signals -> risk -> decision, and the bound that makes the early exit exact.

The fusion model is monotone: raising either score never lowers the risk. So `bound(minor)`, the risk with the most
suggestive caption there can be, is never exceeded by any caption, and a sticker whose bound lies below the review
threshold is clear whatever its caption says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from stickerguard.reasons import Depicted, Place, Reason, because
from stickerguard.runtime import RuntimeOptions, create_session
from stickerguard.signature import Signature, Tensor
from stickerguard.types import CaptionSignal, Decision, MinorSignal, Thresholds

Scores = npt.NDArray[np.float32]
_SCORES = Tensor("float", (None,))
_SIGNATURE = Signature({"minor": _SCORES, "suggestive": _SCORES}, {"risk": _SCORES})
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
class Fused:
    """The outcome of the fusion; `risk` is None unless both halves were evaluated."""

    decision: Decision
    risk: float | None
    reasons: tuple[Reason, ...]


def decide(
    minor: MinorSignal,
    caption: CaptionSignal,
    *,
    risk: float | None,
    bound: float,
    thresholds: Thresholds,
    place: Place | None = None,
    unread_frames: int = 0,
    without_terms: float | None = None,
) -> Fused:
    """The decision and the reasons for it. The first of these that holds decides:

    1. `bound` is below the review threshold: clear, whatever the caption, and its bound is the only reason;
    2. `risk` reaches the flag threshold: flag; the review threshold: review (both include their own value);
    3. `caption` has regions that could not be read: review, also beside lines that were read;
    4. it has characters beyond the limits, which nobody scored: review;
    5. `unread_frames`, those left out although they seem to hold text of their own, is above 0: review;
    6. reading or scoring it failed: review;
    7. clear: it has no text, or all of it was scored and `risk` is below the review threshold.

    So what was not read never lowers a decision, nor can it flag. `minor` chooses reasons alone: its score is in `risk`
    and `bound`.

    `risk`, in [0, 1], is the fused risk where the caption was evaluated, else None, and is handed through;
    `without_terms` what it would be if no lexicon term counted: where the decision then were another, a reason names
    the terms. `bound`, in [0, 1], is the highest risk that any caption can give the picture, never below `risk`.
    `place` is where in the picture the evidence for a minor lies, None where that is not known.
    """
    if bound < thresholds.review:
        return Fused("clear", risk, (because("bound", risk=f"{bound:.3f}"),))
    decision, why = _by_caption(caption, risk, thresholds, unread_frames)
    if caption.raised_by and without_terms is not None:
        otherwise, _ = _by_caption(caption, without_terms, thresholds, unread_frames)
        if otherwise != decision:
            score, terms = f"{caption.without_terms:.2f}", ", ".join(caption.raised_by)
            why += (because("term", ids=terms, score=score, decision=otherwise),)
    depicted = _depicted(minor, marked=decision != "clear")
    seen = {"depicted": depicted, "score": f"{minor.score:.2f}", "frame": minor.frame}
    picture = because("picture_at", place=place, **seen) if place else because("picture", **seen)
    return Fused(decision, risk, (picture, *why))


def _by_caption(
    caption: CaptionSignal, risk: float | None, thresholds: Thresholds, unread_frames: int
) -> tuple[Decision, tuple[Reason, ...]]:
    """The decision on a picture whose caption could matter, and what in the caption it comes from."""
    if risk is not None and risk >= thresholds.review:
        level: Decision = "flag" if risk >= thresholds.flag else "review"
        reached = because("over", level=level, risk=_shown(risk), threshold=_shown(getattr(thresholds, level)))
        return level, (_suggestive(caption, "may_be_suggestive"), reached)
    if caption.unreadable_regions:
        return "review", (because("unreadable"),)
    if caption.unscored_characters:
        return "review", (because("too_long", characters=caption.unscored_characters),)
    if unread_frames:
        return "review", (because("unread_frames", frames=unread_frames),)
    if caption.state == "failed":
        return "review", (because("caption_failed"),)
    if caption.state == "no_text":
        return "clear", (because("no_text"),)
    stays = () if risk is None else (because("under", risk=_shown(risk), threshold=_shown(thresholds.review)),)
    return "clear", (_suggestive(caption, "not_suggestive"), *stays)


def _suggestive(caption: CaptionSignal, otherwise: Literal["may_be_suggestive", "not_suggestive"]) -> Reason:
    score = caption.suggestive or 0.0
    return because("suggestive" if score >= 0.5 else otherwise, score=f"{score:.2f}")


def _shown(risk: float) -> str:
    return f"{risk:.3f}"


def _depicted(minor: MinorSignal, *, marked: bool) -> Depicted:
    """What the picture shows, which never speaks against the decision of a `marked` sticker."""
    score, person = minor.score or 0.0, minor.person or 0.0
    if score >= PROBABLY:
        return "minor"
    if person < 0.5:
        return "nobody"
    if score >= UNCLEAR:
        return "unclear_age"
    return "perhaps_minor" if marked else "rather_adult"
