"""Pictures of nothing but words: text stickers, speech bubbles, screenshots of chats. Nobody is in them."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from data.draws import Colour, any_colour
from data.fonts import find_font
from data.phrases import CHINESE, ENGLISH
from data.recipe import recipe
from data.vision.index import Picture
from data.vision.splits import split_of

MESSAGES = "messages"
_SIDE = 256
_LATIN = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif-Bold.ttf")
_HAN = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "NotoSerifCJK-Bold.ttc")


def build_messages(out: Path, count: int) -> list[Picture]:
    """Draw `count` pictures of words below `out`; their rows. The same number always gives the same picture.

    Raises FileNotFoundError naming the packages that hold the fonts where they are missing.
    """
    source = recipe().messages
    (out / MESSAGES).mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(count):
        file = f"{MESSAGES}/{number:05d}.png"
        draw_message(number).save(out / file, compress_level=3)
        split = split_of(file, calibrate=source.calibrate, test=source.held_out)
        rows.append(Picture(file, MESSAGES, "shapes", "none", None, file, split, source.licence))
    return rows


def draw_message(number: int) -> Image.Image:
    """Picture `number`, RGBA: a phrase on a ground or on nothing, one in a bubble, or a screenshot of a chat."""
    source = random.Random(f"messages {number}")
    return source.choice((draw_words, draw_words, draw_bubble, draw_chat))(source)


def draw_words(source: random.Random) -> Image.Image:
    """One to three phrases on a ground or on nothing, RGBA."""
    ground = (0, 0, 0, 0) if source.random() < 0.4 else (*any_colour(source), 255)
    picture = Image.new("RGBA", (_SIDE, source.choice((120, 180, 256))), ground)
    lines = [_phrase(source) for _ in range(source.choice((1, 1, 2, 3)))]
    high = picture.height // (len(lines) + 1)
    for row, text in enumerate(lines):
        _write(picture, text, (10, 8 + row * high, _SIDE - 10, 8 + (row + 1) * high), source, any_colour(source))
    return picture.rotate(source.uniform(-20, 20), expand=True) if source.random() < 0.25 else picture


def draw_bubble(source: random.Random) -> Image.Image:
    """A phrase in a speech bubble, RGBA."""
    picture = Image.new("RGBA", (_SIDE, 160), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    fill = source.choice(((255, 255, 255), (150, 236, 105), (0, 132, 255), any_colour(source)))
    edge = source.choice((None, (0, 0, 0)))
    pen.rounded_rectangle((12, 16, 244, 120), source.randrange(8, 50), fill=fill, outline=edge, width=3)
    tip = source.randrange(40, 200)
    pen.polygon([(tip, 118), (tip + 28, 118), (tip + source.randrange(-20, 40), 150)], fill=fill)
    _write(picture, _phrase(source), (30, 28, 226, 108), source, (0, 0, 0) if sum(fill) > 300 else (255, 255, 255))
    return picture


def draw_chat(source: random.Random) -> Image.Image:
    """A screenshot of a chat, RGBA: bubbles of phrases on both sides."""
    dark = source.random() < 0.4
    picture = Image.new(
        "RGBA", (_SIDE, source.choice((256, 340, 420))), (24, 26, 30, 255) if dark else (237, 237, 237, 255)
    )
    pen = ImageDraw.Draw(picture)
    top = source.randrange(4, 30)
    while top < picture.height - 30:
        wide, high = source.randrange(70, 170), source.choice((26, 26, 44))
        mine = source.random() < 0.5
        left = _SIDE - 12 - wide if mine else 36
        fill = (88, 190, 90) if mine else (60, 62, 68) if dark else (255, 255, 255)
        pen.rounded_rectangle((left, top, left + wide, top + high), 8, fill=fill)
        ink = (240, 240, 240) if dark and not mine else (20, 20, 20)
        _write(picture, _phrase(source), (left + 6, top + 4, left + wide - 6, top + high - 4), source, ink)
        if not mine:
            pen.ellipse((6, top, 30, top + 24), fill=any_colour(source))
        top += high + source.randrange(6, 22)
    return picture


def _write(picture: Image.Image, text: str, box: tuple[int, int, int, int], source: random.Random, ink: Colour) -> None:
    """`text` as large as `box` (left, top, right, bottom, pixels) allows, in its middle."""
    left, top, right, bottom = box
    name = source.choice(_LATIN if text.isascii() else _HAN)
    font: ImageFont.FreeTypeFont = find_font(name, 40)
    length = max(1.0, font.getlength(text))
    font = find_font(name, max(8, round(min(40 * (right - left) / length, 0.75 * (bottom - top)))))
    edge = round(font.size / 14) if source.random() < 0.4 else 0
    stroke = (255, 255, 255) if sum(ink) < 380 else (0, 0, 0)
    middle = ((left + right) // 2, (top + bottom) // 2)
    ImageDraw.Draw(picture).text(
        middle, text, fill=ink, font=font, anchor="mm", stroke_width=edge, stroke_fill=stroke
    )  # fmt: skip


def _phrase(source: random.Random) -> str:
    return source.choice(source.choice((ENGLISH, CHINESE)))
