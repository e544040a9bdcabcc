"""Train the gate of the text detector: `python -m models.ocr.gate --pictures out/data/vision --out out/ocr`.

A small fully convolutional network says of every 16 x 16 pixels whether they may be text. It learns on one half of the
fonts and scribbles and on the training split of the pictures; the threshold was chosen there, so that next to none of
the words are kept from the detector, and the figures are of the other half and of the test split.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import onnx
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from models.ocr.gate_crops import cropped
from models.ocr.gate_samples import NOTHING, TEXT, Sample, Sampler, trained_on
from models.vision.graph import IR_VERSION, OPSET
from models.vision.record import training_data
from stickerguard import Bundle, RuntimeOptions
from stickerguard.manifest import DataRecord
from stickerguard.ocr.gate import TextGate
from stickerguard.ocr.ppocr import PpOcrSettings

log = logging.getLogger("models.ocr.gate")
FILE = "ocr_gate.onnx"
_STEP = 32
_NONE_SHARE = 0.5
"""Of each batch, that shows no words."""


@dataclass(frozen=True, slots=True)
class GateFigures:
    """Of `words` looks in which the detector finds words, `passed_over` are kept from it; of `empty` pictures without
    words, `let_through` are not."""

    words: int
    passed_over: int
    empty: int
    let_through: int


class _Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.across = nn.Sequential(nn.Conv2d(width, width, 5, 1, 2, groups=width, bias=False), nn.BatchNorm2d(width))
        self.along = nn.Sequential(
            nn.Conv2d(width, 2 * width, 1), nn.ReLU(), nn.Conv2d(2 * width, width, 1, bias=False), nn.BatchNorm2d(width)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.along(self.across(x))


class GateNet(nn.Module):
    """Logits, float32 [n, h / 16, w / 16], of pixels, float32 [n, 3, h, w] in 0 to 255."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            _convolution(3, 8, 3, 2), _convolution(8, 16, 3, 2), _convolution(16, 16, 3, 2, 16),
            _convolution(16, 40, 1, 1), _Block(40), _Block(40), _convolution(40, 40, 3, 2, 40),
            _convolution(40, 80, 1, 1), _Block(80), _Block(80), _Block(80),
        )  # fmt: skip
        self.head = nn.Conv2d(80, 1, 1)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.head(self.features((pixels - 127.5) / 64))[:, 0]
        return logits


class _Embedded(nn.Module):
    """The network as a graph of its own: uint8 pixels in, probabilities out."""

    def __init__(self, network: GateNet) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.network(image.permute(0, 3, 1, 2).float()))


