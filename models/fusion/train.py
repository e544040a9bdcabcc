"""Train, export and measure the fusion: `python -m models.fusion.train`.

Input are the held-out scores of the two proxy test beds. Pictures by the hands that calibrate fit it and set the
operating points by kind of picture (CAPS), those by the hands that test measure them; captions, which only runs that
never read their writers scored, are split in two at random. With `--keep` a former fusion and its thresholds stay, and
are measured again; with `--set-points` beside it only the fit stays.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from sklearn.metrics import roc_auc_score

from data.command import command
from models.documents import read_json
from models.fusion.model import Fusion, fit, to_onnx
from models.fusion.pairs import Half, Pairs, load_half, make_pairs
from models.metrics import expected_calibration_error
from models.unpacked import PART, read_note, write_note
from stickerguard.errors import StickerguardError

CAPS = {
    "review": {"adult": 0.25, "nobody": 0.05},
    "flag": {"adult": 0.10, "nobody": 0.02},
    "strict": {"adult": 0.03, "nobody": 0.005},
}
"""The largest share of pictures of adults, and of nobody, that may reach each operating point with the most suggestive
caption there is; photographs, drawings, emoji and words weigh the same. Under the review point nothing is read, so it
bounds what reading costs, too. What captions of lesser suggestiveness do follows from the fit."""
_CELL = 40_000


REDRAWS = 100


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vision", type=Path, default=Path("out/vision/heldout_scores.csv"))
    parser.add_argument("--caption", type=Path, default=Path("out/caption/heldout_scores.csv"))
    parser.add_argument("--out", type=Path, default=Path("out/fusion"))
    parser.add_argument("--pairs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--keep", type=Path, metavar="PART_JSON", help="measure this fusion again, fit nothing")
    parser.add_argument("--set-points", action="store_true", help="with --keep: set its operating points anew")
    tested = ["openmoji", "emojione-v1", "art4apps"]
    parser.add_argument("--exclude", nargs="*", default=tested, help="test-only vision sources")
    args = parser.parse_args()
    vision_fit, vision_test = load_half(args.vision, "minor", tuple(args.exclude)).to_choose_and_to_report(args.seed)
    # The noisy scores are those of the same captions after simulated OCR errors: what the fusion will meet.
    caption_fit, caption_test = load_half(args.caption, "suggestive_ocr").split(0.5, args.seed)
    train = make_pairs(vision_fit, caption_fit, args.pairs, args.seed)
    test = make_pairs(vision_test, caption_test, args.pairs, args.seed + 1)
    kept = read_json(args.keep, "make train-fusion makes it, make unpack takes it from a bundle") if args.keep else None
    fusion = of_part(kept) if kept else fit(train.scores, train.joint)
    stay = kept["operating_points"] if kept and not args.set_points else []
    thresholds = {point["name"]: point["threshold"] for point in stay}
    # A bundle's fusion stays the bundle's when it is measured again.
    unpacked = read_note(args.out) if stay else None
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(to_onnx(fusion), args.out / "fusion.onnx")
    thresholds = thresholds or operating_points(fusion, vision_fit, args.seed)
    report = part(fusion, train, test, len(vision_test.frame), len(caption_test.frame), thresholds)
    if kept and "lineage" in kept:
        report["lineage"] = kept["lineage"]
    add_intervals(report["operating_points"], fusion, vision_test, caption_test, args.seed)
    (args.out / PART).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    if unpacked is not None:
        write_note(args.out, unpacked.bundle, [PART, "fusion.onnx"])
    print(json.dumps({key: report[key] for key in ("metrics", "operating_points", "calibration")}, indent=2))


def of_part(kept: dict[str, Any]) -> Fusion:
    """The fusion that a `part.json` describes."""
    found = kept["calibration"]["parameters"]
    return Fusion(found["bias"], (found["minor"], found["suggestive"], found["both"]))


def operating_points(fusion: Fusion, vision: Half, seed: int) -> dict[str, float]:
    """The lowest risk of each operating point at which no kind of picture exceeds its share in CAPS.

    Raises StickerguardError, code "bad_scores", where no picture is of a kind that CAPS names.
    """
    random = np.random.default_rng(seed)
    found: dict[str, float] = {}
    for name, caps in CAPS.items():
        limits = []
        for depicted, share in caps.items():
            minor = vision.draw_kind(depicted, _CELL, random)
            if len(minor):
                risks = fusion.risk(np.column_stack([minor, np.ones(len(minor))]))
                limits.append(float(np.quantile(risks, 1 - share)))
        if not limits:
            raise StickerguardError(
                "no held-out picture is of a kind that sets an operating point; evaluate the vision again",
                code="bad_scores",
            )
        # A certain minor with the most suggestive caption must reach every point.
        found[name] = min(max([*limits, *found.values()]), float(fusion.risk(np.ones((1, 2)))[0]))
    return found


def part(
    fusion: Fusion, train: Pairs, test: Pairs, pictures: int, captions: int, thresholds: dict[str, float]
) -> dict[str, Any]:
    """The `part.json` of the fusion, operating points included; `thresholds` by name."""
    data = f"pairs of held-out proxy scores, {pictures} pictures x {captions} captions, 25 % joint"
    risk_test = fusion.risk(test.scores)
    points = []
    for name, threshold in thresholds.items():
        points.append(
            {
                "name": name,
                "threshold": threshold,
                "true_positive_rate": float((risk_test[test.joint] >= threshold).mean()),
                "false_positive_rate": float((risk_test[~test.joint] >= threshold).mean()),
                "positives": int(test.joint.sum()),
                "negatives": int((~test.joint).sum()),
                "data": data,
            }
        )
    auc = float(roc_auc_score(test.joint, risk_test))
    return {
        "files": ["fusion.onnx"],
        "weights": [{"file": "fusion.onnx", "licence": "Apache-2.0", "origin": "fitted by this project"}],
        "labels": ["risk"],
        "calibration": {
            "method": "maximum likelihood, non-negative weights",
            "parameters": {
                "bias": fusion.bias,
                **dict(zip(("minor", "suggestive", "both"), fusion.weights, strict=True)),
            },
            "data": data,
            "ece": expected_calibration_error(test.joint, risk_test),
        },
        "metrics": [{"slice": "pairs, end to end", "metric": "AUC", "value": auc, "count": len(test), "note": data}],
        "operating_points": points,
        "opset": 17,
        "command": "make train-fusion",
    }


def add_intervals(points: list[dict[str, Any]], fusion: Fusion, vision: Half, caption: Half, seed: int) -> None:
    """95 % intervals of the rates, from drawing the pictures and the captions behind the pairs again."""
    rates: dict[tuple[str, str], list[float]] = {}
    for draw in range(REDRAWS):
        pairs = make_pairs(vision.again(seed + draw), caption.again(seed - draw), 20_000, seed + draw)
        risk = fusion.risk(pairs.scores)
        for point in points:
            for kind, members in (("true", pairs.joint), ("false", ~pairs.joint)):
                rates.setdefault((point["name"], kind), []).append(float((risk[members] >= point["threshold"]).mean()))
    for point in points:
        for kind in ("true", "false"):
            low, high = (float(end) for end in np.quantile(rates[point["name"], kind], (0.025, 0.975)))
            value = point[f"{kind}_positive_rate"]
            point[f"{kind}_positive_interval"] = [min(low, value), max(high, value)]


if __name__ == "__main__":
    main()
