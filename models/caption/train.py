"""Train the caption model: `python -m models.caption.train --encoder FOLDER [--resume]`.

One run for each fold of writers, which leaves this fold out and measures it, and one on all of them, which becomes the
model, run_NAME/network.safetensors. `transformers.Trainer` runs the loop. `--start` goes on from the networks of a
former training, each run from the one that left out the same fold; or from a bundle, or a training that went on from
one, which has read every fold, so that only the run on all of them goes on from it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import PreTrainedTokenizerBase, PrinterCallback, TrainerCallback

from data.caption.build import ALONE, GLOSSARY, WORD
from data.caption.keys import signs_of
from data.command import command
from data.jsonl import read_objects
from models.caption.batches import EpochCaptions, collator
from models.caption.beginning import beginning_of, bundle_in, has_read_all, weights_in, write_beginning
from models.caption.config import CaptionConfig, load_config
from models.caption.network import CaptionNetwork, interval_loss, load_encoder
from models.caption.noise import Row, disturbed
from models.caption.record import encoder_of, whole
from models.caption.reread import READ
from models.caption.smoke import smoke_run
from models.caption.unfold import unfold
from models.caption.wide import fit
from models.checkpoints import begin, hash_of, settings
from models.network_files import fill, trained
from models.room import writing
from models.training import EpochTrainer, LogLines, log_to, training_arguments
from stickerguard.caption.normalize import normalize
from stickerguard.errors import StickerguardError

EVERYTHING = "all"
WEIGHTS = "network.safetensors"
UNREAD = ("calibrate", "test")
"""Folds of writers that no run reads."""


class CaptionTrainer(EpochTrainer):
    """Interval loss, learning rates by layer and for the head, negatives drawn anew each epoch."""

    def __init__(self, config: CaptionConfig, captions: EpochCaptions, **more: Any) -> None:
        super().__init__(captions.order, train_dataset=captions, **more)
        self.config = config

    def create_optimizer(self, model: Any = None) -> torch.optim.Optimizer:
        """AdamW; lower layers learn more slowly (Howard and Ruder 2018, arXiv 1801.06146), the head faster."""
        if self.optimizer is None:
            network = self.accelerator.unwrap_model(self.model)
            layers = network.encoder.encoder.layer
            rates = [self.config.learning_rate * self.config.layer_decay**below for below in range(len(layers))]
            tuned = [
                {"params": list(layer.parameters()), "lr": rate}
                for layer, rate in zip(reversed(layers), rates, strict=True)
                if next(layer.parameters()).requires_grad
            ]
            head = [*network.score.parameters(), network.gaps]
            self.optimizer = torch.optim.AdamW(
                [*tuned, {"params": head, "lr": self.config.head_learning_rate}],
                weight_decay=self.config.weight_decay,
            )
        return self.optimizer

    def compute_loss(
        self,
        model: torch.nn.Module,
        inputs: dict[str, torch.Tensor],
        return_outputs: bool = False,
        num_items_in_batch: torch.Tensor | int | None = None,
    ) -> torch.Tensor:
        """Mean loss of a batch."""
        logits = model(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
        return interval_loss(logits.float(), inputs["low"], inputs["high"])


def read_captions(path: Path) -> list[Row]:
    """The captions of `captions.jsonl`.

    Raises StickerguardError, code "bad_data", when the file is missing, a line is no object, it holds fewer than two
    folds that measure, or a fold has no positive or no negative.
    """
    if not path.is_file():
        raise StickerguardError(f"{path}: no such file; run make data-caption first", code="bad_data")
    rows = [dict(row) for _, row in read_objects(path)]
    add_readings(rows, path.with_name(READ))
    if len(folds_of(rows)) < 2:
        raise StickerguardError(f"{path}: {len(folds_of(rows))} folds measure; at least 2 are needed", code="bad_data")
    for fold in folds_of(rows):
        for name, found in (
            ("positive", any(r["low"] >= 2 for r in rows if r["fold"] == fold)),
            ("negative", any(r["high"] < 2 for r in rows if r["fold"] == fold)),
        ):
            if not found:
                raise StickerguardError(
                    f"{path}: fold {fold} has not one {name} caption; each fold needs both", code="bad_data"
                )
    return rows


def add_readings(rows: list[Row], path: Path) -> None:
    """Give each caption that was drawn what the OCR engine read, where it read anything, as `row["read"]`."""
    if not path.is_file():
        return
    read: dict[tuple[str, str], list[str]] = {}
    for _, found in read_objects(path):
        if found["read"].strip():
            read.setdefault((found["text"], found["lang"]), []).append(found["read"])
    for row in rows:
        if texts := read.get((row["text"], row["lang"])):
            row["read"] = texts


def folds_of(rows: list[Row]) -> list[str]:
    """The folds that a run leaves out in turn."""
    return sorted({row["fold"] for row in rows} - {"always", *UNREAD})


def run_without(fold: str) -> str:
    """The name of the run that never reads `fold`."""
    return f"without_{fold}"


def train_run(
    run: str,
    rows: list[Row],
    config: CaptionConfig,
    encoder: Path,
    out: Path,
    *,
    start: Path | None = None,
    resume: bool = False,
) -> None:
    """Train one run and write its network below `out`/run_NAME.

    `start` is what the run goes on from: the `out` of a former training of the same layers and folds, or the folder of
    a bundle. With `resume` the run goes on from its last checkpoint; else those of a former one are removed. Raises
    StickerguardError, code "not_trained", when `start` holds no network, and as `models.checkpoints.begin`.
    """
    torch.manual_seed(config.seed)
    origin = encoder_of(encoder)
    network, tokenizer = load_encoder(encoder, config.layers)
    if start is not None:
        _fill(network, run, config, encoder, start)
    # It has its share of what the sum knows from the start, so the encoder learns as if alone.
    network.wide.clear()
    network.tune_top(config.tuned)
    kept = [row for row in rows if row["fold"] not in UNREAD and run != run_without(row["fold"])]
    folder = out / f"run_{run}"
    arguments = training_arguments(
        folder, epochs=config.epochs, batch=config.batch, learning_rate=config.learning_rate,
        weight_decay=config.weight_decay, seed=config.seed, workers=0, dataloader_drop_last=False,
    )  # fmt: skip
    callbacks: list[TrainerCallback] = [LogLines()]
    trainer = CaptionTrainer(
        config, EpochCaptions(kept, config), model=network, args=arguments,
        data_collator=collator(tokenizer, config.max_tokens), callbacks=callbacks,
    )  # fmt: skip
    trainer.remove_callback(PrinterCallback)
    checkpoint = begin(arguments, _made_of(run, kept, config, encoder, start, out), resume=resume)
    if config.epochs:
        with writing(folder):
            trainer.train(resume_from_checkpoint=checkpoint)
    if trainer.is_world_process_zero():
        fit_wide(trainer.accelerator.unwrap_model(trainer.model), tokenizer, kept, config)
        state = trainer.accelerator.unwrap_model(trainer.model).state_dict()
        begun = weights_in(start, start / f"run_{run}" / WEIGHTS) if start else None
        weights = {name: value.detach().cpu().contiguous() for name, value in state.items()}
        with writing(folder):
            save_file(weights, folder / WEIGHTS, whole(kept, origin, begun).metadata)


def _made_of(
    run: str, rows: list[Row], config: CaptionConfig, encoder: Path, start: Path | None, out: Path
) -> dict[str, str]:
    if start is None:
        begun = "the encoder"
    elif start.resolve() == out.resolve():
        # Runs that came to their end have replaced what they began with.
        begun = "the former networks of this folder"
    else:
        begun = hash_of([weights_in(start, start / f"run_{run}" / WEIGHTS)])
    files = sorted(path for path in encoder.iterdir() if path.suffix in (".safetensors", ".bin", ".json"))
    data = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    return settings(config) | {"data": data, "encoder": hash_of(files), "start": begun}


def fit_wide(
    network: CaptionNetwork, tokenizer: PreTrainedTokenizerBase, rows: list[Row], config: CaptionConfig
) -> None:
    """Fit the linear model beside the encoder to `rows`."""
    if not config.wide:
        return
    written = captions_to_fit(rows, config)
    found = tokenizer(
        [f"query: {normalize(text).text}" for text, _ in written], truncation=True, max_length=config.max_tokens
    )
    captions = [np.asarray(ids, dtype=np.int64) for ids in found["input_ids"]]
    fit(
        network.wide, captions, np.asarray([label for _, label in written]),
        share=config.wide, strength=config.wide_strength, contrast=config.wide_contrast,
    )  # fmt: skip


def captions_to_fit(rows: list[Row], config: CaptionConfig) -> list[tuple[str, bool]]:
    """What the linear model is fitted to, and whether it is suggestive: captions as they are, then copies of them,
    disturbed, and some of those without an emoji with one that others have, which says nothing by itself.

    Of the glossary's bare terms come those without an innocent sense, against the everyday words that share pieces with
    them.
    """
    settled = [row for row in rows if (row["low"] >= 2 or row["high"] < 2) and _speaks(row)]
    source = random.Random(config.seed)
    copies = [(_copy(row, source), row["low"] >= 2) for row in settled for _ in range(config.wide_copies)]
    emoji = sorted(sign for row in settled for sign in signs_of(row["text"]))
    plain = [row for row in settled if row.get("kind") not in (WORD, GLOSSARY) and not signs_of(row["text"])]
    picked = [row for row in plain if emoji and source.random() < config.wide_emoji]
    adorned = [(f"{row['text']} {source.choice(emoji)}", row["low"] >= 2) for row in picked]
    return [*((row["text"], row["low"] >= 2) for row in settled), *copies, *adorned]


def _copy(row: Row, source: random.Random) -> str:
    """A row disturbed; an everyday word as it is, since pieces of it say nothing."""
    return row["text"] if row.get("kind") == WORD else disturbed(row, 1.0, source)


def _speaks(row: Row) -> bool:
    """Whether the words of a row alone tell: a term with an innocent sense does not, nor one that is hardly adult."""
    return row.get("kind") != GLOSSARY or (row.get("term") == ALONE and row["low"] >= 2)


def _fill(network: CaptionNetwork, run: str, config: CaptionConfig, encoder: Path, start: Path) -> None:
    if bundle_in(start):
        unfold(network, weights_in(start, start))
    else:
        network.load_state_dict(load_run(run, config, encoder, start).state_dict())


def is_trained(run: str, out: Path) -> bool:
    """Whether the run has come to its end."""
    return (out / f"run_{run}" / WEIGHTS).is_file()


def load_run(run: str, config: CaptionConfig, encoder: Path, out: Path) -> CaptionNetwork:
    """The trained network of one run.

    Raises StickerguardError, code "not_trained", when there is none, and "bad_weights" for one of another encoder or of
    other layers.
    """
    path = trained(out / f"run_{run}" / WEIGHTS)
    network, _ = load_encoder(encoder, config.layers)
    fill(network, path)
    return network.eval()


@command
def main(arguments: Iterable[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/caption/config.yaml"))
    parser.add_argument("--data", type=Path, default=Path("out/data/caption/captions.jsonl"))
    parser.add_argument("--encoder", type=Path, help="folder of a transformers encoder")
    parser.add_argument("--out", type=Path, default=Path("out/caption"))
    parser.add_argument("--smoke", type=Path, metavar="FOLDER", help="a tiny run on made-up words, written to FOLDER")
    parser.add_argument("--runs", nargs="+", metavar="RUN", help=f"{EVERYTHING} or without_FOLD; default: every one")
    parser.add_argument("--start", type=Path, metavar="OUT", help="go on from a former --out, or from a bundle")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoints")
    options = parser.parse_args(None if arguments is None else list(arguments))
    if not (options.encoder or options.smoke):
        parser.error("give --encoder the folder of a transformers encoder, or --smoke a folder")
    if options.smoke:
        tiny = smoke_run(options.smoke)
        config, data, encoder, out = tiny.config, tiny.captions, tiny.encoder, tiny.out
    else:
        config, data, encoder, out = load_config(options.config), options.data, options.encoder, options.out
    rows = read_captions(data)
    log_to(out, "train.log")
    torch.set_num_threads(config.threads)
    known = [*map(run_without, folds_of(rows)), EVERYTHING]
    if unknown := set(options.runs or []) - set(known):
        raise StickerguardError(f"no run {', '.join(unknown)}; there are {', '.join(known)}", code="bad_config")
    only_all = has_read_all(options.start)
    runs = options.runs or ([EVERYTHING] if only_all else known)
    if only_all and runs != [EVERYTHING]:
        raise StickerguardError(
            f"{options.start}: this one has read every fold; only the run {EVERYTHING} can go on from it",
            code="bad_config",
        )
    begun = beginning_of(options.start)
    if options.start and not bundle_in(options.start):
        for run in runs:
            trained(options.start / f"run_{run}" / WEIGHTS)
    for run in runs:
        train_run(run, rows, config, encoder, out, start=options.start, resume=options.resume)
        write_beginning(begun, out)


if __name__ == "__main__":
    main()
