"""Render styles to PNG files."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from pathlib import Path

import resvg_py
from PIL import Image

from data.characters.age import BANDS
from data.characters.scene import Drawing, draw, group_of
from data.characters.style import Style, make_style

SIZE = 256


@dataclass(frozen=True, slots=True)
class Rendered:
    """One written picture; `note` is finish, crop and how many people it shows."""

    file: str
    label: str
    style: str
    note: str


def draw_style(number: int, out: Path, singles: int, groups: int) -> list[Rendered]:
    """Draw style `number` at every age into `out`: `singles` figures a band, `groups` pictures of several people."""
    style = make_style(f"{number:05d}")
    source = random.Random(f"groups {number}")
    wanted = [(band,) for band in BANDS for _ in range(singles)] + [group_of(source) for _ in range(groups)]
    rendered = []
    for index, bands in enumerate(wanted):
        drawing = draw(style, bands, index)
        file = f"{style.name}-{index:02d}.png"
        (out / file).write_bytes(png_of(drawing, style))
        note = f"{style.finish} {drawing.crop} {len(bands)}"
        rendered.append(Rendered(file, drawing.label, style.name, note))
    return rendered


def png_of(drawing: Drawing, style: Style, size: int = SIZE) -> bytes:
    """The picture as a PNG file, `size` pixels wide and high."""
    if style.finish != "pixel":
        return _rasterised(drawing.svg, size)
    # Squares must be small enough that a whole figure still has a face.
    grid = round(style.grid * (1.6 if drawing.crop == "full" else 1.0))
    small = Image.open(io.BytesIO(_rasterised(drawing.svg, grid)))
    file = io.BytesIO()
    small.resize((size, size), Image.Resampling.NEAREST).save(file, "PNG")
    return file.getvalue()


def _rasterised(svg: str, size: int) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size, skip_system_fonts=True))
