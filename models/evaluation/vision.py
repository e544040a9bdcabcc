"""The vision half of a bundle on held-out pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.vision.index import Picture, read_index
from models.evaluation.stats import as_metrics, figures, rate_row
from models.vision.run import pictures_held_out, score_pictures
from models.vision.slices import part_of, slices
from stickerguard import Bundle
from stickerguard.runtime import RuntimeOptions
from stickerguard.vision import VisionModel

AGE_GAP = (16, 20)
COMMON_RATE = 0.05
UNSURE = (0.05, 0.95)


def score_test_pictures(bundle: Bundle, folder: Path) -> tuple[list[Picture], npt.NDArray[np.float32]]:
    """The pictures that test and their minor scores, float32 [n]."""
    pictures = pictures_held_out(read_index(folder))
    settings = bundle.manifest.parts.vision.preprocessing
    model = bundle.file("vision.onnx")
    scores = score_pictures(model, folder, pictures, settings["size"], settings["ground"], ["minor"])
    return pictures, scores[:, 0]


def vision_model(bundle: Bundle) -> VisionModel:
    """The vision model of `bundle`, on the CPU."""
    settings = bundle.manifest.parts.vision.preprocessing
    options = RuntimeOptions()
    return VisionModel(bundle.file("vision.onnx"), size=settings["size"], ground=settings["ground"], options=options)


def vision_metrics(pictures: list[Picture], scores: npt.NDArray[np.float32]) -> list[dict[str, object]]:
    """Figures of every slice that has both labels; groups are designs, photographs or packs."""
    rows: list[dict[str, object]] = []
    for part in slices(AGE_GAP):
        picked = part.pick(pictures)
        positive = np.asarray([pictures[i].label in part.positive for i in picked], dtype=bool)
        groups = np.asarray([pictures[i].group for i in picked])
        if len(picked):
            rows += as_metrics(part.name, figures(positive, scores[picked], groups), part.note)
    return rows + one_threshold(pictures, scores) + unclear_ages(pictures, scores)


def unclear_ages(pictures: list[Picture], scores: npt.NDArray[np.float32]) -> list[dict[str, object]]:
    """How many drawn people of unclear age come out unclear: with a minor score within `UNSURE`."""
    low, high = UNSURE
    picked = [i for i, p in enumerate(pictures) if p.label == "minor_weak" and p.kind == "character"]
    if not picked:
        return []
    inside = ((scores[picked] >= low) & (scores[picked] <= high)).astype(np.float32)
    return [
        rate_row(
            "generated people of unclear age, unseen styles",
            f"share with a minor score of {low} to {high}",
            inside, 0.5, np.asarray([pictures[i].group for i in picked]),
            f"chibi adults without a sign of age; median score {np.median(scores[picked]):.3f}",
        )
    ]  # fmt: skip


def one_threshold(pictures: list[Picture], scores: npt.NDArray[np.float32]) -> list[dict[str, object]]:
    """False positive rate of each test bed at the one threshold where it is `COMMON_RATE` over all of them.

    Each test bed weighs the same in that threshold, however many pictures it has. Beds with fewer than 20 pictures
    without a child are left out.
    """
    negative = np.asarray([p.label in ("adult", "none") for p in pictures], dtype=bool)
    beds = np.asarray([part_of(p) for p in pictures])
    groups = np.asarray([p.group for p in pictures])
    inside = {str(bed): negative & (beds == bed) for bed in np.unique(beds) if (negative & (beds == bed)).sum() >= 20}
    if not inside:
        return []
    weighed = np.concatenate([np.full(picked.sum(), 1 / picked.sum()) for picked in inside.values()])
    pooled = np.concatenate([scores[picked] for picked in inside.values()])
    order = np.argsort(pooled)[::-1]
    above = np.cumsum(weighed[order]) / len(inside)
    threshold = float(pooled[order][np.searchsorted(above, COMMON_RATE)])
    note = f"at minor score {threshold:.3f}; mean over the test beds {COMMON_RATE:.0%}"
    return [
        rate_row(
            f"one threshold for all: {bed}", "false positive rate", scores[picked], threshold, groups[picked], note
        )
        for bed, picked in inside.items()
    ]  # fmt: skip
