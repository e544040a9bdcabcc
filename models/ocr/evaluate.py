"""Measure OCR engines on drawn captions: `python -m models.ocr.evaluate --count 200`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from PIL import Image

from data.command import command
from models.ocr.captions import draw_captions
from stickerguard import Bundle, RuntimeOptions
from stickerguard.images import flatten
from stickerguard.ocr import OcrEngine, create_engine
from stickerguard.ocr.again import plain


@dataclass(frozen=True, slots=True)
class Figure:
    """Shares in [0, 1] over `count` captions: read exactly, and mean similarity of the characters."""

    exact: float
    characters: float
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What one engine reached; milliseconds are those of `read` alone."""

    by_language: dict[str, Figure]
    milliseconds: float


def measure(engines: Mapping[str, OcrEngine], count: int, seed: int) -> dict[str, Figures]:
    """Each engine on the same `count` drawn captions, taking turns, so that a busy machine slows all alike."""
    exact: dict[tuple[str, str], list[bool]] = {}
    similar: dict[tuple[str, str], list[float]] = {}
    seconds = dict.fromkeys(engines, 0.0)
    for drawn in draw_captions(count, seed):
        rgb, wanted = flatten(Image.fromarray(drawn.rgba)), plain(drawn.text)
        for name, engine in engines.items():
            start = time.perf_counter()
            result = engine.read(rgb)
            seconds[name] += time.perf_counter() - start
            text = plain("".join(line.text for line in result.lines))
            exact.setdefault((name, drawn.lang), []).append(text == wanted)
            ratio = SequenceMatcher(None, wanted, text, autojunk=False).ratio()
            similar.setdefault((name, drawn.lang), []).append(ratio)
    return {
        name: Figures(
            {
                lang: Figure(sum(hits) / len(hits), sum(similar[name, lang]) / len(hits), len(hits))
                for (owner, lang), hits in exact.items()
                if owner == name
            },
            seconds[name] / count * 1000,
        )
        for name in engines
    }


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2)
    args = parser.parse_args()
    bundle, options = Bundle.load(), RuntimeOptions(threads=1)
    engines = {name: create_engine(name, bundle, options) for name in ("ppocr", "tesseract")}
    for name, figures in measure(engines, args.count, args.seed).items():
        for lang, figure in sorted(figures.by_language.items()):
            print(f"{name} {lang}: exact {figure.exact:.1%}, characters {figure.characters:.1%}, n = {figure.count}")
        print(f"{name}: {figures.milliseconds:.1f} ms a sticker")


if __name__ == "__main__":
    main()
