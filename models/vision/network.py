"""A backbone with two heads: minor and person."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from models.vision.config import Backbone
from stickerguard.errors import StickerguardError


class MinorNet(nn.Module):
    """Normalised pictures -> logits of minor and person.

    `frozen` are modules of the backbone, by name, that keep their weights and their BatchNorm statistics. Raises
    StickerguardError, code "bad_config", for a name the backbone does not have.
    """

    def __init__(self, spec: Backbone, *, frozen: Sequence[str] = (), dropout: float = 0.0, load: bool = False) -> None:
        from models.vision.backbones import create_backbone

        super().__init__()
        self.backbone, features = create_backbone(spec.library, spec.name, spec.weights, load=load)
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.Linear(features, 2)
        nn.init.zeros_(self.heads.bias)
        modules = dict(self.backbone.named_modules())
        if unknown := [name for name in frozen if name not in modules]:
            raise StickerguardError(
                f"frozen: {spec.name} has no module {', '.join(unknown)}; it has {', '.join(list(modules)[1:8])}, ...",
                code="bad_config",
            )
        self._frozen = [modules[name] for name in frozen]
        for module in self._frozen:
            module.requires_grad_(False)

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
        found: torch.Tensor = self.backbone(pictures)
        # Not as a sum: the quantiser would give it eight bits.
        return torch.stack([found, self.backbone(halved(pictures))]).mean(0) if two_sizes else found

    @property
    def maps(self) -> bool:
        """Whether `logits_and_map` is there: for backbones of timm that pool the mean of their last feature map."""
        return bool(getattr(getattr(self.backbone, "global_pool", None), "pool_type", "") == "avg")

    def logits_and_map(self, pictures: torch.Tensor, *, two_sizes: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
        """As `forward`, and what each place adds to the minor logit, float32 [batch, rows, columns].

        The mean over all places, plus the head's bias, is the minor logit of the picture as it is: a class activation
        map (Zhou et al. 2016, arXiv 1512.04150), which needs no layer of its own. Only where `maps` holds.
        """
        found = self.backbone.forward_features(pictures)
        features = self.backbone.global_pool(found)
        if two_sizes:
            features = torch.stack([features, self.backbone(halved(pictures))]).mean(0)
        places = (found * self.heads.weight[0].view(1, -1, 1, 1)).sum(1)
        return self.heads(self.dropout(features)), places


def halved(pictures: torch.Tensor) -> torch.Tensor:
    """float32 [batch, 3, height, width] at half the height and width: the mean of each square of four pixels."""
    return torch.nn.functional.avg_pool2d(pictures, 2)


def normalise(pictures: torch.Tensor, spec: Backbone) -> torch.Tensor:
    """uint8 [batch, 3, height, width] -> float32, (x / 255 - mean) / std as the backbone learnt it."""
    mean = torch.tensor(spec.mean, device=pictures.device).view(1, -1, 1, 1)
    std = torch.tensor(spec.std, device=pictures.device).view(1, -1, 1, 1)
    return (pictures.float() / 255 - mean) / std
