"""Pictures without words for the detector: `python -m models.ocr.wordless --data out/data/vision`.

Of the vision model's training pictures. Drawn people say nothing; where the engine reads something in another picture,
or cannot tell, its box is kept, to be left out of account.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import defaultdict
from collections.abc import Collection, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from data.command import command
from data.progress import progress
from models.ocr.cuts import png
from stickerguard import Bundle, RuntimeOptions
from stickerguard.images import decode
from stickerguard.ocr.language import FILE
from stickerguard.ocr.ppocr import PpOcrEngine
from stickerguard.ocr.settings import PpOcrSettings

Rgb = npt.NDArray[np.uint8]
SCHEMA = pa.schema(
    [
        ("picture", pa.binary()),
        ("people", pa.bool_()),
        ("words", pa.list_(pa.list_(pa.float32(), 4))),
    ]
)
"""A PNG, whether anybody may be depicted, and what may be words: left, top, right, bottom in pixels."""
_SAYS = frozenset({"messages", "icons", "glyphs", "symbola"})
"""Sources of pictures that are words, or signs that are read as such."""
_DRAWN_PEOPLE = frozenset({"characters", "artists", "avatars", "younger"})
"""Sources of people drawn by rule, who hold nothing that could be read."""
_NOBODY = "none"
_MOST = 416
_AT_ONCE = 25


def chosen(index: Path, count: int, seed: int, without: Collection[str] = ()) -> list[dict[str, str]]:
    """`count` training pictures, every source the same number where it has so many; none of the sources `without`."""
    sources: dict[str, list[dict[str, str]]] = defaultdict(list)
    with index.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["split"] == "train" and row["source"] not in {*_SAYS, *without}:
                sources[row["source"]].append(row)
    source = random.Random(seed)
    for rows in sources.values():
        source.shuffle(rows)
    turns = max(map(len, sources.values()))
    dealt = [rows[turn] for turn in range(turns) for _, rows in sorted(sources.items()) if turn < len(rows)]
    return dealt[:count]


def looked_at(rows: Sequence[dict[str, str]], folder: Path) -> list[tuple[bytes, bool, list[list[float]]]]:
    """Rows of `SCHEMA`; pictures that are larger than the detector's are made smaller first."""
    cv2.setNumThreads(1)
    bundle, options = Bundle.load(), RuntimeOptions(threads=1)
    engine = PpOcrEngine(
        bundle.file("ocr_det.onnx"),
        bundle.file("ocr_rec.onnx"),
        options=options,
        settings=PpOcrSettings.from_preprocessing(bundle.manifest.parts.ocr.preprocessing),
        language_model=bundle.file(FILE),
    )
    found = []
    for row in rows:
        rgb = decode((folder / row["file"]).read_bytes()).frames[0].rgb
        scale = min(1.0, _MOST / max(rgb.shape[:2]))
        size = (max(8, round(rgb.shape[1] * scale)), max(8, round(rgb.shape[0] * scale)))
        small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        people = row["label"] != _NOBODY
        sure = row["source"] in _DRAWN_PEOPLE
        found.append((png(small), people, [] if sure else _words(engine, small)))
    return found


def _words(engine: PpOcrEngine, rgb: Rgb) -> list[list[float]]:
    result = engine.read(rgb)
    boxes = [*(line.box for line in result.lines), *result.unreadable, *result.passed_over]
    return [[float(side) for side in (*np.min(box, axis=0), *np.max(box, axis=0))] for box in map(np.asarray, boxes)]


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("out/data/vision"), help="what make data-vision wrote")
    parser.add_argument("--out", type=Path, default=Path("out/detector/wordless.parquet"))
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--without", nargs="*", default=[], metavar="SOURCE", help="such as those not free for all use")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    rows = chosen(args.data / "index.csv", args.count, args.seed, args.without)
    parts = [rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)]
    unfinished = args.out.with_suffix(".unfinished")
    with ProcessPoolExecutor(args.workers) as pool, pq.ParquetWriter(unfinished, SCHEMA) as writer:
        for found in progress(pool.map(partial(looked_at, folder=args.data), parts), "pictures", total=len(parts)):
            columns = zip(*found, strict=True)
            writer.write_table(pa.table([list(column) for column in columns], schema=SCHEMA))
    unfinished.replace(args.out)


if __name__ == "__main__":
    main()
