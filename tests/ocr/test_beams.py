"""Readings of a line by beam search are those that adding up all paths gives, and company decides between them."""

import itertools
import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stickerguard.ocr.beams import beam_search


def every_reading(probabilities: np.ndarray) -> dict[tuple[int, ...], float]:
    """By adding up the paths of CTC one by one; `probabilities` is [time, characters], 0 the blank."""
    found: dict[tuple[int, ...], float] = defaultdict(float)
    for path in itertools.product(range(probabilities.shape[1]), repeat=len(probabilities)):
        shown = [number for number, _ in itertools.groupby(path)]
        likely = math.prod(probabilities[step, number] for step, number in enumerate(path))
        found[tuple(number for number in shown if number)] += likely
    return found


@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_with_room_for_all_it_finds_the_probability_of_each_reading(steps: int, seed: int) -> None:
    probabilities = np.random.default_rng(seed).dirichlet(np.ones(4), steps) * 0.9 + 0.025
    order = np.argsort(-probabilities, axis=1)

    found = beam_search(order, np.take_along_axis(probabilities, order, axis=1), width=10_000)

    wanted = every_reading(probabilities)
    assert {one.characters for one in found} == set(wanted)
    for one in found:
        assert math.exp(one.log_probability) == pytest.approx(wanted[one.characters])
    values = [one.log_probability for one in found]
    assert values == sorted(values, reverse=True)


def test_a_letter_twice_needs_a_blank_between() -> None:
    sure = np.array([[0.97, 0.01]])
    numbers = np.array([[7, 0], [7, 0], [0, 7], [7, 0]])

    assert beam_search(numbers, np.repeat(sure, 4, axis=0))[0].characters == (7, 7)


def test_steps_that_are_unsure_of_everything_still_read_as_their_best() -> None:
    flat = np.full((2, 3), 1e-5)

    assert beam_search(np.array([[5, 0, 9], [6, 0, 9]]), flat)[0].characters == (5, 6)


def test_only_the_likeliest_are_kept() -> None:
    numbers = np.tile([1, 2, 0], (6, 1))

    assert len(beam_search(numbers, np.full((6, 3), 1 / 3), width=5)) == 5
