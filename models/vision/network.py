"""A backbone, or two side by side, with two heads: minor and person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import nn

from models.vision.config import Backbone
from stickerguard.errors import StickerguardError


class MinorNet(nn.Module):
    """Normalised pictures -> logits of minor and person.

    `frozen` are modules of the backbone, by name (those of a second one begin with "beside."), that keep their weights
    and their BatchNorm statistics. Raises StickerguardError, code "bad_config", for a name the backbone does not have.
    """

    def __init__(self, spec: Backbone, *, frozen: Sequence[str] = (), dropout: float = 0.0, load: bool = False) -> None:
        from models.vision.backbones import create_backbone

        super().__init__()
        self.backbone, features = create_backbone(spec.library, spec.name, spec.weights, load=load)
        self.beside = None
        if (second := spec.beside) is not None:
            self.beside, further = create_backbone(second.library, second.name, second.weights, load=load)
            features += further
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.Linear(features, 2)
        nn.init.zeros_(self.heads.bias)
        modules = dict(self.backbone.named_modules())
        if self.beside is not None:
            modules |= {f"beside.{name}": module for name, module in self.beside.named_modules()}
        if unknown := [name for name in frozen if name not in modules]:
            raise StickerguardError(
                f"frozen: {spec.name} has no module {', '.join(unknown)}; it has {', '.join(list(modules)[1:8])}, ...",
                code="bad_config",
            )
        self._frozen = [modules[name] for name in frozen]
        for module in self._frozen:
            module.requires_grad_(False)

    @property
    def backbones(self) -> tuple[Any, ...]:
        """The one backbone, or both."""
        return (self.backbone,) if self.beside is None else (self.backbone, self.beside)

    def train(self, mode: bool = True) -> MinorNet:
        """As usual, but frozen modules stay in evaluation mode, so that their BatchNorm statistics are kept."""
        super().train(mode)
        for module in self._frozen:
            module.eval()
        return self

    def forward(self, pictures: torch.Tensor, *, two_sizes: bool = False) -> torch.Tensor:
        """Logits, float32 [batch, 2] (minor, person), of float32 [batch, 3, height, width].

        With `two_sizes` the features are the mean over each picture as it is and at half its size: convolutions know
        things at the sizes they met in training, and a sticker may be filled by a head or by a crowd (testing at
        several sizes: Simonyan and Zisserman 2015, arXiv 1409.1556).
        """
        logits: torch.Tensor = self.heads(self.dropout(self.features(pictures, two_sizes=two_sizes)))
        return logits

    def features(self, pictures: torch.Tensor, *, two_sizes: bool = False) -> torch.Tensor:
        """What the heads see, float32 [batch, features]."""
        return _side_by_side([self._seen(backbone, pictures, two_sizes) for backbone in self.backbones])

    def _seen(self, backbone: Any, pictures: torch.Tensor, two_sizes: bool) -> torch.Tensor:
        found: torch.Tensor = backbone(pictures)
        # Not as a sum: the quantiser would give it eight bits.
        return torch.stack([found, backbone(halved(pictures))]).mean(0) if two_sizes else found

    @property
    def maps(self) -> bool:
        """Whether `logits_and_map` is there: for backbones of timm that pool the mean of their last feature map."""
        return all(getattr(getattr(one, "global_pool", None), "pool_type", "") == "avg" for one in self.backbones)

    def logits_and_map(self, pictures: torch.Tensor, *, two_sizes: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
        """As `forward`, and what each place adds to the minor logit, float32 [batch, rows, columns].

        The mean over all places, plus the head's bias, is the minor logit of the picture as it is: a class activation
        map (Zhou et al. 2016, arXiv 1512.04150), which needs no layer of its own. Only where `maps` holds.
        """
        features, maps = [], []
        for backbone in self.backbones:
            found = backbone.forward_features(pictures)
            pooled = backbone.global_pool(found)
            if two_sizes:
                pooled = torch.stack([pooled, backbone(halved(pictures))]).mean(0)
            features.append(pooled)
            maps.append(found)
        places = (_side_by_side(maps) * self.heads.weight[0].view(1, -1, 1, 1)).sum(1)
        return self.heads(self.dropout(_side_by_side(features))), places


def _side_by_side(parts: list[torch.Tensor]) -> torch.Tensor:
    return parts[0] if len(parts) == 1 else torch.cat(parts, 1)


def halved(pictures: torch.Tensor) -> torch.Tensor:
    """float32 [batch, 3, height, width] at half the height and width: the mean of each square of four pixels."""
    return torch.nn.functional.avg_pool2d(pictures, 2)


def normalise(pictures: torch.Tensor, spec: Backbone) -> torch.Tensor:
    """uint8 [batch, 3, height, width] -> float32, (x / 255 - mean) / std as the backbone learnt it."""
    mean = torch.tensor(spec.mean, device=pictures.device).view(1, -1, 1, 1)
    std = torch.tensor(spec.std, device=pictures.device).view(1, -1, 1, 1)
    return (pictures.float() / 255 - mean) / std
