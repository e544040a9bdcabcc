"""Make the OCR models: `python -m models.ocr.quantise --out out/ocr`.

The fp32 weights are those inside the installed `rapidocr` package, or what `models.ocr.finetune` and
`models.ocr.finetune_detector` made of them. The detector becomes int8: static quantisation, QDQ, per channel, its
convolutions only, calibrated on drawn captions and measured on others. The recogniser computes in fp32, its weights
stored as float16 and its table of characters as int8: arithmetic in int8 costs it more characters than it saves time.
Beside them lies the language model of `models.ocr.language`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import onnx
from PIL import Image

from data.command import command
from models.half import store_in_half
from models.ocr import graph, language
from models.ocr.captions import draw_captions
from models.ocr.evaluate import Figures, measure
from models.ocr.step_network import read_weights
from models.quantise import quantise_static
from stickerguard.errors import StickerguardError
from stickerguard.images import flatten
from stickerguard.ocr import PpOcrEngine, PpOcrSettings
from stickerguard.ocr.language import FILE
from stickerguard.runtime import RuntimeOptions

Pixels = npt.NDArray[np.uint8]
NAMES = {"det": "PP-OCRv6_det_small.onnx", "rec": "PP-OCRv6_rec_small.onnx"}
CALIBRATION_SEED, TEST_SEED = 1, 2


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/ocr"))
    parser.add_argument("--calibration", type=int, default=120, help="drawn captions to calibrate on")
    parser.add_argument(
        "--recogniser", type=Path, help="fp32 weights that models.ocr.finetune wrote, for the published"
    )
    parser.add_argument("--detector", type=Path, help="those that models.ocr.finetune_detector wrote")
    parser.add_argument("--test", type=int, default=400, help="drawn captions to measure on")
    args = parser.parse_args()
    for given in filter(None, (args.recogniser, args.detector)):
        if not given.is_file():
            raise StickerguardError(f"{given}: no such file; give an ONNX file of this part", code="missing_data")
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        trained = {"rec": args.recogniser, "det": args.detector}
        exact = {part: embeddable(part, Path(folder), trained.get(part)) for part in NAMES}
        shipped = {part: args.out / f"ocr_{part}.onnx" for part in NAMES}
        pictures = [flatten(Image.fromarray(c.rgba)) for c in draw_captions(args.calibration, CALIBRATION_SEED)]
        quantise_static(exact["det"], shipped["det"], map(detector_input, pictures), ["Conv"])
        join_gelus_of(shipped["det"])
        store_small(exact["rec"], shipped["rec"])
        language.make(written := args.out / FILE)
        parts = frozenset(part for part, weights in trained.items() if weights)
        engines = {
            "fp32": engine(exact["det"], exact["rec"], written),
            "shipped": engine(shipped["det"], shipped["rec"], written),
        }
        figures = measure(engines, args.test, TEST_SEED)
    part = json.dumps(describe(figures, parts), indent=2)
    (args.out / "part.json").write_text(part + "\n", encoding="utf-8")
    print(part)


def embeddable(part: str, folder: Path, source: Path | None = None) -> Path:
    """The published fp32 model, or another of its graph in `source`, with pixels as its input and decoded steps as its
    output."""
    model = graph.modernise(onnx.load(str(source or files("rapidocr") / "models" / NAMES[part])))
    if part == "det":
        graph.take_pixels(model, ["batch", "height", "width", 3])
        graph.name_probability(model)
    else:
        graph.take_pixels(model, ["batch", 48, "width", 3])
        graph.take_best(model)
        graph.offer_wordlike(model, np.asarray(json.loads(graph.WORDLIKE.read_text("utf-8")), np.float32))
        graph.offer_by_step(model, "other_script", read_weights())
    onnx.checker.check_model(model)
    path = folder / f"{part}.onnx"
    onnx.save(model, path)
    return path


def join_gelus_of(path: Path) -> None:
    """Join the activations of the quantised detector, around which ONNX Runtime finds no pattern."""
    model = onnx.load(path)
    graph.join_gelus(model)
    onnx.save(model, path)


def store_small(source: Path, target: Path) -> None:
    """The recogniser with weights in half the bytes and less: its table of characters int8, the others float16."""
    model = onnx.load(source)
    graph.store_bytes(model)
    table = source.with_suffix(".table.onnx")
    onnx.save(model, table)
    store_in_half(table, target, smallest=256)
    onnx.checker.check_model(str(target))


def detector_input(rgb: Pixels) -> Pixels:
    """A picture as the engine feeds it to the detector."""
    settings = PpOcrSettings()
    side = max(rgb.shape[:2])
    scale = min(settings.long_side / side, settings.upscale)
    size = (round(rgb.shape[1] * scale), round(rgb.shape[0] * scale))
    resized = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    pad = ((0, -size[1] % 32), (0, -size[0] % 32), (0, 0))
    return np.pad(resized, pad, constant_values=127)


def engine(det: Path, rec: Path, language_model: Path) -> PpOcrEngine:
    """An engine on these models, one thread."""
    return PpOcrEngine(det, rec, options=RuntimeOptions(threads=1), language_model=language_model)


def describe(figures: dict[str, Figures], trained: frozenset[str]) -> dict[str, Any]:
    """The `part.json` of OCR; "det" and "rec" are in `trained` where they were trained further."""
    origin = f"PP-OCRv6 small (PaddleOCR), from PyPI rapidocr {version('rapidocr')}"
    kinds = {"det": "int8", "rec": "fp32, weights stored as float16, the table of characters as int8"}
    licences = dict.fromkeys(NAMES, "Apache-2.0")
    if "det" in trained:
        kinds["det"] = f"trained further on scenes drawn by rule (models.ocr.finetune_detector), {kinds['det']}"
        licences["det"] = "non-commercial research (training photographs without words); published weights: Apache-2.0"
    if "rec" in trained:
        kinds["rec"] = f"trained further on lines drawn by rule (models.ocr.finetune), {kinds['rec']}"
    metrics = []
    for lang in ("en", "zh"):
        for name, note in (("shipped", "as shipped"), ("fp32", "before quantisation")):
            figure = figures[name].by_language[lang]
            for metric, value in (("read exactly", figure.exact), ("character accuracy", figure.characters)):
                slice_name = f"drawn captions, {lang}"
                metrics.append(
                    {"slice": slice_name, "metric": metric, "value": value, "count": figure.count, "note": note}
                )
    return {
        "files": ["ocr_det.onnx", "ocr_rec.onnx", FILE],
        "weights": [
            *(
                {"file": f"ocr_{part}.onnx", "licence": licences[part], "origin": f"{origin}, {kinds[part]}"}
                for part in NAMES
            ),
            {"file": FILE, "licence": "Apache-2.0", "origin": language.ORIGIN},
        ],
        "preprocessing": asdict(PpOcrSettings()),
        "metrics": metrics,
        "opset": graph.OPSET,
        "command": "make quantise-ocr",
    }


if __name__ == "__main__":
    main()
