"""The training configuration, read from YAML."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from stickerguard.errors import StickerguardError


@dataclass(frozen=True, slots=True)
class Phase:
    """`epochs` epochs on pictures of `size` x `size` pixels."""

    size: int
    epochs: int


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """What `config.yaml` says; the comments there explain each field."""

    seed: int
    data: Path
    out: Path
    threads: int
    workers: int
    frozen_blocks: int
    dropout: float
    phases: tuple[Phase, ...]
    samples_per_epoch: int
    batch: int
    learning_rate: float
    weight_decay: float
    ema_decay: float
    age_gap: tuple[int, int]
    sampling: dict[str, dict[str, float]]
    size: int
    ground: int
    pretrained: bool = True

    @property
    def epochs(self) -> int:
        """Epochs of all phases."""
        return sum(phase.epochs for phase in self.phases)

    def size_at(self, epoch: int) -> int:
        """Picture size of the epoch with this number, counted from 0."""
        for phase in self.phases:
            if epoch < phase.epochs:
                return phase.size
            epoch -= phase.epochs
        return self.phases[-1].size


def load_config(path: Path) -> TrainConfig:
    """Read a configuration. Raises StickerguardError, code "bad_config", for a missing or unknown field."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    known = {field.name for field in fields(TrainConfig)}
    wrong = (set(content) ^ known) - {"pretrained"}
    if wrong:
        raise StickerguardError(
            f"{path}: missing or unknown fields: {', '.join(sorted(wrong))}; see models/vision/config.yaml",
            code="bad_config",
        )
    content["data"], content["out"] = Path(content["data"]), Path(content["out"])
    content["phases"] = tuple(Phase(**phase) for phase in content["phases"])
    content["age_gap"] = tuple(content["age_gap"])
    return TrainConfig(**content)
