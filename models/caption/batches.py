"""What an epoch of caption training reads, and how a batch is made of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import torch
from torch.utils.data import Dataset
from transformers import PreTrainedTokenizerBase

from models.caption.config import CaptionConfig
from models.caption.noise import disturbed
from stickerguard.caption.normalize import normalize

Row = dict[str, Any]
_BLOCK = 16


class Captions(Dataset[Row]):
    """The rows of one run."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Row:
        return self.rows[index]


def epoch_order(rows: list[Row], config: CaptionConfig, epoch: int) -> list[int]:
    """All positives and all exactly labelled captions, and a fresh draw of the other negatives.

    Shuffled; within blocks, captions of like length go together, so that batches carry little padding.
    """
    source = random.Random(config.seed + epoch)
    always = [i for i, row in enumerate(rows) if row["low"] >= 2 or row["low"] == row["high"]]
    known = set(always)
    rest = [i for i in range(len(rows)) if i not in known]
    drawn = always + source.sample(rest, min(config.negatives, len(rest)))
    source.shuffle(drawn)
    chunks = []
    for start in range(0, len(drawn), config.batch * _BLOCK):
        block = sorted(drawn[start : start + config.batch * _BLOCK], key=lambda index: len(rows[index]["text"]))
        parts = [block[at : at + config.batch] for at in range(0, len(block), config.batch)]
        source.shuffle(parts)
        chunks += parts
    # A short batch anywhere but at the end would shift all that follow.
    chunks.sort(key=len, reverse=True)
    whole = [chunk for chunk in chunks if len(chunk) == config.batch]
    source.shuffle(whole)
    return [index for chunk in [*whole, *chunks[len(whole) :]] for index in chunk]


def collator(
    tokenizer: PreTrainedTokenizerBase, config: CaptionConfig
) -> Callable[[list[Row]], dict[str, torch.Tensor]]:
    """Rows -> token ids, mask and severity intervals; some captions are disturbed, by torch's generator."""

    def collate(rows: list[Row]) -> dict[str, torch.Tensor]:
        source = random.Random(int(torch.randint(2**31, ())))
        texts = [normalize(disturbed(row["text"], row["lang"], config.noise, source)).text for row in rows]
        inputs = tokenizer(
            [f"query: {text}" for text in texts],
            padding=True,
            truncation=True,
            max_length=config.max_tokens,
            return_tensors="pt",
        )
        low, high = (torch.tensor([row[key] for row in rows]) for key in ("low", "high"))
        return {"input_ids": inputs["input_ids"], "attention_mask": inputs["attention_mask"], "low": low, "high": high}

    return collate
