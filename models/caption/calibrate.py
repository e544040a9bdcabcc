"""Platt scaling of a caption model, with weights for the terms of the lexicon."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from models.documents import read_json
from models.metrics import at_base_rate
from models.platt import Platt
from stickerguard.caption.term_weights import TermWeights
from stickerguard.errors import StickerguardError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TermCalibration:
    """Platt scaling with weights for the terms of the lexicon: the logit is slope * logit + offset + weights."""

    platt: Platt
    weights: TermWeights

    @classmethod
    def load(cls, path: Path) -> TermCalibration:
        """Read what `save` wrote. Raises StickerguardError, code "bad_document", where that is not there."""
        found = read_json(path, "run make export-caption")
        return cls(Platt(found["slope"], found["offset"]), TermWeights.of(found))

    def parameters(self) -> dict[str, float]:
        """Slope, offset and weights by name."""
        return {"slope": self.platt.slope, "offset": self.platt.offset, **self.weights.parameters()}

    def save(self, path: Path) -> None:
        """Write the parameters as JSON."""
        path.write_text(json.dumps(self.parameters()), "utf-8")

    def logits(self, logits: Floats, terms: Floats) -> Floats:
        """Calibrated logits of raw ones, float64 [n], with the features of the terms, [n, 6]."""
        weights = np.asarray(list(self.weights.parameters().values()))
        return np.asarray(self.platt.slope * logits + self.platt.offset + terms @ weights)


def fit_with_terms(logits: Floats, terms: Floats, positive: npt.NDArray[np.bool_], base_rate: float) -> TermCalibration:
    """Fit slope, offset and term weights together on held-out captions, as if a share `base_rate` of all captions were
    positive: the share in a training mixture means nothing to a platform.

    A weight below 0 is set to 0 and the others are fitted again: no term may lower a score. Raises StickerguardError,
    code "bad_model", when the logits do not rank positives above negatives.
    """
    used = np.ones(terms.shape[1], dtype=bool)
    while True:
        inputs = np.column_stack([logits, terms[:, used]])
        sample = at_base_rate(positive, base_rate) * len(positive)
        fitted = LogisticRegression(C=10.0, max_iter=1000).fit(inputs, positive, sample_weight=sample)
        slope, found = float(fitted.coef_[0, 0]), fitted.coef_[0, 1:]
        if (found >= 0).all():
            break
        used[np.flatnonzero(used)[found < 0]] = False
    if slope <= 0:
        raise _learnt_nothing()
    weights = np.zeros(terms.shape[1])
    weights[used] = found
    return TermCalibration(Platt(slope, float(fitted.intercept_[0])), TermWeights(*map(float, weights)))


def fit_beside(
    logits: Floats, terms: Floats, weights: TermWeights, positive: npt.NDArray[np.bool_], base_rate: float
) -> TermCalibration:
    """Fit slope and offset alone, beside weights of terms that were fitted on more captions than these.

    Raises StickerguardError, code "bad_model", when the logits do not rank positives above negatives.
    """
    added = terms @ np.asarray(list(weights.parameters().values()))
    sample = at_base_rate(positive, base_rate)

    def loss(parameters: Floats) -> float:
        found = parameters[0] * logits + parameters[1] + added
        return float((sample * (np.logaddexp(0, found) - positive * found)).sum())

    slope, offset = map(float, minimize(loss, np.asarray([1.0, 0.0]), method="BFGS").x)
    if slope <= 0:
        raise _learnt_nothing()
    return TermCalibration(Platt(slope, offset), weights)


def _learnt_nothing() -> StickerguardError:
    return StickerguardError(
        "calibration: positives do not score higher than negatives, so the model learnt nothing; train again with more "
        "captions or more epochs",
        code="bad_model",
    )
