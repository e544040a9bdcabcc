"""Training an unfolded network further: steps, the running mean of its weights, checkpoints, and a share of the way."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor, nn

from models.ocr.unfold import Unfolded

log = logging.getLogger("models.ocr.further")
B = TypeVar("B")
Loss = Callable[[Unfolded, Unfolded, B], dict[str, Tensor]]
"""Parts of the loss of a batch by name, of which the sum is learnt from: of the network, and with it as it was."""
_MEAN = 0.998
_REPORT, _SAVE = 25, 200


class Training(Generic[B]):
    """A network under training, the mean of its weights so far (Polyak averaging), and the network as it was `before`
    any; those named in `kept` stay as they are."""

    def __init__(
        self,
        network: Unfolded,
        before: Unfolded,
        loss: Loss[B],
        steps: int,
        rate: float,
        kept: Collection[str] = (),
    ) -> None:
        self.network, self.mean, self.before = network, copy.deepcopy(network), before
        self.loss = loss
        self.weights = [weight for name, weight in network.named().items() if name not in kept]
        fixed = (network.named()[name] for name in kept)
        for weight in (*self.mean.parameters(), *self.before.parameters(), *fixed):
            weight.requires_grad_(False)
        self.optimiser = torch.optim.AdamW(self.weights, lr=rate, weight_decay=0.0)
        self.rate = torch.optim.lr_scheduler.OneCycleLR(self.optimiser, rate, total_steps=steps, pct_start=0.05)
        self.step = 0

    def learn(self, batch: B) -> dict[str, float]:
        """One step; the parts of the loss before it."""
        parts = self.loss(self.network, self.before, batch)
        self.optimiser.zero_grad()
        torch.stack(list(parts.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimiser.step()
        self.rate.step()
        kept = min(_MEAN, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for mean, weight in zip(self.mean.parameters(), self.network.parameters(), strict=True):
                mean.lerp_(weight, 1 - kept)
        self.step += 1
        return {name: part.item() for name, part in parts.items()}

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


def train(training: Training[B], batches: Iterator[B], steps: int, checkpoint: Path) -> None:
    """Go on until `steps` are done; `checkpoint` is written now and then, and at the end."""
    recent: dict[str, float] = {}
    while training.step < steps:
        for kind, loss in training.learn(next(batches)).items():
            recent[kind] = 0.98 * recent[kind] + 0.02 * loss if kind in recent else loss
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
