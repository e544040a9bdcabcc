"""Calibration: raw logits -> probabilities (Platt scaling: Platt 1999, Guo et al., arXiv 1706.04599)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression


@dataclass(frozen=True, slots=True)
class Platt:
    """probability = sigmoid(scale * logit + shift)."""

    scale: float
    shift: float


def fit_platt(logits: npt.NDArray[np.floating], labels: npt.NDArray[np.bool_], sources: npt.NDArray[np.str_]) -> Platt:
    """Fit on held-out logits, all three [n]; every source weighs the same, so that the largest does not rule."""
    names, place, counts = np.unique(sources, return_inverse=True, return_counts=True)
    weights = len(sources) / (len(names) * counts[place])
    model = LogisticRegression(C=1e6, max_iter=1000)
    model.fit(logits.reshape(-1, 1).astype(np.float64), labels, sample_weight=weights)
    return Platt(float(model.coef_[0, 0]), float(model.intercept_[0]))
