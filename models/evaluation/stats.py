"""Figures of a binary score with bootstrap intervals over groups (Efron and Tibshirani 1993; Field and Welsh 2007).

Pictures of one design, or captions of one source, are not independent, so whole groups are drawn again, not rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from models.metrics import Weights, expected_calibration_error, recall_at

Floats = npt.NDArray[np.floating]
Bools = npt.NDArray[np.bool_]
DRAWS = 200
_RATES = (0.05, 0.01, 0.001)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with the ends of its 95 % interval, and how many positives and negatives are behind it."""

    value: float
    interval: tuple[float, float]
    positives: int
    negatives: int


def figures(positive: Bools, score: Floats, groups: npt.NDArray[np.str_], *, seed: int = 0) -> dict[str, Figure]:
    """AUC, recall at 5 %, 1 % and 0.1 % false positives, and expected calibration error of `score` in [0, 1].

    All arrays are [n]. A recall is left out where fewer than 3 negatives would lie above its threshold, and everything
    where one label is missing.
    """
    if positive.all() or not positive.any():
        return {}
    negatives = int((~positive).sum())
    measures: dict[str, Callable[[Weights], float]] = {
        "AUC": lambda w: float(roc_auc_score(positive, score, sample_weight=w))
    }
    for rate in _RATES:
        if rate * negatives >= 3:
            measures[f"recall at {100 * rate:g} % FPR"] = partial(recall_at, positive, score, rate)
    measures["expected calibration error"] = partial(expected_calibration_error, positive, score)
    drawn = draws(positive, groups, seed)
    result = {}
    for name, measure in measures.items():
        values = [measure(weights) for weights in drawn]
        low, high = (float(end) for end in np.quantile(values, (0.025, 0.975)))
        value = measure(np.ones(len(score)))
        result[name] = Figure(value, (min(low, value), max(high, value)), int(positive.sum()), negatives)
    return result


def rate_above(
    score: Floats, threshold: float, groups: npt.NDArray[np.str_], *, seed: int = 0
) -> tuple[float, tuple[float, float]]:
    """Share of `score` at or above `threshold`, with its interval."""
    above = score >= threshold
    drawn = draws(np.ones(len(score), dtype=bool), groups, seed)
    low, high = np.quantile([float(np.average(above, weights=w)) for w in drawn], (0.025, 0.975))
    return float(above.mean()), (float(low), float(high))


def rate_row(
    name: str, metric: str, score: Floats, threshold: float, groups: npt.NDArray[np.str_], note: str | None = None
) -> dict[str, object]:
    """The share of `score` at or above `threshold` as a row of a manifest, with its interval."""
    value, interval = rate_above(score, threshold, groups)
    return {
        "slice": name,
        "metric": metric,
        "value": round(value, 4),
        "interval": [round(end, 4) for end in interval],
        "count": len(score),
        "note": note,
    }


def reliability(positive: Bools, score: Floats, bins: int = 10) -> list[tuple[float, float, int]]:
    """Mean score, share of positives and count of each occupied equal-width bin."""
    place = np.minimum((score * bins).astype(int), bins - 1)
    return [
        (float(score[place == b].mean()), float(positive[place == b].mean()), int((place == b).sum()))
        for b in np.unique(place)
    ]


def as_metrics(name: str, found: Mapping[str, Figure], note: str = "") -> list[dict[str, object]]:
    """Rows of a manifest for one slice."""
    rows: list[dict[str, object]] = []
    for metric, figure in found.items():
        counts = f"{figure.positives} positive, {figure.negatives} negative"
        rows.append(
            {
                "slice": name,
                "metric": metric,
                "value": round(figure.value, 4),
                "interval": [round(end, 4) for end in figure.interval],
                "count": figure.positives + figure.negatives,
                "note": "; ".join(filter(None, (counts, note))),
            }
        )
    return rows


def draws(positive: Bools, groups: npt.NDArray[np.str_], seed: int = 0) -> list[Weights]:
    """Weights of `DRAWS` bootstrap samples of groups, each of which holds both labels where the data does."""
    random = np.random.default_rng(seed)
    names, place = np.unique(groups, return_inverse=True)
    drawn: list[Weights] = []
    for _ in range(20 * DRAWS):
        weights = random.multinomial(len(names), np.full(len(names), 1 / len(names)))[place].astype(np.float64)
        has_positive, has_negative = weights[positive].any(), weights[~positive].any() or positive.all()
        if has_positive and has_negative:
            drawn.append(weights)
        if len(drawn) == DRAWS:
            break
    return drawn
