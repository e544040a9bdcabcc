"""The training configuration, read from YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.configuration import read_config

Triple = tuple[float, float, float]
Share = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Phase(_Strict):
    """`epochs` epochs on pictures of `size` x `size` pixels."""

    size: int
    epochs: int


class Backbone(_Strict):
    """Which network, from which library, with which weights; see models/vision/backbones.py.

    `beside` is a second one that looks at the same pictures; the heads see the features of both.
    """

    library: Literal["timm", "torchvision", "transformers"]
    name: str
    weights: str | None = None
    mean: Triple = (0.5, 0.5, 0.5)
    std: Triple = (0.5, 0.5, 0.5)
    beside: Backbone | None = None

    @model_validator(mode="after")
    def _sees_the_same(self) -> Backbone:
        if self.beside is not None and (self.beside.mean, self.beside.std) != (self.mean, self.std):
            raise ValueError("beside: both networks see the same pictures, so give them the same mean and std")
        if self.beside is not None and self.beside.beside is not None:
            raise ValueError("beside: two networks at most")
        return self


class TrainConfig(_Strict):
    """What `config.yaml` says; the comments there explain each field."""

    seed: int
    data: Path
    out: Path
    threads: int
    workers: int
    backbone: Backbone
    frozen: tuple[str, ...]
    dropout: Share
    phases: tuple[Phase, ...]
    samples_per_epoch: int
    batch: int
    learning_rate: float
    weight_decay: float
    ema_decay: Share
    age_gap: tuple[int, int]
    doubt: Share = 0.0
    sampling: dict[str, dict[str, Share]]
    zoomed_out: dict[str, Share] = Field(default_factory=dict)
    start: Path | None = None
    soup: dict[Path, Share] = Field(default_factory=dict)
    joined: dict[Path, Share] = Field(default_factory=dict)
    teachers: tuple[Path, ...] = ()
    teacher_share: Share = 0.0
    left_out: tuple[str, ...] = ()
    commercial: bool = False
    halved: Share = 0.0
    same_hand: Share = 0.0
    random_convolutions: Share = 0.0
    mixed_styles: tuple[str, ...] = ()
    size: int
    ground: int

    @property
    def two_sizes(self) -> bool:
        """Whether the model looks at each picture twice, as it is and at half its size."""
        return self.halved > 0

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


def load_config(path: Path, *, tiny: bool = False) -> TrainConfig:
    """Read a configuration; `tiny` makes it one of a few steps on small pictures, to try the way and not the outcome.

    Raises StickerguardError, code "bad_config", for a missing, unknown or wrong field.
    """
    config = read_config(path, TrainConfig, "models/vision/imagenet.yaml")
    return config.model_copy(update=_TINY) if tiny else config


_TINY = {
    "samples_per_epoch": 32,
    "batch": 8,
    "phases": (Phase(size=64, epochs=1),),
    "size": 64,
    "workers": 0,
    "threads": 1,
}
