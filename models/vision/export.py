"""Export, quantise and calibrate the trained network: python -m models.vision.export.

Writes vision_fp32.onnx, vision.onnx (int8) and export.json, which states what quantisation cost.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.command import command
from data.vision.index import Picture, read_index
from models import gate
from models.destination import PRECISIONS
from models.documents import read_json
from models.half import store_in_half
from models.metrics import auc, expected_calibration_error
from models.platt import fit_platt, of_equal_sources
from models.vision.config import TrainConfig, load_config
from models.vision.dataset import read_for_test
from models.vision.graph import add_calibration, to_onnx
from models.vision.quantise import METHODS, quantise
from models.vision.record import WEIGHTS, used_by
from models.vision.run import score_pictures
from models.vision.smoke import smoke_config
from models.vision.train import load_trained, predict
from models.vision.trained_set import check_set
from stickerguard.errors import StickerguardError

log = logging.getLogger("models.vision.export")


STAGES = ("export", "quantise", "all")
RAW, RAW_INT8, RAW_HALF, FINAL = "raw_fp32.onnx", "raw_int8.onnx", "raw_fp16.onnx", "vision.onnx"
REMEDY = (
    "keep float weights: make export-vision PRECISION=fp16 (or fp32); larger and slower, and every runtime takes them"
)


def export(
    config: TrainConfig, *, stage: str = "all", method: str = "minmax", reduce_range: bool = True, pictures: int = 400,
    precision: str = "int8", judged: bool = True,
) -> None:  # fmt: skip
    """Write the files of `stage` for the trained network of `config`.

    "export" writes vision_fp32.onnx, "quantise" makes vision.onnx (of `precision`) of it; each compares its logits with
    the step before and says so in export.json. Activation ranges come from `pictures` training pictures; each variant
    carries a calibration fitted to its own logits on the calibration split.

    Raises StickerguardError as `check_set`, and, code "too_coarse", where int8 loses more than models/gate.py allows;
    no vision.onnx is left then. It is not judged where `judged` is false.
    """
    index = used_by(config, read_index(config.data))
    check_set(config.out / WEIGHTS, config.data)
    held = Held([p for p in index if p.split == "calibrate" and p.label != "minor_weak"])
    report = _read_report(config) if stage == "quantise" else {}
    if stage in ("export", "all"):
        network = load_trained(config)
        to_onnx(network, config.backbone, config.size, config.out / RAW, two_sizes=config.two_sizes)
        by_torch = predict(network, config, held.pictures)[:, 0]
        by_float = _logits(config.out / RAW, config, held.pictures)
        report["count"] = len(held.pictures)
        report["torch"] = {"auc": held.auc(by_torch)}
        report["fp32"] = _finish(config, held, RAW, "vision_fp32.onnx", by_float)
        report["max_difference"] = {"torch_fp32": float(np.abs(by_torch - by_float).max())}
    if stage in ("quantise", "all"):
        report["precision"] = precision
        if precision == "int8":
            _quantise(config, index, held, report, method, reduce_range=reduce_range, pictures=pictures)
        else:
            _keep_float(config, held, report, precision)
    (config.out / "export.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    log.info("%s", json.dumps(report, indent=1))
    if stage in ("quantise", "all") and precision == "int8" and judged:
        try:
            log.info("%s", gate.check("vision", held.slices(report["fp32"]["auc"], report["int8"]["auc"]), REMEDY))
        except StickerguardError:
            (config.out / FINAL).unlink()
            raise


def _quantise(
    config: TrainConfig, index: list[Picture], held: Held, report: dict[str, Any], method: str, *, reduce_range: bool,
    pictures: int,
) -> None:  # fmt: skip
    ranged = _spread([p for p in index if p.split == "train"], pictures)
    shown = [read_for_test(config.data / p.file, config.size, config.ground) for p in ranged]
    quantise(config.out / RAW, config.out / RAW_INT8, shown, method, reduce_range=reduce_range)
    by_float = _logits(config.out / RAW, config, held.pictures)
    by_int8 = _logits(config.out / RAW_INT8, config, held.pictures)
    report |= {"method": method, "reduce_range": reduce_range, "range_pictures": len(shown)}
    report["int8"] = _finish(config, held, RAW_INT8, FINAL, by_int8)
    report["max_difference"]["fp32_int8"] = float(np.abs(by_float - by_int8).max())
    report["max_difference"]["fp32_int8_mean"] = float(np.abs(by_float - by_int8).mean())


def _keep_float(config: TrainConfig, held: Held, report: dict[str, Any], precision: str) -> None:
    for key in ("int8", "fp16"):
        report.pop(key, None)
    report["max_difference"] = {"torch_fp32": report["max_difference"]["torch_fp32"]}
    if precision == "fp32":
        shutil.copyfile(config.out / "vision_fp32.onnx", config.out / FINAL)
        return
    store_in_half(config.out / RAW, config.out / RAW_HALF)
    by_float, by_half = (_logits(config.out / raw, config, held.pictures) for raw in (RAW, RAW_HALF))
    report["fp16"] = _finish(config, held, RAW_HALF, FINAL, by_half)
    report["max_difference"]["fp32_fp16"] = float(np.abs(by_float - by_half).max())


class Held:
    """The calibration pictures, with labels and sources as arrays [n]."""

    def __init__(self, pictures: list[Picture]) -> None:
        self.pictures = pictures
        self.labels = np.array([p.label == "minor" for p in pictures])
        self.sources = np.array([p.source for p in pictures])

    def auc(self, logits: npt.NDArray[np.float32]) -> dict[str, float | None]:
        """AUC of each source."""
        return {str(s): auc(self.labels[self.sources == s], logits[self.sources == s]) for s in np.unique(self.sources)}

    def slices(self, before: dict[str, float | None], after: dict[str, float | None]) -> list[gate.Slice]:
        """AUC of each source before and after rounding, as the gate takes them."""
        return gate.of_sources(Counter(self.sources.tolist()), before, after)


def _finish(config: TrainConfig, held: Held, raw: str, name: str, logits: npt.NDArray[np.float32]) -> dict[str, Any]:
    """Put the calibration into the graph; what export.json says of this variant."""
    platt = fit_platt(logits, held.labels, of_equal_sources(held.sources))
    add_calibration(
        config.out / raw,
        config.out / name,
        platt.slope,
        platt.offset,
        labels=("minor", "person"),
        preprocessing={"size": config.size, "ground": config.ground},
    )
    if platt.slope <= 0:
        log.warning("%s: higher logits do not mean more minors on the calibration split: train again", name)
    return {
        "scale": platt.slope,
        "shift": platt.offset,
        "ece": expected_calibration_error(held.labels, platt(logits)),
        "bytes": (config.out / name).stat().st_size,
        "auc": held.auc(logits),
    }


def _read_report(config: TrainConfig) -> dict[str, Any]:
    path = config.out / "export.json"
    if not path.is_file() or not (config.out / RAW).is_file():
        raise StickerguardError(f"{path}: no export to quantise; run make export first", code="not_exported")
    return read_json(path, "run make export again")


def _logits(model: Path, config: TrainConfig, pictures: list[Picture]) -> npt.NDArray[np.float32]:
    return score_pictures(model, config.data, pictures, config.size, config.ground, ["minor_logit"])[:, 0]


def _spread(pictures: list[Picture], count: int) -> list[Picture]:
    """About `count` pictures, the same number from each (source, label) as far as there are so many."""
    cells: dict[tuple[str, str], list[Picture]] = {}
    for picture in pictures:
        cells.setdefault((picture.source, picture.label), []).append(picture)
    each = max(1, count // len(cells))
    return [p for cell in cells.values() for p in cell[:: max(1, len(cell) // each)][:each]]


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/vision/imagenet.yaml"))
    parser.add_argument("--stage", choices=STAGES, default="all")
    parser.add_argument("--precision", choices=PRECISIONS, default="int8", help="of the weights in vision.onnx")
    parser.add_argument("--method", choices=sorted(METHODS), default="minmax")
    parser.add_argument("--full-range", action="store_true", help="8-bit weights; see models/vision/quantise.py")
    parser.add_argument("--tiny", action="store_true", help="a few steps on small pictures, to try the way")
    parser.add_argument("--smoke", type=Path, metavar="FOLDER", help="export the tiny run of train --smoke FOLDER")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    config = smoke_config(options.smoke) if options.smoke else load_config(options.config, tiny=options.tiny)
    export(
        config, stage=options.stage, method=options.method, reduce_range=not options.full_range,
        precision=options.precision, judged=not options.tiny,
    )  # fmt: skip


if __name__ == "__main__":
    main()
