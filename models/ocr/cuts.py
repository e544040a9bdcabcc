"""Lines as the engine cuts them out of drawn stickers: `python -m models.ocr.cuts --count 6000 --modules node_modules`.

Stickers lettered in the families that train are shown to the detector; each region that holds exactly one line, or a
part of a bent one whose letters are known, goes into a Parquet file as the recogniser would see it, with what it says.
Regions of pictures without words go into it with none, to be read as before.
"""

from __future__ import annotations

import argparse
import io
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from data.command import command
from data.lettering.families import Family, families
from data.lettering.stickers import lettered_sticker
from data.lettering.texts import Texts
from data.progress import progress
from data.stickers.scribbles import scribbled
from data.stickers.writing import Written
from models.ocr.batches import SCRIPTS
from models.ocr.by_kind import edit_distance
from models.ocr.quantise import NAMES
from models.ocr.unfold import alphabet_of
from stickerguard import Bundle, RuntimeOptions
from stickerguard.images import flatten
from stickerguard.ocr.again import plain
from stickerguard.ocr.detect import Detector
from stickerguard.ocr.geometry import Region, along
from stickerguard.ocr.recognise import Recogniser, prepare
from stickerguard.ocr.settings import PpOcrSettings

Rgb = npt.NDArray[np.uint8]
SCHEMA = pa.schema([("line", pa.binary()), ("text", pa.string()), ("kind", pa.string())])
_TEXT_FREE = 0.06
"""Of the stickers, that have no words."""
_AT_ONCE = 100
"""Stickers that a process draws before it hands over what they gave."""
_THICKEST = 1.85
"""Times a line that its region may be thick: one that takes in the next line is thicker."""
_WRONG = 0.6
"""Of its characters, read wrongly in both directions, from which a crop is not taken for its line."""
_WHOLE = 0.75
"""Of the characters of a line, that must be read to be sure that all of it was cut out."""
_COVERED, _WRONG_COVERED = 0.9, 0.8
"""Of the length of a line that stands alone, from which a region is sure to hold all of it; and the share of characters
read wrongly from which it is beyond reading."""
_PART = 3
"""Letters of a bent line that a part must have."""


class Cut(NamedTuple):
    """A line as the recogniser takes it, uint8 [48, width, 3], what it says, and the kind of its sticker."""

    line: Rgb
    text: str
    kind: str


class Cutter:
    """The bundle's detector, and its recogniser, which tells which way up a crop is."""

    def __init__(self, bundle: Bundle) -> None:
        options = RuntimeOptions(threads=1)
        settings = PpOcrSettings.from_preprocessing(bundle.manifest.parts.ocr.preprocessing)
        self._detector = Detector(bundle.file("ocr_det.onnx"), options=options, settings=settings.detector)
        self._recogniser = Recogniser(bundle.file("ocr_rec.onnx"), options=options)

    def cut(self, written: Written, kind: str) -> Iterator[Cut]:
        """Every line of `written` that can be told."""
        rgb = flatten(written.image)
        regions = self._detector.find(rgb).regions
        for region in regions:
            text = said_in(region, regions, written)
            upright = self._upright(along(rgb, region), text, all_of_it=covered(region, written)) if text else None
            if upright is not None:
                yield Cut(prepare(upright), text, kind)

    def nothing(self, source: random.Random) -> Iterator[Cut]:
        """What is found in a picture without words."""
        rgb = flatten(scribbled(source, 320, "fit")[0])
        for region in self._detector.find(rgb).regions:
            yield Cut(prepare(along(rgb, region)), "", "text-free")

    def _upright(self, picture: Rgb, text: str, *, all_of_it: bool) -> Rgb | None:
        ways = [picture, np.ascontiguousarray(np.rot90(picture, 2))]
        readings = [plain(reading.text) for reading in self._recogniser.read(ways)]
        wanted = plain(text)
        wrong = [edit_distance(reading, wanted) for reading in readings]
        best = int(np.argmin(wrong))
        if all_of_it:
            return picture if wrong[0] <= _WRONG_COVERED * len(wanted) else None
        known = wrong[best] <= _WRONG * len(wanted) and len(readings[best]) >= _WHOLE * len(wanted)
        return ways[best] if known else None


def said_in(region: Region, regions: Sequence[Region], written: Written) -> str:
    """The line, or the part of a line, that `region` alone holds; "" where that cannot be told."""
    lines = written.text.split("\n")
    if len(lines) == 1 and len(written.boxes) == len(lines[0]):  # a box a letter, as on an arc
        shared = region.arc is None and sum(_meet(region, other) for other in regions) > 1
        return "" if shared else _part(lines[0], region, written.boxes)
    bands = _bands(written, lines)
    held = [number for number, band in enumerate(bands) if _inside(region, band)]
    if len(held) != 1 or sum(_inside(other, bands[held[0]]) for other in regions) != 1:
        return ""
    return lines[held[0]]


