"""What the stickers of the mix show: people, animals and things, words alone, chats.

From a built set where one is given, its held-out pictures only; without one, drawn by rule.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import NamedTuple

import cv2
from PIL import Image

from data.characters.age import BANDS
from data.characters.render import png_of
from data.characters.scene import draw
from data.characters.style import make_style
from data.stickers import writing
from data.stickers.local_pictures import DRAWINGS, LocalPictures
from data.stickers.scribbles import scribbled
from data.vision.messages import draw_bubble, draw_chat, draw_words
from data.vision.shapes import draw_shapes

SIDES = (240, 320, 370, 512, 512, 512)
"""Long sides in pixels, as often as stickers have them."""
FACES_AND_SCENES = ("flickr8k", "flickr8k-faces", "utkface")
ANIMALS_AND_THINGS = ("flickr8k", "objects")
BY_RULE = "drawn by rule"


class Subject(NamedTuple):
    """An RGBA picture; `depicts` is minor, adult, unsure or nobody, `origin` the set it comes from or `BY_RULE`."""

    image: Image.Image
    depicts: str
    origin: str
    photograph: bool = False


def photographed_person(source: random.Random, local: LocalPictures, minor: bool) -> Subject:
    """A photograph of a person, or, without a local set, a drawing in its place."""
    return _local(source, local, FACES_AND_SCENES, minor) or _person_by_rule(source, minor=minor)


def drawn_person(source: random.Random, local: LocalPictures, minor: bool) -> Subject:
    """A person drawn by rule or by one of the artists of the local set, one as often as the other."""
    by_artist = None if source.random() < 0.5 else _local(source, local, DRAWINGS, minor)
    return by_artist or _person_by_rule(source, minor=minor)


def photographed_thing(source: random.Random, local: LocalPictures, minor: bool = False) -> Subject:
    """A photograph of an animal or a thing, or, without a local set, a drawing in its place."""
    return _local(source, local, ANIMALS_AND_THINGS, None) or _thing_by_rule(source)


def drawn_thing(source: random.Random, local: LocalPictures, minor: bool = False) -> Subject:
    """An animal or a thing by one of the artists of the local set; without it heads of cats, patterns and shapes."""
    return _local(source, local, DRAWINGS, None) or _thing_by_rule(source)


def words_alone(source: random.Random, local: LocalPictures, minor: bool = False) -> Subject:
    """Words on a ground, on an arc, in blocks or a bubble."""
    lang, side = source.choice(("en", "zh")), source.choice(SIDES)
    if source.random() < 0.4:
        return Subject(_sized(source.choice((draw_words, draw_bubble))(source), side), "nobody", BY_RULE)
    return Subject(source.choice(_LAYOUTS)(source, writing.Everyday(lang, "both"), side).image, "nobody", BY_RULE)


def chat(source: random.Random, local: LocalPictures, minor: bool = False) -> Subject:
    """A screenshot of a chat, as large as it was drawn."""
    return Subject(draw_chat(source), "nobody", BY_RULE)


_LAYOUTS: tuple[Callable[[random.Random, writing.Hand, int], writing.Written], ...] = (
    writing.one_block,
    writing.arc,
    writing.blocks,
    writing.column,
)


def _local(source: random.Random, local: LocalPictures, sources: tuple[str, ...], minor: bool | None) -> Subject | None:
    label = "none" if minor is None else "minor" if minor else "adult"
    found = local.pick(sources, label, source)
    if found is None:
        return None
    image, row = found
    depicts = "nobody" if label == "none" else label
    return Subject(_sized(image, source.choice(SIDES)), depicts, row.source, row.kind == "photo")


def _person_by_rule(source: random.Random, *, minor: bool) -> Subject:
    style = make_style(f"mix {source.randrange(10**9)}")
    band = source.choice([band for band in BANDS if band.label == ("minor" if minor else "adult")])
    drawing = draw(style, (band,), source.randrange(10**6))
    with Image.open(io.BytesIO(png_of(drawing, style, source.choice(SIDES)))) as image:
        return Subject(image.convert("RGBA"), {"minor_weak": "unsure"}.get(drawing.label, drawing.label), BY_RULE)


def _thing_by_rule(source: random.Random) -> Subject:
    side = source.choice(SIDES)
    if source.random() < 0.5:
        return Subject(scribbled(source, side, "both")[0], "nobody", BY_RULE)
    shapes = cv2.cvtColor(draw_shapes(source.randrange(10**6), words=False), cv2.COLOR_BGR2RGBA)
    return Subject(_sized(Image.fromarray(shapes), side), "nobody", BY_RULE)


def _sized(image: Image.Image, side: int) -> Image.Image:
    scale = side / max(image.size)
    return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
