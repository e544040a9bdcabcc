"""Plots of a report, as PNG."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure
from sklearn.metrics import roc_curve

from models.evaluation.stats import reliability

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.floating]


def reliability_plot(path: Path, curves: Mapping[str, tuple[Bools, Floats]]) -> None:
    """Share of positives over mean score, a line for each name (DeGroot and Fienberg 1983)."""
    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle="--")
    for name, (positive, score) in curves.items():
        bins = reliability(positive, score)
        axes.plot([b[0] for b in bins], [b[1] for b in bins], marker="o", label=f"{name} (n = {len(score)})")
    axes.set(xlabel="mean score of the bin", ylabel="share of positives", xlim=(0, 1), ylim=(0, 1))
    axes.legend(fontsize=7)
    _save(figure, path)


def roc_plot(path: Path, curves: Mapping[str, tuple[Bools, Floats]]) -> None:
    """True positive rate over false positive rate, the latter on a logarithmic axis: low rates are what counts."""
    figure = Figure(figsize=(6, 5), layout="constrained")
    axes = figure.subplots()
    for name, (positive, score) in curves.items():
        fpr, tpr, _ = roc_curve(positive, score)
        axes.plot(np.maximum(fpr, 1e-4), tpr, label=f"{name} (n = {len(score)})")
    axes.set(xscale="log", xlim=(1e-4, 1), ylim=(0, 1), xlabel="false positive rate", ylabel="true positive rate")
    axes.legend(fontsize=7)
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Without this the file would carry the version of the library and differ from machine to machine.
    figure.savefig(path, dpi=110, metadata={"Software": None})
