"""Pictures that show nobody and nothing: shapes, stripes, dots, noise, greetings. Stickers hold such things, too."""

from __future__ import annotations

import random
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from data.draws import any_colour
from data.recipe import recipe
from data.vision.index import Picture
from data.vision.splits import split_of

SHAPES = "shapes"
SIZE = 256
_WORDS = ("hello", "ok", "good morning", "thanks", "yes", "no", "100", "see you", "wow", "lol", "2025", "hi")
Pixels = npt.NDArray[np.uint8]


def build_shapes(out: Path, count: int) -> list[Picture]:
    """Draw `count` pictures of shapes below `out`; their rows. The same number always gives the same picture."""
    source = recipe().shapes
    (out / SHAPES).mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(count):
        file = f"{SHAPES}/{number:05d}.png"
        cv2.imwrite(str(out / file), draw_shapes(number))
        split = split_of(file, calibrate=source.calibrate, test=source.held_out)
        rows.append(Picture(file, SHAPES, "shapes", "none", None, file, split, source.licence))
    return rows


def draw_shapes(number: int, *, words: bool = True) -> Pixels:
    """Picture `number`, uint8 [256, 256, 3]; a third of them with a word unless `words` is False."""
    source = random.Random(f"shapes {number}")
    canvas = _ground(source)
    if source.random() < 0.15:
        return canvas
    for _ in range(source.choice((1, 1, 2, 3, 5, 9, 20))):
        _shape(canvas, source)
    if source.random() < 0.35 and words:
        _word(canvas, source)
    return canvas


def _ground(source: random.Random) -> Pixels:
    kind = source.choice(("plain", "plain", "ramp", "noise", "blotches", "stripes", "checks"))
    first, second = np.array(any_colour(source), np.float32), np.array(any_colour(source), np.float32)
    noise = np.random.default_rng(source.randrange(2**32))
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) / SIZE
    across = x * np.cos(source.uniform(0, 3.2)) + y * np.sin(source.uniform(0, 3.2))
    match kind:
        case "ramp":
            share = across - across.min()
        case "stripes":
            share = np.asarray((across * source.uniform(3, 16)) % 1 < 0.5, np.float32)
        case "checks":
            cells = source.uniform(3, 14)
            share = np.asarray((np.floor(x * cells) + np.floor(y * cells)) % 2, np.float32)
        case "noise":
            grain = noise.integers(0, 256, (SIZE, SIZE, 1 if source.random() < 0.3 else 3), dtype=np.uint8)
            return np.array(np.broadcast_to(grain, (SIZE, SIZE, 3)))
        case "blotches":
            cells = source.randrange(2, 12)
            coarse = noise.integers(0, 256, (cells, cells, 3), dtype=np.uint8)
            return np.asarray(cv2.resize(coarse, (SIZE, SIZE), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
        case _:
            share = np.zeros_like(x)
    share = np.clip(share, 0, 1)[..., None]
    return np.asarray(first * (1 - share) + second * share, dtype=np.uint8)


def _shape(canvas: Pixels, source: random.Random) -> None:
    colour, thick = any_colour(source), source.choice((-1, -1, -1, 2, 5, 9))
    x, y = source.randrange(SIZE), source.randrange(SIZE)
    wide, high = source.randrange(6, 120), source.randrange(6, 120)
    match source.choice(("circle", "ellipse", "box", "polygon", "line", "star", "arc")):
        case "circle":
            cv2.circle(canvas, (x, y), wide, colour, thick, cv2.LINE_AA)
        case "ellipse":
            cv2.ellipse(canvas, (x, y), (wide, high), source.uniform(0, 180), 0, 360, colour, thick, cv2.LINE_AA)
        case "box":
            cv2.rectangle(canvas, (x - wide, y - high), (x + wide, y + high), colour, thick)
        case "line":
            cv2.line(canvas, (x, y), (source.randrange(SIZE), source.randrange(SIZE)), colour, max(2, abs(thick)))
        case "arc":
            cv2.ellipse(canvas, (x, y), (wide, wide), 0, 0, source.uniform(60, 300), colour, max(2, thick), cv2.LINE_AA)
        case kind:
            corners = source.randrange(3, 8)
            angles = np.arange(2 * corners if kind == "star" else corners) * (2 * np.pi / corners)
            if kind == "star":
                angles = angles / 2
            reach = np.where(np.arange(len(angles)) % 2 == 1, 0.45, 1.0) if kind == "star" else np.ones(len(angles))
            points = np.stack([x + wide * reach * np.cos(angles), y + wide * reach * np.sin(angles)], axis=1)
            cv2.fillPoly(canvas, [points.astype(np.int32)], colour, cv2.LINE_AA)


def _word(canvas: Pixels, source: random.Random) -> None:
    scale, thick = source.uniform(0.8, 2.2), source.randrange(2, 6)
    where = (source.randrange(0, SIZE // 3), source.randrange(40, SIZE))
    cv2.putText(
        canvas, source.choice(_WORDS), where, cv2.FONT_HERSHEY_DUPLEX, scale, any_colour(source), thick, cv2.LINE_AA
    )
