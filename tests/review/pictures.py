"""Sticker files that tests draw, and the verdicts on them."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from stickerguard.types import Verdict
from tests.drawing import encode, shapes
from tests.review.rows import verdict


def sticker(folder: Path, name: str, *, seed: int = 0, **changes: Any) -> Verdict:
    """The verdict on a picture that is drawn into `folder`."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(shapes(seed=seed), "PNG"))
    return of_file(path, **changes)


def of_file(path: Path, **changes: Any) -> Verdict:
    """A verdict on the file at `path`."""
    return replace(verdict(str(path), **changes), sha256=hashlib.sha256(path.read_bytes()).hexdigest())
