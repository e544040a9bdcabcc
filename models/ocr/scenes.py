"""What the detector learns from: lettered stickers, plain words, words on pictures of nobody, pictures without words,
at the sizes it looks at them, and where the lines are."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
import torch
from PIL import Image, ImageFilter
from torch import Tensor
from torch.utils.data import IterableDataset

from data.draws import weighted
from data.lettering.families import Family
from data.lettering.stickers import Letterer
from data.lettering.texts import Texts
from data.stickers import writing
from data.stickers.corpus import HARD, written_as
from data.stickers.grounds import text_colours
from data.stickers.scribbles import scribbled
from data.stickers.writing import Box, Look, Written
from models.ocr.batches import SCRIPTS
from models.ocr.plain import plain_words
from models.ocr.strips import Line, draw_strip, lines_of
from stickerguard.images import flatten
from stickerguard.ocr.detect import evened

Rgb = npt.NDArray[np.uint8]
Lines = npt.NDArray[np.uint8]
SIDE = 320
"""Pixels of a scene, a multiple of the detector's stride."""
_LOOKS = {"whole": 60, "small": 25, "close": 15}
"""As the detector looks at most stickers; at faint ones, and at parts; and at large ones, in tiles."""
_WHOLE, _SMALL = 416, 288
_UPSCALE = 4.0
_GROUND = 127
_SHOWN = {"sticker": 34, "plain": 30, "picture": 16, "scribble": 8, "wordless": 12}
_KINDS = {
    "outlined": 22, "tiny": 14, "arc": 14, "crossed": 8, "blocks": 10, "column": 10, "recompressed": 6, "hard": 16
}  # fmt: skip
_SIDES = (160, 240, 320, 370, 512, 512)
_SIZES = ((0.05, 0.18), (0.05, 0.18), (0.15, 0.6))
"""Of letters, over the side of a picture."""
_TRIES = 20
_CORE, _HULL = 0.3, -0.12
"""How far from the sides of a line, over its thickness, surely is text, and surely none."""


class Scene(NamedTuple):
    """A picture, uint8 [side, side, 3], and the numbers of its lines from 1 on, uint8 [side, side]: in `core` where
    they surely are, in `hull` where they may be, too; `unknown` is where nobody knows."""

    picture: Rgb
    core: Lines
    hull: Lines
    unknown: Lines


class SceneBatch(NamedTuple):
    """Scenes: `pictures` uint8 [n, side, side, 3], `core`, `hull` and `unknown` uint8 [n, side, side]."""

    pictures: Tensor
    core: Tensor
    hull: Tensor
    unknown: Tensor


class Scenes(IterableDataset[SceneBatch]):
    """Batches from number `start` on, the same ones for the same seed, fonts and file of `models.ocr.wordless`."""

    def __init__(
        self, found: dict[str, list[Family]], known: frozenset[str], wordless: Path, batch: int, seed: int, start: int
    ) -> None:
        self._families, self._known = found, known
        self._batch, self._seed, self._start = batch, seed, start
        self._wordless = wordless

    def __iter__(self) -> Iterator[SceneBatch]:
        cv2.setNumThreads(1)
        texts = Texts()
        pictures = pq.read_table(self._wordless).to_pylist()
        nobody = [row for row in pictures if not row["people"] and not row["words"]]
        number = self._start
        while True:
            source = random.Random(f"scenes {self._seed} {number}")
            scenes = [self._scene(source, texts, pictures, nobody) for _ in range(self._batch)]
            columns = zip(*scenes, strict=True)
            yield SceneBatch(*(torch.from_numpy(np.stack(column)) for column in columns))
            number += 1

    def _scene(
        self, source: random.Random, texts: Texts, pictures: list[dict[str, Any]], nobody: list[dict[str, Any]]
    ) -> Scene:
        shown = weighted(source, _SHOWN)
        if shown == "wordless":
            row = source.choice(pictures)
            return looked_at(source, np.asarray(_opened(row)), [], row["words"])
        if shown == "scribble":
            picture, _ = scribbled(source, source.choice(_SIDES), "fit")
            return looked_at(source, flatten(picture), [], [])
        letterer = self._letterer(source, texts)
        if shown == "plain":
            image, lines = plain_words(source, letterer, source.choice(_SIDES))
            return looked_at(source, flatten(image), lines, [])
        if shown == "picture":
            written = lettered_picture(source, letterer, _opened(source.choice(nobody)))
        else:
            written = self._sticker(source, letterer)
        return looked_at(source, flatten(written.image), lines_of(written), [])

    def _letterer(self, source: random.Random, texts: Texts) -> Letterer:
        installed = [script for script in SCRIPTS if self._families[script]]
        (script,) = source.choices(installed, [SCRIPTS[script] for script in installed])
        return Letterer(texts, script, source.choice(self._families[script]), self._known)

    def _sticker(self, source: random.Random, letterer: Letterer) -> Written:
        """One whose lines are known, each by itself."""
        for _ in range(_TRIES):
            kind = weighted(source, _KINDS)
            if kind == "column" and letterer.latin:
                continue
            detail = source.choice(HARD) if kind == "hard" else kind
            written = written_as(detail, source, letterer, source.choice(_SIDES))
            if len(written.boxes) in (1 + written.text.count("\n"), len(written.text)):
                return written
        return writing.arc(source, letterer, _SIDES[-1])


