"""What more writers and more layers bring, in minutes: `python -m models.caption.curves --encoder FOLDER`.

Learning curves of linear probes (Alain and Bengio 2016, arXiv 1610.01644) on mean-pooled states of the encoder as it
came. A probe changes no feature, so its figures lie below those of a training; their slopes say whether a further hand
or a deeper encoder still helps. Tested on the captions of writers that only test.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from transformers import AutoModel, AutoTokenizer

from data.command import command
from models.caption.noise import Row
from models.caption.train import UNREAD, read_captions

_BATCH = 64
# Ridge penalty as scikit-learn counts it (inverse): 384 features, some hundred captions of the smallest sets.
_INVERSE_PENALTY = 0.02
Floats = npt.NDArray[np.float32]


def states(texts: Sequence[str], encoder: Path, layers: Sequence[int]) -> dict[int, Floats]:
    """Mean-pooled states after each of `layers`, counted from 1: float32 [len(texts), width]."""
    tokenizer = AutoTokenizer.from_pretrained(encoder, local_files_only=True)
    model = AutoModel.from_pretrained(encoder, local_files_only=True, dtype=torch.float32, add_pooling_layer=False)
    # Texts of like length together: less padding.
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    found: dict[int, list[Floats]] = {layer: [] for layer in layers}
    with torch.inference_mode():
        for start in range(0, len(texts), _BATCH):
            batch = [f"query: {texts[number].lower()}" for number in order[start : start + _BATCH]]
            inputs = tokenizer(batch, padding=True, truncation=True, max_length=64, return_tensors="pt")
            hidden = model(**inputs, output_hidden_states=True).hidden_states
            mask = inputs["attention_mask"].unsqueeze(-1)
            for layer in layers:
                found[layer].append(((hidden[layer] * mask).sum(1) / mask.sum(1)).numpy())
    back = np.argsort(order)
    return {layer: np.concatenate(parts)[back] for layer, parts in found.items()}


def learning_curves(
    rows: Sequence[Row], of_layer: dict[int, Floats], counts: Sequence[int], repeats: int, seed: int = 0
) -> Iterator[dict[str, object]]:
    """Median AUC over `repeats` draws of so many writers, for each language that tests, and for each layer with all.

    `of_layer` holds the states of `rows`. A count above the number of writers stands for all of them.
    """
    severity = np.asarray([row["low"] for row in rows])
    settled = np.asarray([row["low"] >= 2 or row["high"] < 2 for row in rows])
    tests = np.asarray([row["fold"] == "test" for row in rows])
    sources = np.asarray([row["source"] for row in rows])
    langs = np.asarray([row["lang"] for row in rows])
    writers = sorted({str(row["source"]) for row in rows if row["fold"] not in ("always", *UNREAD)})
    deepest = max(of_layer)
    asked = [(deepest, count) for count in counts if count < len(writers)]
    for layer, count in [*asked, *((layer, len(writers)) for layer in sorted(of_layer))]:
        source = random.Random(seed)
        found: dict[str, list[float]] = {}
        sizes = []
        for _ in range(repeats if count < len(writers) else 1):
            used = np.isin(sources, source.sample(writers, count)) & settled
            if len(set(severity[used] >= 2)) < 2:
                continue
            probe = make_pipeline(StandardScaler(), LogisticRegression(C=_INVERSE_PENALTY, max_iter=2000))
            probe.fit(of_layer[layer][used], severity[used] >= 2)
            sizes.append(int(used.sum()))
            for lang in sorted(set(langs[tests])):
                inside = tests & settled & (langs == lang)
                if len(set(severity[inside] >= 2)) == 2:
                    score = probe.decision_function(of_layer[layer][inside])
                    found.setdefault(str(lang), []).append(float(roc_auc_score(severity[inside] >= 2, score)))
        yield {"layers": layer, "writers": count, "captions": int(np.median(sizes))} | {
            lang: round(float(np.median(values)), 3) for lang, values in found.items()
        }


@command
def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("out/data/caption/captions.jsonl"))
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--layers", type=int, nargs="+", default=[3, 6, 9, 12])
    parser.add_argument("--writers", type=int, nargs="+", default=[2, 4, 8, 16])
    parser.add_argument("--repeats", type=int, default=5)
    args = parser.parse_args()
    torch.set_num_threads(1)
    rows = [row for row in read_captions(args.data) if row["fold"] != "always"]
    found = states([row["text"] for row in rows], args.encoder, args.layers)
    for line in learning_curves(rows, found, args.writers, args.repeats):
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
