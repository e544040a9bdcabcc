"""Emoji of adults that train, drawn as a child and as an older adult: the source "younger".

Emoji sets hold a few designs of children; so the hand that drew their adults draws more.
"""

from __future__ import annotations

import re
from concurrent.futures import Executor
from pathlib import Path

import numpy as np
import yaml
from PIL import Image

from data.vision.ages import Face, aged, save_cropped, youth_of
from data.vision.index import Picture

YOUNGER = "younger"
LAYOUT = Path(__file__).with_name("younger.yaml")
_SIZE = 256


def build_younger(emoji: list[Picture], out: Path, pool: Executor) -> list[Picture]:
    """Draw emoji of adults among the rows `emoji` that train, lying below `out`, as a child and as an older adult.

    Their rows, all in the split "train", under the source "younger".
    """
    layout = yaml.safe_load(LAYOUT.read_text(encoding="utf-8"))
    places = {
        (vendor, str(design)): (Face(**part["face"]), part.get("without"))
        for vendor, parts in layout.items()
        for part in parts
        for design in part["designs"]
    }
    (out / YOUNGER).mkdir(parents=True, exist_ok=True)
    jobs, rows = [], []
    for picture in emoji:
        place = places.get((picture.source, picture.group.rpartition("/")[2]))
        if place is None or picture.split != "train" or picture.label != "adult":
            continue
        face, without = place
        if without is not None and re.match(rf"{without}\b", Path(picture.file).stem):
            continue
        for label in ("minor", "adult"):
            file = f"{YOUNGER}/{picture.source}-{Path(picture.file).stem}-{label}.png"
            jobs.append((out / picture.file, face, youth_of(label, file), out / file))
            rows.append(
                Picture(file, YOUNGER, "illustration", label, None, picture.group, "train", picture.licence,
                        note=f"{picture.source} aged")
            )  # fmt: skip
    list(pool.map(_age, *zip(*jobs, strict=True), chunksize=32) if jobs else ())
    return rows


def _age(source: Path, face: Face, youth: float, path: Path) -> None:
    save_cropped(aged(np.asarray(Image.open(source).convert("RGBA")), face, youth), path, _SIZE)
