"""One line, drawn and cut out as the detector would: outline, ground, and what shrinking and saving left of it."""

from __future__ import annotations

import io
import random
from math import ceil

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from data.lettering.families import Family
from data.stickers.grounds import BLACK, WHITE, Colour, colour, ground, text_colours
from stickerguard.images import flatten

Rgb = npt.NDArray[np.uint8]
_DRAWN = (28, 40, 56, 80)
"""Sizes that letters are drawn at, before they are brought to the size that they have."""
_SMALLEST, _SMALLEST_HAN, _LARGEST = 7.0, 10.0, 80.0
"""Pixels of letters, that a person still reads."""
_SMALL = 15.0
_FAN = 0.4
_HAN = 0x2E7F


def draw_line(source: random.Random, text: str, family: Family, *, column: bool = False) -> Rgb:
    """`text` as a crop, uint8 [height, width, 3]: letters of 6 to 80 pixels; a column lies on its side."""
    size = source.choice(_DRAWN)
    ink, outline, image = _written(source, text, family, size, column=column)
    _disturb(source, image, size, ink, outline)
    # What a long line may lean before its ends are cut off.
    angle = source.gauss(0, 9 / max(len(text), 3)) if source.random() < 0.5 else 0.0
    turned = image.rotate(angle, resample=Image.Resampling.BICUBIC, expand=False)
    rgb = flatten(_cut(source, turned, size))
    if column:
        rgb = np.ascontiguousarray(np.rot90(rgb))
    wide = any(ord(character) > _HAN for character in text)
    return _worn(source, rgb, size, _SMALLEST_HAN if wide else _SMALLEST)


def _written(
    source: random.Random, text: str, family: Family, size: int, *, column: bool
) -> tuple[Colour, Colour | None, Image.Image]:
    """The colours and the picture: the line, with a margin of `size` around, on a ground."""
    font = family.at(size)
    spacing = source.uniform(-0.03, 0.25) * size if source.random() < 0.25 else 0.0
    fan = source.uniform(-_FAN, _FAN) if not column and source.random() < 0.12 else 0.0
    spacing = spacing or (0.05 * size if fan else 0.0)
    stroke = max(1, round(size / source.uniform(8, 18)))
    down = [font.getbbox(c)[3] for c in text]
    advance = [font.getlength(c) + spacing for c in text] if spacing or column else []
    if column:
        width, height = size * 3, ceil(len(text) * size * 1.12) + 2 * size
    else:
        width = ceil(sum(advance) if advance else font.getlength(text)) + 2 * size
        height = ceil(max(*down, size)) + 2 * size
    picture, _, dark = ground(source, max(width, height))
    left = source.randrange(picture.width - width + 1)
    top = source.randrange(picture.height - height + 1)
    image = picture.crop((left, top, left + width, top + height))
    ink, outline = text_colours(source, dark)
    if source.random() < 0.1:
        outline = outline or source.choice((WHITE, BLACK))
    places = _places(source, text, size, advance, column=column)
    if source.random() < 0.12:  # a shadow
        shade, by = source.choice((BLACK, colour(source, 0.2, 0.9))), size * source.uniform(0.03, 0.1)
        _write(image, [((x + by, y + by), part) for (x, y), part in places], font, shade, None, stroke)
    if outline and source.random() < 0.1:  # an outline around the outline
        _write(image, places, font, outline, colour(source, 0.2, 0.9), 2 * stroke)
    if fan:
        _write_fanned(image, places, font, (ink, outline), stroke, fan)
    else:
        _write(image, places, font, ink, outline, stroke)
    return ink, outline, image


def _places(
    source: random.Random, text: str, size: int, advance: list[float], *, column: bool
) -> list[tuple[tuple[float, float], str]]:
    if column:
        return [
            ((size + size / 2 - along / 2, size + n * size * 1.12), c)
            for n, (c, along) in enumerate(zip(text, advance, strict=True))
        ]
    if not advance:
        return [((size, size), text)]
    bounce = source.uniform(0, 0.12) * size if source.random() < 0.4 else 0.0
    before = np.concatenate([[0.0], np.cumsum(advance[:-1])])
    return [((size + float(x), size + source.uniform(-1, 1) * bounce), c) for x, c in zip(before, text, strict=True)]


def _write(
    image: Image.Image,
    places: list[tuple[tuple[float, float], str]],
    font: ImageFont.FreeTypeFont,
    ink: Colour,
    outline: Colour | None,
    stroke: int,
) -> None:
    pen = ImageDraw.Draw(image)
    for at, part in places:
        pen.text(at, part, ink, font, stroke_width=stroke if outline else 0, stroke_fill=outline)