def lettered_picture(source: random.Random, letterer: Letterer, picture: Image.Image) -> Written:
    """One to four lines on a picture in which nobody is depicted, saved with loss or out of focus now and then."""
    image = picture.convert("RGBA")
    side = min(image.size)
    boxes: list[Box] = []
    words: list[str] = []
    for _ in range(source.choice((1, 1, 2, 3, 4))):
        ink, outline = text_colours(source, None)
        look = Look(letterer.face(source), ink, outline)
        text = letterer.phrase(source)
        size = side * source.uniform(*source.choice(_SIZES))
        font = writing.fitted(look, text, size, image.width * 0.94, max(side * 0.3, size * 1.5))
        at = image.width * source.uniform(0.3, 0.7), image.height * source.uniform(0.08, 0.92)
        drawn = image.copy()
        box = writing.put(drawn, text, look, font, at)
        if not any(_meet(box, other) for other in boxes):
            image, boxes, words = drawn, [*boxes, box], [*words, text]
    if source.random() < 0.15:
        image = image.filter(ImageFilter.GaussianBlur(side * source.uniform(0.002, 0.008)))
    if source.random() < 0.4:
        stream = io.BytesIO()
        image.convert("RGB").save(stream, source.choice(("JPEG", "WEBP")), quality=source.randint(25, 80))
        image = Image.open(stream).convert("RGBA")
    return Written(image, "\n".join(words), tuple(boxes))


def looked_at(source: random.Random, rgb: Rgb, lines: list[Line], words: list[list[float]]) -> Scene:
    """A part of a picture, or all of it, as the detector may be shown it."""
    look = weighted(source, _LOOKS)
    long_side = max(rgb.shape[:2])
    scale = min((_SMALL if look == "small" else _WHOLE) / long_side, _UPSCALE)
    scale *= source.uniform(1.0, 2.0) if look == "close" else source.uniform(0.85, 1.05)
    size = (max(8, round(rgb.shape[1] * scale)), max(8, round(rgb.shape[0] * scale)))
    seen = np.asarray(
        cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR), dtype=np.uint8
    )
    if look == "small" and source.random() < 0.5:
        seen = evened(seen)
    core, hull, unknown = (np.zeros(seen.shape[:2], np.uint8) for _ in range(3))
    for number, line in enumerate(lines, 1):
        draw_strip(hull, line, scale, _HULL, number)
    for number, line in enumerate(lines, 1):
        draw_strip(core, line, scale, _CORE, number)
    for left, top, right, bottom in words:
        more = 0.2 * min(right - left, bottom - top) + 2
        corner = round((left - more) * scale), round((top - more) * scale)
        cv2.rectangle(unknown, corner, (round((right + more) * scale), round((bottom + more) * scale)), (1,), -1)
    top, left = _start(source, seen.shape[0]), _start(source, seen.shape[1])
    return Scene(*(_cut(layer, top, left) for layer in (seen, core, hull, unknown)))


def _start(source: random.Random, length: int) -> int:
    return source.randint(min(0, length - SIDE), max(0, length - SIDE))


def _cut(layer: npt.NDArray[np.uint8], top: int, left: int) -> npt.NDArray[np.uint8]:
    """The part that begins there, which may lie before the picture does; grey around it, where no line is."""
    shape = (SIDE, SIDE, *layer.shape[2:])
    whole = np.full(shape, _GROUND if layer.ndim == 3 else 0, np.uint8)
    part = layer[max(0, top) : top + SIDE, max(0, left) : left + SIDE]
    down, along = max(0, -top), max(0, -left)
    whole[down : down + part.shape[0], along : along + part.shape[1]] = part
    return whole


def _opened(row: dict[str, Any]) -> Image.Image:
    return Image.open(io.BytesIO(row["picture"])).convert("RGB")


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
