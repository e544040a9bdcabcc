"""People, animals and things by the hands of data/artists: the source "artists"."""

from __future__ import annotations

import random
from concurrent.futures import Executor
from pathlib import Path

from PIL import Image

from data.artists import WHO, hand
from data.recipe import recipe
from data.vision.index import Picture
from data.vision.node import rasterised
from data.vision.splits import is_kept

ARTISTS = "artists"
_SIZE = 256


def build_artists(out: Path, pool: Executor, share: float = 1.0) -> list[Picture]:
    """Draw everybody in every style of every hand below `out`; their rows, one group a style.

    Only `share` of the styles where it is below 1.
    """
    source = recipe().artists
    (out / ARTISTS).mkdir(parents=True, exist_ok=True)
    rows = []
    for name in source.hands:
        for number in range(source.styles):
            group = f"{ARTISTS}/{name}/{number:03d}"
            if is_kept(group, share):
                rows += [
                    Picture(
                        file=f"{ARTISTS}/{name}-{number:03d}-{who}.png",
                        source=ARTISTS,
                        kind="character",
                        label=label,
                        age=None,
                        group=group,
                        split="train",
                        licence=source.licence,
                        note=who,
                    )
                    for who, label in WHO.items()
                ]
    list(pool.map(_draw, rows, [out] * len(rows), chunksize=32))
    return rows


def _draw(row: Picture, out: Path) -> None:
    _, name, number = row.group.split("/")
    svg = hand(name)(random.Random(f"{name} {number}"), str(row.note))
    Image.fromarray(rasterised(svg, _SIZE)).save(out / row.file, compress_level=3)
