"""Encoder with mean pooling and an ordinal severity head, beside a linear model of its pieces."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.functional import logsigmoid, softplus
from transformers import AutoModel, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from models.caption.wide import Wide
from stickerguard.errors import StickerguardError


class CaptionNetwork(nn.Module):
    """Cumulative logits of severity >= 1, >= 2, >= 3 from one score and ordered biases (Cao et al. 2020, CORAL).

    Ordered by construction: the gaps between the biases are softplus values, so P(>= 1) >= P(>= 2) >= P(>= 3).
    """

    def __init__(self, encoder: PreTrainedModel, hidden: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.score = nn.Linear(hidden, 1)
        self.wide = Wide()
        self.gaps = nn.Parameter(torch.ones(2))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Cumulative logits, float32 [batch, 3]."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        pooled = (states * mask).sum(1) / mask.sum(1)
        middle = self.score(pooled) + self.wide(input_ids, attention_mask)
        gaps = softplus(self.gaps)
        return torch.cat([middle + gaps[0], middle, middle - gaps[1]], dim=1)

    @property
    def layers(self) -> nn.ModuleList:
        """Those of the encoder, the lowest first."""
        return cast(nn.ModuleList, self.encoder.get_submodule("encoder.layer"))

    def tune_top(self, layers: int) -> None:
        """Freeze everything but the head and the `layers` top encoder layers."""
        self.encoder.requires_grad_(False)
        for layer in self.layers[-layers:]:
            layer.requires_grad_(True)


def interval_loss(logits: Tensor, low: Tensor, high: Tensor) -> Tensor:
    """Mean binary cross entropy over the cumulative steps that an interval low <= severity <= high settles.

    Step k asks "severity >= k?": yes for k <= low, no for k > high, and left out between.
    """
    steps = torch.arange(1, 4, device=logits.device)
    yes = (steps <= low[:, None]).to(logits.dtype)
    no = (steps > high[:, None]).to(logits.dtype)
    losses = -(yes * logsigmoid(logits) + no * logsigmoid(-logits))
    return losses.sum() / (yes + no).sum()


def load_encoder(folder: Path, layers: int) -> tuple[CaptionNetwork, PreTrainedTokenizerBase]:
    """The network on the first `layers` layers of the encoder in `folder`, and its tokenizer.

    Raises StickerguardError, code "bad_encoder", when the folder holds no encoder or one with fewer layers.
    """
    if not (folder / "config.json").is_file():
        raise StickerguardError(
            f"{folder}: no config.json; give --encoder the folder of a transformers encoder", code="bad_encoder"
        )
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    encoder = AutoModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32, add_pooling_layer=False)
    available = len(encoder.encoder.layer)
    if layers > available:
        raise StickerguardError(
            f"{folder}: the encoder has {available} layers, the config asks for {layers}", code="bad_encoder"
        )
    encoder.encoder.layer = encoder.encoder.layer[:layers]
    encoder.config.num_hidden_layers = layers
    return CaptionNetwork(encoder, encoder.config.hidden_size), tokenizer
