"""Compare calibrations on held-out scores and set operating points: `python -m models.calibration`.

For the vision head the pictures of the calibration split, for the caption head the captions that each fold's run never
saw. Writes calibration.md, calibration.json and a reliability diagram into `--out`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.special import expit, logit
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.model_selection import StratifiedGroupKFold

from data.caption.build import AMBIGUOUS
from data.command import command
from data.vision.index import read_index
from models.evaluation.plots import reliability_plot
from models.evaluation.stats import rate_above
from models.fusion.pairs import load_half
from models.metrics import expected_calibration_error
from models.platt import fit_platt
from models.vision.config import load_config
from models.vision.run import score_pictures
from stickerguard.errors import StickerguardError

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Fit = Callable[[Floats, Bools], Callable[[Floats], Floats]]
RATES = (0.01, 0.001)
_LEAST = 5e-7
"""Scores are written with six decimals; a logit of 0 or 1 is endless."""


@dataclass(frozen=True)
class Head:
    """Held-out raw logits of one head, [n], with labels and the groups that must stay together."""

    name: str
    logits: Floats
    positive: Bools
    groups: npt.NDArray[np.str_]

    @cached_property
    def folds(self) -> list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
        """Five times what a calibration may be fitted to and what it is tried on; no group is in both."""
        splitter = StratifiedGroupKFold(5, shuffle=True, random_state=0)
        return list(splitter.split(self.logits, self.positive, self.groups))


def identity(logits: Floats, positive: Bools) -> Callable[[Floats], Floats]:
    """No calibration."""
    return lambda values: np.asarray(expit(values))


def temperature(logits: Floats, positive: Bools) -> Callable[[Floats], Floats]:
    """One divisor of the logits (Guo et al., arXiv 1706.04599)."""
    best = minimize_scalar(lambda t: log_loss(positive, expit(logits * np.exp(-t))), bounds=(-4, 4), method="bounded")
    return lambda values: np.asarray(expit(values * np.exp(-best.x)))


def platt(logits: Floats, positive: Bools) -> Callable[[Floats], Floats]:
    """A slope and an offset (Platt 1999): what the shipped models carry."""
    return fit_platt(logits, positive)


def isotonic(logits: Floats, positive: Bools) -> Callable[[Floats], Floats]:
    """The best non-decreasing step function (Zadrozny and Elkan 2002)."""
    model = IsotonicRegression(out_of_bounds="clip", y_min=1e-4, y_max=1 - 1e-4).fit(logits, positive)
    return lambda values: np.asarray(model.predict(values))


METHODS: dict[str, Fit] = {"none": identity, "temperature": temperature, "Platt": platt, "isotonic": isotonic}


def cross_validated(head: Head, fit: Fit) -> Floats:
    """Probabilities of each sample by a calibration that saw none of its group."""
    found = np.zeros(len(head.logits))
    for train, test in head.folds:
        found[test] = fit(head.logits[train], head.positive[train])(head.logits[test])
    return found


def compare_methods(head: Head) -> list[dict[str, Any]]:
    """Calibration error, log loss and Brier score of every method, cross-validated by group."""
    rows = []
    for name, fit in METHODS.items():
        probability = cross_validated(head, fit)
        rows.append(
            {"head": head.name, "method": name,
             "expected calibration error": expected_calibration_error(head.positive, probability),
             "log loss": float(log_loss(head.positive, probability)),
             "Brier score": float(brier_score_loss(head.positive, probability)), "count": len(probability)}
        )  # fmt: skip
    return rows


def operating_points(head: Head) -> list[dict[str, Any]]:
    """Thresholds on the Platt probability at fixed false positive rates, with the recall there and its interval."""
    probability = cross_validated(head, platt)
    negatives = np.sort(probability[~head.positive])
    rows = []
    for rate in RATES:
        if rate * len(negatives) < 3:
            continue
        threshold = float(np.nextafter(np.quantile(negatives, 1 - rate, method="higher"), 2))
        hits, misses = probability[head.positive], probability[~head.positive]
        recall, recall_ends = rate_above(hits, threshold, head.groups[head.positive])
        found, found_ends = rate_above(misses, threshold, head.groups[~head.positive])
        rows.append(
            {"head": head.name, "aimed at": rate, "threshold": threshold,
             "false positive rate": found, "false positive interval": found_ends,
             "recall": recall, "recall interval": recall_ends,
             "positives": len(hits), "negatives": len(misses)}
        )  # fmt: skip
    return rows


def vision_head(config_path: Path) -> Head:
    """Raw logits of the int8 vision model on the calibration split.

    Raises StickerguardError, code "not_exported", where there is no model, and as `load_config` and `read_index` do.
    """
    config = load_config(config_path)
    held = [p for p in read_index(config.data) if p.split == "calibrate" and p.label != "minor_weak"]
    model = config.out / "vision.onnx"
    if not model.is_file():
        raise StickerguardError(f"{model}: no such file; run make export quantise first", code="not_exported")
    logits = score_pictures(model, config.data, held, config.size, config.ground, ["minor_logit"])[:, 0]
    positive = np.asarray([p.label == "minor" for p in held])
    return Head("vision", logits.astype(np.float64), positive, np.asarray([p.group for p in held]))


def caption_head(scores: Path) -> Head:
    """Logits of captions by a model that saw none of their writers; ambiguous sources left out.

    They are taken from the scores, which a training and an unpacked bundle both leave. Raises StickerguardError, code
    "not_exported", where there are none, and as `load_half`.
    """
    if not scores.is_file():
        raise StickerguardError(
            f"{scores}: no such file; run make export-caption, or make unpack, first", code="not_exported"
        )
    frame = load_half(scores, "suggestive", tuple(AMBIGUOUS)).frame
    groups = np.asarray([f"{source}/{index}" for index, source in enumerate(frame["source"])])
    logits = logit(frame["score"].to_numpy(np.float64).clip(_LEAST, 1 - _LEAST))
    return Head("caption", np.asarray(logits), frame["label"].to_numpy() == 1, groups)


@command
def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vision-config", type=Path, default=Path("models/vision/imagenet.yaml"))
    parser.add_argument("--caption-scores", type=Path, default=Path("out/caption/heldout_scores.csv"))
    parser.add_argument("--out", type=Path, default=Path("out/calibration"))
    args = parser.parse_args()
    heads = [vision_head(args.vision_config), caption_head(args.caption_scores)]
    write(args.out, heads)
    print((args.out / "calibration.md").read_text(encoding="utf-8"))


def write(out: Path, heads: list[Head]) -> None:
    """The report of all heads."""
    methods = [row for head in heads for row in compare_methods(head)]
    points = [row for head in heads for row in operating_points(head)]
    out.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"methods": methods, "operating points": points}, indent=1)
    (out / "calibration.json").write_text(content + "\n", encoding="utf-8")
    curves = {
        f"{head.name}, {name}": (head.positive, cross_validated(head, METHODS[name]))
        for head in heads
        for name in ("none", "Platt")
    }
    reliability_plot(out / "reliability.png", curves)
    lines = ["# Calibration", "", "Cross-validated by group.", ""]
    for rows in (methods, points):
        if rows:
            lines += [pd.DataFrame(rows).to_string(index=False, float_format=lambda value: f"{value:.4f}"), ""]
    text = "\n".join(lines[:4]) + "\n" + "\n".join(f"    {line}" for block in lines[4:] for line in block.splitlines())
    (out / "calibration.md").write_text(text + "\n\n![reliability](reliability.png)\n", encoding="utf-8")


if __name__ == "__main__":
    main()
