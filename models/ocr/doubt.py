"""Fit what `stickerguard.ocr.doubt` weighs, on drawn stickers: `python -m models.ocr.doubt --count 6000`.

Learnt on one half of the fonts and scribbles, reported on the other. Prints the weights that go into the module, and
writes those of what the recogniser has seen to `models/ocr/wordlike.json`, with which `models.ocr.quantise` gives it an
output of its own.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import log
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from data.command import command
from models.ocr.graph import WORDLIKE
from models.ocr.regions import KINDS, RIGHT, SCRIBBLE, Collector, Examples, draw_examples
from stickerguard import Bundle

_REGULARISATION = {"scribble": 0.03, "misread": 0.1}
_RARER = 3.0
"""Times that scribbles beside text are rarer on stickers than among the examples."""
_AT_ONCE = 100

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Of log-odds, the constant last. `scribble` is for `features` and for what `wordlike`, [SEEN], makes of what was
    seen, which speaks against one; of text, `misread` is for `features`, and `misread_in_company` for `company`, too.
    """

    scribble: Floats
    wordlike: Floats
    misread: Floats
    misread_in_company: Floats


def fit(examples: Examples) -> Weights:
    """Logistic regressions, regularised."""
    scribbles = examples.labels == SCRIBBLE
    text = examples.where(~scribbles)
    misread = text.labels != RIGHT
    beside = regression(np.hstack([examples.features, examples.seen_along]), scribbles, "scribble")
    count = examples.features.shape[1]
    return Weights(
        scribble=np.array([*beside[:count], -1.0, beside[-1] - log(_RARER)]),
        wordlike=-beside[count:-1],
        misread=regression(text.features, misread, "misread"),
        misread_in_company=regression(np.hstack([text.features, text.company]), misread, "misread"),
    )


def regression(given: Floats, wanted: npt.NDArray[np.bool_], what: str) -> Floats:
    """Weights of the columns of `given` [n, f] for the log-odds of `wanted` [n], the constant last, [f + 1]; fitted to
    standardised columns."""
    scaler = StandardScaler().fit(given)
    model = LogisticRegression(C=_REGULARISATION[what], max_iter=5000)
    model.fit(scaler.transform(given), wanted)
    slopes = model.coef_[0] / scaler.scale_
    return np.append(slopes, model.intercept_[0] - slopes @ scaler.mean_)


def log_odds(weights: Floats, given: Floats) -> Floats:
    """Of rows `given` [n, f] by `weights` [f + 1]: [n]."""
    return np.asarray(given @ weights[:-1] + weights[-1])


def examples(count: int, seed: int, half: str, workers: int, kinds: Mapping[str, float] = KINDS) -> Examples:
    """Regions of `count` drawn stickers, by the shares of `kinds`, in a `half` of fonts and scribbles."""
    seeds = [random.Random(f"{seed} {number}").getrandbits(32) for number in range(-(-count // _AT_ONCE))]
    with ProcessPoolExecutor(workers) as pool:
        return Examples.joined(
            list(pool.map(partial(_some, half=half, count=min(count, _AT_ONCE), kinds=kinds), seeds))
        )


def _some(seed: int, half: str, count: int, kinds: Mapping[str, float]) -> Examples:
    cv2.setNumThreads(1)
    return Collector(Bundle.load()).collect(draw_examples(count, seed, half, kinds))


def report(weights: Weights, held: Examples) -> list[str]:
    """How well both are told on examples that fitted nothing."""
    scribbles = held.labels == SCRIBBLE
    text = held.where(~scribbles)
    wrong = text.labels != RIGHT
    beside = log_odds(weights.scribble, np.column_stack([held.features, held.seen_along @ weights.wordlike]))
    company = log_odds(weights.misread_in_company, np.hstack([text.features, text.company]))
    lines = [
        f"held out, {len(held.labels)} regions: AUC of scribbles {roc_auc_score(scribbles, beside):.4f}",
        f"of misread text {roc_auc_score(wrong, log_odds(weights.misread, text.features)):.4f}",
        f"of misread text, where a language model has seen it, {roc_auc_score(wrong, company):.4f}",
    ]
    for limit in (0.1, 0.15, 0.25, 0.4):
        kept = 1 / (1 + np.exp(-beside)) < limit
        shares = f"{kept[scribbles].mean():.3f} of scribbles, {kept[~scribbles].mean():.3f} of text"
        lines.append(f"under {limit}: {shares}")
    return lines


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=WORDLIKE)
    args = parser.parse_args(arguments)
    weights = fit(examples(args.count, args.seed, "fit", args.workers))
    for name in ("scribble", "misread", "misread_in_company"):
        print(f"_{name.upper()} = ({', '.join(f'{value:.3f}' for value in getattr(weights, name))})")
    rounded = [round(float(value), 5) for value in weights.wordlike]
    args.out.write_text(json.dumps(rounded) + "\n", encoding="utf-8")
    print("\n".join(report(weights, examples(args.count // 3, args.seed + 1, "held out", args.workers))))


if __name__ == "__main__":
    main()
