"""Average caption networks of one ancestry: python -m models.caption.average OUT [OUT ...] --out OUT.

Each OUT is the folder of a training; the run on everything in it counts. The mean of weights that went on from one
another often ranks unread writers better than either (Wortsman et al. 2022, arXiv 2203.05482). What the last one that
went on from a bundle took over is handed on.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import reduce
from operator import or_
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from data.command import command
from models import lineage
from models.caption.beginning import beginning_of, write_beginning
from models.caption.record import PART
from models.caption.train import EVERYTHING, WEIGHTS, is_trained
from stickerguard.errors import StickerguardError


def average(trainings: Sequence[Path], out: Path) -> None:
    """Write the mean network, with all that any of them inherited, as the run on everything of `out`.

    Raises StickerguardError, code "not_trained", for a folder without that run, and "bad_weights" for networks that
    differ in their layers.
    """
    for folder in trainings:
        if not is_trained(EVERYTHING, folder):
            raise StickerguardError(f"{folder}: no run on everything; finish the training first", code="not_trained")
    paths = [folder / f"run_{EVERYTHING}" / WEIGHTS for folder in trainings]
    states = [load_file(path) for path in paths]
    for path, state in zip(paths, states, strict=True):
        if {name: value.shape for name, value in state.items()} != {n: v.shape for n, v in states[0].items()}:
            raise StickerguardError(f"{path}: not of the layers of {paths[0]}; average like ones", code="bad_weights")
    mean = {
        name: torch.stack([state[name] for state in states]).mean(dim=0) if value.is_floating_point() else value
        for name, value in states[0].items()
    }
    inherited = reduce(or_, (lineage.of_safetensors(path) or lineage.of_weights(path, PART) for path in paths))
    begun = next(filter(None, map(beginning_of, reversed(trainings))), None)
    target = out / f"run_{EVERYTHING}"
    target.mkdir(parents=True, exist_ok=True)
    save_file(mean, target / WEIGHTS, inherited.metadata)
    write_beginning(begun, out)


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trainings", nargs="+", type=Path, metavar="OUT", help="folder of a training")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    average(options.trainings, options.out)


if __name__ == "__main__":
    main()
