"""Networks that are made of trained ones: what averaging and joining do alike."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import torch
from safetensors.torch import save_file

from data.vision.index import Picture
from models.vision.config import Backbone, TrainConfig
from models.vision.network import MinorNet
from models.vision.record import WEIGHTS, whole
from models.vision.train import load_start, plain_state
from models.vision.trained_set import is_of_another, note_of
from stickerguard.errors import StickerguardError

log = logging.getLogger(__name__)


def check_there(key: str, paths: Iterable[Path]) -> None:
    """Raise StickerguardError, code "not_trained", naming each of `paths` that is no file; `key` is the recipe's."""
    if gone := [str(path) for path in paths if not path.is_file()]:
        raise StickerguardError(
            f"{key}: {', '.join(gone)}: no such file; finish these trainings or name others", code="not_trained"
        )


def load_part(
    path: Path, spec: Backbone, config: TrainConfig, pictures: Callable[[], torch.Tensor] | None = None
) -> MinorNet:
    """The network of `spec` with the weights in `path`; warns where another set than that of `config` trained it.

    Raises StickerguardError, code "bad_weights", for weights that do not fit. `pictures` as in `load_start`.
    """
    if is_of_another(path, config.data):
        log.warning(
            "%s: was trained on another set than %s; what is held out here may have trained it", path, config.data
        )
    network = MinorNet(spec)
    load_start(network, path, pictures)
    return network


def write_combined(
    network: MinorNet, config: TrainConfig, index: Iterable[Picture], shares: Mapping[Path, float]
) -> None:
    """Write network.safetensors into `config.out`, with the lineage of what it was made of."""
    config.out.mkdir(parents=True, exist_ok=True)
    save_file(plain_state(network), config.out / WEIGHTS, whole(config, index).metadata | note_of(config.data))
    log.info("%s: %s", config.out / WEIGHTS, ", ".join(f"{share:.2f} {path}" for path, share in shares.items()))
