"""Logits -> probabilities (Platt 1999)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Platt:
    """P(positive) = sigmoid(slope * logit + offset), slope > 0."""

    slope: float
    offset: float

    def __call__(self, logits: Floats) -> Floats:
        """Probabilities, float64 like `logits`."""
        return np.asarray(expit(self.slope * logits + self.offset))


def fit_platt(logits: Floats, positive: npt.NDArray[np.bool_], base_rate: float = 0.5) -> Platt:
    """Fit on held-out logits, as if a share `base_rate` of all captions were positive: the share in a training mixture
    means nothing to a platform. Raises SystemExit when the logits do not rank positives above negatives at all.
    """
    weights = _weights(positive, base_rate) * len(positive)
    fitted = LogisticRegression(C=1e6).fit(logits[:, None], positive, sample_weight=weights)
    slope = float(fitted.coef_[0, 0])
    if slope <= 0:
        raise SystemExit("calibration: positives do not score higher than negatives; the model learnt nothing")
    return Platt(slope, float(fitted.intercept_[0]))


def expected_calibration_error(
    score: Floats, positive: npt.NDArray[np.bool_], base_rate: float = 0.5, bins: int = 15
) -> float:
    """Expected calibration error over equal-width bins (Guo et al. 2017), positives weighing `base_rate` in all."""
    weight = _weights(positive, base_rate)
    index = np.minimum((score * bins).astype(int), bins - 1)
    inside = [index == b for b in range(bins)]
    return float(sum(abs((weight * (score - positive))[bin_].sum()) for bin_ in inside))


def _weights(positive: npt.NDArray[np.bool_], base_rate: float) -> Floats:
    """Weights that sum to 1, those of the positives to `base_rate`; float64 [n]."""
    return np.where(positive, base_rate / max(1, positive.sum()), (1 - base_rate) / max(1, (~positive).sum()))
