"""Readings of one line that its shapes allow, likeliest first."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_BLANK = 0
_LEAST = 1e-3
"""Probability from which a character counts as one that a step may show."""


class Hypothesis(NamedTuple):
    """The numbers of its characters, and the natural logarithm of its probability."""

    characters: tuple[int, ...]
    log_probability: float


def beam_search(
    characters: npt.NDArray[np.integer], probabilities: npt.NDArray[np.floating], width: int = 16
) -> list[Hypothesis]:
    """The `width` likeliest readings at most; both arrays are [time, candidates], the likeliest candidate first.

    Prefix beam search over CTC (Graves 2012, section 7.5.3; Hannun et al., arXiv 1408.2873), where 0 is the blank.
    """
    # A prefix, and the probability that its last step shows no character and that it shows its last one.
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    scale = 0.0
    for numbers, values in zip(characters.tolist(), probabilities.tolist(), strict=True):
        steps = [(number, value) for number, value in zip(numbers, values, strict=True) if value >= _LEAST]
        steps = steps or [(numbers[0], values[0])]
        grown = _grown(beams, steps)
        best = sorted(grown.items(), key=lambda item: -sum(item[1]))[:width]
        most = sum(best[0][1])
        if most <= 0:
            return []
        scale += math.log(most)
        beams = {prefix: (blank / most, shown / most) for prefix, (blank, shown) in best}
    likely = ((prefix, sum(both)) for prefix, both in beams.items())
    return [Hypothesis(prefix, scale + math.log(value)) for prefix, value in likely if value > 0]


def _grown(
    beams: dict[tuple[int, ...], tuple[float, float]], steps: list[tuple[int, float]]
) -> dict[tuple[int, ...], list[float]]:
    grown: dict[tuple[int, ...], list[float]] = {}
    for prefix, (blank, shown) in beams.items():
        for number, value in steps:
            if number == _BLANK:
                grown.setdefault(prefix, [0.0, 0.0])[0] += value * (blank + shown)
            elif prefix and prefix[-1] == number:
                # Once more the same step goes on showing it; only behind a blank it is another one.
                grown.setdefault(prefix, [0.0, 0.0])[1] += value * shown
                grown.setdefault((*prefix, number), [0.0, 0.0])[1] += value * blank
            else:
                grown.setdefault((*prefix, number), [0.0, 0.0])[1] += value * (blank + shown)
    return grown
