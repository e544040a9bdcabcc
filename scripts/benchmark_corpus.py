"""A corpus of drawn stickers to measure on: everyday pictures, everyday captions, sizes and formats as on platforms."""

from __future__ import annotations

import io
import random
from pathlib import Path

import resvg_py
from PIL import Image, ImageDraw

from data.characters.age import BANDS
from data.characters.scene import draw
from data.characters.style import make_style
from data.fonts import find_font
from data.phrases import CHINESE, ENGLISH

MINORS = 0.12
WITH_TEXT = 0.70
ADULTS = 0.30
"""Shares of the stickers that depict a minor, that carry text, and that depict adults only; the rest shows shapes."""
_CHILDREN = [band for band in BANDS if band.label == "minor"]
_GROWN = [band for band in BANDS if band.label == "adult"]
_SIDES = (512, 512, 512, 512, 370, 320, 240)
_FORMATS = ("webp", "webp", "webp", "webp", "webp", "webp", "png", "png", "jpg", "gif")


def write_corpus(folder: Path, count: int, seed: int) -> None:
    """`count` files in `folder`, the same ones for the same seed and fonts."""
    folder.mkdir(parents=True, exist_ok=True)
    source = random.Random(seed)
    for number in range(count):
        side, suffix = source.choice(_SIDES), source.choice(_FORMATS)
        image = _picture(source, number, count, side)
        plain = image.copy()
        if source.random() < WITH_TEXT:
            _write(image, source, side)
        (folder / f"{number:06}.{suffix}").write_bytes(_encode(image, plain, suffix))


def _picture(source: random.Random, number: int, count: int, side: int) -> Image.Image:
    place = (number * 0.6180339887) % 1  # spreads the kinds evenly over the corpus
    if place >= MINORS + ADULTS:
        return _shapes(source, side)
    bands = _CHILDREN if place < MINORS else _GROWN
    drawing = draw(make_style(f"bench {source.randrange(10**9)}"), (source.choice(bands),), number)
    png = resvg_py.svg_to_bytes(svg_string=drawing.svg, width=side, height=side, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def _shapes(source: random.Random, side: int) -> Image.Image:
    ground = (*_colour(source), source.choice((0, 255)))
    image = Image.new("RGBA", (side, side), ground)
    pen = ImageDraw.Draw(image)
    for _ in range(source.randint(3, 9)):
        x, y, reach = (source.uniform(0.05, 0.95) * side for _ in range(3))
        fill = _colour(source)
        pen.ellipse((x - reach / 4, y - reach / 4, x + reach / 4, y + reach / 4), fill=fill, outline="black", width=3)
    return image


def _colour(source: random.Random) -> tuple[int, int, int]:
    return source.randrange(256), source.randrange(256), source.randrange(256)


def _write(image: Image.Image, source: random.Random, side: int) -> None:
    words, font_name = source.choice(((ENGLISH, "DejaVuSans-Bold.ttf"), (CHINESE, "NotoSansCJK-Bold.ttc")))
    text, size = source.choice(words), round(side * source.uniform(0.08, 0.14))
    pen = ImageDraw.Draw(image)
    while size > 10 and pen.textlength(text, find_font(font_name, size)) > side * 0.92:
        size -= 2
    at, stroke = (side / 2, side * source.choice((0.1, 0.9))), max(1, size // 12)
    font = find_font(font_name, size)
    pen.text(at, text, "white", font, anchor="mm", stroke_width=stroke, stroke_fill="black")


def _encode(image: Image.Image, plain: Image.Image, suffix: str) -> bytes:
    buffer = io.BytesIO()
    match suffix:
        case "webp":
            image.save(buffer, "WEBP", quality=85)
        case "gif":
            image.save(buffer, "GIF", save_all=True, append_images=[plain, image], duration=300, disposal=2)
        case "jpg":
            image.convert("RGB").save(buffer, "JPEG", quality=90)
        case _:
            image.save(buffer, "PNG")
    return buffer.getvalue()
