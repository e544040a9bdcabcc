"""Scores of many captions, from a torch network or from an exported model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
import torch
from tokenizers import Tokenizer
from tqdm import tqdm

from data.caption.lexicon import lexicon_file
from models.caption.config import CaptionConfig
from models.caption.network import CaptionNetwork
from stickerguard.caption.lexicon import Lexicon
from stickerguard.caption.normalize import normalize
from stickerguard.caption.pieces import scored_texts, term_texts
from stickerguard.caption.term_weights import features

Feed = dict[str, npt.NDArray[np.int64]]
Floats = npt.NDArray[np.float64]


def feeds_of(texts: list[str], tokenizer: Tokenizer, max_tokens: int) -> list[Feed]:
    """One feed a caption, normalised as the package does."""
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    ids = [np.asarray([tokenizer.encode(f"query: {normalize(text).text}").ids], dtype=np.int64) for text in texts]
    return [{"input_ids": row, "attention_mask": np.ones_like(row)} for row in ids]


def logits_of_run(network: CaptionNetwork, texts: list[str], config: CaptionConfig, encoder: Path) -> Floats:
    """Raw logits of severity >= 2, float64 [len(texts)], from torch, of what the package would score.

    Each caption counts with the most suggestive of its pieces and readings, as in the package.
    """
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    torch.set_num_threads(config.threads)
    lexicon = Lexicon(lexicon_file().terms)
    parts = [scored_texts([text], lexicon) or [""] for text in texts]
    unique = list(dict.fromkeys(part for found in parts for part in found))
    feeds = feeds_of(unique, tokenizer, config.max_tokens)
    order = sorted(range(len(feeds)), key=lambda index: feeds[index]["input_ids"].shape[1])
    logits: dict[str, float] = {}
    with torch.inference_mode():
        for start in tqdm(range(0, len(order), 64), desc="scoring", disable=None):
            members = order[start : start + 64]
            ids = [torch.from_numpy(feeds[index]["input_ids"][0]) for index in members]
            padded = torch.nn.utils.rnn.pad_sequence(ids, batch_first=True, padding_value=1)
            lengths = torch.tensor([len(row) for row in ids])
            mask = (torch.arange(padded.shape[1]) < lengths[:, None]).long()
            found = network(padded, mask)[:, 1].double().tolist()
            logits.update(zip((unique[index] for index in members), found, strict=True))
    return np.asarray([max(logits[part] for part in found) for found in parts])


def term_features(texts: list[str], without: frozenset[str] = frozenset()) -> Floats:
    """What the lexicon, but for the terms by the writers `without`, finds in each text, float64 [len(texts), 6].

    Each feature of `term_weights` is the largest that it is in a reading of what counts (see `pieces.term_texts`).
    """
    lexicon = Lexicon(lexicon_file(without).terms)
    parts = [term_texts([text], lexicon) or [""] for text in texts]
    return np.asarray([np.max([features(part, lexicon.find(part)) for part in found], axis=0) for found in parts])


def logits_of_model(model: Path, feeds: list[Feed]) -> Floats:
    """Raw logits of severity >= 2, float64 [len(feeds)], from an exported model, one caption at a time."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    run = (session.run(["suggestive_logit"], feed)[0][0] for feed in tqdm(feeds, desc=model.name, disable=None))
    return np.asarray(list(run), dtype=np.float64)
