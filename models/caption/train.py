"""Train the caption model: `python -m models.caption.train --encoder FOLDER [--resume]`.

Three runs: one on each fold of sources, which scores the other fold's unseen sources, and one on everything, which
becomes the model, run_NAME/network.safetensors. `transformers.Trainer` runs the loop.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from transformers import PrinterCallback, Trainer, TrainerCallback

from models.caption.batches import Captions, Row, collator, epoch_order
from models.caption.config import CaptionConfig, load_config
from models.caption.network import CaptionNetwork, interval_loss, load_encoder
from models.caption.smoke import smoke_run
from models.training import EpochSampler, LogLines, last_checkpoint, log_to, training_arguments
from stickerguard.errors import StickerguardError

RUNS = ("a", "b", "all")
WEIGHTS = "network.safetensors"


class CaptionTrainer(Trainer):
    """Interval loss, a learning rate of its own for the head, negatives drawn anew each epoch."""

    def __init__(self, config: CaptionConfig, rows: list[Row], **more: Any) -> None:
        super().__init__(**more)
        self.config = config
        self.rows = rows

    def _get_train_sampler(self, train_dataset: Any = None) -> EpochSampler:
        return EpochSampler(lambda epoch: epoch_order(self.rows, self.config, epoch))

    def create_optimizer(self, model: Any = None) -> torch.optim.Optimizer:
        """AdamW with two learning rates."""
        if self.optimizer is None:
            network = self.accelerator.unwrap_model(self.model)
            tuned = [p for p in network.encoder.parameters() if p.requires_grad]
            head = [*network.score.parameters(), network.gaps]
            self.optimizer = torch.optim.AdamW(
                [
                    {"params": tuned, "lr": self.config.learning_rate},
                    {"params": head, "lr": self.config.head_learning_rate},
                ],
                weight_decay=self.config.weight_decay,
            )
        return self.optimizer

    def compute_loss(
        self, model: Any, inputs: dict[str, torch.Tensor], return_outputs: bool = False, **_: Any
    ) -> torch.Tensor:
        """Mean loss of a batch."""
        logits = model(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
        return interval_loss(logits.float(), inputs["low"], inputs["high"])


def read_captions(path: Path) -> list[Row]:
    """The captions of `captions.jsonl`.

    Raises StickerguardError, code "bad_data", when the file is missing, or a fold has no positive or no negative.
    """
    if not path.is_file():
        raise StickerguardError(f"{path}: no such file; run make data-caption first", code="bad_data")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for fold in "ab":
        for name, found in (
            ("positive", any(r["low"] >= 2 for r in rows if r["fold"] == fold)),
            ("negative", any(r["high"] < 2 for r in rows if r["fold"] == fold)),
        ):
            if not found:
                raise StickerguardError(
                    f"{path}: fold {fold} has not one {name} caption; each fold needs both", code="bad_data"
                )
    return rows


def train_run(
    run: str, rows: list[Row], config: CaptionConfig, encoder: Path, out: Path, *, resume: bool = False
) -> None:
    """Train one run and write its network below `out`/run_NAME."""
    torch.manual_seed(config.seed)
    network, tokenizer = load_encoder(encoder, config.layers)
    network.tune_top(config.tuned)
    kept = [row for row in rows if row["fold"] == run or (run == "all" and row["fold"] != "test")]
    folder = out / f"run_{run}"
    arguments = training_arguments(
        folder, epochs=config.epochs, batch=config.batch, learning_rate=config.learning_rate,
        weight_decay=config.weight_decay, seed=config.seed, workers=0, dataloader_drop_last=False,
    )  # fmt: skip
    callbacks: list[TrainerCallback] = [LogLines()]
    trainer = CaptionTrainer(
        config, kept, model=network, args=arguments, train_dataset=Captions(kept),
        data_collator=collator(tokenizer, config), callbacks=callbacks,
    )  # fmt: skip
    trainer.remove_callback(PrinterCallback)
    trainer.train(resume_from_checkpoint=last_checkpoint(arguments) if resume else None)
    if trainer.is_world_process_zero():
        state = trainer.accelerator.unwrap_model(trainer.model).state_dict()
        save_file({name: value.detach().cpu().contiguous() for name, value in state.items()}, folder / WEIGHTS)


def load_run(run: str, config: CaptionConfig, encoder: Path, out: Path) -> CaptionNetwork:
    """The trained network of one run. Raises StickerguardError, code "not_trained", when there is none."""
    path = out / f"run_{run}" / WEIGHTS
    if not path.is_file():
        raise StickerguardError(f"{path}: no such file; finish the training first", code="not_trained")
    network, _ = load_encoder(encoder, config.layers)
    network.load_state_dict(load_file(path))
    return network.eval()


def main(arguments: Iterable[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/caption/config.yaml"))
    parser.add_argument("--data", type=Path, default=Path("out/data/caption/captions.jsonl"))
    parser.add_argument("--encoder", type=Path, help="folder of a transformers encoder")
    parser.add_argument("--out", type=Path, default=Path("out/caption"))
    parser.add_argument("--smoke", type=Path, metavar="FOLDER", help="a tiny run on made-up words, written to FOLDER")
    parser.add_argument("--runs", nargs="+", choices=RUNS, default=list(RUNS))
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoints")
    options = parser.parse_args(None if arguments is None else list(arguments))
    if not (options.encoder or options.smoke):
        parser.error("give --encoder the folder of a transformers encoder, or --smoke a folder")
    try:
        if options.smoke:
            tiny = smoke_run(options.smoke)
            config, data, encoder, out = tiny.config, tiny.captions, tiny.encoder, tiny.out
        else:
            config, data, encoder, out = load_config(options.config), options.data, options.encoder, options.out
        rows = read_captions(data)
        log_to(out, "train.log")
        torch.set_num_threads(config.threads)
        for run in options.runs:
            train_run(run, rows, config, encoder, out, resume=options.resume)
    except StickerguardError as error:
        parser.exit(2, f"{error}\n")


if __name__ == "__main__":
    main()
