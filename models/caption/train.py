"""Train the caption model: `python -m models.caption.train --encoder FOLDER`.

Three runs: one on each fold of sources, which scores the other fold's unseen sources, and one on everything, which
becomes the model. Each leaves a checkpoint after every epoch; a run that was cut off goes on with `--resume`.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml

from models.caption.network import CaptionNetwork, interval_loss, load_encoder
from models.caption.noise import ocr_noise
from stickerguard.caption.normalize import normalize

log = logging.getLogger("models.caption.train")
Row = dict[str, Any]
RUNS = ("a", "b", "all")


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/caption/config.yaml"))
    parser.add_argument("--data", type=Path, default=Path("out/data/caption/captions.jsonl"))
    parser.add_argument("--encoder", type=Path, required=True, help="folder of a transformers encoder")
    parser.add_argument("--out", type=Path, default=Path("out/caption"))
    parser.add_argument("--runs", nargs="+", choices=RUNS, default=list(RUNS))
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoints")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        handlers=[logging.StreamHandler(), logging.FileHandler(args.out / "train.log")],
    )
    config = yaml.safe_load(args.config.read_text("utf-8"))
    rows = read_captions(args.data)
    torch.set_num_threads(config["threads"])
    for run in args.runs:
        train_run(run, rows, config, args.encoder, args.out, resume=args.resume)


def read_captions(path: Path) -> list[Row]:
    """The captions of `captions.jsonl`. Raises SystemExit when the file is missing or has no positive or negative."""
    if not path.is_file():
        raise SystemExit(f"{path}: no such file; run make data-caption first")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for name, found in (("positive", any(r["low"] >= 2 for r in rows)), ("negative", any(r["high"] < 2 for r in rows))):
        if not found:
            raise SystemExit(f"{path}: not one {name} caption; the model needs both")
    return rows


def train_run(
    run: str, rows: list[Row], config: dict[str, Any], encoder: Path, out: Path, *, resume: bool
) -> CaptionNetwork:
    """Train one run and leave `run_NAME.pt`, holding weights, epoch and optimizer state."""
    torch.manual_seed(config["seed"])
    network, tokenizer = load_encoder(encoder, config["layers"])
    network.tune_top(config["tuned"])
    tuned = [p for p in network.encoder.parameters() if p.requires_grad]
    head = [*network.score.parameters(), network.gaps]
    optimizer = torch.optim.AdamW(
        [
            {"params": tuned, "lr": config["learning_rate"]},
            {"params": head, "lr": config["head_learning_rate"]},
        ],
        weight_decay=config["weight_decay"],
    )
    kept = [row for row in rows if run == "all" or row["fold"] == run]
    steps_per_epoch = math.ceil(len(epoch_rows(kept, config, epoch=0)) / config["batch"])
    total = steps_per_epoch * config["epochs"]
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: warm_cosine(step, total))
    checkpoint, first = out / f"run_{run}.pt", 0
    if resume and checkpoint.is_file():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        first = state["epoch"]
    for epoch in range(first, config["epochs"]):
        start, losses = time.perf_counter(), []
        network.train()
        for inputs, low, high in batches(epoch_rows(kept, config, epoch), tokenizer, config, epoch):
            loss = interval_loss(network(**inputs), low, high)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*tuned, *head], 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        seconds = time.perf_counter() - start
        log.info("run %s epoch %d/%d loss %.4f %.0f s", run, epoch + 1, config["epochs"], np.mean(losses), seconds)
        state = {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "epoch": epoch + 1,
        }
        torch.save(state, checkpoint.with_suffix(".tmp"))
        checkpoint.with_suffix(".tmp").replace(checkpoint)
    return network.eval()


def warm_cosine(step: int, total: int) -> float:
    """Learning rate factor: linear warm-up over a tenth of the steps, then half a cosine down to 0."""
    warm = max(1, total // 10)
    return (step + 1) / warm if step < warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, total - warm)))


def epoch_rows(rows: list[Row], config: dict[str, Any], epoch: int) -> list[Row]:
    """All positives and all exactly labelled captions, and a fresh draw of the other negatives, shuffled."""
    source = random.Random(config["seed"] + epoch)
    keep = [row for row in rows if row["low"] >= 2 or row["low"] == row["high"]]
    rest = [row for row in rows if not (row["low"] >= 2 or row["low"] == row["high"])]
    drawn = keep + source.sample(rest, min(config["negatives"], len(rest)))
    source.shuffle(drawn)
    return drawn


def batches(
    rows: list[Row], tokenizer: Any, config: dict[str, Any], epoch: int
) -> Iterator[tuple[dict[str, torch.Tensor], torch.Tensor, torch.Tensor]]:
    """Tokenised batches with their severity intervals; captions of like length go together."""
    source = random.Random(config["seed"] - epoch - 1)
    size = config["batch"]
    for start in range(0, len(rows), size * 16):
        block = sorted(rows[start : start + size * 16], key=lambda row: len(row["text"]))
        chunks = [block[at : at + size] for at in range(0, len(block), size)]
        source.shuffle(chunks)
        for chunk in chunks:
            texts = [normalize(row["text"]).text for row in chunk]
            texts = [ocr_noise(text, 0.1, source) if source.random() < config["noise"] else text for text in texts]
            inputs = tokenizer(
                [f"query: {text}" for text in texts],
                padding=True,
                truncation=True,
                max_length=config["max_tokens"],
                return_tensors="pt",
            )
            low, high = (torch.tensor([row[key] for row in chunk]) for key in ("low", "high"))
            yield {key: inputs[key] for key in ("input_ids", "attention_mask")}, low, high


if __name__ == "__main__":
    main()
