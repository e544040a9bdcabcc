"""Smaller networks that learn the caption scores of the trained one: fewer layers, or bytes in place of a tokenizer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import gelu, max_pool1d, softplus
from transformers import BertConfig, BertModel

from models.caption.network import CaptionNetwork
from models.caption.score import Feed, feeds_of
from stickerguard.caption.normalize import normalize

# Bytes that become one position of the encoder, and the most bytes that are read: 64 Chinese characters.
STRIDE, MAX_BYTES = 4, 192
_WIDTH = 256
Encode = Callable[[Sequence[str]], dict[str, Tensor]]


class ByteNetwork(nn.Module):
    """UTF-8 bytes -> strided convolution -> small BERT -> cumulative logits; after CANINE (arXiv 2103.06874).

    Takes byte values plus one, 0 where padded, int64 [batch, length], `length` a multiple of `STRIDE`.
    """

    def __init__(self, layers: int = 4) -> None:
        super().__init__()
        self.bytes = nn.Embedding(257, _WIDTH, padding_idx=0)
        self.near = nn.Conv1d(_WIDTH, _WIDTH, 5, padding=2)
        self.down = nn.Conv1d(_WIDTH, _WIDTH, STRIDE, stride=STRIDE)
        self.encoder = BertModel(
            BertConfig(
                vocab_size=2, hidden_size=_WIDTH, num_hidden_layers=layers, num_attention_heads=4,
                intermediate_size=4 * _WIDTH, max_position_embeddings=MAX_BYTES // STRIDE,
            ),
            add_pooling_layer=False,
        )  # fmt: skip
        self.score = nn.Linear(_WIDTH, 1)
        self.gaps = nn.Parameter(torch.ones(2))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Cumulative logits, float32 [batch, 3]."""
        states = self.bytes(input_ids).transpose(1, 2)
        states = self.down(gelu(self.near(states)) + states).transpose(1, 2)
        mask = max_pool1d(attention_mask.unsqueeze(1).to(states.dtype), STRIDE).squeeze(1)
        states = self.encoder(inputs_embeds=states, attention_mask=mask).last_hidden_state
        pooled = (states * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        middle = self.score(pooled)
        gaps = softplus(self.gaps)
        return torch.cat([middle + gaps[0], middle, middle - gaps[1]], dim=1)


def fewer_layers(teacher: CaptionNetwork, layers: int) -> CaptionNetwork:
    """A copy with `layers` of the teacher's layers, evenly spread (arXiv 1910.01108), all of them tuned."""
    student = deepcopy(teacher)
    kept = np.linspace(0, len(teacher.layers) - 1, layers).round().astype(int)
    student.encoder.get_submodule("encoder").layer = nn.ModuleList(student.layers[int(index)] for index in kept)
    student.encoder.config.num_hidden_layers = layers
    student.requires_grad_(True)
    student.encoder.embeddings.requires_grad_(False)
    return student


def byte_feeds(texts: Sequence[str]) -> list[Feed]:
    """One feed a caption for a ByteNetwork, normalised as the package does."""
    feeds = []
    for text in texts:
        content = normalize(text).text.encode()[:MAX_BYTES]
        length = max(STRIDE, -(-len(content) // STRIDE) * STRIDE)
        ids = np.zeros((1, length), dtype=np.int64)
        ids[0, : len(content)] = np.frombuffer(content, dtype=np.uint8).astype(np.int64) + 1
        feeds.append({"input_ids": ids, "attention_mask": (ids > 0).astype(np.int64)})
    return feeds


def token_feeds(tokenizer: Tokenizer, max_tokens: int) -> Callable[[Sequence[str]], list[Feed]]:
    """The same for a network that reads tokens."""
    return lambda texts: feeds_of(list(texts), tokenizer, max_tokens)


def padded(feeds: Sequence[Feed], padding: int) -> dict[str, Tensor]:
    """Feeds of single captions as one batch."""
    length = max(feed["input_ids"].shape[1] for feed in feeds)
    batch: dict[str, Any] = {
        "input_ids": np.full((len(feeds), length), padding, dtype=np.int64),
        "attention_mask": np.zeros((len(feeds), length), dtype=np.int64),
    }
    for index, feed in enumerate(feeds):
        for name, values in feed.items():
            batch[name][index, : values.shape[1]] = values[0]
    return {name: torch.from_numpy(values) for name, values in batch.items()}