def covered(region: Region, written: Written) -> bool:
    """Whether `region` reaches from end to end of the only line of `written`, which goes from left to right."""
    if len(written.boxes) != 1 or "\n" in written.text or region.arc is not None or region.tall:
        return False
    left, _, right, _ = written.boxes[0]
    shared = min(right, float(region.corners[:, 0].max())) - max(left, float(region.corners[:, 0].min()))
    return shared >= _COVERED * (right - left)


def _part(line: str, region: Region, boxes: Sequence[Sequence[float]]) -> str:
    """The letters of `line` whose middles lie in `region`; "" where others stand between them, or they are too few."""
    inside = [cv2.pointPolygonTest(region.corners, _middle(box), measureDist=False) > 0 for box in boxes]
    held = [number for number, within in enumerate(inside) if within]
    if len(held) < min(_PART, len(line)) or held[-1] - held[0] >= len(held):
        return ""
    return line[held[0] : held[-1] + 1].strip()


def _bands(written: Written, lines: list[str]) -> list[tuple[float, float, float, float]]:
    """The rectangle of each line: that of its box, or its part of the box of all lines."""
    if len(written.boxes) == len(lines):
        return list(written.boxes)
    left, top, right, bottom = written.boxes[0]
    step = (bottom - top) / len(lines)
    return [(left, top + step * number, right, top + step * (number + 1)) for number in range(len(lines))]


def _inside(region: Region, band: tuple[float, float, float, float]) -> bool:
    """Whether the middle of `region` lies in `band`, and it is no more than that one line."""
    x, y = (float(value) for value in region.corners.mean(axis=0))
    left, top, right, bottom = band
    thick = min(right - left, bottom - top)
    return left <= x <= right and top <= y <= bottom and region.sides[0] < thick * _THICKEST


def _meet(one: Region, other: Region) -> bool:
    found, _ = cv2.rotatedRectangleIntersection(cv2.minAreaRect(one.corners), cv2.minAreaRect(other.corners))
    return found != cv2.INTERSECT_NONE


def _middle(box: Sequence[float]) -> tuple[float, float]:
    left, top, right, bottom = box
    return (left + right) / 2, (top + bottom) / 2


def draw_cuts(start: int, count: int, seed: int, modules: Path | None, *, hard_to_read: bool = False) -> list[Cut]:
    """What stickers number `start` and on give; the same for the same seed, fonts and bundle."""
    cv2.setNumThreads(1)
    cutter, texts, found = Cutter(Bundle.load()), Texts(), families("fit", modules)
    known = frozenset(alphabet_of(Path(str(files("rapidocr") / "models" / NAMES["rec"]))))
    cuts: list[Cut] = []
    for number in range(start, start + count):
        source = random.Random(f"cut {seed} {number}")
        cuts += _of_one(source, cutter, texts, found, known, hard_to_read=hard_to_read)
    return cuts


def _of_one(
    source: random.Random,
    cutter: Cutter,
    texts: Texts,
    found: dict[str, list[Family]],
    known: frozenset[str],
    *,
    hard_to_read: bool,
) -> Iterator[Cut]:
    if source.random() < _TEXT_FREE:
        return cutter.nothing(source)
    installed = [script for script in SCRIPTS if found[script]]
    (script,) = source.choices(installed, [SCRIPTS[script] for script in installed])
    family = source.choice(found[script])
    written, kind = lettered_sticker(source, texts, script, family, known, hard_to_read=hard_to_read)
    return cutter.cut(written, kind)


def write(cuts: Sequence[Cut], writer: pq.ParquetWriter) -> None:
    """Append `cuts`."""
    rows = [(png(cut.line), cut.text, cut.kind) for cut in cuts]
    columns = zip(*rows, strict=True) if rows else ([], [], [])
    writer.write_table(pa.table([list(column) for column in columns], schema=SCHEMA))


def png(picture: Rgb) -> bytes:
    """`picture`, uint8 [height, width, 3], as a PNG."""
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "PNG")
    return stream.getvalue()


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/lettering/cuts.parquet"))
    parser.add_argument("--modules", type=Path, help="folder in which npm installed the Fontsource packages")
    parser.add_argument("--count", type=int, default=6000, help="stickers")
    parser.add_argument("--hard-to-read", action="store_true", help="small and spoilt ones alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    draw = partial(draw_cuts, count=_AT_ONCE, seed=args.seed, modules=args.modules, hard_to_read=args.hard_to_read)
    unfinished = args.out.with_suffix(".unfinished")
    with ProcessPoolExecutor(args.workers) as pool, pq.ParquetWriter(unfinished, SCHEMA) as writer:
        starts = range(0, args.count, _AT_ONCE)
        for cuts in progress(pool.map(draw, starts), "stickers", total=len(starts)):
            write(cuts, writer)
    unfinished.replace(args.out)


if __name__ == "__main__":
    main()
