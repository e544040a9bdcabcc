"""Figures of a binary score, of which each kind of model states some: scikit-learn has no calibration error."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score, roc_curve

Scores = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]
Weights = npt.NDArray[np.float64]


def auc(labels: Flags, scores: Scores) -> float | None:
    """Area under the ROC curve; None where one of the classes is empty."""
    if labels.all() or not labels.any():
        return None
    return float(roc_auc_score(labels, scores))


def recall_at(labels: Flags, scores: Scores, false_positive_rate: float, weights: Weights | None = None) -> float:
    """Highest recall at a threshold whose false positive rate is at most the given one, both in [0, 1].

    All arrays are [n]; without weights every sample counts the same. Both classes must be there.
    """
    fpr, tpr, _ = roc_curve(labels, scores, sample_weight=weights, drop_intermediate=False)
    return float(tpr[fpr <= false_positive_rate].max())


def expected_calibration_error(
    labels: Flags, probabilities: Scores, weights: Weights | None = None, bins: int = 15
) -> float:
    """Mean gap between probability and frequency over equal-width bins (Guo et al., arXiv 1706.04599), in [0, 1].

    All arrays are [n], n > 0, probabilities in [0, 1]; without weights every sample counts the same.
    """
    weights = np.ones(len(labels)) if weights is None else weights
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = np.bincount(place, weights * (probabilities - labels), bins)
    return float(np.abs(gaps).sum() / weights.sum())


def at_base_rate(labels: Flags, base_rate: float) -> Weights:
    """Weights that sum to 1, those of the positives to `base_rate`, in (0, 1); float64 [n].

    The share of positives in a training mixture means nothing to a platform.
    """
    positives, negatives = int(labels.sum()), int((~labels).sum())
    return np.where(labels, base_rate / max(1, positives), (1 - base_rate) / max(1, negatives))
