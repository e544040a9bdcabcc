"""Figures of scores that are known beforehand."""

import numpy as np
import pytest

from models.metrics import at_base_rate, auc, expected_calibration_error, recall_at
from models.platt import fit_platt, of_equal_sources


def scores(count: int) -> tuple[np.ndarray, np.ndarray]:
    source = np.random.default_rng(5)
    labels = np.arange(count) % 3 == 0
    return labels, np.clip(source.normal(np.where(labels, 0.6, 0.4), 0.2), 0, 1)


def test_figures_of_a_known_ranking() -> None:
    labels = np.array([True, True, False, False, False, False])
    scores = np.array([0.9, 0.4, 0.5, 0.3, 0.2, 0.1])
    assert auc(labels, scores) == pytest.approx(7 / 8)
    assert recall_at(labels, scores, 0.0) == 0.5
    assert recall_at(labels, scores, 0.25) == 1.0
    assert auc(labels[:2], scores[:2]) is None
    assert expected_calibration_error(np.array([True, False]), np.array([1.0, 1.0])) == pytest.approx(0.5)


def test_a_weight_counts_as_so_many_samples() -> None:
    labels, score = scores(400)
    times = 1 + np.arange(400) % 4
    repeated = np.repeat(labels, times), np.repeat(score, times)
    weights = times.astype(np.float64)
    assert expected_calibration_error(labels, score, weights) == pytest.approx(expected_calibration_error(*repeated))
    for rate in (0.01, 0.05, 0.2):
        assert recall_at(labels, score, rate, weights) == pytest.approx(recall_at(*repeated, rate))


def test_scores_that_are_right_at_one_base_rate_are_wrong_at_another() -> None:
    labels = np.arange(1000) % 10 == 0
    score = np.full(1000, 0.1)
    assert expected_calibration_error(labels, score, at_base_rate(labels, 0.1)) == pytest.approx(0)
    assert expected_calibration_error(labels, score, at_base_rate(labels, 0.5)) == pytest.approx(0.4)


def test_platt_finds_what_bent_the_logits_and_lets_no_source_rule() -> None:
    source = np.random.default_rng(6)
    logits = source.normal(0, 2, 20_000)
    labels = source.random(20_000) < 1 / (1 + np.exp(-(0.5 * logits + 1)))
    fitted = fit_platt(logits, labels)
    assert (fitted.slope, fitted.offset) == pytest.approx((0.5, 1.0), abs=0.1)
    sources = np.asarray(["small"] * 100 + ["large"] * 900)
    weights = of_equal_sources(sources)
    assert weights[:100].sum() == pytest.approx(weights[100:].sum())
    assert weights.mean() == pytest.approx(1)
