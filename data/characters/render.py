"""Render styles to PNG files."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import resvg_py

from data.characters.age import BANDS
from data.characters.scene import draw, group_of
from data.characters.style import make_style

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
        png = resvg_py.svg_to_bytes(svg_string=drawing.svg, width=SIZE, height=SIZE, skip_system_fonts=True)
        (out / file).write_bytes(bytes(png))
        note = f"{style.finish} {drawing.crop} {len(bands)}"
        rendered.append(Rendered(file, drawing.label, style.name, note))
    return rendered