def _write_fanned(
    image: Image.Image,
    places: list[tuple[tuple[float, float], str]],
    font: ImageFont.FreeTypeFont,
    colours: tuple[Colour, Colour | None],
    stroke: int,
    fan: float,
) -> None:
    """Letters wider at their tops by `fan` of their size, or at their feet where it is below 0: so they are once a line
    on an arc was laid out straight."""
    cell = round(font.size * 2)
    top, foot = (cell * fan / 4, 0.0) if fan > 0 else (0.0, -cell * fan / 4)
    # The corners of what is stretched to the whole cell: the narrower side is taken from further inside.
    corners = (foot, 0, top, cell, cell - top, cell, cell - foot, 0)
    for (x, y), part in places:
        letter = Image.new("RGBA", (cell, cell), (*colours[0][:3], 0))
        _write(letter, [((cell / 4, cell / 4), part)], font, *colours, stroke)
        bent = letter.transform((cell, cell), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
        image.alpha_composite(bent, (max(0, round(x - cell / 4)), max(0, round(y - cell / 4))))


def _disturb(source: random.Random, image: Image.Image, size: int, ink: Colour, outline: Colour | None) -> None:
    """Strokes of the drawing across the line, or dots around it, now and then."""
    if source.random() > 0.12:
        return
    pen = ImageDraw.Draw(image)
    shade = source.choice((colour(source, 0.2, 0.9), ink, outline or ink))
    for _ in range(source.randint(1, 2)):
        x, y = source.uniform(0, image.width), source.uniform(0, image.height)
        end = (x + source.gauss(0, 2) * size, y + source.gauss(0, 1) * size)
        pen.line((x, y, *end), fill=shade, width=max(1, round(size / source.uniform(12, 30))))


def _cut(source: random.Random, image: Image.Image, size: int) -> Image.Image:
    """Without most of the margin: what is left differs from side to side, and may cut into the letters."""
    tight, loose = (-0.04, 0.3) if source.random() < 0.9 else (0.2, 0.7)
    left, right = (size * (1 - source.uniform(-0.06, 0.45)) for _ in range(2))
    top, bottom = (size * (1 - source.uniform(tight, loose)) for _ in range(2))
    return image.crop((round(left), round(top), round(image.width - right), round(image.height - bottom)))


def _worn(source: random.Random, rgb: Rgb, size: int, smallest: float) -> Rgb:
    """At its final size, `smallest` pixels a letter or more; blurred or faint, noisy, saved with loss, now and then."""
    tiny = source.random() < 0.3
    final = source.uniform(smallest, _SMALL) if tiny else source.uniform(_SMALL, _LARGEST)
    scale = min(1.0, final / size)
    shape = max(4, round(rgb.shape[1] * scale)), max(4, round(rgb.shape[0] * scale))
    way = source.choice((cv2.INTER_AREA, cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC))
    worn: Rgb = np.asarray(cv2.resize(rgb, shape, interpolation=way) if scale < 1 else rgb, dtype=np.uint8)
    if scale < 1 and source.random() < 0.35:  # made larger again, as small sources are
        by = source.uniform(1.3, 3)
        larger = source.choice((cv2.INTER_CUBIC, cv2.INTER_LINEAR))
        worn = np.asarray(cv2.resize(worn, None, fx=by, fy=by, interpolation=larger), dtype=np.uint8)
    if not tiny and source.random() < 0.2:
        soft = worn.shape[0] * source.uniform(0.01, 0.06)
        worn = np.asarray(Image.fromarray(worn).filter(ImageFilter.GaussianBlur(soft)))
    elif not tiny and source.random() < 0.12:
        middle = worn.mean(axis=(0, 1), keepdims=True)
        worn = (middle + (worn - middle) * source.uniform(0.15, 0.7)).clip(0, 255).astype(np.uint8)
    if source.random() < 0.15:
        chance = np.random.default_rng(source.getrandbits(32))
        worn = (worn + chance.normal(0, source.uniform(2, 6 if tiny else 14), worn.shape)).clip(0, 255).astype(np.uint8)
    if source.random() < 0.5:
        worn = _saved(source, worn, 60 if tiny else 20)
    return np.ascontiguousarray(worn)


def _saved(source: random.Random, rgb: Rgb, worst: int) -> Rgb:
    stream = io.BytesIO()
    Image.fromarray(rgb).save(stream, source.choice(("JPEG", "WEBP")), quality=source.randint(worst, 90))
    return np.asarray(Image.open(stream).convert("RGB"))
