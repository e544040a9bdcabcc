"""Measure the exported model on held-out pictures: python -m models.vision.evaluate.

Writes part.json (what the bundle says of this model) and heldout_scores.csv (what the fusion is trained on).
"""

from __future__ import annotations

import argparse
import csv
import json
import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.vision.index import Picture, read_index, read_sources
from models.evaluation.kinds import kind_of
from models.vision.config import TrainConfig, load_config
from models.vision.graph import OPSET
from models.vision.metrics import auc, expected_calibration_error, recall_at
from models.vision.run import pictures_held_out, score_pictures
from models.vision.slices import part_of, slices
from models.vision.smoke import smoke_config

log = logging.getLogger("models.vision.evaluate")


def evaluate(config: TrainConfig, model: Path, named: str = "") -> dict[str, Any]:
    """Score the test split with `model`, write both files beside it, and return what part.json holds.

    `named` is the configuration's file, for the record.
    """
    index = read_index(config.data)
    held = [*pictures_held_out(index, "calibrate"), *pictures_held_out(index)]
    scores = score_pictures(model, config.data, held, config.size, config.ground, ["minor_logit", "minor"])
    write_scores(model.parent / "heldout_scores.csv", held, scores)
    metrics = measure(held, scores[:, 1], config.age_gap)
    export = json.loads((model.parent / "export.json").read_text(encoding="utf-8"))
    spec = config.backbone
    part = {
        "files": [model.name],
        "weights": [{"file": model.name, "licence": _licence(index), "origin": _origin(config)}],
        "training_data": _training_data(index, config.data),
        "preprocessing": {
            "size": config.size,
            "ground": config.ground,
            "resize": "letterbox, long side to size, area averaging when shrinking, bilinear when growing",
            "colour": "RGB, uint8, transparent pixels flattened on ground",
            "normalisation": f"in the graph: (x / 255 - {list(spec.mean)}) / {list(spec.std)}",
        },
        "labels": ["minor", "person"],
        "calibration": {
            "method": "Platt scaling in the graph",
            "parameters": {key: export["int8"][key] for key in ("scale", "shift")},
            "data": "calibration split: "
            + ", ".join(sorted({p.source for p in index if p.split == "calibrate"}))
            + "; every source weighs the same",
            "ece": export["int8"]["ece"],
        },
        "metrics": metrics + _quantisation_loss(export),
        "opset": OPSET,
        "command": f"make {'soup-vision' if config.soup else 'train-vision'} export-vision VISION_CONFIG={named}",
    }
    (model.parent / "part.json").write_text(json.dumps(part, indent=2) + "\n", encoding="utf-8")
    return part


def measure(
    pictures: list[Picture], scores: npt.NDArray[np.floating], age_gap: tuple[int, int]
) -> list[dict[str, Any]]:
    """The figures of each slice that has both classes; `scores` are calibrated probabilities [len(pictures)]."""
    rows = []
    for part in slices(age_gap):
        picked = part.pick(pictures)
        labels = np.array([pictures[i].label in part.positive for i in picked], dtype=bool)
        values = scores[picked]
        found = {
            "AUC": auc(labels, values),
            "recall at 5 % false positives": recall_at(labels, values, 0.05),
            "recall at 1 % false positives": recall_at(labels, values, 0.01),
        }
        if len(picked):
            found["expected calibration error"] = expected_calibration_error(labels, values)
        counts = f"{int(labels.sum())} positive, {int((~labels).sum())} negative"
        note = "; ".join(filter(None, (counts, part.note)))
        if found["AUC"] is None:
            continue
        rows += [
            {"slice": part.name, "metric": name, "value": round(value, 4), "count": len(picked), "note": note}
            for name, value in found.items()
            if value is not None
        ]
    return rows


def _quantisation_loss(export: dict[str, Any]) -> list[dict[str, Any]]:
    count = export["count"]
    rows = [
        {"slice": "calibration split", "metric": f"largest logit difference, {name}", "value": value, "count": count}
        for name, value in export["max_difference"].items()
    ]
    return rows + [
        {"slice": f"calibration split: {source}", "metric": f"AUC, {variant}", "value": round(value, 4), "count": count}
        for variant in ("torch", "fp32", "int8")
        for source, value in export[variant]["auc"].items()
        if value is not None
    ]


def _training_data(index: list[Picture], folder: Path) -> list[dict[str, Any]]:
    versions = read_sources(folder)
    counts = Counter((p.source, p.split, p.licence) for p in index)
    return [
        {"name": source, "version": versions.get(source), "licence": licence, "use": use, "count": count}
        for (source, use, licence), count in sorted(counts.items())
    ]


def _origin(config: TrainConfig) -> str:
    spec = config.backbone
    bundle = config.start is not None and config.start.suffix == ".onnx"
    if config.soup:
        parts = ", ".join(f"{share:g} {path}" for path, share in config.soup.items())
        return (
            f"{spec.name} of {spec.library}, average of fine-tuned networks ({parts}), which began with {spec.weights}"
        )
    former = f"; started from {'the bundle before' if bundle else 'a former run'}" if config.start else ""
    return f"{spec.name} of {spec.library}, weights: {spec.weights or 'random'}, fine-tuned{former}"


def _licence(index: list[Picture]) -> str:
    used = {p.licence for p in index if p.split != "test"}
    if any("non-commercial" in licence for licence in used):
        return "non-commercial research (training photographs); backbone: Apache-2.0; drawings: " + ", ".join(
            sorted(licence for licence in used if "non-commercial" not in licence)
        )
    return "backbone: Apache-2.0; drawings: " + ", ".join(sorted(used))


def write_scores(path: Path, pictures: list[Picture], scores: npt.NDArray[np.float32]) -> None:
    """The held-out scores that the fusion is trained on; `scores` are float32 [n, 2], minor_logit and minor."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "slice", "label", "kind", "split", "minor_logit", "minor"])
        for picture, (logit, minor) in zip(pictures, scores.tolist(), strict=True):
            if picture.label != "minor_weak":
                row = (part_of(picture), picture.label, int(picture.label == "minor"), kind_of(picture) or "")
                writer.writerow((*row, picture.split, f"{logit:.6f}", f"{minor:.6f}"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/vision/config.yaml"))
    parser.add_argument("--model", type=Path, help="default: vision.onnx in the output folder of the configuration")
    parser.add_argument("--smoke", type=Path, metavar="FOLDER", help="evaluate the tiny run of train --smoke FOLDER")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    config = smoke_config(options.smoke) if options.smoke else load_config(options.config)
    part = evaluate(config, options.model or config.out / "vision.onnx", str(options.config))
    for row in part["metrics"]:
        log.info("%-70s %-34s %8.4f  %s", row["slice"], row["metric"], row["value"], row.get("note", ""))


if __name__ == "__main__":
    main()
