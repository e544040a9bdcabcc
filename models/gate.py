"""The gate on quantisation: a model that loses more than this to rounding is not handed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from stickerguard.errors import StickerguardError

MEAN_LOSS, SLICE_LOSS = 0.005, 0.02
"""The most that the mean AUC of all slices, and that of any one, may fall from float to int8."""
FEWEST = 40
"""Slices with fewer samples tell rounding from chance too badly to stop anybody."""


@dataclass(frozen=True, slots=True)
class Slice:
    """AUC of one slice before and after rounding."""

    name: str
    count: int
    before: float
    after: float

    @property
    def loss(self) -> float:
        """How much of the AUC rounding took."""
        return self.before - self.after


def slices(
    names: npt.NDArray[np.str_],
    positive: npt.NDArray[np.bool_],
    before: npt.NDArray[np.floating],
    after: npt.NDArray[np.floating],
) -> list[Slice]:
    """One for each name that has both classes and `FEWEST` samples; all arrays are [n]."""
    found = []
    for name in np.unique(names):
        inside = names == name
        labels = positive[inside]
        if inside.sum() >= FEWEST and labels.any() and not labels.all():
            values = (float(roc_auc_score(labels, scores[inside])) for scores in (before, after))
            found.append(Slice(str(name), int(inside.sum()), *values))
    return found


def check(what: str, measured: Iterable[Slice], remedy: str) -> str:
    """A line on what rounding cost.

    Raises StickerguardError, code "too_coarse", with the figures and `remedy`, where it cost more than is allowed.
    """
    rows = list(measured)
    if not rows:
        return f"{what}: no slice has {FEWEST} samples of both classes, so nothing tells what int8 costs"
    before, after = (float(np.mean([getattr(row, side) for row in rows])) for side in ("before", "after"))
    faults = [
        f"{row.name}: AUC {row.before:.4f} to {row.after:.4f}, {row.loss:.4f} lost, at most {SLICE_LOSS} allowed"
        for row in sorted(rows, key=lambda row: -row.loss)
        if row.loss > SLICE_LOSS
    ]
    if before - after > MEAN_LOSS:
        faults.insert(
            0,
            f"mean of {len(rows)} slices: AUC {before:.4f} to {after:.4f}, {before - after:.4f} lost, at most "
            f"{MEAN_LOSS} allowed",
        )
    if faults:
        lines = [f"{what}: int8 loses more than is allowed, and was not kept", *faults, remedy]
        raise StickerguardError("\n  ".join(lines), code="too_coarse")
    worst = max(rows, key=lambda row: row.loss)
    return (
        f"{what}: int8 costs {before - after:.4f} of the mean AUC of {len(rows)} slices (at most {MEAN_LOSS}), and at "
        f"most {worst.loss:.4f} of one, {worst.name} (at most {SLICE_LOSS})"
    )


def of_sources(
    counts: Mapping[str, int], before: Mapping[str, float | None], after: Mapping[str, float | None]
) -> list[Slice]:
    """The slices of which the AUC is known already, by name."""
    return [
        Slice(name, counts[name], value, other)
        for name, value in before.items()
        if value is not None and (other := after.get(name)) is not None and counts[name] >= FEWEST
    ]
