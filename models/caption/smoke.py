"""A tiny encoder and a tiny caption set, so that the whole recipe can be tested in a minute and without data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from models.caption.config import CaptionConfig
from models.caption.noise import Row

_SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
_WORDS = {0: "rain", 1: "rose", 2: "zzz", 3: "zzzz xx"}


@dataclass(frozen=True, slots=True)
class Smoke:
    """The pieces of a tiny run; made-up words stand for the severities."""

    config: CaptionConfig
    encoder: Path
    captions: Path
    out: Path


def smoke_run(folder: Path) -> Smoke:
    """Write encoder and captions below `folder` and give the configuration that trains on them."""
    folder.mkdir(parents=True, exist_ok=True)
    config = CaptionConfig(
        layers=2, tuned=1, max_tokens=24, epochs=4, batch=8, negatives=40, learning_rate=3e-3, head_learning_rate=2e-2,
        weight_decay=0.0, noise=0.2, seed=1, threads=1,
    )  # fmt: skip
    write_encoder(folder / "encoder")
    write_captions(folder / "captions.jsonl")
    return Smoke(config, folder / "encoder", folder / "captions.jsonl", folder / "out")


def write_encoder(folder: Path) -> None:
    """A BERT of three layers with random weights that reads one character a token."""
    letters = sorted(set("abcdefghijklmnopqrstuvwxyz :0123456789"))
    vocabulary = {piece: index for index, piece in enumerate([*_SPECIAL, *letters])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    )
    wrapped.save_pretrained(folder)
    torch.manual_seed(0)
    encoder = BertModel(
        BertConfig(
            vocab_size=len(vocabulary), pad_token_id=1, hidden_size=32, intermediate_size=64, num_attention_heads=2,
            num_hidden_layers=3,
        )
    )  # fmt: skip
    # The exporter stores equal tensors once, under one name; a trained encoder has none, a fresh one many of zeros.
    for parameter in encoder.parameters():
        parameter.data += 0.01 * torch.randn_like(parameter)
    encoder.save_pretrained(folder)


def write_captions(path: Path) -> None:
    """Fifty captions for each fold."""
    rows: list[Row] = []
    for fold in ("a", "b", "calibrate", "test"):
        for index in range(30):
            severity = index % 4
            row: Row = {"text": f"{_WORDS[severity]} {index}", "lang": "en", "source": f"authored_{fold}", "fold": fold}
            rows.append(row | {"low": severity, "high": severity, "licence": "Apache-2.0", "kind": "everyday"})
        for index in range(20):
            row = {"text": f"news {index}", "lang": "zh", "source": f"n_{fold}", "fold": fold, "low": 0, "high": 1}
            rows.append(row | {"licence": "CC0-1.0", "kind": ""})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
