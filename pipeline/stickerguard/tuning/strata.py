"""The strata that rates are counted over: parts of a run of which each decision stands for as many stickers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from stickerguard.tuning.run import Run

_BANDS = 5
_ASSUMED_BANDS = 100


@dataclass(slots=True)
class Strata:
    """Sizes of the strata, and between which thresholds the stickers of each cease to be marked."""

    population: list[float] = field(default_factory=list)
    lowest: list[float] = field(default_factory=list)
    ceiling: list[float] = field(default_factory=list)
    sampled: dict[str, int] = field(default_factory=dict)

    def add(self, population: float, lowest: float, ceiling: float) -> int:
        """A new stratum; its place."""
        self.population.append(population)
        self.lowest.append(lowest)
        self.ceiling.append(ceiling)
        return len(self.population) - 1


def add_marked(
    scores: Sequence[float], strata: Strata, run: Run | None, marked_in_samples: int | None, notes: list[str]
) -> list[int]:
    """The stratum of each marked sticker that people decided about, of one at least: with the run at hand bands of
    score, since people look at the worst first."""
    if run is not None:
        edges = np.unique(np.quantile(scores, np.arange(1, _BANDS) / _BANDS))
        # A band in which nobody looked at anything would tell of no sticker: it is one with the next.
        edges = edges[np.bincount(np.digitize(scores, edges), minlength=len(edges) + 1)[:-1] > 0]
        bands = np.bincount(np.digitize(run.marked, edges), minlength=len(edges) + 1)
        first = len(strata.population)
        for population, lowest, ceiling in zip(bands, [0.0, *edges], [*edges, math.inf], strict=True):
            strata.add(float(population), float(lowest), float(ceiling))
        notes.append(_of(len(scores), len(run.marked)) + ", weighted by band of risk")
        return [first + int(place) for place in np.digitize(scores, edges)]
    population = len(scores) if marked_in_samples is None else marked_in_samples
    if population > len(scores):
        notes.append(_of(len(scores), population))
        notes.append("they count as if drawn at random; where the worst came first, give --verdicts")
    elif population < len(scores):
        notes.append(
            f"{len(scores):,} marked stickers were decided about, but what was sampled from has only {population:,}: "
            "some are of another run, and count as if of this one; give --verdicts to leave them out"
        )
    else:
        notes.append(
            f"{len(scores):,} marked stickers were decided about, taken for all that there are (else give --verdicts)"
        )
    return [strata.add(float(population), min(scores), math.inf)] * len(scores)


def add_undecided(
    strata: Strata, run: Run | None, marked_in_samples: int | None, review: float, notes: list[str]
) -> list[tuple[int, float]]:
    """Strata of what was marked where people decided about none of it, and up to which threshold each is marked: with
    the run at hand bands of score, else one that is marked at `review`, the threshold in use."""
    scores = [review] * (marked_in_samples or 0) if run is None else run.marked
    if not scores:
        return []
    notes.append(_of(0, len(scores)) + ": what is harmful or harmless among them is not known")
    lowest = np.unique(np.quantile(scores, np.linspace(0, 1, _ASSUMED_BANDS + 1), method="lower"))
    bands = np.bincount(np.digitize(scores, lowest) - 1, minlength=len(lowest))
    # All of a band count with the lowest score of it, which is exact at every threshold that is a lowest score.
    return [
        (strata.add(float(population), 0.0, math.inf), float(score))
        for population, score in zip(bands, lowest, strict=True)
    ]


def _of(decided: int, population: int) -> str:
    return f"{decided:,} of {population:,} marked stickers were decided about"
