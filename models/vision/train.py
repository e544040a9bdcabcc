"""Train the vision model: python -m models.vision.train --config models/vision/imagenet.yaml [--resume].

`transformers.Trainer` runs the loop: mixed precision on a GPU, checkpoints, resuming, several GPUs under torchrun,
TensorBoard. What becomes the model is the running average of the weights, in network.safetensors. With teachers, a
network also learns what the mean of their logits says (Hinton et al. 2015, distilling the knowledge in a network).
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from timm.utils import ModelEmaV3
from torch.nn.functional import binary_cross_entropy_with_logits
from transformers import PrinterCallback, TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from data.command import command
from data.progress import progress
from data.vision.index import Picture, read_index
from models.checkpoints import begin, hash_of, settings
from models.metrics import auc
from models.network_files import fill, trained
from models.room import writing
from models.training import EpochTrainer, LogLines, log_to, training_arguments
from models.vision.check import check_pictures
from models.vision.config import TrainConfig, load_config
from models.vision.dataset import TrainingPictures, read_for_test, sampling_weights
from models.vision.network import MinorNet, halved, normalise
from models.vision.randomise import mix_styles, random_convolutions
from models.vision.record import WEIGHTS, used_by, whole
from models.vision.same_hand import paired, younger_loss
from models.vision.smoke import smoke_config
from models.vision.trained_set import note_of
from models.vision.unfold import unfold
from models.vision.weights import float_weights_of

log = logging.getLogger("models.vision.train")
_AVERAGE = "average.safetensors"
_PERSON = 0.4
_SEEN_AT_START = 256
_WATCHED = 900


class VisionTrainer(EpochTrainer):
    """Both losses, samples by cell, and the averaged network in place of an evaluation set."""

    def __init__(
        self,
        config: TrainConfig,
        pictures: list[Picture],
        average: RunningAverage,
        teachers: list[MinorNet],
        **more: Any,
    ) -> None:
        super().__init__(self._order_of, **more)
        self.config = config
        self.average = average
        self.watched = _watched(pictures, config)
        self.teachers = teachers
        self.shown = [p for p in pictures if p.split == "train"]
        self.weights = sampling_weights(self.shown, config.sampling)

    def _order_of(self, epoch: int) -> list[int]:
        count = self.config.samples_per_epoch // self.config.batch * self.config.batch
        generator = torch.Generator().manual_seed(self.config.seed * 1000 + epoch)
        drawn: list[int] = torch.multinomial(self.weights, count, replacement=True, generator=generator).tolist()
        if self.config.same_hand:
            return paired(drawn, self.shown, self.config.batch, generator)
        return drawn

    def compute_loss(
        self,
        model: torch.nn.Module,
        inputs: dict[str, torch.Tensor],
        return_outputs: bool = False,
        num_items_in_batch: torch.Tensor | int | None = None,
    ) -> torch.Tensor:
        """Mean loss of a batch."""
        pictures = normalise(inputs["pictures"], self.config.backbone)
        if self._halves():
            pictures = halved(pictures)
        if self.config.random_convolutions:
            pictures = random_convolutions(pictures, self.config.random_convolutions)
        pictures = pictures.contiguous(memory_format=torch.channels_last)
        logits = model(pictures)
        loss = loss_of(logits, inputs["wanted"])
        if self.config.same_hand:
            wanted = inputs["wanted"]
            loss = loss + self.config.same_hand * younger_loss(logits[:, 0].float(), wanted[:, 0], wanted[:, 3])
        if not self.teachers:
            return loss
        with torch.no_grad():
            taught = torch.stack([teacher.to(pictures.device)(pictures).float() for teacher in self.teachers]).mean(0)
        share = self.config.teacher_share
        return (1 - share) * loss + share * loss_to_teachers(logits, taught)

    def _halves(self) -> bool:
        """Whether this step sees its pictures at half size; told by its number, so that a resumed run does the same."""
        generator = torch.Generator().manual_seed(self.config.seed * 1_000_000 + self.state.global_step)
        return float(torch.rand((), generator=generator)) < self.config.halved

    def _save(self, output_dir: str | None = None, state_dict: Any = None) -> None:
        # safetensors takes no channels-last tensors.
        super()._save(output_dir, state_dict=plain_state(self.accelerator.unwrap_model(self.model)))

    def evaluate(self, *_: Any, **__: Any) -> dict[str, float]:
        """AUC of the averaged network, minor against the rest, on a part of the calibration pictures by source."""
        logits = predict(self.average.module, self.config, self.watched)[:, 0]
        labels = np.array([p.label == "minor" for p in self.watched])
        sources = np.array([p.source for p in self.watched])
        found = {str(name): auc(labels[sources == name], logits[sources == name]) for name in np.unique(sources)}
        metrics = {f"eval_auc_{name}": value for name, value in found.items() if value is not None}
        self.log(metrics)
        return metrics


class RunningAverage(TrainerCallback):
    """Exponential moving average of the weights, saved in and restored from each checkpoint."""

    def __init__(self, network: MinorNet, decay: float, checkpoint: str | None) -> None:
        self._average = ModelEmaV3(network, decay=decay)
        if checkpoint is not None:
            self._average.module.load_state_dict(load_file(Path(checkpoint) / _AVERAGE))

    @property
    def module(self) -> Any:
        """The averaged network."""
        return self._average.module

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, model: Any = None, **_: Any
    ) -> None:
        """Go where the trainer has put the network by now."""
        self._average.module.to(next(model.parameters()).device)

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, model: Any = None, **_: Any
    ) -> None:
        """Follow the network."""
        self._average.update(getattr(model, "module", model))

    def on_save(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Write the average beside the trainer's own files."""
        if state.is_world_process_zero:
            folder = Path(str(args.output_dir)) / f"checkpoint-{state.global_step}"
            save_file(plain_state(self._average.module), folder / _AVERAGE)


