"""Drawn captions: what OCR is calibrated, measured and benchmarked on. Harmless words on harmless grounds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from data.fonts import find_font
from data.phrases import CHINESE, ENGLISH
from data.stickers.grounds import ground, text_colours

FONTS = {
    "en": ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif-Bold.ttf", "NotoSansCJK-Bold.ttc"),
    "zh": ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "NotoSerifCJK-Bold.ttc"),
}


@dataclass(frozen=True, slots=True, eq=False)
class DrawnCaption:
    """A picture with its text: `rgba` uint8 [height, width, 4]; `style` names ground and layout."""

    rgba: npt.NDArray[np.uint8]
    text: str
    lang: str
    style: str


def draw_captions(count: int, seed: int) -> Iterator[DrawnCaption]:
    """`count` captions, English and Chinese by turns, the same ones for the same seed and fonts."""
    source = random.Random(seed)
    for number in range(count):
        yield draw_caption(source, ("en", "zh")[number % 2])


def draw_caption(source: random.Random, lang: str, lines: list[str] | None = None) -> DrawnCaption:
    """One caption: one or two lines or a column, at the top or the bottom of a picture of 160 to 512 px.

    `lines` is what it says, where it is not to be an everyday phrase.
    """
    side = source.choice((160, 240, 320, 512, 512))
    image, ground_kind, dark = ground(source, side)
    layout = source.choices(("one line", "two lines", "column"), (6, 3, 1 if lang == "zh" else 0))[0]
    if lines:
        layout = "one line" if len(lines) == 1 else "two lines"
    phrases = lines or source.sample(CHINESE if lang == "zh" else ENGLISH, 2 if layout == "two lines" else 1)
    if lang == "en" and source.random() < 0.3:
        phrases = [phrase.upper() for phrase in phrases]
    text = "\n".join(phrases[0]) if layout == "column" else "\n".join(phrases)
    font = _fitting_font(source, lang, text, side, column=layout == "column")
    draw = ImageDraw.Draw(image)
    colour, stroke = text_colours(source, dark)
    stroke_width = max(1, round(font.size / 14)) if stroke else 0
    left, top, right, bottom = draw.multiline_textbbox((0, 0), text, font, stroke_width=stroke_width, align="center")
    margin = side // 40
    x = (side - (right - left)) / 2 - left
    y = margin - top if source.random() < 0.4 else side - margin - (bottom - top) - top
    draw.multiline_text((x, y), text, colour, font, stroke_width=stroke_width, stroke_fill=stroke, align="center")
    plain = text.replace("\n", "") if layout == "column" else text
    return DrawnCaption(np.asarray(image), plain, lang, f"{ground_kind}, {layout}")


def _fitting_font(source: random.Random, lang: str, text: str, side: int, *, column: bool) -> ImageFont.FreeTypeFont:
    name = source.choice(FONTS[lang])
    size = round(side * source.uniform(0.07, 0.16))
    probe = ImageDraw.Draw(Image.new("L", (1, 1)))
    while size > 9:
        font = find_font(name, size)
        left, top, right, bottom = probe.multiline_textbbox((0, 0), text, font, stroke_width=max(1, size // 14))
        if right - left <= side * 0.94 and bottom - top <= side * (0.94 if column else 0.5):
            return font
        size -= 1
    return find_font(name, size)
