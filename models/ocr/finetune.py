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
import copy
import logging
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import ctc_loss, kl_div
from torch.utils.data import DataLoader

from data.command import command
from data.lettering.families import families
from models.allocation import keep_freed_memory
from models.ocr.batches import POOL, Batch, Lines
from models.ocr.quantise import NAMES
from models.ocr.unfold import Unfolded, alphabet_of, write_back
from models.room import writing

log = logging.getLogger("models.ocr.finetune")
_TABLE = "linear_8.w_0"
_MEAN = 0.998
_REPORT, _SAVE = 25, 200


def fed(pictures: Tensor) -> Tensor:
    """uint8 RGB [n, 48, width, 3] as the network takes it."""
    return pictures.flip(-1).permute(0, 3, 1, 2).float() * (2 / 255) - 1


def loss_of(network: Unfolded, before: Unfolded, batch: Batch) -> Tensor:
    """CTC of labelled lines, else how far (Kullback-Leibler) the network is from what it said `before`."""
    given = fed(batch.pictures.to(network.device))
    said: Tensor = network(given).log_softmax(-1)
    if batch.targets is None or batch.lengths is None:
        with torch.no_grad():
            meant = before(given).log_softmax(-1)
        far: Tensor = kl_div(said, meant, reduction="sum", log_target=True)
        return far / (said.shape[0] * said.shape[1])
    steps = torch.full((said.shape[0],), said.shape[1])
    loss: Tensor = ctc_loss(said.transpose(0, 1), batch.targets, steps, batch.lengths, zero_infinity=True)
    return loss


class Training:
    """A network under training, the mean of its weights so far, and the network as it was `before` any."""

    def __init__(self, network: Unfolded, before: Unfolded, steps: int, rate: float) -> None:
        self.network, self.mean, self.before = network, copy.deepcopy(network), before
        self.weights = [weight for name, weight in network.named().items() if name != _TABLE]
        for weight in (*self.mean.parameters(), *self.before.parameters(), network.named()[_TABLE]):
            weight.requires_grad_(False)
        self.optimiser = torch.optim.AdamW(self.weights, lr=rate, weight_decay=0.0)
        self.rate = torch.optim.lr_scheduler.OneCycleLR(self.optimiser, rate, total_steps=steps, pct_start=0.05)
        self.step = 0

    def learn(self, batch: Batch) -> float:
        """One step; the loss before it."""
        loss = loss_of(self.network, self.before, batch)
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimiser.step()
        self.rate.step()
        kept = min(_MEAN, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for mean, weight in zip(self.mean.parameters(), self.network.parameters(), strict=True):
                mean.lerp_(weight, 1 - kept)
        self.step += 1
        return loss.item()

    def save(self, path: Path) -> None:
        """All that is needed to go on."""
        parts = {name: part.state_dict() for name, part in self._parts().items()}
        unfinished = path.with_suffix(".unfinished")
        torch.save(parts | {"step": self.step}, unfinished)
        unfinished.replace(path)

    def load(self, path: Path) -> None:
        """Go on from what `save` wrote."""
        kept = torch.load(path, map_location=self.network.device, weights_only=True)
        for name, part in self._parts().items():
            part.load_state_dict(kept[name])
        self.step = kept["step"]

    def _parts(self) -> dict[str, Any]:
        return {"network": self.network, "mean": self.mean, "optimiser": self.optimiser, "rate": self.rate}


def train(training: Training, batches: Iterator[Batch], steps: int, checkpoint: Path) -> None:
    """Go on until `steps` are done; `checkpoint` is written now and then, and at the end."""
    recent = {"CTC": 0.0, "from before": 0.0}
    while training.step < steps:
        batch = next(batches)
        kind = "from before" if batch.targets is None else "CTC"
        loss = training.learn(batch)
        recent[kind] = 0.98 * recent[kind] + 0.02 * loss if recent[kind] else loss
        if training.step % _REPORT == 0:
            figures = ", ".join(f"{name} {value:.3f}" for name, value in recent.items())
            log.info("step %d/%d, %s", training.step, steps, figures)
        if training.step % _SAVE == 0 or training.step == steps:
            training.save(checkpoint)


def between(before: Unfolded, trained: Unfolded, share: float) -> dict[str, nn.Parameter]:
    """Weights at `share` of the way from those before to the trained ones.

    A part of the way keeps most of what was learnt on drawn lines, and what was known of others (Wortsman et al. 2022,
    Robust fine-tuning of zero-shot models, arXiv 2109.01903).
    """
    pairs = zip(before.named().items(), trained.named().values(), strict=True)
    return {name: nn.Parameter(torch.lerp(old.detach(), new.detach(), share)) for (name, old), new in pairs}


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
    training = Training(network, before, args.steps, args.rate)
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
