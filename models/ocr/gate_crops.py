"""Crops of samples, changed as pictures differ: size, direction, colour, contrast, blur, loss of compression."""

from __future__ import annotations

import random

import cv2
import numpy as np
import numpy.typing as npt

from models.ocr.gate_samples import CELL, NOTHING, TEXT, UNSURE, Sample
from stickerguard.ocr.gate import STRIDE
from stickerguard.ocr.geometry import Rgb

SIDE = 224
_GROUND = 127
_ZOOMS = (1, 1, 1, 1, 0.75, 0.85, 1.2, 1.4)
_QUARTER_TURNS = (0, 0, 0, 0, 1, 2, 2, 3)
_LEAST = 0.2
"""Of a cell of the network that words must fill; one with less of them is unsure."""

Cells = npt.NDArray[np.int64]


def cropped(sample: Sample, source: random.Random) -> tuple[Rgb, Cells]:
    """A piece of `sample` with some of its words, if it has any: uint8 [SIDE, SIDE, 3], and what its cells hold, int64
    [SIDE / STRIDE, SIDE / STRIDE]."""
    side = round(SIDE / source.choice(_ZOOMS))
    top, left = _corner(sample, side, source)
    labels = np.repeat(np.repeat(sample.cells, CELL, 0), CELL, 1)[: sample.picture.shape[0], : sample.picture.shape[1]]
    pixels = _cut(sample.picture, top, left, side, _GROUND)
    found = _cut(labels, top, left, side, NOTHING)
    turns = source.choice(_QUARTER_TURNS)
    way = cv2.INTER_AREA if side > SIDE else cv2.INTER_LINEAR
    pixels = np.rot90(np.asarray(cv2.resize(pixels, (SIDE, SIDE), interpolation=way), np.uint8), turns)
    found = np.rot90(cv2.resize(found, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST), turns)
    return _varied(np.ascontiguousarray(pixels), source), _coarse(found)


def _corner(sample: Sample, side: int, source: random.Random) -> tuple[int, int]:
    rows, columns = np.nonzero(sample.cells == TEXT)
    if rows.size:
        number = source.randrange(rows.size)
        place = (int(cells[number]) * CELL + CELL // 2 - source.randrange(side) for cells in (rows, columns))
    else:
        place = (source.randrange(-side // 4, max(1, length - side * 3 // 4)) for length in sample.picture.shape[:2])
    top, left = place
    return top, left


def _cut(values: npt.NDArray[np.uint8], top: int, left: int, side: int, filling: int) -> npt.NDArray[np.uint8]:
    """A square of `values`, with `filling` where it reaches beyond them."""
    piece = np.full((side, side, *values.shape[2:]), filling, np.uint8)
    height, width = values.shape[:2]
    y, x, bottom, right = max(0, top), max(0, left), min(height, top + side), min(width, left + side)
    if bottom > y and right > x:
        piece[y - top : bottom - top, x - left : right - left] = values[y:bottom, x:right]
    return piece


def _varied(pixels: Rgb, source: random.Random) -> Rgb:
    if source.random() < 0.15:
        pixels = 255 - pixels
    if source.random() < 0.3:
        pixels = np.ascontiguousarray(pixels[..., source.sample(range(3), 3)])
    if source.random() < 0.2:
        factor, shift = source.uniform(0.35, 1.2), source.uniform(-30, 30)
        pixels = np.clip((pixels.astype(np.float32) - 127) * factor + 127 + shift, 0, 255).astype(np.uint8)
    if source.random() < 0.25:
        _, jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, source.randint(25, 80)])
        pixels = np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)
    if source.random() < 0.1:
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), source.uniform(0.5, 1.5)), np.uint8)
    return pixels


def _coarse(found: npt.NDArray[np.uint8]) -> Cells:
    cells = SIDE // STRIDE
    tiles = found.reshape(cells, STRIDE, cells, STRIDE)
    share = (tiles == TEXT).mean(axis=(1, 3))
    unsure = (share > 0) | (tiles == UNSURE).any(axis=(1, 3))
    return np.where(share >= _LEAST, TEXT, np.where(unsure, UNSURE, NOTHING)).astype(np.int64)
