"""At which picture size, or mean of two, is a model best? python -m models.vision.sizes --model vision.onnx.

Measured on the calibration split alone, so that the choice of a size never sees a test picture.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from data.command import command
from data.vision.index import read_index
from models.vision.metrics import auc
from models.vision.run import score_pictures

log = logging.getLogger("models.vision.sizes")
Row = tuple[tuple[int, ...], str, float | None, float | None]


def compare_sizes(model: Path, folder: Path, sizes: Sequence[int], ground: int) -> list[Row]:
    """Rows of sizes in pixels (one, or two whose logits are averaged), source, and AUC of child against all others and
    child against adult, None where a source lacks a class; for every source of the calibration split of `folder`.

    `model` must take pictures of any size, as those of models.vision.export do.
    """
    pictures = [p for p in read_index(folder) if p.split == "calibrate" and p.label != "minor_weak"]
    sources, labels = np.array([p.source for p in pictures]), np.array([p.label for p in pictures])
    logits = {size: score_pictures(model, folder, pictures, size, ground, ["minor_logit"])[:, 0] for size in sizes}
    rows: list[Row] = []
    for chosen in [*((size,) for size in sizes), *combinations(sizes, 2)]:
        mean = np.mean([logits[size] for size in chosen], axis=0)
        for source in np.unique(sources):
            here = sources == source
            people = here & (labels != "none")
            found = (auc(labels[part] == "minor", mean[part]) for part in (here, people))
            rows.append((chosen, str(source), *found))
    return rows


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("out/data/vision"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[112, 144, 176, 224])
    parser.add_argument("--ground", type=int, default=127)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    rows = compare_sizes(options.model, options.data, options.sizes, options.ground)
    for chosen, source, *found in rows:
        values = " / ".join("-" if value is None else f"{value:.4f}" for value in found)
        log.info("%-9s %-18s %s", "+".join(map(str, chosen)), source, values)


if __name__ == "__main__":
    main()
