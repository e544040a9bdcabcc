"""Sticker files that tests draw, and the verdicts on them."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from stickerguard.types import Verdict
from tests.drawing import encode
from tests.review.rows import verdict


def sticker(folder: Path, name: str, *, seed: int = 0, **changes: Any) -> Verdict:
    """The verdict on a picture that is drawn into `folder`."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(blocks(seed), "PNG"))
    return of_file(path, **changes)


def blocks(seed: int) -> Image.Image:
    """Coloured blocks, 120 x 80, which look like those of no other seed."""
    colours = np.random.default_rng(seed).integers(0, 256, (8, 12, 3), dtype=np.uint8)
    return Image.fromarray(colours.repeat(10, axis=0).repeat(10, axis=1))


def of_file(path: Path, **changes: Any) -> Verdict:
    """A verdict on the file at `path`."""
    return replace(verdict(str(path), **changes), sha256=hashlib.sha256(path.read_bytes()).hexdigest())
