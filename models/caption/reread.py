"""What the real OCR engine makes of captions: `python -m models.caption.reread`.

Captions of the training set are drawn alone, on plain grounds and shapes, as stickers are (one size and one of several
fonts, long ones broken into lines), and read by the engine of the shipped bundle. Writes `read.jsonl` beside the
captions: text, lang, read. Training and evaluation use these as the errors that OCR really makes; goes on where it was
cut off.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable
from pathlib import Path

import regex
from tqdm import tqdm

from data.caption.build import GLOSSARY
from data.command import command
from data.jsonl import read_objects
from models.caption.noise import Row, wrapped
from models.ocr.captions import draw_caption
from stickerguard import Bundle, RuntimeOptions
from stickerguard.errors import StickerguardError
from stickerguard.images import decode
from stickerguard.ocr import create_engine
from stickerguard.ocr.engine import OcrEngine

READ = "read.jsonl"
UNREAD = ("ko",)
"""Languages whose letters the engine does not know: it can only fail on them."""
_UNDRAWABLE = regex.compile(r"[\p{So}\p{Sk}\p{Cf}\p{M}\p{Co}\p{Cs}]")


def lines_of(text: str, lang: str, source: random.Random) -> list[str]:
    """`text` in lines as a sticker would break it, without what no text font has (emoji); [] where nothing is left."""
    return wrapped(_UNDRAWABLE.sub("", text), lang, source).splitlines()


def reread(row: Row, engine: OcrEngine, source: random.Random) -> str | None:
    """The caption as the engine reads it off a drawn sticker; "" if it reads nothing, None if nothing is drawn."""
    lines = lines_of(row["text"], row["lang"], source)
    if not lines:
        return None
    drawn = draw_caption(source, "en" if row["lang"] in ("en", "es") else "zh", lines)
    frames = decode(drawn.rgba).frames
    return "\n".join(line.text for line in engine.read(frames[0].rgb).lines)


@command
def main(arguments: Iterable[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("out/data/caption/captions.jsonl"))
    parser.add_argument("--count", type=int, default=6000, help="how many captions, drawn at random")
    parser.add_argument("--seed", type=int, default=20260101)
    options = parser.parse_args(None if arguments is None else list(arguments))
    if not options.data.is_file():
        raise StickerguardError(f"{options.data}: no such file; run make data-caption first", code="bad_data")
    path = options.data.with_name(READ)
    rows = [dict(row) for _, row in read_objects(options.data)]
    done = {row["text"] for _, row in read_objects(path)} if path.is_file() else set()
    rows = [row for row in rows if row["low"] == row["high"] and row["kind"] != GLOSSARY and row["lang"] not in UNREAD]
    random.Random(options.seed).shuffle(rows)
    engine = create_engine("ppocr", Bundle.load(), RuntimeOptions(threads=1))
    with path.open("a", encoding="utf-8") as file:
        for row in tqdm(rows[: options.count], desc="reading drawn captions"):
            if row["text"] in done:
                continue
            # Each caption has a seed of its own, so that a broken run goes on as it would have.
            read = reread(row, engine, random.Random(f"{options.seed} {row['text']}"))
            if read is not None:
                found = {"text": row["text"], "lang": row["lang"], "read": read}
                file.write(json.dumps(found, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
