"""Recognisers measured on drawn lines in the families that are held out: `python -m models.ocr.lines rec.onnx ...`.

The published one comes first. Each reads the same lines; exact and character errors by script, and by family with
--families.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from data.command import command
from data.lettering.families import families
from data.lettering.lines import draw_line
from data.lettering.texts import Texts
from models.ocr.by_kind import edit_distance
from models.ocr.quantise import NAMES, embeddable
from stickerguard.ocr.again import plain
from stickerguard.ocr.recognise import Recogniser
from stickerguard.runtime import RuntimeOptions

ALL, COLUMNS = "all", "columns"
_COLUMN = 0.08


class Line(NamedTuple):
    """A crop, uint8 [height, width, 3], what it says, and what it counts under: script, family, rows or columns."""

    crop: npt.NDArray[np.uint8]
    text: str
    kinds: tuple[str, ...]


class Figures(NamedTuple):
    """Shares in [0, 1] of `number` lines."""

    number: int
    exact: float
    errors: float


def held_out_lines(count: int, seed: int, modules: Path | None, *, by_family: bool) -> Iterator[Line]:
    """The same ones for the same seed and fonts."""
    source, texts = random.Random(seed), Texts()
    found = {script: listed for script, listed in families("held out", modules).items() if listed}
    for _ in range(count):
        script = source.choice(list(found))
        family = source.choice(found[script])
        text = texts.draw(source, script, family)
        column = script != "latin" and len(text) > 1 and source.random() < _COLUMN
        kinds = [ALL, script, *([COLUMNS] if column else ()), *([f"{script}: {family.path.stem}"] if by_family else ())]
        yield Line(draw_line(source, text, family, column=column), text, tuple(kinds))


def measure(recognisers: dict[str, Recogniser], lines: Iterator[Line]) -> dict[str, dict[str, Figures]]:
    """Figures by recogniser and kind."""
    counted: dict[str, dict[str, list[tuple[bool, int, int]]]] = {name: defaultdict(list) for name in recognisers}
    for line in lines:
        wanted = plain(line.text)
        for name, recogniser in recognisers.items():
            (reading,) = recogniser.read([line.crop])
            read = plain(reading.text)
            for kind in line.kinds:
                counted[name][kind].append((read == wanted, edit_distance(read, wanted), len(wanted)))
    return {name: {kind: _figures(rows) for kind, rows in kinds.items()} for name, kinds in counted.items()}


def _figures(rows: list[tuple[bool, int, int]]) -> Figures:
    exact, edits, characters = (sum(column) for column in zip(*rows, strict=True))
    return Figures(len(rows), exact / len(rows), edits / max(characters, 1))


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recognisers", type=Path, nargs="*", help="what models.ocr.finetune wrote")
    parser.add_argument("--modules", type=Path, help="folder in which npm installed the Fontsource packages")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=99)
    parser.add_argument("--families", action="store_true", help="a row a family, too")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    sources = [Path(str(files("rapidocr") / "models" / NAMES["rec"])), *args.recognisers]
    with tempfile.TemporaryDirectory() as folder:
        recognisers = {}
        for number, source in enumerate(sources):
            (own := Path(folder) / str(number)).mkdir()
            recognisers[str(source) if number else "published"] = Recogniser(
                embeddable("rec", own, source), options=RuntimeOptions(threads=1)
            )
        figures = measure(recognisers, held_out_lines(args.count, args.seed, args.modules, by_family=args.families))
    table = Table("lines", "n", *(f"{name}: exact, errors" for name in figures))
    for kind, first in sorted(figures["published"].items(), key=lambda item: (item[0] != ALL, item[0])):
        shown = (f"{found[kind].exact:.1%}, {found[kind].errors:.1%}" for found in figures.values())
        table.add_row(kind, str(first.number), *shown)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