class PictureSize(TrainerCallback):
    """Gives the data set the picture size of each epoch."""

    def __init__(self, config: TrainConfig, pictures: TrainingPictures) -> None:
        self._config = config
        self._pictures = pictures

    def on_epoch_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        """Before the loader of the epoch starts."""
        self._pictures.size = self._config.size_at(round(state.epoch or 0))


def train(config: TrainConfig, *, resume: bool = False, max_epochs: int | None = None) -> None:
    """Train and write network.safetensors.

    With `resume` from the last checkpoint of this same training; else those of a former one are removed. Raises
    StickerguardError before the first epoch where the data is bad, and as `models.checkpoints.begin`.

    `max_epochs` ends a run early, as a kill would, leaving a checkpoint and no network.
    """
    index = used_by(config, read_index(config.data))
    check_pictures(config, index)
    lineage = whole(config, index)
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    network = MinorNet(config.backbone, frozen=config.frozen, dropout=config.dropout, load=True)
    shown = [p for p in index if p.split == "train"]
    pictures = TrainingPictures(
        config.data, shown,
        size=config.size_at(0), ground=config.ground, age_gap=config.age_gap, doubt=config.doubt,
        zoomed_out=config.zoomed_out,
    )  # fmt: skip
    if config.start is not None:
        load_start(network, config.start, partial(_some_pictures, config, shown, pictures))
    teachers = [_teacher(config, path) for path in config.teachers]
    network.to(memory_format=torch.channels_last)
    mix_styles(network, [f"backbone.{name}" for name in config.mixed_styles])
    arguments = training_arguments(
        config.out, epochs=config.epochs, batch=config.batch, learning_rate=config.learning_rate,
        weight_decay=config.weight_decay, seed=config.seed, workers=config.workers, eval_strategy="epoch",
    )  # fmt: skip
    trained_on = note_of(config.data)
    checkpoint = begin(arguments, _made_of(config), resume=resume, also=[_AVERAGE])
    average = RunningAverage(network, config.ema_decay, checkpoint)
    callbacks: list[TrainerCallback] = [average, PictureSize(config, pictures), LogLines()]
    if max_epochs is not None:
        callbacks.append(_StopAfter(max_epochs))
    trainer = VisionTrainer(
        config, index, average, teachers, model=network, args=arguments, train_dataset=pictures, eval_dataset=pictures,
        data_collator=collate, callbacks=callbacks,
    )  # fmt: skip
    trainer.remove_callback(PrinterCallback)
    with writing(config.out):
        trainer.train(resume_from_checkpoint=checkpoint)
        if max_epochs is None and trainer.is_world_process_zero():
            save_file(plain_state(average.module), config.out / WEIGHTS, lineage.metadata | trained_on)


def _made_of(config: TrainConfig) -> dict[str, str]:
    read = {"data": [config.data / "index.csv"], "start": filter(None, [config.start]), "teachers": config.teachers}
    return settings(config) | {name: hash_of(files) for name, files in read.items()}


class _StopAfter(TrainerCallback):
    def __init__(self, epochs: int) -> None:
        self._epochs = epochs

    def on_epoch_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        control.should_training_stop = round(state.epoch or 0) >= self._epochs