def _convolution(inner: int, outer: int, size: int, stride: int, groups: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(inner, outer, size, stride, size // 2, groups=groups, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outer), nn.ReLU())


def train(samples: Sequence[Sample], *, steps: int, batch: int = 32, seed: int = 1) -> GateNet:
    """A network trained on crops of `samples`, of which some have words and some none; the mean of its last states."""
    torch.manual_seed(seed)
    source = random.Random(seed)
    with_words = [sample for sample in samples if (sample.cells == TEXT).any()]
    without = [sample for sample in samples if (sample.cells == NOTHING).all()]
    network = GateNet()
    mean = {name: value.clone().float() for name, value in network.state_dict().items()}
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, steps, pct_start=0.1)
    for step in range(steps):
        chosen = [source.choice(without if source.random() < _NONE_SHARE else with_words) for _ in range(batch)]
        crops = [cropped(sample, source) for sample in chosen]
        pixels = torch.from_numpy(np.stack([pixels for pixels, _ in crops])).permute(0, 3, 1, 2).float()
        loss = loss_of(network(pixels), torch.from_numpy(np.stack([cells for _, cells in crops])))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        schedule.step()
        for name, value in network.state_dict().items():
            mean[name].lerp_(value.float(), max(0.005, 10 / (step + 10)))
        if step % 100 == 99:
            log.info("step %d of %d: loss %.4f", step + 1, steps, loss.item())
    network.load_state_dict(mean)
    return network.eval()


def loss_of(logits: torch.Tensor, cells: torch.Tensor) -> torch.Tensor:
    """Cross entropy of each cell that is sure, and of the surest cell of each crop that is all sure.

    logits: float32 [n, h, w]; cells: of the same shape, NOTHING, TEXT or UNSURE.
    """
    sure, words = cells <= TEXT, cells == TEXT
    each = binary_cross_entropy_with_logits(logits, words.float(), reduction="none")
    loss = 4 * (each * sure).sum() / sure.sum().clamp(min=1)
    has, none = words.flatten(1).any(1), (cells == NOTHING).flatten(1).all(1)
    surest = torch.where(sure, logits, torch.full_like(logits, -20)).flatten(1).logsumexp(1) - float(np.log(2))
    whole = binary_cross_entropy_with_logits(surest, has.float(), reduction="none")
    return loss + 0.5 * (whole * (has | none)).sum() / (has | none).sum().clamp(min=1)


def export(network: GateNet, path: Path) -> None:
    """Write `network` as a graph of pixels, uint8 [n, h, w, 3] with sides in multiples of 32."""
    axes = {"image": {0: "batch", 1: "height", 2: "width"}, "text": {0: "batch", 1: "rows", 2: "columns"}}
    example = (torch.zeros(1, 64, 96, 3, dtype=torch.uint8),)
    with warnings.catch_warnings():
        # The newer exporter starts at opset 18; the one that writes 17 warns that it is the older one.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Embedded(network).eval(),
            example,
            str(path),
            input_names=["image"],
            output_names=["text"],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load(path)
    model.ir_version = IR_VERSION
    onnx.save(model, path)


def measure(gate: TextGate, samples: Sequence[Sample]) -> GateFigures:
    """How many of `samples` the gate opens for."""
    words = [_opens(gate, sample.picture) for sample in samples if (sample.cells == TEXT).any()]
    empty = [_opens(gate, sample.picture) for sample in samples if (sample.cells == NOTHING).all()]
    return GateFigures(len(words), len(words) - sum(words), len(empty), sum(empty))


def _opens(gate: TextGate, picture: npt.NDArray[np.uint8]) -> bool:
    height, width = picture.shape[:2]
    padded = np.pad(picture, ((0, -height % _STEP), (0, -width % _STEP), (0, 0)), constant_values=127)
    return gate.opens(padded)


def record(part: dict[str, Any], figures: GateFigures, read: Sequence[DataRecord]) -> dict[str, Any]:
    """`part`, what a bundle says of OCR, with the gate, which read the sets of `read` besides drawn stickers."""
    rows = [
        ("words the detector finds that it is kept from", figures.passed_over, figures.words),
        ("pictures without words that it looks at", figures.let_through, figures.empty),
    ]
    metrics = [
        {
            "slice": "gate, held-out fonts, scribbles and pictures",
            "metric": name,
            "value": round(n / of, 4),
            "count": of,
        }
        for name, n, of in rows
        if of
    ]
    others = [row for row in part["metrics"] if not row["slice"].startswith("gate,")]
    weights = [row for row in part["weights"] if row["file"] != FILE]
    weights.append({"file": FILE, "licence": "Apache-2.0", "origin": "trained for Stickerguard by models/ocr/gate.py"})
    return part | {
        "files": [name for name in part["files"] if name != FILE] + [FILE],
        "weights": weights,
        "training_data": [row.model_dump() for row in read],
        "preprocessing": part["preprocessing"] | {"gate_threshold": PpOcrSettings().gate_threshold},
        "metrics": others + metrics,
    }


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path, default=Path("out/data/vision"), help="a set that make data built")
    parser.add_argument("--out", type=Path, default=Path("out/ocr"))
    parser.add_argument("--drawn", type=int, default=3600)
    parser.add_argument("--others", type=int, default=3000, help="pictures without words")
    parser.add_argument("--steps", type=int, default=3000, help="0 measures the gate that is there")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    cv2.setNumThreads(1)
    sampler = Sampler(Bundle.load())
    if args.steps:
        samples = [*sampler.drawn(args.drawn, 77, "fit"), *sampler.pictures(args.pictures, args.others, 77, "train")]
        args.out.mkdir(parents=True, exist_ok=True)
        export(train(samples, steps=args.steps), args.out / FILE)
    gate = TextGate(args.out / FILE, options=RuntimeOptions(), threshold=PpOcrSettings().gate_threshold)
    held = [
        *sampler.drawn(args.drawn // 4, 78, "held out"),
        *sampler.pictures(args.pictures, args.others // 4, 78, "test"),
    ]
    figures = measure(gate, held)
    log.info("%s", figures)
    path = args.out / "part.json"
    if path.is_file():
        read = training_data(trained_on(args.pictures), args.pictures)
        part = record(json.loads(path.read_text(encoding="utf-8")), figures, read)
        path.write_text(json.dumps(part, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
