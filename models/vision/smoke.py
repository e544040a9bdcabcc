"""A tiny training set of plain shapes, so that the whole recipe can be tested in seconds and without data."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from data.vision.index import Picture, write_index
from data.vision.vendors import Use
from models.vision.config import Backbone, Phase, TrainConfig

_SHAPES = {"minor": 0, "adult": 1, "none": 2}
_SPLITS: tuple[Use, ...] = ("train", "train", "calibrate", "test")


def smoke_config(folder: Path) -> TrainConfig:
    """Draw the shapes below `folder` and give the configuration that trains on them, untrained backbone and all."""
    data = folder / "data"
    _draw_set(data)
    return TrainConfig(
        seed=1, data=data, out=folder / "out", threads=1, workers=0, frozen=(), dropout=0.0,
        backbone=Backbone(library="timm", name="efficientnet_lite0"),
        phases=(Phase(size=32, epochs=1), Phase(size=48, epochs=1)),
        samples_per_epoch=32, batch=8, learning_rate=1e-3, weight_decay=0.01,
        ema_decay=0.5, age_gap=(16, 20), sampling={"drawn": {"minor": 0.4, "adult": 0.3, "none": 0.3}},
        size=48, ground=127,
    )  # fmt: skip


def _draw_set(folder: Path) -> None:
    (folder / "shapes").mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(0)
    rows = []
    for number in range(16):
        for label, shape in _SHAPES.items():
            file = f"shapes/{label}{number}.png"
            cv2.imwrite(str(folder / file), _shape(shape, random))
            split = _SPLITS[number % len(_SPLITS)]
            rows.append(Picture(file, "shapes", "drawn", label, None, f"shapes/{label}{number}", split, "own work"))
    write_index(folder, rows)


def _shape(shape: int, random: np.random.Generator) -> npt.NDArray[np.uint8]:
    canvas = np.zeros((64, 64, 4), dtype=np.uint8)
    colour = (*random.integers(0, 256, 3).tolist(), 255)
    x, y, r = (int(v) for v in random.integers((24, 24, 10), (40, 40, 20)))
    if shape == 0:
        cv2.circle(canvas, (x, y), r, colour, -1)
    elif shape == 1:
        cv2.rectangle(canvas, (x - r, y - r), (x + r, y + r), colour, -1)
    else:
        cv2.line(canvas, (x - r, y - r), (x + r, y + r), colour, 4)
    return canvas
