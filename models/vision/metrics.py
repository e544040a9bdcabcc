"""Figures of a binary score."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score, roc_curve

Scores = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]


def auc(labels: Flags, scores: Scores) -> float | None:
    """Area under the ROC curve; None where one of the classes is empty."""
    if labels.all() or not labels.any():
        return None
    return float(roc_auc_score(labels, scores))


def recall_at(labels: Flags, scores: Scores, false_positive_rate: float) -> float | None:
    """Highest recall at a threshold whose false positive rate is at most the given one; None without both classes."""
    if labels.all() or not labels.any():
        return None
    fpr, tpr, _ = roc_curve(labels, scores, drop_intermediate=False)
    return float(tpr[fpr <= false_positive_rate].max())


def expected_calibration_error(labels: Flags, probabilities: Scores, bins: int = 15) -> float:
    """Mean gap between probability and frequency over equal-width bins (Guo et al., arXiv 1706.04599)."""
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    error = 0.0
    for index in np.unique(place):
        inside = place == index
        error += inside.mean() * abs(float(probabilities[inside].mean()) - float(labels[inside].mean()))
    return float(error)
