"""Shares of a population from a stratified sample, with intervals that know how much was never looked at.

Each share is A / (A + B), of which A and B are totals over strata, such as harmful stickers that are marked and harmful
ones that are not. A total is the sum over strata of their size times the proportion found in the stratum's sample. The
interval of a proportion is Clopper and Pearson's (1934), so that a stratum where nothing was found still counts for
what it may hide; totals join them by the method of variance estimates recovery (Zou, Donner 2008), ratios of totals
likewise (Donner, Zou 2012).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from stickerguard.extras import needed

Counts = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """A share in [0, 1], the ends of its 95 % interval, and how many decisions it was counted on."""

    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of each stratum, [strata]: how many stickers it has, and how many of them people decided about.

    In a stratum that is `certain` the proportions are known or assumed, not counted. Up to the threshold `lowest` all
    its stickers are marked, from `ceiling` on none is.
    """

    population: Counts
    decided: Counts
    certain: Bools
    lowest: Counts
    ceiling: Counts


@dataclass(frozen=True, slots=True)
class Total:
    """How many stickers of the population are of some kind, with the ends of the interval."""

    value: float
    low: float
    high: float


def require_scipy() -> None:
    """Raise StickerguardError, code "missing_package", unless SciPy is installed."""
    with needed("intervals need SciPy", "tune"):
        import scipy.special  # noqa: F401 (only whether it is there)


def total(found: Counts, sizes: Sizes, impossible: Bools | None = None) -> Total:
    """The total of a kind of which `found`, float64 [strata], were found among those decided about.

    Where it is `impossible`, bool [strata], that none was found says that there is none.
    """
    decided = np.maximum(sizes.decided, 1)
    share = found / decided
    low, high = _clopper_pearson(found, decided)
    known = sizes.certain if impossible is None else sizes.certain | (impossible & (found == 0))
    low, high = np.where(known, share, low), np.where(known, share, high)
    value = float((sizes.population * share).sum())
    below = math.sqrt(float(((sizes.population * (share - low)) ** 2).sum()))
    above = math.sqrt(float(((sizes.population * (high - share)) ** 2).sum()))
    return Total(value, max(0.0, value - below), min(float(sizes.population.sum()), value + above))


def share(
    found: Counts, others: Counts, sizes: Sizes, impossible: tuple[Bools | None, Bools | None] = (None, None)
) -> Rate | None:
    """The share of the kind `found` in both kinds together, float64 [strata] each; None where neither was found.

    `impossible` as of `total`, for either kind.
    """
    count = round(float((found + others)[~sizes.certain].sum()))
    a, b = (total(kind, sizes, never) for kind, never in zip((found, others), impossible, strict=True))
    if a.value + b.value <= 0:
        return None
    value = a.value / (a.value + b.value)
    # The limits of b / a; where one of them is 0, the plain quotient of the limits.
    if a.value == 0 or b.value == 0:
        low = a.low / (a.low + b.high) if a.low else 0.0
        high = a.high / (a.high + b.low)
        return Rate(value, min(low, value), max(high, value), count)
    most, least = _ratio_limit(a, b, upper=True), _ratio_limit(a, b, upper=False)
    return Rate(value, min(value, 1 / (1 + most)), max(value, 1 / (1 + least)), count)


def mixture(found: Counts, others: Counts, sizes: Sizes) -> Rate | None:
    """The share of `found` in both kinds together where these make up the same strata, as `share`: more of one kind is
    then less of the other."""
    both = found + others
    inside = replace(sizes, population=sizes.population * both / np.maximum(sizes.decided, 1), decided=both)
    size = float(inside.population.sum())
    if size <= 0:
        return None
    of_all = total(found, inside)
    count = round(float(both[~sizes.certain].sum()))
    return Rate(of_all.value / size, of_all.low / size, min(1.0, of_all.high / size), count)


def _ratio_limit(a: Total, b: Total, *, upper: bool) -> float:
    """An end of the interval of b / a."""
    near_b, near_a = (b.high, a.low) if upper else (b.low, a.high)
    under = near_a * (2 * a.value - near_a)
    if under <= 0:
        # Limits this wide are beyond the method; their quotient is wider still.
        return near_b / near_a if near_a else math.inf
    product = a.value * b.value
    root = math.sqrt(max(0.0, product**2 - under * near_b * (2 * b.value - near_b)))
    return max(0.0, (product + root if upper else product - root) / under)


def _clopper_pearson(found: Counts, decided: Counts) -> tuple[Counts, Counts]:
    from scipy.special import betaincinv

    tail = (1 - LEVEL) / 2
    low = np.where(found > 0, betaincinv(np.maximum(found, 1e-9), decided - found + 1, tail), 0.0)
    rest = np.maximum(decided - found, 1e-9)
    high = np.where(found < decided, betaincinv(found + 1, rest, 1 - tail), 1.0)
    return low, high
