"""The rule that tells scribbles from text is fitted as the package applies it."""

import numpy as np
import pytest

from models.ocr.doubt import (
    MISREAD,
    RIGHT,
    SCRIBBLE,
    Examples,
    collect,
    draw_examples,
    fit,
    fit_misread,
    label,
    overlap,
    probabilities,
    whole,
)
from stickerguard import Bundle


def test_what_can_be_told_apart_is_learnt() -> None:
    source = np.random.default_rng(1)
    labels = np.arange(300) % 3
    given = source.normal(size=(300, 2)) + 6 * np.stack([labels == SCRIBBLE, labels == MISREAD], axis=1)
    weights = fit(Examples(given, labels))
    assert (probabilities(weights, given).argmax(axis=1) == labels).mean() > 0.98
    assert probabilities(weights, given).sum(axis=1) == pytest.approx(np.ones(300))


def test_what_only_company_tells_is_learnt() -> None:
    source = np.random.default_rng(2)
    labels = np.arange(300) % 3
    beside = source.normal(size=(300, 2)) - 6 * np.stack([labels == MISREAD, np.zeros(300)], axis=1)
    examples = Examples(source.normal(size=(300, 3)), labels, beside)
    weights = fit_misread(examples)
    assert weights.shape == (6,)
    text = labels != SCRIBBLE
    misread = whole(examples)[text] @ weights[:-1] + weights[-1] > 0
    assert (misread == (labels[text] == MISREAD)).mean() > 0.98


def test_labels_say_what_a_region_is() -> None:
    assert label("", "0O0") == SCRIBBLE
    assert label("good morning\nagain", "Good Morning") == RIGHT
    assert label("good morning", "good mornin") == MISREAD


def test_the_share_of_a_box_that_words_fill() -> None:
    box = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    assert overlap(box, [(5.0, 0.0, 15.0, 10.0)]) == pytest.approx(0.5)
    assert overlap(box, [(20.0, 0.0, 30.0, 10.0)]) == 0


def test_regions_of_drawn_stickers_are_collected() -> None:
    bundle = Bundle.load()
    examples = collect(draw_examples(20, 1, "fit"), bundle)
    assert examples.features.shape == (len(examples.labels), 12)
    assert len(set(examples.labels.tolist())) > 1
    assert np.isfinite(examples.features).all()
    assert whole(examples).shape == (len(examples.labels), 14)
    assert np.isfinite(whole(examples)).all()
