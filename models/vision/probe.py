"""What each source of pictures brings, in minutes: python -m models.vision.probe.

Linear probes (Alain and Bengio 2016, arXiv 1610.01644) on the features of the network a training starts from: one
learns from all sources, one from all but each in turn. A probe changes no feature, so it says less than a training
without the source would, and takes minutes where that takes hours.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from data.command import command
from data.vision.index import Picture, read_index
from models.metrics import auc
from models.vision.config import TrainConfig, load_config
from models.vision.dataset import TrainingPictures, read_for_test, sampling_weights
from models.vision.network import MinorNet, normalise
from models.vision.slices import slices
from models.vision.train import load_start
from stickerguard.errors import StickerguardError

log = logging.getLogger("models.vision.probe")
Features = npt.NDArray[np.float32]
_BATCH = 64
# Ridge penalty as scikit-learn counts it (inverse): features outnumber what a few thousand pictures can settle.
_INVERSE_PENALTY = 0.01


def probe(config: TrainConfig, sources: Sequence[str], count: int, tested: int) -> list[dict[str, object]]:
    """AUC of each slice for a probe on all sources and for one without each of `sources`.

    `count` training pictures are drawn as a training draws them; at most `tested` pictures of a source test.
    Raises StickerguardError, code "bad_config", where the configuration starts from no network.
    """
    if config.start is None:
        raise StickerguardError("start: a probe needs a network to start from", code="bad_config")
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    network = MinorNet(config.backbone).eval()
    load_start(network, config.start)
    index = read_index(config.data)
    train, inputs, wanted = _drawn(config, [p for p in index if p.split == "train"], count)
    seen = _features(network, config, inputs)
    test = _some([p for p in index if p.split == "test"], tested)
    held = _features(network, config, [read_for_test(config.data / p.file, config.size, config.ground) for p in test])
    rows: list[dict[str, object]] = []
    for left_out in ("", *sources):
        used = np.array([p.source != left_out for p in train]) & (wanted[:, 1] > 0)
        model = make_pipeline(StandardScaler(), LogisticRegression(C=_INVERSE_PENALTY, max_iter=2000))
        model.fit(seen[used], wanted[used, 0] > 0.5)
        scores = model.decision_function(held)
        for part in slices(config.age_gap):
            picked = part.pick(test)
            value = auc(np.array([test[i].label in part.positive for i in picked], dtype=bool), scores[picked])
            if value is not None:
                rows.append({"without": left_out or "nothing", "slice": part.name, "auc": round(value, 4)})
    return rows


def _drawn(
    config: TrainConfig, pictures: list[Picture], count: int
) -> tuple[list[Picture], list[npt.NDArray[np.uint8]], npt.NDArray[np.float32]]:
    """Pictures as a training draws them, augmented, with their targets."""
    chosen = torch.multinomial(sampling_weights(pictures, config.sampling), count, replacement=True).tolist()
    shown = TrainingPictures(
        config.data, pictures, size=config.size, ground=config.ground, age_gap=config.age_gap,
        zoomed_out=config.zoomed_out,
    )  # fmt: skip
    pairs = [shown[i] for i in chosen]
    inputs = [np.asarray(pixels.permute(1, 2, 0).numpy(), dtype=np.uint8) for pixels, _ in pairs]
    return [pictures[i] for i in chosen], inputs, torch.stack([wanted for _, wanted in pairs]).numpy()


@torch.inference_mode()
def _features(network: MinorNet, config: TrainConfig, inputs: list[npt.NDArray[np.uint8]]) -> Features:
    """float32 [len(inputs), features]."""
    found = []
    for start in range(0, len(inputs), _BATCH):
        batch = torch.from_numpy(np.stack(inputs[start : start + _BATCH])).permute(0, 3, 1, 2)
        found.append(network.features(normalise(batch, config.backbone), two_sizes=config.two_sizes).numpy())
    return np.concatenate(found)


def _some(pictures: list[Picture], most: int) -> list[Picture]:
    by_source: dict[str, list[Picture]] = {}
    for picture in pictures:
        by_source.setdefault(picture.source, []).append(picture)
    return [picture for found in by_source.values() for picture in found[:: -(-len(found) // most)]]


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/vision/default.yaml"))
    parser.add_argument("--without", nargs="+", default=["icons", "stylised", "characters"], metavar="SOURCE")
    parser.add_argument("--count", type=int, default=12000, help="training pictures to draw")
    parser.add_argument("--tested", type=int, default=4000, help="at most so many test pictures of a source")
    parser.add_argument("--size", type=int, help="picture size; default: that of the configuration")
    parser.add_argument("--start", type=Path, help="the network, in place of the configuration's start")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    config = load_config(options.config)
    changes = {"size": options.size, "start": options.start}
    config = config.model_copy(update={name: value for name, value in changes.items() if value is not None})
    rows = probe(config, options.without, options.count, options.tested)
    for row in rows:
        log.info("without %-12s %-72s %.4f", row["without"], row["slice"], row["auc"])


if __name__ == "__main__":
    main()
