"""Platt scaling: raw logits -> probabilities (Platt 1999, Guo et al., arXiv 1706.04599)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

_Float = TypeVar("_Float", bound=np.floating[Any])
_INVERSE_PENALTY = 1e6
"""So weak that two parameters are as good as free."""


@dataclass(frozen=True, slots=True)
class Platt:
    """P(positive) = sigmoid(slope * logit + offset)."""

    slope: float
    offset: float

    def __call__(self, logits: npt.NDArray[_Float]) -> npt.NDArray[_Float]:
        """Probabilities, in the shape and the type of `logits`."""
        return np.asarray(expit(self.slope * logits + self.offset), dtype=logits.dtype)


def fit_platt(
    logits: npt.NDArray[np.floating], labels: npt.NDArray[np.bool_], weights: npt.NDArray[np.float64] | None = None
) -> Platt:
    """Fit on held-out logits; all arrays are [n], and without weights every sample counts the same.

    The slope is 0 or less where higher logits do not mean more positives. Raises ValueError where a class is empty.
    """
    model = LogisticRegression(C=_INVERSE_PENALTY, max_iter=1000)
    model.fit(logits.reshape(-1, 1).astype(np.float64), labels, sample_weight=weights)
    return Platt(float(model.coef_[0, 0]), float(model.intercept_[0]))


def of_equal_sources(sources: npt.NDArray[np.str_]) -> npt.NDArray[np.float64]:
    """Weights with which every source counts the same, so that the largest does not rule; float64 [n], 1 on average."""
    names, place, counts = np.unique(sources, return_inverse=True, return_counts=True)
    return np.asarray(len(sources) / (len(names) * counts[place]))
