"""Join two trained networks into one that sees with both: python -m models.vision.join --config CONFIG.

Its logits are the sum of theirs, each times its share: with shares that sum to 1 their mean, as of an ensemble (Hansen
and Salamon 1990, doi 10.1109/34.58871). It is one network with one head over the features of both, so that everything
which trains, exports or goes on from a network takes it.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

import torch

from data.command import command
from data.vision.index import read_index
from models.vision.combined import check_there, load_part, write_combined
from models.vision.config import TrainConfig, load_config
from models.vision.network import MinorNet
from models.vision.record import used_by
from stickerguard.errors import StickerguardError


def join(config: TrainConfig) -> None:
    """Write network.safetensors, the networks of `config.joined` side by side, into `config.out`.

    The first is one of `config.backbone`, the second one of what that names as `beside`. Raises StickerguardError,
    code "bad_config", where there are not two, "not_trained" for one that is not there, and "bad_weights" for weights
    that do not fit.
    """
    second = config.backbone.beside
    if len(config.joined) != 2 or second is None:
        raise StickerguardError(
            "joined: name two networks, and the second one's backbone as beside; see models/vision/default.yaml",
            code="bad_config",
        )
    check_there("joined", config.joined)
    specs = (config.backbone.model_copy(update={"beside": None}), second)
    parts = [load_part(path, spec, config) for path, spec in zip(config.joined, specs, strict=True)]
    network = side_by_side(MinorNet(config.backbone), parts, list(config.joined.values()))
    write_combined(network, config, used_by(config, read_index(config.data)), config.joined)


@torch.no_grad()
def side_by_side(network: MinorNet, parts: Sequence[MinorNet], shares: Sequence[float]) -> MinorNet:
    """`network`, of two backbones, with the weights of `parts` and logits that are theirs times `shares`, summed."""
    for backbone, part in zip(network.backbones, parts, strict=True):
        backbone.load_state_dict(part.backbone.state_dict())
    network.heads.weight.copy_(
        torch.cat([share * part.heads.weight for part, share in zip(parts, shares, strict=True)], 1)
    )
    biases = [share * part.heads.bias for part, share in zip(parts, shares, strict=True)]
    network.heads.bias.copy_(torch.stack(biases).sum(0))
    return network.eval()


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True, help="with the networks and their shares in `joined`")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    join(load_config(options.config))


if __name__ == "__main__":
    main()
