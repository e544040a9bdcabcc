"""A contact sheet of drawn people, to be looked at: `python -m data.characters.sheet`.

Ten styles, a row each: the seven ages, a further figure, two groups.
"""

from __future__ import annotations

import argparse
import io
import random
from pathlib import Path

from PIL import Image

from data.characters.age import BABY, BANDS, Band
from data.characters.render import png_of
from data.characters.scene import draw, group_of
from data.characters.style import make_style
from data.command import command

ROWS = COLUMNS = 10
SIDE = 100


@command
def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=100, help="number of the first style")
    parser.add_argument("--out", type=Path, default=Path("data/characters/contact_sheet.png"))
    args = parser.parse_args()
    sheet = Image.new("RGB", (COLUMNS * SIDE, ROWS * SIDE), (200, 200, 200))
    for row in range(ROWS):
        style = make_style(f"{args.first + row:05d}")
        for column, bands in enumerate(_cells(args.first + row)):
            drawing = draw(style, bands, column)
            picture = Image.open(io.BytesIO(png_of(drawing, style, SIDE))).convert("RGBA")
            sheet.paste(picture, (column * SIDE, row * SIDE), picture)
    sheet.quantize(128).save(args.out, optimize=True)
    print(f"{args.out}: styles {args.first} to {args.first + ROWS - 1}")


def _cells(number: int) -> list[tuple[Band, ...]]:
    source = random.Random(number)
    single = [(band,) for band in BANDS]
    return [*single, (BANDS[2],), group_of(source), (BANDS[4], BABY) if number % 2 else group_of(source)]


if __name__ == "__main__":
    main()
