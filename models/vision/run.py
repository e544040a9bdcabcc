"""Run an exported vision model over built pictures, as the package runs it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.progress import progress
from data.vision.index import Picture
from models.vision.dataset import read_for_test
from stickerguard.runtime import RuntimeOptions, create_session

MOST = 600


def pictures_held_out(pictures: Iterable[Picture], split: str = "test") -> list[Picture]:
    """Those of one split, at most `MOST` of each source and label: thousands of emoji more settle nothing.

    Chosen by the hash of their file names, so always the same, in the order given.
    """
    tested = [picture for picture in pictures if picture.split == split]
    cells: dict[tuple[str, str], list[Picture]] = {}
    for picture in sorted(tested, key=lambda p: hashlib.sha256(p.file.encode()).digest()):
        cells.setdefault((picture.source, picture.label), []).append(picture)
    kept = {picture.file for cell in cells.values() for picture in cell[:MOST]}
    return [picture for picture in tested if picture.file in kept]


def score_pictures(
    model: Path, folder: Path, pictures: list[Picture], size: int, ground: int, outputs: list[str]
) -> npt.NDArray[np.float32]:
    """The outputs called `outputs` for each picture, run one by one on one CPU thread: float32 [n, len(outputs)]."""
    session = create_session(model, RuntimeOptions())
    rows = []
    for picture in progress(pictures, model.name):
        pixels = read_for_test(folder / picture.file, size, ground)
        rows.append([value[0] for value in session.run(outputs, {"image": pixels[np.newaxis]})])
    return np.asarray(rows, dtype=np.float32).reshape(len(pictures), len(outputs))
