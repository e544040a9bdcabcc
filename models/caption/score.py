"""Scores of many captions, from a torch network or from an exported model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
import torch
from tokenizers import Tokenizer
from tqdm import tqdm

from models.caption.noise import Row
from models.caption.config import CaptionConfig
from models.caption.network import CaptionNetwork
from stickerguard.caption.normalize import normalize

Feed = dict[str, npt.NDArray[np.int64]]
Floats = npt.NDArray[np.float64]


def feeds_of(texts: list[str], tokenizer: Tokenizer, max_tokens: int) -> list[Feed]:
    """One feed a caption, normalised as the package does."""
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    ids = [np.asarray([tokenizer.encode(f"query: {normalize(text).text}").ids], dtype=np.int64) for text in texts]
    return [{"input_ids": row, "attention_mask": np.ones_like(row)} for row in ids]


def logits_of_run(network: CaptionNetwork, rows: list[Row], config: CaptionConfig, encoder: Path) -> Floats:
    """Raw logits of severity >= 2, float64 [len(rows)], from torch."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    torch.set_num_threads(config.threads)
    feeds = feeds_of([row["text"] for row in rows], tokenizer, config.max_tokens)
    order = sorted(range(len(feeds)), key=lambda index: feeds[index]["input_ids"].shape[1])
    logits = np.zeros(len(feeds))
    with torch.inference_mode():
        for start in tqdm(range(0, len(order), 64), desc="scoring", disable=None):
            members = order[start : start + 64]
            ids = [torch.from_numpy(feeds[index]["input_ids"][0]) for index in members]
            padded = torch.nn.utils.rnn.pad_sequence(ids, batch_first=True, padding_value=1)
            lengths = torch.tensor([len(row) for row in ids])
            mask = (torch.arange(padded.shape[1]) < lengths[:, None]).long()
            logits[members] = network(padded, mask)[:, 1].double().numpy()
    return logits


def logits_of_model(model: Path, feeds: list[Feed]) -> Floats:
    """Raw logits of severity >= 2, float64 [len(feeds)], from an exported model, one caption at a time."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    run = (session.run(["suggestive_logit"], feed)[0][0] for feed in tqdm(feeds, desc=model.name, disable=None))
    return np.asarray(list(run), dtype=np.float64)
