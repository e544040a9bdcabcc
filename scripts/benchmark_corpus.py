"""A corpus of drawn stickers to measure on: those of data/stickers, and people, who carry no words."""

from __future__ import annotations

import io
import random
from pathlib import Path

import resvg_py
from PIL import Image

from data.characters.age import BANDS
from data.characters.scene import draw
from data.characters.style import make_style
from data.stickers.corpus import draw_stickers

MINORS = 0.12
ADULTS = 0.18
"""Shares of the stickers that depict a minor, and adults only; of the rest two in three carry words."""
_CHILDREN = [band for band in BANDS if band.label == "minor"]
_GROWN = [band for band in BANDS if band.label == "adult"]
_SIDES = (512, 512, 512, 512, 370, 320, 240)
_FORMATS = ("WEBP", "WEBP", "WEBP", "PNG", "JPEG")


def write_corpus(folder: Path, count: int, seed: int) -> None:
    """`count` files in `folder`, the same ones for the same seed and fonts."""
    folder.mkdir(parents=True, exist_ok=True)
    others = draw_stickers(count, seed)
    for number in range(count):
        place = (number * 0.6180339887) % 1  # spreads the kinds evenly over the corpus
        if place < MINORS + ADULTS:
            suffix, data = _person(random.Random(f"{seed} person {number}"), number, minor=place < MINORS)
        else:
            sticker = next(others)
            suffix, data = sticker.suffix, sticker.data
        (folder / f"{number:06}.{suffix}").write_bytes(data)


def _person(source: random.Random, number: int, *, minor: bool) -> tuple[str, bytes]:
    side, saved = source.choice(_SIDES), source.choice(_FORMATS)
    band = source.choice(_CHILDREN if minor else _GROWN)
    drawing = draw(make_style(f"bench {source.randrange(10**9)}"), (band,), number)
    png = resvg_py.svg_to_bytes(svg_string=drawing.svg, width=side, height=side, skip_system_fonts=True)
    image, buffer = Image.open(io.BytesIO(bytes(png))).convert("RGBA"), io.BytesIO()
    if saved == "JPEG":
        image.convert("RGB").save(buffer, saved, quality=90)
    else:
        image.save(buffer, saved, quality=85)
    return saved.lower().replace("jpeg", "jpg"), buffer.getvalue()
