"""Drawings by packages of npm: a script of this folder, run by Node.js."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import resvg_py
from PIL import Image

from stickerguard.errors import StickerguardError


def drawings(script: Path, modules: Path, orders: Sequence[object]) -> list[str]:
    """SVG texts that `script` draws for `orders`, with the packages in the folder `modules`.

    Raises StickerguardError, code "missing_node" where there is no Node.js, "not_drawn" where a package cannot be
    loaded or has no part of a name asked for.
    """
    try:
        run = subprocess.run(
            ["node", str(script), str(modules.resolve())],
            input=json.dumps(orders), capture_output=True, text=True, check=True,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise StickerguardError(
            f"{script.name} is run by Node.js, which was not found; install it", code="missing_node"
        ) from error
    except subprocess.CalledProcessError as error:
        raise StickerguardError(f"{script}: {error.stderr.strip()[-400:]}", code="not_drawn") from error
    drawn: list[str] = json.loads(run.stdout)
    return drawn


def rasterised(drawing: str, side: int) -> npt.NDArray[np.uint8]:
    """A square SVG text as uint8 [side, side, 4]."""
    png = resvg_py.svg_to_bytes(svg_string=drawing, width=side, height=side, skip_system_fonts=True)
    return np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGBA"))
