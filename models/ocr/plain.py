"""Plain words that the detector must not lose: at any angle, of any size, jumping, cut off, letters alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from math import cos, radians, sin

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from data.draws import weighted
from data.lettering.families import Family
from data.lettering.stickers import Letterer
from data.stickers import writing
from data.stickers.grounds import Colour
from data.stickers.writing import Look
from models.ocr.strips import Line, straight, to_the_ends

_MANNERS = {"straight": 40, "turned": 30, "cut off": 15, "jumping": 15}
_GROUNDS = {"flat": 70, "checks": 15, "stripes": 15}
_SIZES = ((0.05, 0.18), (0.05, 0.18), (0.15, 0.6))
"""Of letters, over the side of a picture."""
_ALONE = 0.2
"""Of words, that are one letter or two."""
_CONTRAST = 24
"""Least difference in luma from the ground, of 255."""
_LUMA = (0.299, 0.587, 0.114)
_APART = 0.5
"""Of the size of letters that jump: those that jump further make no line."""
Drawn = tuple[Image.Image, list[Line]]
Draw = Callable[[random.Random, str, Family, Image.Image, Colour], Drawn]


def plain_words(source: random.Random, letterer: Letterer, side: int) -> Drawn:
    """A picture, RGBA [side, side], with one line without an outline, and where it is."""
    # Long ones would be made smaller again.
    text = min((letterer.phrase(source) for _ in range(source.choice((1, 8)))), key=len)
    if source.random() < _ALONE:
        letters = [letter for letter in text if letter.isalnum()] or ["a"]
        text = "".join(source.choice(letters) for _ in range(source.choice((1, 1, 2))))
    grounds, ink = _colours(source)
    return _DRAWN[weighted(source, _MANNERS)](source, text, letterer.family, _ground(source, side, *grounds), ink)


def _colours(source: random.Random) -> tuple[tuple[Colour, Colour], Colour]:
    while True:
        one, two, ink = ((source.randrange(256), source.randrange(256), source.randrange(256), 255) for _ in range(3))
        if all(abs(np.dot(colour[:3], _LUMA) - np.dot(ink[:3], _LUMA)) > _CONTRAST for colour in (one, two)):
            return (one, two), ink


def _ground(source: random.Random, side: int, one: Colour, two: Colour) -> Image.Image:
    kind = weighted(source, _GROUNDS)
    down, along = np.mgrid[:side, :side] // source.randint(4, 40)
    second = {"flat": 0 * down, "checks": down + along, "stripes": source.choice((down, along, down + along))}[kind] % 2
    colours = (np.asarray(colour, np.uint8) for colour in (two, one))
    return Image.fromarray(np.where(second[..., None], *colours), "RGBA")


def _straight(source: random.Random, text: str, family: Family, image: Image.Image, ink: Colour) -> Drawn:
    side = image.width
    look = Look(family, ink, None)
    font = writing.fitted(look, text, side * source.uniform(*source.choice(_SIZES)), side * 0.95, side * 0.9)
    box = writing.put(image, text, look, font, (side * source.uniform(0.3, 0.7), side * source.uniform(0.15, 0.85)))
    return image, [straight(box)]


def _turned(source: random.Random, text: str, family: Family, image: Image.Image, ink: Colour) -> Drawn:
    side = image.width
    font = writing.fitted(
        Look(family, ink, None), text, side * source.uniform(*source.choice(_SIZES)), side * 0.95, side
    )
    at = side * source.uniform(0.4, 0.6), side * source.uniform(0.4, 0.6)
    return image, [_written_at(image, text, font, ink, at, source.uniform(0, 360))]


def _cut_off(source: random.Random, text: str, family: Family, image: Image.Image, ink: Colour) -> Drawn:
    """So large that the edge of the picture cuts it."""
    side = image.width
    font = writing.fitted(Look(family, ink, None), text, side * 0.9, side * source.uniform(0.9, 1.6), side * 1.2)
    at = side * source.uniform(0.2, 0.8), side * source.uniform(0.2, 0.8)
    return image, [_written_at(image, text, font, ink, at, 0.0)]


def _jumping(source: random.Random, text: str, family: Family, image: Image.Image, ink: Colour) -> Drawn:
    """Each letter at an angle and a height of its own."""
    side, letters = image.width, [letter for letter in text if not letter.isspace()]
    step = side * 0.9 / len(letters)
    size = min(step * source.uniform(0.9, 1.3), side * 0.4)
    font, reach = family.at(max(9, round(size))), source.choice((0.25, 1.5)) * size
    lines = [
        _written_at(
            image, letter, font, ink,
            (side * 0.05 + step * (number + 0.5), side / 2 + source.uniform(-reach, reach)),
            source.uniform(-35, 35),
        )
        for number, letter in enumerate(letters)
    ]  # fmt: skip
    if reach > _APART * size or len(letters) < 2:
        return image, lines
    return image, [Line(to_the_ends(np.asarray([line.middle.mean(axis=0) for line in lines]), size), size)]


_DRAWN: dict[str, Draw] = {"straight": _straight, "turned": _turned, "cut off": _cut_off, "jumping": _jumping}


def _written_at(
    image: Image.Image, text: str, font: ImageFont.FreeTypeFont, ink: Colour, at: tuple[float, float], degrees: float
) -> Line:
    """Write `text` around the point `at`, turned against the clock; its line, which may reach beyond the picture."""
    left, top, right, bottom = font.getbbox(text)
    width, height = right - left, bottom - top
    reach = round(np.hypot(width, height)) + 4
    layer = Image.new("L", (reach, reach))
    ImageDraw.Draw(layer).text(((reach - width) / 2 - left, (reach - height) / 2 - top), text, 255, font)
    turned = layer.rotate(degrees, Image.Resampling.BICUBIC)
    image.paste(ink, (round(at[0] - reach / 2), round(at[1] - reach / 2)), turned)
    half, turn = max(width, height) / 2, radians(degrees if width >= height else degrees + 90)
    end = np.asarray([half * cos(turn), -half * sin(turn)])
    return Line(np.asarray([np.asarray(at) - end, np.asarray(at) + end]), min(width, height))
