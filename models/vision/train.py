"""Train the vision model: python -m models.vision.train --config models/vision/config.yaml [--resume]."""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, WeightedRandomSampler

from data.vision.index import Picture, read_index
from models.vision.config import TrainConfig, load_config
from models.vision.dataset import TrainingPictures, read_for_test, sampling_weights
from models.vision.metrics import auc
from models.vision.network import MinorNet, load_imagenet, normalise
from models.vision.smoke import smoke_config

log = logging.getLogger("models.vision.train")


class Trainer:
    """Network, running average of its weights, optimiser and schedule; a checkpoint after each epoch."""

    def __init__(self, config: TrainConfig) -> None:
        self.config = config
        torch.manual_seed(config.seed)
        torch.set_num_threads(config.threads)
        self.pictures = [p for p in read_index(config.data) if p.split == "train"]
        self.watched = _watched(read_index(config.data), config)
        self.weights = sampling_weights(self.pictures, config.sampling)
        self.network = MinorNet(frozen_blocks=config.frozen_blocks, dropout=config.dropout)
        if config.pretrained:
            load_imagenet(self.network)
        self.network.to(memory_format=torch.channels_last)
        self.average = AveragedModel(
            self.network,
            multi_avg_fn=get_ema_multi_avg_fn(config.ema_decay),  # type: ignore[no-untyped-call]
            use_buffers=True,
        )
        trained = [p for p in self.network.parameters() if p.requires_grad]
        self.optimiser = torch.optim.AdamW(trained, lr=config.learning_rate, weight_decay=config.weight_decay)
        self.steps = max(1, config.samples_per_epoch // config.batch)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, config.learning_rate, total_steps=self.steps * config.epochs + 1, pct_start=0.08
        )
        self.epoch = 0

    def run(self) -> None:
        """Train the epochs that are left."""
        while self.epoch < self.config.epochs:
            started = time.monotonic()
            loss = self._train_epoch()
            self.epoch += 1
            self.save()
            found = self.watch()
            log.info(
                "epoch %d/%d size %d loss %.4f %s (%.0f s)",
                self.epoch, self.config.epochs, self.config.size_at(self.epoch - 1), loss,
                " ".join(f"{name} {value:.4f}" for name, value in found.items()), time.monotonic() - started,
            )  # fmt: skip

    def _train_epoch(self) -> float:
        generator = torch.Generator().manual_seed(self.config.seed * 1000 + self.epoch)
        torch.manual_seed(self.config.seed * 1000 + self.epoch)
        config = self.config
        pictures = TrainingPictures(
            config.data,
            self.pictures,
            size=config.size_at(self.epoch),
            ground=config.ground,
            age_gap=config.age_gap,
        )
        sampler = WeightedRandomSampler(self.weights.tolist(), self.steps * config.batch, generator=generator)
        loader = DataLoader(
            pictures,
            config.batch,
            sampler=sampler,
            num_workers=config.workers,
            generator=generator,
            worker_init_fn=_one_thread,
            drop_last=True,
        )
        self.network.train()
        total = 0.0
        for step, (pixels, wanted) in enumerate(loader, 1):
            inputs = normalise(pixels).contiguous(memory_format=torch.channels_last)
            loss = loss_of(self.network(inputs), wanted)
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            self.optimiser.step()
            self.schedule.step()
            self.average.update_parameters(self.network)
            total += float(loss.detach())
            if step % 25 == 0:
                log.info("epoch %d step %d/%d loss %.4f", self.epoch + 1, step, self.steps, total / step)
        return total / self.steps

    def watch(self) -> dict[str, float]:
        """AUC of the averaged network, minor against the rest, on a part of the calibration pictures by source."""
        logits = predict(self.average.module, self.config, self.watched)[:, 0]
        labels = np.array([p.label == "minor" for p in self.watched])
        sources = np.array([p.source for p in self.watched])
        found = {str(name): auc(labels[sources == name], logits[sources == name]) for name in np.unique(sources)}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def checkpoint(self) -> Path:
        """The file with the state after the last finished epoch."""
        return self.config.out / "checkpoint.pt"

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "epoch": self.epoch,
        }
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.checkpoint)

    def resume(self) -> None:
        """Go on from the checkpoint; does nothing where there is none yet."""
        if not self.checkpoint.is_file():
            return
        state = torch.load(self.checkpoint, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.epoch = state["epoch"]
        log.info("resumed after epoch %d", self.epoch)


def loss_of(logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of both heads; `wanted` is float32 [batch, 3] as TrainingPictures gives it."""
    minor, weight, person = wanted.unbind(1)
    of_minor = binary_cross_entropy_with_logits(logits[:, 0], minor, weight=weight, reduction="sum")
    of_person = binary_cross_entropy_with_logits(logits[:, 1], person)
    return of_minor / weight.sum().clamp(min=1) + 0.4 * of_person


@torch.inference_mode()
def predict(network: torch.nn.Module, config: TrainConfig, pictures: list[Picture]) -> np.ndarray:
    """Logits, float32 [len(pictures), 2], of pictures preprocessed as the package does it."""
    network.eval()
    found = []
    for start in range(0, len(pictures), 64):
        batch = [read_for_test(config.data / p.file, config.size, config.ground) for p in pictures[start : start + 64]]
        inputs = normalise(torch.from_numpy(np.stack(batch)).permute(0, 3, 1, 2))
        found.append(network(inputs.contiguous(memory_format=torch.channels_last)).numpy())
    return np.concatenate(found)


def load_trained(config: TrainConfig) -> MinorNet:
    """The averaged network of the last checkpoint, in evaluation mode."""
    network = MinorNet()
    state = torch.load(config.out / "checkpoint.pt", weights_only=True)["average"]
    network.load_state_dict({k.removeprefix("module."): v for k, v in state.items() if k.startswith("module.")})
    return network.eval()


def _watched(pictures: list[Picture], config: TrainConfig) -> list[Picture]:
    calibration = [p for p in pictures if p.split == "calibrate" and p.label != "minor_weak"]
    return calibration[:: max(1, len(calibration) // 900)]


def _one_thread(_: int) -> None:
    cv2.setNumThreads(0)
    torch.set_num_threads(1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/vision/config.yaml"))
    parser.add_argument("--resume", action="store_true", help="go on after the last finished epoch")
    parser.add_argument("--smoke", type=Path, metavar="FOLDER", help="a tiny run on drawn shapes, written to FOLDER")
    options = parser.parse_args(arguments)
    config = smoke_config(options.smoke) if options.smoke else load_config(options.config)
    config.out.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [logging.StreamHandler(), logging.FileHandler(config.out / "train.log")]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers)
    trainer = Trainer(config)
    if options.resume:
        trainer.resume()
    trainer.run()


if __name__ == "__main__":
    main()
