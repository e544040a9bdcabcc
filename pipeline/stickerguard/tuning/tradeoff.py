"""Rates at each threshold, and the threshold that answers a question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from stickerguard.errors import StickerguardError
from stickerguard.tuning.evidence import Bools, Evidence
from stickerguard.tuning.rates import Counts, Rate, mixture, share

_MOST_CANDIDATES = 400
MOST_VALUES = 20
"""Values of a slice that are told apart, those with most decisions first."""
FEWEST = 20
"""Decisions, below which the rates of a slice say nothing."""


@dataclass(frozen=True, slots=True)
class Point:
    """A threshold and what it does: `recall`, the harmful stickers that it marks; `false_positives`, the harmless ones;
    `precision`, the harmful among those it marks; `marked`, the share of all stickers. None where that is not known."""

    threshold: float
    recall: Rate | None
    false_positives: Rate | None
    precision: Rate | None
    marked: Rate | None


@dataclass(frozen=True, slots=True)
class Slice:
    """One value of a slice, such as a language; `point` is None where too few stickers were decided about."""

    name: str
    value: str
    count: int
    point: Point | None


def at(evidence: Evidence, threshold: float, inside: Bools | None = None) -> Point:
    """The rates at `threshold`, of the stickers `inside` only where given, bool [n]."""
    marked = evidence.score >= threshold
    # Of what nobody looked at it is not known which slice it is of.
    rates_known = evidence.rates_known and (inside is None or not evidence.sizes.certain.any())
    inside = np.ones_like(marked) if inside is None else inside

    def count(which: Bools) -> Counts:
        return np.bincount(evidence.stratum[which & inside], minlength=len(evidence.sizes.population)).astype(float)

    # In a stratum that is clear at this threshold nothing marked can hide, however few of it were looked at.
    no_marked, no_clear = evidence.sizes.ceiling <= threshold, evidence.sizes.lowest >= threshold

    def rate(which: Bools) -> Rate | None:
        return share(count(which & marked), count(which & ~marked), evidence.sizes, (no_marked, no_clear))

    return Point(
        threshold,
        rate(evidence.harmful) if evidence.recall_known else None,
        rate(evidence.harmless) if rates_known and evidence.labels_known else None,
        mixture(count(evidence.harmful & marked), count(evidence.harmless & marked), evidence.sizes)
        if evidence.labels_known
        else None,
        rate(np.ones_like(marked)) if rates_known else None,
    )


def curve(evidence: Evidence) -> list[Point]:
    """The points at all thresholds that make a difference and of which something is known, the lowest first; at even
    shares of them where these are more than 400."""
    scores = np.unique(evidence.score[evidence.score > 0])
    scores = scores[scores >= evidence.floor]
    if evidence.floor:
        scores = np.unique(np.append(scores, evidence.floor))
    if len(scores) > _MOST_CANDIDATES:
        scores = scores[np.unique(np.linspace(0, len(scores) - 1, _MOST_CANDIDATES).round().astype(int))]
    return [at(evidence, float(score)) for score in scores]


def at_most_false_positives(points: list[Point], rate: float) -> Point:
    """The lowest threshold at which no more than this share of harmless stickers is marked.

    Raises StickerguardError, "not_known" or "not_reachable", as the other two.
    """
    return _first(
        points, lambda point: point.false_positives, lambda found: found.value <= rate, "false positives", _of_harmless
    )


def at_least_recall(points: list[Point], rate: float) -> Point:
    """The highest threshold at which at least this share of harmful stickers is marked."""
    return _first(points[::-1], lambda point: point.recall, lambda found: found.value >= rate, "recall", _of_harmful)


def at_most_reviews(points: list[Point], reviews: float, volume: float) -> Point:
    """The lowest threshold at which of `volume` stickers no more than `reviews` are marked."""

    def reached(low: float, high: float) -> str:
        numbers = _span(*(f"{math.ceil(round(share * volume, 6)):,}" for share in (low, high)))
        return f"{numbers} stickers a day are marked; {_ALLOW_MORE}"

    return _first(points, lambda point: point.marked, lambda found: found.value * volume <= reviews, "reviews", reached)


_ALLOW_MORE = (
    "allow more, or let people decide about the marked stickers of the highest risk to know of higher thresholds"
)


def _of_harmless(low: float, high: float) -> str:
    return f"{_percent(low, high)} of harmless stickers are marked; {_ALLOW_MORE}"


def _of_harmful(low: float, high: float) -> str:
    return (
        f"{_percent(low, high)} of harmful stickers are marked; ask for less, or score with --exhaustive and sample "
        "again to know of lower thresholds"
    )


def _percent(low: float, high: float) -> str:
    return _span(f"{100 * low:.3g}%", f"{100 * high:.3g}%")


def _span(*ends: str) -> str:
    return " to ".join(dict.fromkeys(ends))


def slices(evidence: Evidence, threshold: float) -> Iterator[Slice]:
    """The rates at `threshold` by pack, language and kind, of the values with most decisions."""
    decided = ~evidence.sizes.certain[evidence.stratum]
    for name, values in evidence.slices.items():
        counts = Counter(value for value, was in zip(values, decided, strict=True) if was)
        for value, count in counts.most_common(MOST_VALUES):
            inside = np.asarray([other == value for other in values]) & decided
            point = at(evidence, threshold, inside) if count >= FEWEST else None
            yield Slice(name, "not given" if value is None else value, count, point)


def _first(
    points: list[Point],
    rate: Callable[[Point], Rate | None],
    enough: Callable[[Rate], bool],
    what: str,
    reached: Callable[[float, float], str],
) -> Point:
    known = [(point, found) for point in points if (found := rate(point)) is not None]
    if not known:
        raise StickerguardError(
            f"{what}: not known from these decisions; let people decide about marked stickers and about clear ones too "
            "(stickerguard sample), and give that file with --sample and the run with --verdicts",
            code="not_known",
        )
    for point, found in known:
        if enough(found):
            return point
    values = [found.value for _, found in known]
    raise StickerguardError(
        f"{what}: no threshold reaches that: these decisions tell of thresholds from {points_range(points)}, with "
        f"which {reached(min(values), max(values))}",
        code="not_reachable",
    )


def points_range(points: list[Point]) -> str:
    """The lowest and the highest threshold, in words."""
    thresholds = [point.threshold for point in points]
    return f"{min(thresholds):.4g} to {max(thresholds):.4g}"
