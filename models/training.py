"""What training vision and captions has in common: the arguments of `transformers.Trainer`, and sampling by epoch."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import Sampler
from transformers import Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from models.allocation import keep_freed_memory
from models.checkpoint_integrity import checkpoints, is_whole

log = logging.getLogger("models.training")


class EpochSampler(Sampler[int]):
    """The order of an epoch from its number alone, so that a resumed run sees what an unbroken one does.

    `order` gives the indices of the epoch with this number, counted from 0; every epoch has the same length.
    """

    def __init__(self, order: Callable[[int], Sequence[int]]) -> None:
        self._order = order
        self._epoch = 0
        self._length = len(order(0))

    def set_epoch(self, epoch: int) -> None:
        """Called by the trainer before each epoch."""
        self._epoch = epoch

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[int]:
        return iter(self._order(self._epoch))


class EpochTrainer(Trainer):
    """A trainer whose samples come in the order that `order` gives for the number of an epoch (see EpochSampler)."""

    def __init__(self, order: Callable[[int], Sequence[int]], **more: Any) -> None:
        super().__init__(**more)
        self._order = order
        if self.args.use_cpu:
            keep_freed_memory()

    def _get_train_sampler(self, train_dataset: Any = None) -> EpochSampler:
        return EpochSampler(self._order)


class LogLines(TrainerCallback):
    """What the trainer reports, as lines of the `logging` module beside TensorBoard."""

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, Any] | None = None,
        **_: Any,
    ) -> None:
        """One line for each report."""
        shown = " ".join(
            f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}"
            for key, value in (logs or {}).items()
        )
        log.info("step %d/%d %s", state.global_step, state.max_steps, shown)


def training_arguments(
    out: Path,
    *,
    epochs: int,
    batch: int,
    learning_rate: float,
    weight_decay: float,
    seed: int,
    workers: int,
    **more: Any,
) -> TrainingArguments:
    """Arguments of a run under `out`: a checkpoint each epoch, TensorBoard logs, bfloat16 on a GPU that has it.

    Several GPUs: start the same command under `torchrun --nproc-per-node N -m models.vision.train`.
    """
    os.environ["TENSORBOARD_LOGGING_DIR"] = str(out / "tensorboard")
    cuda = torch.cuda.is_available()
    settings: dict[str, Any] = {
        "output_dir": str(out / "checkpoints"),
        "num_train_epochs": epochs,
        "per_device_train_batch_size": batch,
        "learning_rate": learning_rate,
        "weight_decay": weight_decay,
        "lr_scheduler_type": "cosine",
        "warmup_steps": 0.08,
        "seed": seed,
        "data_seed": seed,
        "dataloader_num_workers": workers,
        "dataloader_drop_last": True,
        "dataloader_pin_memory": cuda,
        "logging_steps": 25,
        "report_to": ["tensorboard"],
        "save_strategy": "epoch",
        "save_total_limit": 2,
        "remove_unused_columns": False,
        "disable_tqdm": not sys.stderr.isatty(),
        "use_cpu": not cuda,
        "bf16": cuda and torch.cuda.is_bf16_supported(),
        "fp16": cuda and not torch.cuda.is_bf16_supported(),
    }
    return TrainingArguments(**(settings | more))


def last_checkpoint(arguments: TrainingArguments, also: Sequence[str] = ()) -> str | None:
    """The folder of the last whole checkpoint of a run, with the files `also` in it; None where there is none."""
    found = reversed(checkpoints(Path(str(arguments.output_dir))))
    return next((str(path) for path in found if is_whole(path, also)), None)


@contextmanager
def quiet() -> Iterator[None]:
    """Without the line a node that ONNX Runtime's quantisers write to the root logger; errors still come."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def log_to(out: Path, name: str) -> None:
    """Send log lines to standard error and to the file `name` in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [logging.StreamHandler(), logging.FileHandler(out / name)]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers, force=True)
    for noisy in ("httpx", "matplotlib"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