def collate(items: list[tuple[torch.Tensor, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Stack pictures, uint8 [batch, 3, size, size], and their targets, float32 [batch, 4]."""
    pictures, wanted = zip(*items, strict=True)
    return {"pictures": torch.stack(pictures), "wanted": torch.stack(wanted)}


def loss_of(logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of both heads; `wanted` is float32 [batch, 4] as TrainingPictures gives it."""
    minor, weight, person = wanted.unbind(1)[:3]
    of_minor = binary_cross_entropy_with_logits(logits[:, 0].float(), minor, weight=weight, reduction="sum")
    of_person = binary_cross_entropy_with_logits(logits[:, 1].float(), person)
    return of_minor / weight.sum().clamp(min=1) + _PERSON * of_person


def loss_to_teachers(logits: torch.Tensor, taught: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of both heads, [batch, 2], against what the teachers' logits say."""
    minor, person = binary_cross_entropy_with_logits(
        logits.float(), torch.sigmoid(taught), reduction="none"
    ).mean(0).unbind()  # fmt: skip
    return minor + _PERSON * person


@torch.inference_mode()
def predict(network: torch.nn.Module, config: TrainConfig, pictures: list[Picture]) -> np.ndarray:
    """Logits, float32 [len(pictures), 2], of pictures preprocessed as the package does it."""
    network.eval()
    device = next(network.parameters()).device
    found = []
    for start in progress(range(0, len(pictures), 64), "held-out pictures"):
        batch = [read_for_test(config.data / p.file, config.size, config.ground) for p in pictures[start : start + 64]]
        inputs = normalise(torch.from_numpy(np.stack(batch)).to(device).permute(0, 3, 1, 2), config.backbone)
        logits = network(inputs.contiguous(memory_format=torch.channels_last), two_sizes=config.two_sizes)
        found.append(logits.float().cpu().numpy())
    return np.concatenate(found)


def load_trained(config: TrainConfig) -> MinorNet:
    """The averaged network of a finished run, in evaluation mode.

    Raises StickerguardError, code "not_trained", where there is none, and "bad_weights" for that of another backbone.
    """
    path = trained(config.out / WEIGHTS)
    network = MinorNet(config.backbone)
    fill(network, path)
    return network.eval()


def _teacher(config: TrainConfig, path: Path) -> MinorNet:
    network = MinorNet(config.backbone)
    load_start(network, path)
    return network.to(memory_format=torch.channels_last).eval()


def load_start(network: MinorNet, path: Path, pictures: Callable[[], torch.Tensor] | None = None) -> None:
    """Take the weights of a former run's network.safetensors, or of an exported vision.onnx, such as a bundle's.

    Where this repository holds the float weights that the .onnx was made of, they are taken in its place. A network
    that will be trained on from another .onnx needs `pictures`, which gives normalised ones, float32
    [n, 3, size, size]; see models/vision/unfold.py. Raises StickerguardError, code "bad_weights", for weights that do
    not fit.
    """
    if path.suffix == ".onnx" and (exact := float_weights_of(path)):
        log.info("%s: begun with the float weights it was made of, %s", path, exact)
        path = exact
    if path.suffix == ".onnx":
        log.warning("%s: begun with weights as the graph holds them; what rounding took stays lost", path)
        unfold(path, network, pictures and pictures())
        return
    fill(network, path)


def _some_pictures(config: TrainConfig, index: list[Picture], pictures: TrainingPictures) -> torch.Tensor:
    """Normalised pictures as the first epoch will see them, leaving the random state of the run as it is."""
    with torch.random.fork_rng(devices=[]):
        count = min(_SEEN_AT_START, config.samples_per_epoch)
        drawn = torch.multinomial(sampling_weights(index, config.sampling), count, replacement=True)
        return normalise(torch.stack([pictures[number][0] for number in drawn.tolist()]), config.backbone)


def plain_state(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    """The weights as safetensors takes them: on the CPU, in the usual memory format."""
    return {name: value.detach().cpu().contiguous() for name, value in network.state_dict().items()}


def _watched(pictures: list[Picture], config: TrainConfig) -> list[Picture]:
    calibration = [p for p in pictures if p.split == "calibrate" and p.label != "minor_weak"]
    # At random: every so many would meet one label only where a source lists them in turn.
    return random.Random(config.seed).sample(calibration, min(_WATCHED, len(calibration)))


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/vision/imagenet.yaml"))
    parser.add_argument("--resume", action="store_true", help="go on after the last finished epoch")
    parser.add_argument("--tiny", action="store_true", help="a few steps on small pictures, to try the way")
    parser.add_argument("--smoke", type=Path, metavar="FOLDER", help="a tiny run on drawn shapes, written to FOLDER")
    options = parser.parse_args(arguments)
    config = smoke_config(options.smoke) if options.smoke else load_config(options.config, tiny=options.tiny)
    log_to(config.out, "train.log")
    train(config, resume=options.resume)


if __name__ == "__main__":
    main()
