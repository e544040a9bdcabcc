"""Words on a picture: at an edge, in a column, in blocks, on an arc, crossed by the drawing, hard to read."""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import pi, radians, sin
from typing import NamedTuple, Protocol

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from data.phrases import CHINESE, ENGLISH, JAPANESE, TRADITIONAL
from data.stickers.faces import Face, pick_face
from data.stickers.grounds import BLACK, WHITE, Colour, colour, ground, text_colours

PHRASES = {"en": ENGLISH, "zh": CHINESE, "ja": JAPANESE, "zh-Hant": TRADITIONAL}
_SMALLEST = 9
Box = tuple[float, float, float, float]


class Written(NamedTuple):
    """A picture, the words on it in reading order, and the boxes that they fill: left, top, right, bottom in pixels."""

    image: Image.Image
    text: str
    boxes: tuple[Box, ...]

    @property
    def letter(self) -> float:
        """Height of the letters of a single block of lines."""
        return (self.boxes[0][3] - self.boxes[0][1]) / (1 + self.text.count("\n"))


class Typeface(Protocol):
    """Something to write with."""

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The face at `size` pixels."""


class Hand(Protocol):
    """What a sticker says, and what it is written with."""

    @property
    def latin(self) -> bool:
        """Whether it writes words of narrow letters."""

    def phrase(self, source: random.Random) -> str:
        """One line."""

    def face(self, source: random.Random, *, script: bool = False) -> Typeface:
        """A face for it; where `script` asks for it and one is there, one as written by hand."""


@dataclass(frozen=True, slots=True)
class Everyday:
    """Everyday phrases in `lang`, in the installed faces of a `half`: "fit", "held out" or "both"."""

    lang: str
    half: str

    @property
    def latin(self) -> bool:
        """Whether it writes English."""
        return self.lang == "en"

    def phrase(self, source: random.Random) -> str:
        """An everyday phrase."""
        return phrase(source, self.lang)

    def face(self, source: random.Random, *, script: bool = False) -> Face:
        """Raises FileNotFoundError naming the packages, where none is installed."""
        return pick_face(source, self.lang, self.half, hand=script)


class Look(NamedTuple):
    """How words are written: their face, colour and outline."""

    face: Typeface
    ink: Colour
    outline: Colour | None

    def stroke(self, size: float) -> int:
        """Width of the outline for letters of `size`."""
        return max(1, round(size / 12)) if self.outline else 0


def phrase(source: random.Random, lang: str) -> str:
    """An everyday phrase, English ones sometimes in capitals."""
    words = source.choice(PHRASES[lang])
    return words.upper() if lang == "en" and source.random() < 0.3 else words


def fitted(look: Look, text: str, size: float, width: float, height: float) -> ImageFont.FreeTypeFont:
    """The face at `size`, or as much smaller as `text` needs to stay within `width` and `height`."""
    probe = ImageDraw.Draw(Image.new("L", (1, 1)))
    whole = max(_SMALLEST, round(size))
    while whole > _SMALLEST:
        font = look.face.at(whole)
        left, top, right, bottom = probe.multiline_textbbox((0, 0), text, font, stroke_width=look.stroke(whole))
        if right - left <= width and bottom - top <= height:
            return font
        whole -= 1
    return look.face.at(whole)


def put(image: Image.Image, text: str, look: Look, font: ImageFont.FreeTypeFont, at: tuple[float, float]) -> Box:
    """Write `text`, which may have several lines, around the point `at`; where it came to lie."""
    pen, stroke = ImageDraw.Draw(image), look.stroke(font.size)
    left, top, right, bottom = pen.multiline_textbbox((0, 0), text, font, stroke_width=stroke, align="center")
    width, height = right - left, bottom - top
    x = min(max(at[0] - width / 2, 1), max(1, image.width - width - 1))
    y = min(max(at[1] - height / 2, 1), max(1, image.height - height - 1))
    pen.multiline_text(
        (x - left, y - top), text, look.ink, font, stroke_width=stroke, stroke_fill=look.outline, align="center"
    )
    return x, y, x + width, y + height


def one_block(source: random.Random, hand: Hand, side: int, *, script: bool = False) -> Written:
    """One or two lines near the upper or the lower edge."""
    image, _, dark = ground(source, side)
    look = Look(hand.face(source, script=script), *text_colours(source, dark))
    text = "\n".join(hand.phrase(source) for _ in range(source.choice((1, 1, 1, 2))))
    font = fitted(look, text, side * source.uniform(0.08, 0.17), side * 0.94, side * 0.4)
    box = put(image, text, look, font, (side / 2, side * source.choice((0.12, 0.88, 0.88))))
    return Written(image, text, (box,))


def alone(source: random.Random, hand: Hand, side: int) -> Written:
    """One letter, of any size, anywhere."""
    image, _, dark = ground(source, side)
    look = Look(hand.face(source), *text_colours(source, dark))
    text = source.choice([letter for letter in hand.phrase(source) if letter.isalnum()])
    font = fitted(look, text, side * source.uniform(0.1, 0.7), side * 0.9, side * 0.9)
    box = put(image, text, look, font, (side * source.uniform(0.2, 0.8), side * source.uniform(0.2, 0.8)))
    return Written(image, text, (box,))


def blocks(source: random.Random, hand: Hand, side: int) -> Written:
    """Two blocks of words, at the top and at the bottom, or a title and a line in a corner."""
    image, _, dark = ground(source, side)
    first, second = hand.phrase(source), hand.phrase(source)
    boxes = []
    corner = source.random() < 0.4
    for text, at, size in ((first, (0.5, 0.12), 0.14), (second, (0.75 if corner else 0.5, 0.88), 0.08)):
        look = Look(hand.face(source), *text_colours(source, dark))
        room = side * (0.5 if corner and text is second else 0.94)
        font = fitted(look, text, side * source.uniform(0.7, 1.3) * size, room, side * 0.3)
        boxes.append(put(image, text, look, font, (side * at[0], side * at[1])))
    return Written(image, f"{first}\n{second}", tuple(boxes))


def column(source: random.Random, hand: Hand, side: int) -> Written:
    """One or two columns of characters, the right one first."""
    image, _, dark = ground(source, side)
    look = Look(hand.face(source), *text_colours(source, dark))
    texts = [hand.phrase(source) for _ in range(source.choice((1, 1, 2)))]
    x = source.choice((0.85, 0.5)) if len(texts) == 1 else 0.8
    longest = max(texts, key=len)
    font = fitted(look, "\n".join(longest), side * source.uniform(0.1, 0.17), side * 0.3, side * 0.92)
    boxes = tuple(
        put(image, "\n".join(text), look, font, (side * x - number * font.size * 2.2, side * 0.5))
        for number, text in enumerate(texts)
    )
    return Written(image, "\n".join(texts), boxes)


def arc(source: random.Random, hand: Hand, side: int) -> Written:
    """A line on an arc of 20 to 150 degrees, over or under the middle."""
    image, _, dark = ground(source, side)
    look = Look(hand.face(source), *text_colours(source, dark))
    text = max((hand.phrase(source) for _ in range(3)), key=len)
    span, way = source.choice((20, 40, 60, 90, 120, 150)), source.choice((1, -1))
    size = side * (0.07 if hand.latin else 0.1)
    chord = 2 * sin(radians(span) / 2) / radians(span)
    while True:
        font = look.face.at(round(size))
        widths = [font.getlength(character) * 1.06 + look.stroke(size) for character in text]
        if sum(widths) * chord <= side * 0.86 or size <= _SMALLEST:
            break
        size *= 0.95
    radius, before = sum(widths) / radians(span), 0.0
    cell, boxes = round(size * 3), []
    for character, width in zip(text, widths, strict=True):
        angle = span * ((before + width / 2) / sum(widths) - 0.5)
        before += width
        letter = Image.new("RGBA", (cell, cell), (*look.ink[:3], 0))
        ImageDraw.Draw(letter).text(
            (cell / 2, cell / 2), character, look.ink, font, "mm", stroke_width=look.stroke(size),
            stroke_fill=look.outline,
        )  # fmt: skip
        drop = radius * (1 - sin(pi / 2 - radians(angle)))
        x, y = side / 2 + radius * sin(radians(angle)), side * (0.5 - 0.38 * way) + way * drop
        turned = letter.rotate(-angle * way, resample=Image.Resampling.BICUBIC)
        image.alpha_composite(turned, (max(0, round(x - cell / 2)), max(0, round(y - cell / 2))))
        boxes.append((x - size * 0.6, y - size * 0.6, x + size * 0.6, y + size * 0.6))
    return Written(image, text, tuple(boxes))


def crossed(source: random.Random, hand: Hand, side: int) -> Written:
    """Words that a tail, a whisker or the edge of a shape runs across; a person still reads them."""
    written = one_block(source, hand, side)
    pen, (left, top, right, bottom) = ImageDraw.Draw(written.image), written.boxes[0]
    width = max(1, round((bottom - top) / source.uniform(14, 24)))
    for _ in range(source.choice((1, 2))):
        x, drift = source.uniform(left, right), source.uniform(-0.3, 0.3) * (bottom - top)
        curve = [(x + drift * t / 10, top + (bottom - top) * (t / 8 - 0.1)) for t in range(11)]
        pen.line(curve, fill=colour(source, 0.2, 0.9), width=width)
    if source.random() < 0.5:
        r = (right - left) / 3
        pen.ellipse((left - r, top - r / 2, left + r, bottom + r / 2), outline=colour(source, 0.2, 0.9), width=width)
    return written


def blurred(source: random.Random, hand: Hand, side: int) -> Written:
    """Out of focus, by up to a quarter of the height of the letters."""
    written = one_block(source, hand, side)
    soft = written.image.filter(ImageFilter.GaussianBlur(written.letter * source.uniform(0.06, 0.24)))
    return written._replace(image=soft)


def faint(source: random.Random, hand: Hand, side: int) -> Written:
    """Hardly lighter or darker than what is behind."""
    base = colour(source, 0.3, 0.9)
    image = Image.new("RGBA", (side, side), base)
    by = source.choice((-1, 1)) * source.randint(10, 26)
    red, green, blue = (min(255, max(0, value + by)) for value in base[:3])
    look = Look(hand.face(source), (red, green, blue, 255), None)
    text = hand.phrase(source)
    font = fitted(look, text, side * source.uniform(0.09, 0.16), side * 0.9, side * 0.4)
    box = put(image, text, look, font, (side / 2, side * source.uniform(0.15, 0.85)))
    return Written(image, text, (box,))


def struck(source: random.Random, hand: Hand, side: int) -> Written:
    """Struck through, more than once."""
    written = one_block(source, hand, side)
    pen, (left, top, right, bottom) = ImageDraw.Draw(written.image), written.boxes[0]
    ink = source.choice((BLACK, WHITE, (200, 30, 30, 255)))
    width = max(2, round((bottom - top) / source.uniform(8, 14)))
    for _ in range(source.randint(1, 3)):
        ys = source.uniform(top, bottom), source.uniform(top, bottom)
        pen.line((left, ys[0], right, ys[1]), fill=ink, width=width)
    return written


def amid_scribbles(source: random.Random, hand: Hand, side: int) -> Written:
    """Behind a net of strokes."""
    written = one_block(source, hand, side)
    pen, (left, top, right, bottom) = ImageDraw.Draw(written.image), written.boxes[0]
    high = bottom - top
    for _ in range(source.randint(5, 14)):
        x, y, turn = source.uniform(left, right), source.uniform(top, bottom), source.uniform(0.3, 1.2)
        ink = colour(source, 0.1, 1.0)
        ends = (x - high * turn, y - high * (1.2 - turn), x + high * turn, y + high * (1.2 - turn))
        pen.line(ends, fill=ink, width=max(1, round(high / 18)))
    return written


def bent(source: random.Random, hand: Hand, side: int) -> Written:
    """Letters warped by waves, as in a puzzle for robots."""
    written = one_block(source, hand, side)
    pixels = np.asarray(written.image)
    size = written.letter
    reach, long = size * source.uniform(0.12, 0.3), size * source.uniform(1.2, 3)
    ys, xs = np.mgrid[0:side, 0:side]
    dx, dy = reach * np.sin(ys / long * 2 * pi), reach * np.sin(xs / long * 2 * pi)
    rows, columns = np.clip(ys + dy, 0, side - 1).astype(int), np.clip(xs + dx, 0, side - 1).astype(int)
    return written._replace(image=Image.fromarray(pixels[rows, columns]))


def minute(source: random.Random, hand: Hand, side: int) -> Written:
    """Letters of 6 to 9 pixels."""
    written = one_block(source, hand, 512)
    return shrunk(written, max(48, round(512 * source.uniform(6, 9) / max(written.letter, 1))))


def shrunk(written: Written, side: int, by: Image.Resampling = Image.Resampling.LANCZOS) -> Written:
    """The same at a `side` in pixels."""
    scale = side / written.image.width
    boxes = tuple((a * scale, b * scale, c * scale, d * scale) for a, b, c, d in written.boxes)
    return Written(written.image.resize((side, side), by), written.text, boxes)
