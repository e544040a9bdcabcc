"""Reading measured on drawn stickers, kind by kind: `python -m models.ocr.by_kind --count 300`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from symspellpy.editdistance import DistanceAlgorithm, EditDistance

from data.command import command
from data.stickers.corpus import TEXT_FREE, DrawnSticker, draw_stickers
from data.stickers.faces import missing_packages
from data.stickers.scribbles import HALVES
from stickerguard import StickerClassifier
from stickerguard.caption.model import CaptionModel
from stickerguard.caption_stage import corrected, read_frames
from stickerguard.images import decode
from stickerguard.ocr import OcrEngine
from stickerguard.ocr.again import plain

Rgb = npt.NDArray[np.uint8]
ALL = "all with text"
_WARM_UP = 3


class Read(NamedTuple):
    """What a reader found in all frames: lines, each once, and whether it reports text that it could not read."""

    lines: tuple[str, ...]
    unreadable: bool = False


Reader = Callable[[bytes], Read]


@dataclass(slots=True)
class KindFigures:
    """Counts over the stickers of one kind; shares are of `count`, in [0, 1]."""

    count: int = 0
    exact_: int = 0
    edits: int = 0
    characters: int = 0
    unreadable_: int = 0
    silent_: int = 0
    invented_: int = 0
    cpu_seconds: float = 0.0

    def add(self, read: Read, wanted: str, cpu_seconds: float) -> None:
        """Count one sticker with the words `wanted`, "" where it has none."""
        # What a reader gives twice, as for two frames, counts once.
        text, wanted = plain("".join(read.lines)), plain("".join(dict.fromkeys(wanted.split("\n"))))
        self.count += 1
        self.exact_ += text == wanted
        self.edits += edit_distance(text, wanted)
        self.characters += len(wanted)
        self.unreadable_ += read.unreadable
        self.silent_ += text != wanted and not read.unreadable
        self.invented_ += bool(text) and not wanted
        self.cpu_seconds += cpu_seconds

    @property
    def exact(self) -> float:
        """Read exactly."""
        return self.exact_ / max(self.count, 1)

    @property
    def error_rate(self) -> float:
        """Edits for each character that is there (Levenshtein); 0 where none is."""
        return self.edits / self.characters if self.characters else 0.0

    @property
    def unreadable(self) -> float:
        """Said to hold text that could not be read."""
        return self.unreadable_ / max(self.count, 1)

    @property
    def silent(self) -> float:
        """Of those read wrongly or not at all, the share that nothing was said about."""
        return self.silent_ / max(self.count - self.exact_, 1)

    @property
    def invented(self) -> float:
        """Read something where there are no words."""
        return self.invented_ / max(self.count, 1)

    @property
    def milliseconds(self) -> float:
        """CPU time a sticker."""
        return self.cpu_seconds / max(self.count, 1) * 1000


def edit_distance(a: str, b: str) -> int:
    """Characters to insert, delete or replace (Levenshtein 1966)."""
    return int(EditDistance(DistanceAlgorithm.LEVENSHTEIN).compare(a, b, max(len(a), len(b))))


def engine_reader(engine: OcrEngine, model: CaptionModel) -> Reader:
    """All frames of a file, read and corrected as when a sticker is scored."""

    def read(data: bytes) -> Read:
        text = corrected(model, read_frames(engine, decode(data).frames, None))
        return Read(tuple(dict.fromkeys(line.text or "" for line in text.lines)), text.unreadable_regions > 0)

    return read


def picture_reader(lines_of: Callable[[Rgb], Iterable[str]]) -> Reader:
    """The same by a reader of RGB pictures, which gets transparent pixels on white, as a user would hand them over."""

    def read(data: bytes) -> Read:
        frames = decode(data, ground=255).frames
        return Read(tuple(dict.fromkeys(line for frame in frames for line in lines_of(frame.rgb))))

    return read


def measure(readers: Mapping[str, Reader], stickers: Iterable[DrawnSticker]) -> dict[str, dict[str, KindFigures]]:
    """Figures by reader and kind, those of `ALL` and text-free first; readers take turns sticker by sticker."""
    figures = {name: {ALL: KindFigures(), TEXT_FREE: KindFigures()} for name in readers}
    for number, sticker in enumerate(stickers):
        for name, read in readers.items():
            if number < _WARM_UP:
                read(sticker.data)
            start = time.process_time()
            found = read(sticker.data)
            seconds = time.process_time() - start
            for kind in {sticker.kind, ALL if sticker.text else TEXT_FREE}:
                figures[name].setdefault(kind, KindFigures()).add(found, sticker.text, seconds)
    return figures


def table(figures: Mapping[str, KindFigures], beside: Mapping[str, KindFigures] | None = None) -> Table:
    """A row a kind; `beside`, those of a reader to compare with."""
    columns = ["kind", "n", "exact", "char. errors", "unreadable", "wrong, nothing said", "invented", "CPU ms"]
    shown = Table(*columns, *(("its exact", "its errors", "its invented", "its CPU over ours") if beside else ()))
    for kind, own in figures.items():
        free = kind == TEXT_FREE
        row = [kind, str(own.count), "" if free else f"{own.exact:.1%}", "" if free else f"{own.error_rate:.1%}"]
        row += [f"{own.unreadable:.1%}", "" if free else f"{own.silent_} of {own.count - own.exact_}"]
        row += [f"{own.invented:.1%}" if free else "", f"{own.milliseconds:.0f}"]
        if beside:
            other = beside[kind]
            row += ["" if free else f"{other.exact:.1%}", "" if free else f"{other.error_rate:.1%}"]
            row += [f"{other.invented:.1%}" if free else "", f"{other.cpu_seconds / max(own.cpu_seconds, 1e-9):.1f} x"]
        shown.add_row(*row)
    return shown


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--half", choices=sorted(HALVES), default="both", help="of the fonts and scribbles")
    parser.add_argument("--engine", choices=("ppocr", "tesseract"), default="ppocr")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    if missing := missing_packages():
        print(f"fewer fonts than there are: apt-get install {' '.join(missing)}")
    classifier = StickerClassifier(ocr=args.engine)
    figures = measure(
        {args.engine: engine_reader(classifier.ocr, classifier.caption)},
        draw_stickers(args.count, args.seed, args.half),
    )
    Console(width=120).print(table(figures[args.engine]))


if __name__ == "__main__":
    main()
