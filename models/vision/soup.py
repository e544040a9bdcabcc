"""Average networks that began with the same weights: python -m models.vision.soup --config CONFIG.

An average of fine-tuned weights keeps more of what the common start knew than any of them, and reads pictures unlike
its training set better, at the cost of one network (Wortsman et al. 2022, arXiv 2203.05482 and 2109.01903).
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import torch
from torch import nn

from data.command import command
from data.vision.index import Picture, read_index
from models.vision.combined import check_there, load_part, write_combined
from models.vision.config import TrainConfig, load_config
from models.vision.dataset import TrainingPictures, sampling_weights
from models.vision.network import MinorNet, halved, normalise
from models.vision.record import used_by
from models.vision.train import load_start
from stickerguard.errors import StickerguardError

_SEEN = 2048
_BATCH = 64


def soup(config: TrainConfig) -> None:
    """Write network.safetensors, the average of `config.soup`, into `config.out`.

    The networks are brought to the scale of `config.start`, or of the backbone's own weights where it is not set.
    Raises StickerguardError, code "bad_config", where `soup` is empty, "not_trained" for networks that are not there,
    and "bad_weights" for weights that do not fit or a network whose BatchNorms do not each follow a convolution.
    """
    if not config.soup:
        raise StickerguardError("soup: names no networks; see models/vision/imagenet.yaml", code="bad_config")
    check_there("soup", config.soup)
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    index = used_by(config, read_index(config.data))
    pictures = _pictures(config, [p for p in index if p.split == "train"])
    start = MinorNet(config.backbone, load=config.start is None)
    if config.start is not None:
        load_start(start, config.start, partial(normalise, pictures[:256], config.backbone))
    seen = partial(normalise, pictures[:256], config.backbone)
    networks = [aligned(load_part(path, config.backbone, config, seen), start) for path in config.soup]
    averaged = average(networks, list(config.soup.values()))
    measure_statistics(averaged, normalise(pictures, config.backbone), two_sizes=config.two_sizes)
    write_combined(averaged, config, index, config.soup)


def aligned(network: MinorNet, like: MinorNet) -> MinorNet:
    """`network`, changed in place to compute nearly the same with convolutions of the size of those of `like`.

    A BatchNorm undoes any factor on the channels of the convolution before it, so such factors are free; a network that
    was unfolded from an ONNX file (models/vision/unfold.py) has others than its ancestors. "Nearly", as BatchNorm's
    epsilon stays. Raises StickerguardError, code "bad_weights", where a BatchNorm does not follow a convolution.
    """
    known = dict(like.named_modules())
    convolution: tuple[nn.Conv2d, nn.Conv2d] | None = None
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d):
            convolution = (module, known[name])
        elif isinstance(module, nn.BatchNorm2d):
            if convolution is None or module.num_features != convolution[0].out_channels:
                raise StickerguardError(
                    f"soup: {name} does not follow a convolution, so networks of this backbone cannot be brought to "
                    "one scale; use a backbone in which each BatchNorm follows one, such as efficientnet_lite2",
                    code="bad_weights",
                )
            own, other = (one.weight.detach().flatten(1) for one in convolution)
            factor = (own * other).sum(1) / (own * own).sum(1).clamp(min=1e-12)
            factor = factor.clamp(min=1e-6)
            convolution[0].weight.data *= factor.view(-1, 1, 1, 1)
            # No backbone here has a BatchNorm without statistics.
            assert module.running_mean is not None
            assert module.running_var is not None
            module.running_mean *= factor
            module.running_var *= factor**2
            convolution = None
    return network


def average(networks: Sequence[MinorNet], shares: Sequence[float]) -> MinorNet:
    """The mean of their weights by `shares`, which need not sum to 1, in the first of `networks`."""
    states = [network.state_dict() for network in networks]
    total = sum(shares)
    mean = {
        name: sum((state[name] * (share / total) for state, share in zip(states, shares, strict=True)), 0 * value)
        if value.is_floating_point()
        else value
        for name, value in states[0].items()
    }
    networks[0].load_state_dict(mean)
    return networks[0]


@torch.no_grad()
def measure_statistics(network: MinorNet, pictures: torch.Tensor, *, two_sizes: bool = False) -> None:
    """Set what BatchNorm layers know of means and deviations from normalised pictures, float32 [n, 3, size, size].

    The statistics of averaged weights are not the average of statistics (Izmailov et al. 2018, arXiv 1803.05407).
    With `two_sizes` each picture counts as it is and at half its size, as it will be looked at.
    """
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
            module.momentum = None  # the mean over all batches
    network.train()
    for batch in pictures.split(_BATCH):
        for seen in (batch, halved(batch)) if two_sizes else (batch,):
            network(seen.contiguous(memory_format=torch.channels_last))
    network.eval()


def _pictures(config: TrainConfig, rows: list[Picture]) -> torch.Tensor:
    """Augmented training pictures by the shares of `config`, uint8 [_SEEN, 3, size, size]."""
    shown = TrainingPictures(
        config.data, rows, size=config.size, ground=config.ground, age_gap=config.age_gap, doubt=config.doubt,
        zoomed_out=config.zoomed_out,
    )  # fmt: skip
    drawn = torch.multinomial(sampling_weights(rows, config.sampling), _SEEN, replacement=True)
    return torch.stack([shown[number][0] for number in drawn.tolist()])


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True, help="with the networks and their shares in `soup`")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    soup(load_config(options.config))


if __name__ == "__main__":
    main()
