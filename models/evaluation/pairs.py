"""End to end by pairing scores: the bundle's own fusion on held-out scores, never on composed pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from sklearn.metrics import roc_auc_score

from stickerguard import Bundle
from stickerguard.runtime import RuntimeOptions, create_session

Floats = npt.NDArray[np.floating]
Bools = npt.NDArray[np.bool_]
DRAWS = 60


@dataclass(frozen=True, slots=True)
class Half:
    """Scores of one test bed, [n], whether each is positive, and the source it comes from."""

    score: Floats
    positive: Bools
    source: npt.NDArray[np.str_]


def pair_metrics(bundle: Bundle, pictures: Half, captions: Half, *, pairs: int = 20_000) -> list[dict[str, object]]:
    """AUC of the risk, and the rates at the bundle's operating points, for the pairs of both halves.

    A quarter of the pairs for each combination of labels; pictures and captions are drawn independently, every source
    equally likely. Intervals come from drawing the pictures and the captions themselves again.
    """
    session = create_session(bundle.file("fusion.onnx"), RuntimeOptions())
    thresholds: dict[str, float] = {point.name: point.threshold for point in bundle.manifest.operating_points}
    random = np.random.default_rng(0)
    draws = [_measure(session, pictures, captions, thresholds, pairs, random, again=n > 0) for n in range(DRAWS + 1)]
    count = pairs // 4 * 4
    rows: list[dict[str, object]] = []
    for name, value in draws[0].items():
        low, high = np.quantile([draw[name] for draw in draws[1:]], (0.025, 0.975))
        rows.append(
            {"slice": "pairs of held-out scores, end to end", "metric": name, "value": round(value, 4),
             "interval": [round(float(min(low, value)), 4), round(float(max(high, value)), 4)], "count": count,
             "note": f"{len(pictures.score)} pictures x {len(captions.score)} captions, 25 % joint"}
        )  # fmt: skip
    return rows


def _measure(
    session: ort.InferenceSession,
    pictures: Half,
    captions: Half,
    thresholds: dict[str, float],
    pairs: int,
    random: np.random.Generator,
    *,
    again: bool,
) -> dict[str, float]:
    minor, suggestive, joint = [], [], []
    for of_minor in (False, True):
        for of_suggestive in (False, True):
            minor.append(_draw(pictures, of_minor, pairs // 4, random, again=again))
            suggestive.append(_draw(captions, of_suggestive, pairs // 4, random, again=again))
            joint.append(np.full(pairs // 4, of_minor and of_suggestive))
    both = np.concatenate(joint)
    feed = {
        "minor": np.concatenate(minor).astype(np.float32),
        "suggestive": np.concatenate(suggestive).astype(np.float32),
    }
    risk = session.run(["risk"], feed)[0]
    found = {"AUC": float(roc_auc_score(both, risk))}
    for name, threshold in thresholds.items():
        found[f"true positive rate at {name}"] = float((risk[both] >= threshold).mean())
        found[f"false positive rate at {name}"] = float((risk[~both] >= threshold).mean())
    return found


def _draw(half: Half, positive: bool, count: int, random: np.random.Generator, *, again: bool) -> Floats:
    rows = np.flatnonzero(half.positive == positive)
    if again:
        rows = random.choice(rows, len(rows))
    names, place, sizes = np.unique(half.source[rows], return_inverse=True, return_counts=True)
    weights = 1 / (len(names) * sizes[place])
    drawn: Floats = half.score[random.choice(rows, count, p=weights / weights.sum())]
    return drawn
