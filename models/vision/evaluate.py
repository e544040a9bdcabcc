"""Measure the exported model on held-out pictures: python -m models.vision.evaluate.

Writes part.json (what the bundle says of this model) and heldout_scores.csv (what the fusion is trained on).
"""

from __future__ import annotations

import argparse
import csv
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.command import command
from data.vision.index import Picture, read_index
from models.documents import read_json
from models.evaluation.kinds import kind_of
from models.lineage import Lineage, merged, of_safetensors
from models.metrics import auc, expected_calibration_error, recall_at
from models.vision.config import TrainConfig, load_config
from models.vision.graph import OPSET
from models.vision.record import WEIGHTS, made_by, origin, training_data, used_by, whole
from models.vision.run import pictures_held_out, score_pictures
from models.vision.slices import part_of, slices
from models.vision.smoke import smoke_config
from models.vision.trained_set import check_set
from stickerguard.errors import StickerguardError

log = logging.getLogger("models.vision.evaluate")


def evaluate(config: TrainConfig, model: Path, named: str = "") -> dict[str, Any]:
    """Score the test split with `model`, write both files beside it, and return what part.json holds.

    `named` is the configuration's file, for the record. Raises StickerguardError, code "not_exported" where there is no
    model, "bad_document" where its export.json cannot be read, and as `check_set`.
    """
    if not model.is_file():
        raise StickerguardError(f"{model}: no such file; run make export-vision first", code="not_exported")
    index = used_by(config, read_index(config.data))
    check_set(config.out / WEIGHTS, config.data)
    held = [*pictures_held_out(index, "calibrate"), *pictures_held_out(index)]
    scores = score_pictures(model, config.data, held, config.size, config.ground, ["minor_logit", "minor"])
    write_scores(model.parent / "heldout_scores.csv", held, scores)
    metrics = measure(held, scores[:, 1], config.age_gap)
    export = read_json(model.parent / "export.json", "run make export-vision")
    final = export[export.get("precision", "int8")]
    spec = config.backbone
    lineage = _lineage(config, index)
    part = {
        "files": [model.name],
        "weights": [{"file": model.name, "licence": "; ".join(lineage.licences), "origin": origin(config)}],
        "training_data": [record.model_dump() for record in lineage.training_data],
        "lineage": lineage.model_dump(mode="json", exclude={"licences", "training_data"}),
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
            "parameters": {key: final[key] for key in ("scale", "shift")},
            "data": "calibration split: "
            + ", ".join(sorted({p.source for p in index if p.split == "calibrate"}))
            + "; every source weighs the same",
            "ece": final["ece"],
        },
        "metrics": metrics + _quantisation_loss(export),
        "opset": OPSET,
        "command": f"make {made_by(config)} export-vision VISION_CONFIG={named}",
    }
    (model.parent / "part.json").write_text(json.dumps(part, indent=2) + "\n", encoding="utf-8")
    return part


def _lineage(config: TrainConfig, index: list[Picture]) -> Lineage:
    """As the training noted it, so that a start or a set that was replaced since does not count."""
    tests = [p for p in index if p.split == "test"]
    found = of_safetensors(config.out / WEIGHTS)
    if found is None:
        return whole(config, index)
    return found.model_copy(
        update={
            "training_data": merged(
                training_data(tests, config.data), [record for record in found.training_data if record.use != "test"]
            )
        }
    )


def measure(
    pictures: list[Picture], scores: npt.NDArray[np.floating], age_gap: tuple[int, int]
) -> list[dict[str, Any]]:
    """The figures of each slice that has both classes; `scores` are calibrated probabilities [len(pictures)]."""
    rows = []
    for part in slices(age_gap):
        picked = part.pick(pictures)
        labels = np.array([pictures[i].label in part.positive for i in picked], dtype=bool)
        values = scores[picked]
        area = auc(labels, values)
        if area is None:
            continue
        found = {
            "AUC": area,
            "recall at 5 % false positives": recall_at(labels, values, 0.05),
            "recall at 1 % false positives": recall_at(labels, values, 0.01),
            "expected calibration error": expected_calibration_error(labels, values),
        }
        counts = f"{int(labels.sum())} positive, {int((~labels).sum())} negative"
        note = "; ".join(filter(None, (counts, part.note)))
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
        for variant in ("torch", "fp32", "fp16", "int8")
        if variant in export
        for source, value in export[variant]["auc"].items()
        if value is not None
    ]


def write_scores(path: Path, pictures: list[Picture], scores: npt.NDArray[np.float32]) -> None:
    """The held-out scores that the fusion is trained on; `scores` are float32 [n, 2], minor_logit and minor."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "slice", "label", "kind", "split", "minor_logit", "minor"])
        for picture, (logit, minor) in zip(pictures, scores.tolist(), strict=True):
            if picture.label != "minor_weak":
                row = (part_of(picture), picture.label, int(picture.label == "minor"), kind_of(picture) or "")
                writer.writerow((*row, picture.split, f"{logit:.6f}", f"{minor:.6f}"))


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/vision/imagenet.yaml"))
    parser.add_argument("--model", type=Path, help="default: vision.onnx in the output folder of the configuration")
    parser.add_argument("--tiny", action="store_true", help="a few steps on small pictures, to try the way")
    parser.add_argument("--smoke", type=Path, metavar="FOLDER", help="evaluate the tiny run of train --smoke FOLDER")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    config = smoke_config(options.smoke) if options.smoke else load_config(options.config, tiny=options.tiny)
    part = evaluate(config, options.model or config.out / "vision.onnx", str(options.config))
    for row in part["metrics"]:
        log.info("%-70s %-34s %8.4f  %s", row["slice"], row["metric"], row["value"], row.get("note", ""))


if __name__ == "__main__":
    main()
