"""Emoji of the vendors that train, drawn again by other hands: the source "redrawn"."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from data.recipe import recipe
from data.vision.drawn import Icon, rasterise
from data.vision.index import Picture
from data.vision.redraw import redraw

REDRAWN = "redrawn"


def build_redrawn(rows: Sequence[Picture], icons: Sequence[Icon], out: Path, pool: Executor) -> list[Picture]:
    """Draw some of `icons` again below `out`, several times where they show a child; `rows` are theirs as they are.

    The new rows keep label, group and split: what a held-out design tests, its redrawings test too. Only vendors that
    sources.yaml names for it are drawn again, and none that only test.
    """
    source = recipe().redrawn
    (out / REDRAWN).mkdir(parents=True, exist_ok=True)
    chosen: list[tuple[Picture, Icon, int]] = []
    for row, icon in zip(rows, icons, strict=True):
        if row.source in source.vendors and isinstance(icon.drawing, str):
            times = source.times[icon.label]
            whole, left = divmod(times, 1)
            count = int(whole) + (random.Random(f"{REDRAWN} {row.file}").random() < left)
            chosen += [(row, icon, number) for number in range(count)]
    files = [f"{REDRAWN}/{row.source}-{Path(row.file).stem}-{number}.png" for row, _, number in chosen]
    hands = pool.map(_draw, [icon for _, icon, _ in chosen], [out / file for file in files], chunksize=64)
    return [
        replace(row, file=file, source=REDRAWN, kind=REDRAWN, similarity=None, note=f"{row.source} {hand}")
        for (row, _, _), file, hand in zip(chosen, files, hands, strict=True)
    ]


def _draw(icon: Icon, path: Path) -> str:
    """Write one redrawing, which depends on the file's name alone; the name of the hand."""
    source = random.Random(path.name)
    svg, hand = redraw(str(icon.drawing), source)
    picture = np.asarray(rasterise(replace(icon, drawing=svg)))
    if source.random() < 0.4:
        picture = trembled(picture, source.uniform(0.005, 0.02), source)
    Image.fromarray(picture).save(path, "PNG", compress_level=3)
    return hand


def trembled(rgba: npt.NDArray[np.uint8], reach: float, source: random.Random) -> npt.NDArray[np.uint8]:
    """A picture, uint8 [height, width, 4], as an unsteady hand draws it.

    Every point strays by up to about `reach`, a share of the side, smoothly (elastic distortion: Simard et al. 2003).
    """
    high, wide = rgba.shape[:2]
    noise = np.random.default_rng(source.randrange(2**32))
    coarse = noise.uniform(-1, 1, (source.randint(5, 14), source.randint(5, 14), 2)).astype(np.float32)
    shift = cv2.resize(coarse, (wide, high), interpolation=cv2.INTER_CUBIC) * reach * max(high, wide)
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    moved = cv2.remap(
        rgba, x + shift[..., 0], y + shift[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0.0
    )
    return np.asarray(moved, dtype=np.uint8)
