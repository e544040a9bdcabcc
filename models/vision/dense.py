"""Heat maps of people over the features of a trained network: where a child, somebody older, anybody is.

As in CenterNet (Zhou et al. 2019, arXiv 1904.07850): each person is a peak at the middle of its box. The backbone stays
as it is, so its features are computed once, and a head is trained in a minute.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn.functional import interpolate, logsigmoid

from data.vision.picture_books import Person
from models.vision.network import MinorNet

CHILD, OLDER, PERSON = range(3)
_STRIDE = 16
# Logit of a place before any training: a person stands in one of ten, as CenterNet has it.
_PRIOR = -2.19
_WIDTH, _BATCH = 32, 16
Maps = npt.NDArray[np.float32]
Features = npt.NDArray[np.float16]


class Tap:
    """The feature maps of a network of timm: its last one, and the one at stride 16 that is closest to it."""

    def __init__(self, network: MinorNet) -> None:
        self._network = network
        self._fine = torch.empty(0)
        name = [part["module"] for part in network.backbone.feature_info if part["reduction"] == _STRIDE][-1]
        network.backbone.get_submodule(name).register_forward_hook(self._keep)

    def _keep(self, _: nn.Module, __: object, found: torch.Tensor) -> None:
        self._fine = found

    @torch.inference_mode()
    def __call__(self, pictures: torch.Tensor) -> tuple[Features, Features]:
        """float16 [n, channels, rows, columns] at stride 16 and at the end, of normalised [n, 3, height, width]."""
        coarse = self._network.backbone.forward_features(pictures)
        return self._fine.half().numpy(), coarse.half().numpy()


class DenseHead(nn.Module):
    """Both feature maps -> logits of child, older person and person at each place of the finer map."""

    def __init__(self, fine: int, coarse: int) -> None:
        super().__init__()
        self.fine = nn.Conv2d(fine, _WIDTH, 1)
        self.coarse = nn.Conv2d(coarse, _WIDTH, 1)
        last = nn.Conv2d(_WIDTH, 3, 1)
        self.mixed = nn.Sequential(
            nn.BatchNorm2d(_WIDTH), nn.ReLU(), nn.Dropout2d(0.2), nn.Conv2d(_WIDTH, _WIDTH, 3, padding=1),
            nn.BatchNorm2d(_WIDTH), nn.ReLU(), last,
        )  # fmt: skip
        nn.init.constant_(last.bias, _PRIOR)  # type: ignore[arg-type]

    def forward(self, fine: torch.Tensor, coarse: torch.Tensor) -> torch.Tensor:
        """float32 [n, 3, rows, columns]."""
        above = interpolate(self.coarse(coarse), size=fine.shape[-2:], mode="bilinear")
        logits: torch.Tensor = self.mixed(self.fine(fine) + above)
        return logits


def heat_targets(people: Sequence[Person], side: int) -> tuple[Maps, Maps]:
    """Targets in [0, 1] and what counts, 0 or 1, both float32 [3, side, side]; boxes are shares of the square.

    A teen or somebody of unclear age is a person, and neither speaks for nor against a child where it is.
    """
    wanted, counts = np.zeros((2, 3, side, side), dtype=np.float32)
    counts += 1
    grid = np.arange(side)
    for person in people:
        left, top, right, bottom = (side * value for value in person.box)
        row, column = (min(side - 1, int(middle / 2)) for middle in (top + bottom, left + right))
        high, wide = (max(0.6, span / 6) for span in (bottom - top, right - left))
        down, across = np.exp(-((grid - row) ** 2) / (2 * high**2)), np.exp(-((grid - column) ** 2) / (2 * wide**2))
        bump = np.outer(down, across)
        age = {"minor": (CHILD,), "adult": (OLDER,)}.get(person.label, ())
        for channel in (*age, PERSON):
            wanted[channel] = np.maximum(wanted[channel], bump)
        if not age:
            counts[:PERSON, int(top) : int(bottom) + 1, int(left) : int(right) + 1] = 0
    return wanted, counts


def focal_loss(logits: torch.Tensor, wanted: torch.Tensor, counts: torch.Tensor) -> torch.Tensor:
    """CenterNet's loss over all places that count, for each middle of a person; all [n, 3, rows, columns]."""
    chance = torch.sigmoid(logits)
    middle = wanted == 1
    hit = -((1 - chance) ** 2) * logsigmoid(logits)
    miss = -((1 - wanted) ** 4) * chance**2 * logsigmoid(-logits)
    return (torch.where(middle, hit, miss) * counts).sum() / middle.sum().clamp(min=1)


def train_head(
    fine: Features, coarse: Features, people: Sequence[Sequence[Person]], *, epochs: int, seed: int = 0
) -> DenseHead:
    """A head for pictures of which all people are known, trained on their features."""
    torch.manual_seed(seed)
    head = DenseHead(fine.shape[1], coarse.shape[1]).train()
    targets = [heat_targets(found, fine.shape[-1]) for found in people]
    wanted, counts = (torch.from_numpy(np.stack(part)) for part in zip(*targets, strict=True))
    steps = epochs * -(-len(people) // _BATCH)
    optimiser = torch.optim.AdamW(head.parameters(), lr=2e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    for _ in range(epochs):
        for part in torch.randperm(len(people)).split(_BATCH):
            seen = [torch.from_numpy(features[part.numpy()]).float() for features in (fine, coarse)]
            shown, aim, known = [*seen], wanted[part], counts[part]
            if torch.rand(()) < 0.5:
                shown, aim, known = [x.flip(-1) for x in seen], aim.flip(-1), known.flip(-1)
            optimiser.zero_grad()
            focal_loss(head(*shown), aim, known).backward()
            optimiser.step()
            schedule.step()
    return head.eval()


@torch.inference_mode()
def heat(head: DenseHead, fine: Features, coarse: Features) -> Maps:
    """Logits of child, older person and person at each place, float32 [n, 3, rows, columns]."""
    parts = range(0, len(fine), _BATCH)
    rows = [head(*(torch.from_numpy(x[i : i + _BATCH]).float() for x in (fine, coarse))).numpy() for i in parts]
    return np.concatenate(rows)
