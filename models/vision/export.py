"""Export, quantise and calibrate the trained network: python -m models.vision.export.

Writes vision_fp32.onnx, vision.onnx (int8) and export.json, which states what quantisation cost.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.vision.index import Picture, read_index
from models.vision.calibrate import fit_platt
from models.vision.config import TrainConfig, load_config
from models.vision.dataset import read_for_test
from models.vision.graph import add_calibration, to_onnx
from models.vision.metrics import auc, expected_calibration_error
from models.vision.quantise import METHODS, quantise
from models.vision.run import score_pictures
from models.vision.smoke import smoke_config
from models.vision.train import load_trained, predict

log = logging.getLogger("models.vision.export")


def export(config: TrainConfig, *, method: str = "minmax", reduce_range: bool = True, pictures: int = 400) -> Path:
    """Export the last checkpoint of `config` and return the path of the int8 model.

    Activation ranges come from `pictures` training pictures; calibration is fitted to the int8 model's own logits
    on the calibration split, and each variant carries its own fit.
    """
    network, out = load_trained(config), config.out
    raw, raw_int8 = out / "raw_fp32.onnx", out / "raw_int8.onnx"
    to_onnx(network, config.backbone, config.size, raw)
    index = read_index(config.data)
    ranged = _spread([p for p in index if p.split == "train"], pictures)
    shown = [read_for_test(config.data / p.file, config.size, config.ground) for p in ranged]
    quantise(raw, raw_int8, shown, method, reduce_range=reduce_range)

    held = [p for p in index if p.split == "calibrate" and p.label != "minor_weak"]
    labels = np.array([p.label == "minor" for p in held])
    sources = np.array([p.source for p in held])
    logits = {
        "torch": predict(network, config, held)[:, 0],
        "fp32": _logits(raw, config, held),
        "int8": _logits(raw_int8, config, held),
    }
    report: dict[str, Any] = {
        "method": method,
        "reduce_range": reduce_range,
        "count": len(held),
        "range_pictures": len(shown),
    }
    for name, source, target in (("fp32", raw, "vision_fp32.onnx"), ("int8", raw_int8, "vision.onnx")):
        platt = fit_platt(logits[name], labels, sources)
        add_calibration(source, out / target, platt.scale, platt.shift)
        if platt.scale <= 0:
            log.warning("%s: higher logits do not mean more minors on the calibration split: train again", name)
        probability = 1 / (1 + np.exp(-(platt.scale * logits[name] + platt.shift)))
        report[name] = asdict(platt) | {
            "ece": expected_calibration_error(labels, probability),
            "bytes": (out / target).stat().st_size,
        }
        source.unlink()
    for name, values in logits.items():
        report.setdefault(name, {})["auc"] = {
            str(s): auc(labels[sources == s], values[sources == s]) for s in np.unique(sources)
        }
    report["max_difference"] = {
        "torch_fp32": float(np.abs(logits["torch"] - logits["fp32"]).max()),
        "fp32_int8": float(np.abs(logits["fp32"] - logits["int8"]).max()),
        "fp32_int8_mean": float(np.abs(logits["fp32"] - logits["int8"]).mean()),
    }
    (out / "export.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    log.info("%s", json.dumps(report, indent=1))
    return out / "vision.onnx"


def _logits(model: Path, config: TrainConfig, pictures: list[Picture]) -> npt.NDArray[np.float32]:
    return score_pictures(model, config.data, pictures, config.size, config.ground, ["minor_logit"])[:, 0]


def _spread(pictures: list[Picture], count: int) -> list[Picture]:
    """About `count` pictures, the same number from each (source, label) as far as there are so many."""
    cells: dict[tuple[str, str], list[Picture]] = {}
    for picture in pictures:
        cells.setdefault((picture.source, picture.label), []).append(picture)
    each = max(1, count // len(cells))
    return [p for cell in cells.values() for p in cell[:: max(1, len(cell) // each)][:each]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/vision/config.yaml"))
    parser.add_argument("--method", choices=sorted(METHODS), default="minmax")
    parser.add_argument("--full-range", action="store_true", help="8-bit weights; see models/vision/quantise.py")
    parser.add_argument("--smoke", type=Path, metavar="FOLDER", help="export the tiny run of train --smoke FOLDER")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    config = smoke_config(options.smoke) if options.smoke else load_config(options.config)
    export(config, method=options.method, reduce_range=not options.full_range)


if __name__ == "__main__":
    main()
