"""Whether a built set can be trained on, before any epoch starts."""

from __future__ import annotations

from collections import Counter

from data.vision.index import Picture
from models.vision.config import TrainConfig
from stickerguard.errors import StickerguardError


def check_pictures(config: TrainConfig, pictures: list[Picture]) -> None:
    """Raise StickerguardError, code "bad_data", naming the index and what is wrong with it.

    Wrong is: a split without both classes, a file that is not there, and shares of the configuration that no training
    picture can fill.
    """
    index = config.data / "index.csv"
    faults: list[str] = []
    for split in ("train", "calibrate"):
        counts = Counter(p.label for p in pictures if p.split == split)
        for name, count in (("minor", counts["minor"]), ("adult or none", counts["adult"] + counts["none"])):
            if count == 0:
                faults.append(f"{index}: no picture labelled {name} in the split {split}")
    gone = [(number, p.file) for number, p in enumerate(pictures, 2) if not (config.data / p.file).is_file()]
    faults += [f"{index}: {file}: no such file" for _, file in gone[:10]]
    trained = {("drawn" if p.kind == "drawn" else p.source, p.label) for p in pictures if p.split == "train"}
    shares = {(source, label) for source, cells in config.sampling.items() for label in cells}
    if not trained & shares:
        faults.append(
            f"the configuration has shares for {', '.join(sorted(config.sampling))}, "
            f"the training pictures come from {', '.join(sorted({source for source, _ in trained})) or 'nowhere'}"
        )
    if faults:
        raise StickerguardError("\n  ".join(["the picture set cannot be trained on", *faults]), code="bad_data")
