"""Fit what tells text in scripts that the recogniser does not know: `python -m models.ocr.other_script --count 12000`.

Beside text that is read right, in one half of fonts and scripts; reported on the other. Prints the weights that go into
`stickerguard.ocr.doubt` and writes those of what the recogniser has seen to `models/ocr/step_network.json`, of which
`models.ocr.quantise` makes an output of the recogniser.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from data.command import command
from data.stickers.corpus import ALONE, OTHER_SCRIPT
from models.ocr.doubt import examples, log_odds
from models.ocr.regions import KINDS, OTHER, RIGHT, Examples
from models.ocr.step_network import WEIGHTS, StepWeights, fit_steps, write_weights

_KINDS = {**KINDS, "kana": 4, "traditional": 3, "blocks": 4, ALONE: 6, OTHER_SCRIPT: 40}
_LIMITS = (0.5, 0.7, 0.8, 0.9)

Floats = npt.NDArray[np.float64]


def fit(found: Examples) -> tuple[Floats, StepWeights]:
    """Weights of `features`, of what the network makes of what was seen, and the constant; and the network."""
    known = found.where((found.labels == OTHER) | (found.labels == RIGHT))
    beside, network = fit_steps(known.features, known.seen, known.shares, known.labels == OTHER)
    return np.array([*beside[:-1], 1.0, beside[-1]]), network


def report(weights: Floats, network: StepWeights, held: Examples) -> list[str]:
    """How well they are told on examples that fitted nothing."""
    known = held.where((held.labels == OTHER) | (held.labels == RIGHT))
    odds = log_odds(weights, np.column_stack([known.features, network.of(known.seen, known.shares)]))
    other = known.labels == OTHER
    lines = [f"held out, {len(other)} regions: AUC {roc_auc_score(other, odds):.4f}"]
    for limit in _LIMITS:
        said = 1 / (1 + np.exp(-odds)) > limit
        lines.append(f"over {limit}: {said[other].mean():.3f} of other scripts, {said[~other].mean():.3f} of text")
    return lines


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=12000)
    parser.add_argument("--seed", type=int, default=301)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args(arguments)
    weights, network = fit(examples(args.count, args.seed, "fit", args.workers, _KINDS))
    print(f"_OTHER_SCRIPT = ({', '.join(f'{value:.3f}' for value in weights)})")
    write_weights(network, args.out)
    held = examples(max(1, args.count // 4), args.seed + 1, "held out", args.workers, _KINDS)
    print("\n".join(report(weights, network, held)))


if __name__ == "__main__":
    main()
