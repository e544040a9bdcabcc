"""Regions that are collected say what they are, and all that is known of them."""

import random

import numpy as np
import pytest

from data.stickers.corpus import MOTIFS, draw_sticker
from models.ocr.graph import SEEN
from models.ocr.regions import MISREAD, RIGHT, SCRIBBLE, Collector, Examples, draw_examples, label, overlap
from stickerguard import Bundle


@pytest.fixture(scope="module")
def collector() -> Collector:
    return Collector(Bundle.load())


def test_labels_say_what_a_region_is() -> None:
    assert label("", "0O0") == SCRIBBLE
    assert label("good morning\nagain", "Good Morning") == RIGHT
    assert label("good morning", "good mornin") == MISREAD


def test_the_share_of_a_box_that_words_fill() -> None:
    box = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    assert overlap(box, [(5.0, 0.0, 15.0, 10.0)]) == pytest.approx(0.5)
    assert overlap(box, [(20.0, 0.0, 30.0, 10.0)]) == 0


def test_regions_of_drawn_stickers_are_collected(collector: Collector) -> None:
    examples = collector.collect(draw_examples(20, 1, "fit"))
    count = len(examples.labels)
    assert examples.features.shape == (count, 12)
    assert examples.company.shape == (count, 2)
    assert examples.seen.shape == (*examples.shares.shape, SEEN)
    assert examples.shares.sum(axis=1) == pytest.approx(1)
    assert examples.seen_along.shape == (count, SEEN)
    assert len(set(examples.labels.tolist())) > 1
    assert all(np.isfinite(part).all() for part in (examples.features, examples.company, examples.seen))
    twice = Examples.joined([examples, examples])
    assert len(twice.labels) == 2 * count
    assert (twice.where(np.arange(2 * count) >= count).seen == examples.seen).all()


def test_shapes_by_chance_have_no_words_and_are_found_now_and_then(collector: Collector) -> None:
    motifs = [draw_sticker(MOTIFS, random.Random(number), "fit") for number in range(12)]
    assert {sticker.text for sticker in motifs} == {""}
    assert len({sticker.data for sticker in motifs}) == 12
    assert set(collector.collect(motifs).labels.tolist()) == {SCRIBBLE}
