"""Speed as ratios within one run: `make bench`.

Compared in one process on one thread, the candidates taking turns sticker by sticker so that a busy machine slows all
of them alike; start-up time and memory are those of a fresh process.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import json
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cv2
from PIL import Image
from rapidocr import RapidOCR
from rapidocr.utils.output import RapidOCROutput
from rich.console import Console
from rich.table import Table

from data.stickers.corpus import TEXT_FREE, draw_stickers
from data.stickers.faces import missing_packages
from models.ocr.by_kind import ALL, KindFigures, Reader, Rgb, engine_reader, measure, picture_reader, table
from models.ocr.captions import draw_captions
from stickerguard import StickerClassifier

SAMPLES = Path("data/samples")
FIRST_VERDICT = """
import re, sys
from stickerguard import StickerClassifier
classifier = StickerClassifier(exhaustive=sys.argv[1] == "exhaustive")
for path in sys.argv[2:]:
    classifier.classify(path)
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
"""


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drawn", type=int, default=300, help="drawn stickers for the OCR comparison")
    parser.add_argument("--captions", type=int, default=100, help="plain captions, the former corpus")
    parser.add_argument("--stickers", type=int, default=400, help="stickers for the early exit comparison")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=Path("out/bench.json"))
    args = parser.parse_args()
    cv2.setNumThreads(1)
    if missing := missing_packages():
        print(f"fewer fonts than there are: apt-get install {' '.join(missing)}")
    compared = readers()
    figures = measure(compared, draw_stickers(args.drawn, args.seed))
    rows = [*reading(figures), *former_corpus(compared, args.captions, args.seed)]
    rows += [*early_exit(args.stickers, args.seed), *fresh_process()]
    console, shown = Console(width=160), Table("measured", "value", "goal")
    for row in rows:
        shown.add_row(row["measured"], row["value"], row.get("goal", ""))
    console.print(table(figures["stickerguard"], figures["rapidocr"]), shown)
    by_kind = {name: {kind: asdict(row) for kind, row in found.items()} for name, found in figures.items()}
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps({"rows": rows, "by_kind": by_kind}, indent=2) + "\n", encoding="utf-8")


def readers() -> dict[str, Reader]:
    """The ppocr engine and RapidOCR's default pipeline, one thread each."""
    rapid = RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

    def read(rgb: Rgb) -> Sequence[str]:
        found = rapid(rgb[:, :, ::-1])  # it takes BGR
        assert isinstance(found, RapidOCROutput)  # the other kinds are of single steps
        return found.txts or ()

    classifier = StickerClassifier()
    return {
        "stickerguard": engine_reader(classifier.ocr, classifier.caption),
        "rapidocr": picture_reader(read),
    }


def reading(figures: Mapping[str, Mapping[str, KindFigures]]) -> list[dict[str, Any]]:
    """What counts of the figures by kind."""
    ours, theirs = figures["stickerguard"], figures["rapidocr"]
    rows = []
    for name, found in figures.items():
        words, free = found[ALL], found[TEXT_FREE]
        rows.append(
            {
                "measured": f"OCR, {name}: exact, character errors, of {words.count}; invented, of {free.count}",
                "value": f"{words.exact:.1%}, {words.error_rate:.1%}; {free.invented:.1%}",
            }
        )
    free = ours[TEXT_FREE]
    rows.append({"measured": "without words, called unreadable", "value": f"{free.unreadable:.1%}", "goal": "<= 8 %"})
    cpu = {name: found[ALL].cpu_seconds + found[TEXT_FREE].cpu_seconds for name, found in figures.items()}
    ratio, still = cpu["rapidocr"] / cpu["stickerguard"], theirs["outlined"].cpu_seconds / ours["outlined"].cpu_seconds
    value = f"{ratio:.2f} x; {still:.2f} x"
    return [*rows, {"measured": "CPU time, rapidocr over ours: all; outlined captions", "value": value, "goal": "3 x"}]


def former_corpus(compared: Mapping[str, Reader], count: int, seed: int) -> list[dict[str, Any]]:
    """The captions that were measured on before there were stickers: plain words, fonts of two packages."""
    figures = {name: KindFigures() for name in compared}
    for drawn in draw_captions(count, seed):
        buffer = io.BytesIO()
        Image.fromarray(drawn.rgba).save(buffer, "PNG", compress_level=1)
        for name, read in compared.items():
            start = time.process_time()
            found = read(buffer.getvalue())
            figures[name].add(found, drawn.text, time.process_time() - start)
    ratio = figures["rapidocr"].cpu_seconds / figures["stickerguard"].cpu_seconds
    exact = "; ".join(f"{name} {found.exact:.1%}" for name, found in figures.items())
    return [{"measured": f"footnote: {count} plain captions read exactly; ratio", "value": f"{exact}; {ratio:.2f} x"}]


def early_exit(count: int, seed: int) -> list[dict[str, Any]]:
    """The cascade against reading every caption, on sample stickers of which one in eight depicts a minor."""
    with (SAMPLES / "samples.csv").open(encoding="utf-8", newline="") as file:
        samples = list(csv.DictReader(file))
    fitting = [row for row in samples if row["file"].endswith((".webp", ".png", ".jpg")) and row["expected"] == "clear"]
    minors = [row["file"] for row in fitting if row["depicts"] == "minor"]
    others = [row["file"] for row in fitting if row["depicts"] != "minor"]
    picker = random.Random(seed)
    files = [picker.choice(minors if number % 8 == 0 else others) for number in range(count)]
    stickers = [(SAMPLES / "stickers" / file).read_bytes() for file in files]
    classifiers = {"cascade": StickerClassifier(), "exhaustive": StickerClassifier(exhaustive=True)}
    seconds: dict[str, float] = defaultdict(float)
    read = 0
    for sticker, (name, classifier) in itertools.product(stickers, classifiers.items()):
        start = time.perf_counter()
        verdict = classifier.classify(sticker)
        seconds[name] += time.perf_counter() - start
        read += name == "cascade" and verdict.caption.state != "not_evaluated"
    rows = [
        {"measured": f"{name}: stickers per second, one thread", "value": f"{count / seconds[name]:.1f}"}
        for name in classifiers
    ]
    ratio = seconds["exhaustive"] / seconds["cascade"]
    return [
        *rows,
        {"measured": f"captions the cascade read, of {count}", "value": str(read)},
        {"measured": "rate, cascade over exhaustive, 1 in 8 a minor", "value": f"{ratio:.2f} x", "goal": ">= 5 x"},
    ]


def fresh_process() -> list[dict[str, Any]]:
    """Start-up and peak memory of a fresh process: one sticker, and all samples with every caption read."""
    files = sorted(str(path) for path in (SAMPLES / "stickers").iterdir())
    rows = []
    for label, mode, paths in [("first verdict", "cascade", files[:1]), ("all samples", "exhaustive", files)]:
        start = time.perf_counter()
        peak = run_fresh(mode, paths)
        elapsed = time.perf_counter() - start
        rows.append(
            {
                "measured": f"{label} ({mode}): seconds from process start; peak resident memory",
                "value": f"{elapsed:.2f} s; {peak / 1024:.0f} MB",
                "goal": "2 s; 400 MB" if label == "first verdict" else "400 MB",
            }
        )
    return rows


def run_fresh(mode: str, paths: Sequence[str]) -> int:
    """Peak resident memory, in KiB, of a new process that scores `paths`."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_VERDICT, mode, *paths], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


if __name__ == "__main__":
    main()
