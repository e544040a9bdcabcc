"""Train the published recogniser further on drawn lines: `python -m models.ocr.finetune --modules node_modules`.

All weights but the table of characters, by CTC (Graves et al. 2006) with AdamW; what comes out lies three quarters of
the way from the published weights to the running mean of the trained ones (Polyak averaging). Every eighth batch holds
lines that are upside down or in a mirror, or regions without words: of these it learns to say what it said before,
since the engine tells by how sure it is which way up a line is. Lines in the families that are held out tell the gain
(`python -m models.ocr.lines`). The shipped one went through three passes, the second with --start
out/recogniser/trained.onnx --seed 2, the third so with --seed 4 --steps 2600 on what models.ocr.cuts made of 16,000
stickers (--cuts).
"""

from __future__ import annotations

import argparse
import logging
from importlib.resources import files
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import ctc_loss, kl_div
from torch.utils.data import DataLoader

from data.command import command
from data.lettering.families import families
from models.allocation import keep_freed_memory
from models.ocr.batches import POOL, Batch, Lines
from models.ocr.further import Training, between, train
from models.ocr.quantise import NAMES
from models.ocr.unfold import Unfolded, alphabet_of, fed, write_back
from models.room import writing

_TABLE = "linear_8.w_0"


def loss_of(network: Unfolded, before: Unfolded, batch: Batch) -> dict[str, Tensor]:
    """CTC of labelled lines, else how far (Kullback-Leibler) the network is from what it said `before`."""
    given = fed(batch.pictures.to(network.device))
    said: Tensor = network(given).log_softmax(-1)
    if batch.targets is None or batch.lengths is None:
        with torch.no_grad():
            meant = before(given).log_softmax(-1)
        far: Tensor = kl_div(said, meant, reduction="sum", log_target=True)
        return {"from before": far / (said.shape[0] * said.shape[1])}
    steps = torch.full((said.shape[0],), said.shape[1])
    loss: Tensor = ctc_loss(said.transpose(0, 1), batch.targets, steps, batch.lengths, zero_infinity=True)
    return {"CTC": loss}


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/recogniser"))
    parser.add_argument("--modules", type=Path, help="folder in which npm installed the Fontsource packages")
    parser.add_argument("--cuts", type=Path, help="what models.ocr.cuts wrote, for more than half of the lines")
    parser.add_argument("--start", type=Path, help="trained.onnx of a former training, to go on from")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-5)
    parser.add_argument("--share", type=float, default=0.75, help="of the trained weights in those that come out")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    source = Path(str(files("rapidocr") / "models" / NAMES["rec"]))
    checkpoint = args.out / "checkpoint.pt"
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if device.type == "cpu":
        keep_freed_memory()
    network, before = Unfolded(args.start or source).to(device), Unfolded(source).to(device)
    training = Training(network, before, loss_of, args.steps, args.rate, {_TABLE})
    if checkpoint.is_file():
        training.load(checkpoint)
    found = families("fit", args.modules)
    lines = Lines(found, alphabet_of(source), args.batch, args.seed, training.step, args.cuts)
    batches = iter(DataLoader(lines, batch_size=None, num_workers=1, prefetch_factor=POOL))
    with writing(args.out):
        train(training, batches, args.steps, checkpoint)
        write_back(training.mean.named(), source, args.out / "trained.onnx")
        write_back(between(training.before, training.mean, args.share), source, args.out / "rec.onnx")


if __name__ == "__main__":
    main()
