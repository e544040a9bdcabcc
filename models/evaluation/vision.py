"""The vision half of a bundle on held-out pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.vision.index import Picture, read_index
from models.evaluation.stats import as_metrics, figures
from models.vision.run import score_pictures
from models.vision.slices import slices
from stickerguard import Bundle

AGE_GAP = (16, 20)


def score_test_pictures(bundle: Bundle, folder: Path) -> tuple[list[Picture], npt.NDArray[np.float32]]:
    """The pictures of the split "test" and their minor scores, float32 [n]."""
    pictures = [p for p in read_index(folder) if p.split == "test"]
    settings = bundle.manifest.parts.vision.preprocessing
    model = bundle.file("vision.onnx")
    scores = score_pictures(model, folder, pictures, settings["size"], settings["ground"], ["minor"])
    return pictures, scores[:, 0]


def vision_metrics(pictures: list[Picture], scores: npt.NDArray[np.float32]) -> list[dict[str, object]]:
    """Figures of every slice that has both labels; groups are designs, photographs or packs."""
    rows: list[dict[str, object]] = []
    for part in slices(AGE_GAP):
        picked = part.pick(pictures)
        positive = np.asarray([pictures[i].label in part.positive for i in picked], dtype=bool)
        groups = np.asarray([pictures[i].group for i in picked])
        if len(picked):
            rows += as_metrics(part.name, figures(positive, scores[picked], groups), part.note)
    return rows
