"""Batches of drawn lines for the recogniser: what they say, or lines the wrong way up to be read as before."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import IterableDataset

from data.lettering.families import Family
from data.lettering.lines import draw_line
from data.lettering.texts import Texts
from data.stickers.scribbles import scribbled
from stickerguard.images import flatten
from stickerguard.ocr.recognise import prepare

Rgb = npt.NDArray[np.uint8]
SCRIPTS = {"latin": 0.34, "zh": 0.32, "zh-Hant": 0.12, "ja": 0.22}
"""How often a line is of each."""
_COLUMN, _SCRIBBLE = 0.08, 0.05
_CUT, _NOTHING = 0.55, 0.4
"""Of the lines, that the engine cut out of stickers, where there are some; of those to be read as before, that it found
where no words are."""
_AS_BEFORE = 8
"""One batch in so many holds lines the wrong way up."""
POOL = 32
"""Batches whose lines are drawn, and sorted by width, at once."""
_WRONG_WAYS: tuple[Callable[[Rgb], Rgb], ...] = (
    lambda crop: crop[::-1, ::-1],
    lambda crop: crop[:, ::-1],
    lambda crop: crop[::-1],
)


class Batch(NamedTuple):
    """`pictures` uint8 [n, 48, width, 3]; `targets` int64, all in a row, `lengths` int64 [n]; or none to be learnt."""

    pictures: Tensor
    targets: Tensor | None
    lengths: Tensor | None


class Lines(IterableDataset[Batch]):
    """Batches from number `start` on, the same ones for the same seed; more than half of lines from `cuts`, a file of
    `models.ocr.cuts`, where there is one."""

    def __init__(
        self,
        found: dict[str, list[Family]],
        alphabet: dict[str, int],
        batch: int,
        seed: int,
        start: int,
        cuts: Path | None = None,
    ) -> None:
        self._families, self._alphabet, self._batch, self._seed, self._start = found, alphabet, batch, seed, start
        rows = pq.read_table(cuts).to_pylist() if cuts else []
        self._cuts = [row for row in rows if row["text"]]
        self._nothing = [row for row in rows if not row["text"]]

    def __iter__(self) -> Iterator[Batch]:
        cv2.setNumThreads(1)
        texts = Texts()
        pool = self._start // POOL
        while True:
            source = random.Random(f"{self._seed} {pool}")
            drawn = [self._line(source, texts) for _ in range(POOL * self._batch)]
            drawn.sort(key=lambda line: line[0].shape[1])
            batches = [drawn[at : at + self._batch] for at in range(0, len(drawn), self._batch)]
            source.shuffle(batches)
            for number, lines in enumerate(batches, pool * POOL):
                if number >= self._start:
                    yield self._turned(source, lines) if number % _AS_BEFORE == 0 else self._labelled(lines)
            pool += 1

    def _line(self, source: random.Random, texts: Texts) -> tuple[Rgb, str]:
        if source.random() < _SCRIBBLE:
            return prepare(_scribble(source)), ""
        if self._cuts and source.random() < _CUT:
            row = source.choice(self._cuts)
            return _picture(row["line"]), row["text"]
        installed = [script for script in SCRIPTS if self._families[script]]
        (script,) = source.choices(installed, [SCRIPTS[script] for script in installed])
        family = source.choice(self._families[script])
        text = texts.draw(source, script, family)
        while not set(text) <= set(self._alphabet):
            text = texts.draw(source, script, family)
        column = script != "latin" and len(text) > 1 and source.random() < _COLUMN
        return prepare(draw_line(source, text, family, column=column)), text

    def _labelled(self, lines: list[tuple[Rgb, str]]) -> Batch:
        targets = [[self._alphabet[c] for c in text] for _, text in lines]
        flat = torch.tensor([index for target in targets for index in target], dtype=torch.long)
        return Batch(_stacked([line for line, _ in lines]), flat, torch.tensor([len(target) for target in targets]))

    def _turned(self, source: random.Random, lines: list[tuple[Rgb, str]]) -> Batch:
        return Batch(_stacked([self._as_before(source, line) for line, _ in lines]), None, None)

    def _as_before(self, source: random.Random, line: Rgb) -> Rgb:
        if self._nothing and source.random() < _NOTHING:
            return _picture(source.choice(self._nothing)["line"])
        return source.choice(_WRONG_WAYS)(line)


def _picture(png: bytes) -> Rgb:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def _scribble(source: random.Random) -> Rgb:
    """A part of a picture without words, of the shape of a line."""
    picture = flatten(scribbled(source, 320, "fit")[0])
    height = source.randint(24, 90)
    width = round(height * source.uniform(1, 4.5))
    left, top = source.randrange(max(1, 320 - width)), source.randrange(320 - height)
    return picture[top : top + height, left : left + width]


def _stacked(lines: list[Rgb]) -> Tensor:
    widest = max(line.shape[1] for line in lines)
    padded = np.full((len(lines), 48, widest, 3), 128, np.uint8)
    for row, line in zip(padded, lines, strict=True):
        row[:, : line.shape[1]] = line
    return torch.from_numpy(padded)
