"""What the recogniser has seen at each step of a line, weighed by a small network and averaged, beside other numbers.

The mean is over what each step says by itself, so that the network can be part of the recogniser's graph, and its
output the mean along any part of a line.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

WEIGHTS = Path(__file__).with_name("step_network.json")
"""Weights of the network that tells scripts which are not known, as `models.ocr.other_script` writes them."""
_HIDDEN = 32
_EPOCHS, _BATCH, _RATE, _DECAY = 30, 128, 3e-3, 1e-2
_DROPOUT, _NOISE = 0.1, 0.05
"""Of the inputs; and what is added to them, by chance, in standard deviations."""

Floats = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class StepWeights:
    """relu(seen @ `hidden` + `bias`) @ `out`: [SEEN, h], [h] and [h]."""

    hidden: Floats
    bias: Floats
    out: Floats

    def of(self, seen: Floats, shares: Floats) -> Floats:
        """The mean along each of n lines: of `seen`, [n, steps, SEEN], each step by its share, [n, steps]."""
        active = np.maximum(seen.astype(np.float32) @ self.hidden + self.bias, 0)
        return np.asarray(((active @ self.out) * shares).sum(axis=1))


class _Network(nn.Module):
    def __init__(self, given: torch.Tensor, seen: torch.Tensor) -> None:
        super().__init__()
        self.beside = nn.Linear(given.shape[1], 1)
        self.hidden = nn.Linear(seen.shape[-1], _HIDDEN)
        self.out = nn.Linear(_HIDDEN, 1, bias=False)
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, given: torch.Tensor, seen: torch.Tensor, shares: torch.Tensor) -> torch.Tensor:
        active = self.dropout(torch.relu(self.hidden(self.dropout(seen))))
        along = (self.out(active)[..., 0] * shares).sum(dim=1)
        return torch.as_tensor(self.beside(given)[:, 0] + along)


def fit_steps(
    given: Floats, seen: Floats, shares: Floats, wanted: npt.NDArray[np.bool_], seed: int = 0
) -> tuple[Floats, StepWeights]:
    """Log-odds of `wanted` [n] from numbers `given` [n, f] and what was `seen`, [n, steps, SEEN], by its `shares`,
    [n, steps]. Returns the weights of `given` and a constant, [f + 1], and those of the steps, both of numbers as they
    are."""
    torch.manual_seed(seed)
    tensors = [torch.as_tensor(np.asarray(array, np.float32)) for array in (given, seen, shares, wanted)]
    beside, steps, share, target = tensors
    used = steps[share > 0]
    middle, spread = beside.mean(dim=0), beside.std(dim=0) + 1e-6
    step_middle, step_spread = used.mean(dim=0), used.std(dim=0) + 1e-6
    beside = (beside - middle) / spread
    network = _Network(beside, steps)
    optimiser = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, _EPOCHS * -(-len(target) // _BATCH))
    for _ in range(_EPOCHS):
        for chosen in torch.randperm(len(target)).split(_BATCH):
            # In standard deviations, batch by batch: all at once would take twice the memory.
            some = (steps[chosen] - step_middle) / step_spread
            odds = network(beside[chosen], some + _NOISE * torch.randn_like(some), share[chosen])
            loss = nn.functional.binary_cross_entropy_with_logits(odds, target[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    with torch.no_grad():
        slopes = network.beside.weight[0] / spread
        constant = network.beside.bias - slopes @ middle
        hidden = network.hidden.weight.T / step_spread[:, None]
        bias = network.hidden.bias - step_middle @ hidden
    weights = StepWeights(hidden.numpy(), bias.numpy(), network.out.weight[0].detach().numpy())
    return torch.cat([slopes, constant]).numpy(), weights


def write_weights(weights: StepWeights, path: Path = WEIGHTS) -> None:
    """Write `weights`, rounded."""
    rounded = {part: np.round(value.astype(np.float64), 4).tolist() for part, value in asdict(weights).items()}
    path.write_text(json.dumps(rounded) + "\n", encoding="utf-8")


def read_weights(path: Path = WEIGHTS) -> StepWeights:
    """What `write_weights` wrote."""
    parts = json.loads(path.read_text("utf-8"))
    return StepWeights(**{part: np.asarray(value, np.float32) for part, value in parts.items()})
