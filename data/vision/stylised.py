"""Photographs of faces turned into drawings: the ages of real people, in the looks of drawings."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from data.recipe import recipe
from data.vision.filters import TEST, TRAIN, Pixels
from data.vision.index import Picture

STYLISED = "stylised"
# Filters are made for pictures of about this size, in pixels.
_SIDE = 224


def build_stylised(photos: Sequence[Picture], out: Path, pool: Executor) -> list[Picture]:
    """Draw some of `photos`, which lie below `out`; their rows, each with the label and the split of its photograph.

    Only faces of known age, no scenes: in flat colours, the people in them are past recognition.
    """
    source = recipe().stylised
    scenes = {photo.name for photo in recipe().photos if photo.scenes}
    (out / STYLISED).mkdir(parents=True, exist_ok=True)
    chosen: list[Picture] = []
    for split, count in (("train", source.train), ("test", source.test)):
        faces = [p for p in photos if p.source not in scenes and p.age is not None]
        people = [p for p in faces if p.split == split and p.label in ("minor", "adult")]
        chosen += random.Random(f"{STYLISED} {split}").sample(people, min(count, len(people)))
    files = [f"{STYLISED}/{p.source}-{Path(p.file).stem}.png" for p in chosen]
    notes = pool.map(
        stylise, [out / p.file for p in chosen], [out / f for f in files], [p.split == "test" for p in chosen],
        chunksize=16,
    )  # fmt: skip
    return [
        replace(picture, file=file, source=STYLISED, note=note)
        for picture, file, note in zip(chosen, files, notes, strict=True)
    ]


def stylise(photo: Path, drawing: Path, tested: bool) -> str:
    """Draw one photograph in a way that depends on its name alone; the name of the filter."""
    source = random.Random(photo.name)
    content = np.asarray(cv2.imread(str(photo), cv2.IMREAD_COLOR), dtype=np.uint8)
    scale = _SIDE / max(content.shape[:2])
    rgb = np.asarray(cv2.cvtColor(content, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    rgb = np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    drawn = source.choice(TEST if tested else TRAIN)
    picture = drawn(rgb, source)
    if source.random() < 0.5:
        picture = _head(picture, source)
    codes = cv2.COLOR_RGBA2BGRA if picture.shape[2] == 4 else cv2.COLOR_RGB2BGR
    cv2.imwrite(str(drawing), cv2.cvtColor(picture, codes))
    return drawn.__name__.replace("_", " ")


def _head(rgb: Pixels, source: random.Random) -> Pixels:
    """The oval in the middle, where the face is, as a cut-out; uint8 [height, width, 4]."""
    high, wide = rgb.shape[:2]
    alpha = np.zeros((high, wide), dtype=np.uint8)
    reach = (round(wide * source.uniform(0.38, 0.5)), round(high * source.uniform(0.44, 0.5)))
    cv2.ellipse(alpha, (wide // 2, high // 2), reach, 0, 0, 360, [255.0], -1, cv2.LINE_AA)
    return np.dstack([rgb, alpha])
