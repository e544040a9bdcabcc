"""Test captions that say nearly what a training caption says: `python -m models.caption.similar --encoder FOLDER`.

For whoever writes captions: a caption that tests must not be a training caption in other words. Prints, for each
caption of the fold "test", the closest training caption of its language where the cosine of their embeddings reaches
the limit.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from transformers import AutoModel, AutoTokenizer

from data.command import command
from models.caption.noise import Row
from models.caption.train import read_captions

_BATCH = 128


def embed(texts: list[str], encoder: Path) -> npt.NDArray[np.float32]:
    """Mean-pooled embeddings of length 1, float32 [len(texts), width]."""
    tokenizer = AutoTokenizer.from_pretrained(encoder, local_files_only=True)
    model = AutoModel.from_pretrained(encoder, local_files_only=True, dtype=torch.float32, add_pooling_layer=False)
    found = []
    with torch.inference_mode():
        for start in range(0, len(texts), _BATCH):
            batch = [f"query: {text.lower()}" for text in texts[start : start + _BATCH]]
            inputs = tokenizer(batch, padding=True, truncation=True, max_length=64, return_tensors="pt")
            states = model(**inputs).last_hidden_state
            mask = inputs["attention_mask"].unsqueeze(-1)
            found.append(((states * mask).sum(1) / mask.sum(1)).numpy())
    vectors = np.concatenate(found).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def similar(rows: list[Row], encoder: Path, limit: float) -> Iterator[tuple[float, Row, Row]]:
    """Cosine, test caption and closest training caption, where the cosine is at least `limit`."""
    for lang in sorted({row["lang"] for row in rows if row["fold"] == "test"}):
        inside = [row for row in rows if row["lang"] == lang]
        tests = [row for row in inside if row["fold"] == "test"]
        others = [row for row in inside if row["fold"] != "test"]
        if not others:
            continue
        vectors = embed([row["text"] for row in [*tests, *others]], encoder)
        cosines = vectors[: len(tests)] @ vectors[len(tests) :].T
        for row, values in zip(tests, cosines, strict=True):
            best = int(values.argmax())
            if values[best] >= limit:
                yield float(values[best]), row, others[best]


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("out/data/caption/captions.jsonl"))
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--limit", type=float, default=0.97)
    parser.add_argument("--json", action="store_true", help="print JSON lines")
    args = parser.parse_args(arguments)
    torch.set_num_threads(1)
    found = 0
    for cosine, test, training in similar(read_captions(args.data), args.encoder, args.limit):
        found += 1
        pair = {"cosine": round(cosine, 3), "test": test["text"], "training": training["text"], "lang": test["lang"]}
        print(json.dumps(pair, ensure_ascii=False) if args.json else "\t".join(map(str, pair.values())))
    if not args.json:
        print(f"{found} pairs at {args.limit} or above")


if __name__ == "__main__":
    main()
