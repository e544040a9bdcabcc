"""Train the published detector further on drawn scenes: `python -m models.ocr.finetune_detector --modules FOLDER`.

It learns where the lines of lettered stickers are, and that drawings without words have none. A line's map is a strip
along its middle, as in differentiable binarisation (Liao et al. 2020, arXiv 1911.08947): what surely belongs to it and
what surely does not is given, and in between the network says what it said before, so that the engine cuts lines out as
it did. What comes out lies a share of the way from the published weights to the running mean of the trained ones. The
shipped one went through two passes: of 1,800 steps, before plain words were among the scenes; then, with --start
out/detector/trained.onnx --steps 420 --rate 5e-5 --seed 2, before they were turned, cut off or jumping.
"""

from __future__ import annotations

import argparse
import logging
from importlib.resources import files
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.utils.data import DataLoader

from data.command import command
from data.lettering.families import families
from models.allocation import keep_freed_memory
from models.ocr.further import Training, between, train
from models.ocr.quantise import NAMES
from models.ocr.scenes import SceneBatch, Scenes
from models.ocr.unfold import Unfolded, alphabet_of, fed, write_back
from models.room import writing

_LINES = 32
"""More than a scene has."""
_SEEN = 0.5
"""Mean probability over a line, from which the network saw it before."""
_STRIP = 0.3
"""Probability from which a pixel belongs to the strip of a line, as in the engine."""
_HARDEST = 0.04
"""Of the pixels without text, those with the largest loss, which count (online hard example mining)."""
_EDGE = 0.5


def loss_of(network: Unfolded, before: Unfolded, batch: SceneBatch) -> dict[str, Tensor]:
    """Binary cross-entropy of lines, each the same weight; of the hardest pixels without text; and of the edges of
    lines that were seen before, with what was said then, so that their strips stay as wide as they were."""
    core, hull, unknown = (layer.to(network.device).long() for layer in (batch.core, batch.hull, batch.unknown))
    given = fed(batch.pictures.to(network.device))
    logits = network(given)[:, 0]
    with torch.no_grad():
        meant = before(given)[:, 0].sigmoid()
    numbers = torch.arange(len(core), device=core.device).view(-1, 1, 1) * _LINES
    lines, held = torch.unique((numbers + core)[core > 0], return_inverse=True)
    said = torch.zeros(len(lines), device=core.device).index_add_(0, held, meant[core > 0])
    seen = lines[said / torch.bincount(held, minlength=len(lines)) > _SEEN]
    edge = (hull > 0) & torch.isin(numbers + hull, seen) & ((core == 0) | (meant < _STRIP))
    inside = (core > 0) & ~edge
    lines, held = torch.unique((numbers + core)[inside], return_inverse=True)
    sizes = torch.bincount(held, minlength=len(lines))
    missed = binary_cross_entropy_with_logits(logits[inside], torch.ones_like(logits[inside]), reduction="none")
    nothing = (hull == 0) & (unknown == 0)
    false = binary_cross_entropy_with_logits(logits[nothing], torch.zeros_like(logits[nothing]), reduction="none")
    hardest = false.topk(max(1, round(_HARDEST * false.numel()))).values
    edges = binary_cross_entropy_with_logits(logits[edge], meant[edge], reduction="sum") / max(1, int(edge.sum()))
    return {
        "lines": (missed / sizes[held]).sum() / max(1, len(lines)),
        "nothing": hardest.mean(),
        "edges": _EDGE * edges,
    }


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/detector"))
    parser.add_argument("--modules", type=Path, help="folder in which npm installed the Fontsource packages")
    parser.add_argument("--wordless", type=Path, default=Path("out/detector/wordless.parquet"))
    parser.add_argument("--start", type=Path, help="trained.onnx of a former training, to go on from")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--share", type=float, default=0.75, help="of the trained weights in those that come out")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    folder = Path(str(files("rapidocr") / "models"))
    source = folder / NAMES["det"]
    checkpoint = args.out / "checkpoint.pt"
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if device.type == "cpu":
        keep_freed_memory()
    network, before = Unfolded(args.start or source).to(device), Unfolded(source).to(device)
    training: Training[SceneBatch] = Training(network, before, loss_of, args.steps, args.rate)
    if checkpoint.is_file():
        training.load(checkpoint)
    known = frozenset(alphabet_of(folder / NAMES["rec"]))
    scenes = Scenes(families("fit", args.modules), known, args.wordless, args.batch, args.seed, training.step)
    batches = iter(DataLoader(scenes, batch_size=None, num_workers=1, prefetch_factor=8))
    with writing(args.out):
        train(training, batches, args.steps, checkpoint)
        write_back(training.mean.named(), source, args.out / "trained.onnx")
        write_back(between(training.before, training.mean, args.share), source, args.out / "det.onnx")


if __name__ == "__main__":
    main()
