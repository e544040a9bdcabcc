"""Your own pictures and captions: figures of their own, and whether a new bundle is better for you."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from data.vision.index import Picture
from models.evaluation.stats import as_metrics, draws, figures, rate_row
from stickerguard import Bundle, RuntimeOptions
from stickerguard.fusion import FusionModel

Floats = npt.NDArray[np.floating]
Row = dict[str, Any]
PICTURES, CAPTIONS = "your pictures", "your captions"
FOUND, FALSE = "recall at the review point", "false positive rate at the review point"
_MOST_NAMED = 3


def minor_point(bundle: Bundle) -> float:
    """The lowest minor score that reaches review with the most suggestive caption there is, to three decimals."""
    fusion = FusionModel(bundle.file("fusion.onnx"), options=RuntimeOptions())
    threshold = bundle.manifest.operating_point("review").threshold
    return next((float(score) for score in np.linspace(0, 1, 1001) if fusion.risk(float(score), 1.0) >= threshold), 1.0)


def own_pictures(pictures: Sequence[Picture]) -> npt.NDArray[np.intp]:
    """Positions of the held-out pictures of your own whose label says whether they show a minor."""
    wanted = ("minor", "adult", "none")
    return np.asarray(
        [i for i, p in enumerate(pictures) if p.source == "own" and p.split == "test" and p.label in wanted], dtype=int
    )


def own_picture_metrics(bundle: Bundle, pictures: Sequence[Picture], minor: Floats) -> list[dict[str, object]]:
    """AUC and its like where your pictures show minors and others, and how many of each reach review."""
    picked = own_pictures(pictures)
    if not len(picked):
        return []
    labels = np.asarray([pictures[i].label for i in picked])
    groups = np.asarray([pictures[i].group for i in picked])
    scores, point = minor[picked], minor_point(bundle)
    rows: list[dict[str, object]] = []
    for name, negative in (("child against all", ("adult", "none")), ("child against adult", ("adult",))):
        inside = np.isin(labels, ("minor", *negative))
        found = figures(labels[inside] == "minor", scores[inside], groups[inside])
        rows += as_metrics(f"{PICTURES}, {name}", found)
    note = f"minor score of {point:.3f} or more: with the most suggestive caption there is, review"
    for label in ("minor", "adult", "none"):
        inside = labels == label
        if inside.any():
            metric = FOUND if label == "minor" else FALSE
            rows.append(rate_row(f"{PICTURES}: {label}", metric, scores[inside], point, groups[inside], note))
    return rows


def own_caption_metrics(rows: Sequence[Row], suggestive: Floats, point: float) -> list[dict[str, object]]:
    """The same of captions; `point` is the lowest suggestive score that sends a certain minor to review."""
    picked = np.asarray([i for i, row in enumerate(rows) if is_own(row)], dtype=int)
    if not len(picked):
        return []
    positive = np.asarray([rows[i]["low"] >= 2 for i in picked], dtype=bool)
    groups = np.asarray([rows[i]["text"] for i in picked])
    scores = suggestive[picked]
    found = as_metrics(CAPTIONS, figures(positive, scores, groups))
    for name, inside, metric in (("suggestive", positive, FOUND), ("harmless or romantic", ~positive, FALSE)):
        if inside.any():
            found.append(rate_row(f"{CAPTIONS}: {name}", metric, scores[inside], point, groups[inside]))
    return found


def is_own(row: Row) -> bool:
    """Whether a caption is one of your own."""
    return str(row["source"]).startswith("own_")


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and after on the same samples; `interval` is the 95 % interval of the difference."""

    what: str
    before: float
    after: float
    interval: tuple[float, float]
    lower_is_better: bool = False

    @property
    def word(self) -> str:
        """better, worse, or not told apart."""
        low, high = (-end for end in self.interval[::-1]) if self.lower_is_better else self.interval
        return "better" if low > 0 else "worse" if high < 0 else "not told apart"

    def __str__(self) -> str:
        low, high = self.interval
        return (
            f"{self.what} {self.before:.3f} before, {self.after:.3f} after "
            f"(difference {self.after - self.before:+.3f}, {low:+.3f} to {high:+.3f})"
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of the same samples by the bundle before and by the new one, with the point of each at which it acts."""

    positive: npt.NDArray[np.bool_]
    groups: npt.NDArray[np.str_]
    before: Floats
    after: Floats
    points: tuple[float, float]


def changes(what: str, scores: Scores) -> list[Change]:
    """The change of the AUC, where there are both classes; else of the share that reaches the review point."""
    positive = scores.positive
    if not len(positive):
        return []
    if positive.any() and not positive.all():
        return [_change(f"AUC of {what}", scores, _auc)]
    metric = FOUND if positive.all() else FALSE
    return [_change(f"{metric} of {what}", scores, _share, lower=not positive.all())]


_Measure = Callable[[Scores, Floats, float, Floats], float]


def _auc(scores: Scores, values: Floats, point: float, weights: Floats) -> float:
    return float(roc_auc_score(scores.positive, values, sample_weight=weights))


def _share(scores: Scores, values: Floats, point: float, weights: Floats) -> float:
    return float(np.average(values >= point, weights=weights))


def _change(what: str, scores: Scores, measure: _Measure, *, lower: bool = False) -> Change:
    def both(weights: Floats) -> tuple[float, float]:
        return (
            measure(scores, scores.before, scores.points[0], weights),
            measure(scores, scores.after, scores.points[1], weights),
        )

    # Of one class alone every draw is good.
    labels = scores.positive if measure is _auc else np.ones(len(scores.positive), dtype=bool)
    drawn = [both(weights) for weights in draws(labels, scores.groups)]
    low, high = (float(end) for end in np.quantile([after - before for before, after in drawn], (0.025, 0.975)))
    before, after = both(np.ones(len(scores.positive)))
    return Change(what, before, after, (min(low, after - before), max(high, after - before)), lower)


def headline(found: Sequence[Change], elsewhere: Iterable[Row], before: str, without: Sequence[str] = ()) -> str:
    """One line: is the new bundle better for you than `before`, and what got worse elsewhere.

    `without` are the halves, `PICTURES` or `CAPTIONS`, that were to be measured and of which nothing was held out.
    """
    words = {change.word for change in found}
    halves = " or ".join(half.removeprefix("your ") for half in without or (PICTURES, CAPTIONS))
    nothing = f"None of your own {halves} was held out, so nothing says whether it is better for"
    if not found:
        first = f"{nothing} you"
    elif words == {"better"} or words == {"better", "not told apart"}:
        first = "Better for you"
    elif "worse" in words:
        first = "Better for you in part, worse in part" if "better" in words else "Worse for you"
    else:
        first = "Not told apart from it on what you held out"
    told = f"{first}, compared with {before}" + (f": {'; '.join(map(str, found))}" if found else "")
    if found and without:
        told += f". {nothing} them"
    rows = list(elsewhere)
    worse = [row for row in rows if row["verdict"] == "worse"]
    if not worse:
        return f"{told}. Elsewhere none of {len(rows)} figures got worse beyond its interval."
    worst = sorted(worse, key=lambda row: -abs(row["change"]))[:_MOST_NAMED]
    named = "; ".join(f"{r['slice']}, {r['metric']} {r['before']:.3f} to {r['after']:.3f}" for r in worst)
    more = f"; and {len(worse) - len(worst)} more" if len(worse) > len(worst) else ""
    return f"{told}. Elsewhere {len(worse)} of {len(rows)} figures got worse: {named}{more}."
