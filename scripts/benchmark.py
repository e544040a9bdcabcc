"""Speed as ratios within one run: `make bench`.

Compared in one process on one thread, the candidates taking turns sticker by sticker so that a busy machine slows all
of them alike; start-up time and memory are those of a fresh process.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import random
import subprocess
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image
from rapidocr import RapidOCR
from rich.console import Console
from rich.table import Table

from models.ocr.captions import draw_captions
from stickerguard import StickerClassifier
from stickerguard.images import flatten

Rgb = npt.NDArray[np.uint8]
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
    parser.add_argument("--captions", type=int, default=200, help="drawn captions for the OCR comparison")
    parser.add_argument("--stickers", type=int, default=400, help="stickers for the early exit comparison")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=Path("out/bench.json"))
    args = parser.parse_args()
    cv2.setNumThreads(1)
    rows = [*ocr(args.captions, args.seed), *early_exit(args.stickers, args.seed), *fresh_process()]
    table = Table("measured", "value", "goal")
    for row in rows:
        table.add_row(row["measured"], row["value"], row.get("goal", ""))
    Console(width=120).print(table)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def ocr(count: int, seed: int) -> list[dict[str, Any]]:
    """The ppocr engine against RapidOCR's default pipeline: rate and exact matches on drawn captions."""
    engine = StickerClassifier().ocr
    rapid = RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    # RapidOCR meets the picture as a user would hand it over: transparent pixels on white, BGR.
    readers: dict[str, Callable[[Image.Image], str]] = {
        "stickerguard": lambda image: "".join(line.text for line in engine.read(flatten(image)).lines),
        "rapidocr": lambda image: "".join(rapid(flatten(image, 255)[:, :, ::-1]).txts or ()),
    }
    seconds: dict[str, float] = defaultdict(float)
    exact: dict[str, int] = defaultdict(int)
    for number, drawn in enumerate(draw_captions(count + 3, seed)):
        image = Image.fromarray(drawn.rgba)
        for name, read in readers.items():
            start = time.perf_counter()
            text = read(image)
            if number >= 3:  # the first ones warm the sessions up
                seconds[name] += time.perf_counter() - start
                exact[name] += plain(text) == plain(drawn.text)
    ratio = seconds["rapidocr"] / seconds["stickerguard"]
    rows = [
        {
            "measured": f"OCR, {name}: ms per sticker; read exactly, of {count}",
            "value": f"{seconds[name] / count * 1000:.1f} ms; {exact[name] / count:.1%}",
        }
        for name in readers
    ]
    return [*rows, {"measured": "OCR rate, stickerguard over rapidocr", "value": f"{ratio:.2f} x", "goal": ">= 3 x"}]


def plain(text: str) -> str:
    """Text as compared: NFKC, case folded, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


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
