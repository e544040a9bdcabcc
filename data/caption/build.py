"""Build the caption set: `python -m data.caption.build --out out/data/caption [--datasets FOLDER]`.

Writes `captions.jsonl`, one caption a line: text, lang, source, fold, licence, and the severity as an interval
[low, high] out of 0..3, because a binary label only says on which side of 2 a caption lies.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from data.caption.filters import refers_to_age_family_or_school
from data.own.captions import has_captions, read_captions
from data.recipe import recipe
from stickerguard.caption.normalize import normalize
from stickerguard.errors import StickerguardError

AUTHORED = Path(__file__).parent.parent / "captions" / "authored.jsonl"

_RULES = recipe().captions
AMBIGUOUS = _RULES.ambiguous
"""Sources whose positives are suggestive only in context: at most this many are used."""


@dataclass(frozen=True, slots=True)
class Caption:
    """One labelled caption; `low` <= severity <= `high`."""

    text: str
    lang: str
    source: str
    fold: str
    low: int
    high: int
    licence: str
    kind: str = ""


def fold_of(source: str) -> str:
    """The fold of a source; an unlisted one goes by the parity of its name, the same every time."""
    for fold, sources in _RULES.folds.items():
        if source in sources:
            return fold
    return "ab"[sum(source.encode()) % 2]


def authored(path: Path = AUTHORED) -> Iterator[Caption]:
    """The captions written for this project, with exact severities."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        severity = int(row["severity"])
        batch = row["batch"]
        yield Caption(row["text"], row["lang"], batch, fold_of(batch), severity, severity, "Apache-2.0", row["kind"])


def seed(path: Path, seed_value: int) -> Iterator[Caption]:
    """Binary labelled captions: label 1 means severity 2 or 3 (3 where the entry is a bare explicit term).

    Raises SystemExit naming the line when a row lacks a field or has another label.
    """
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            label = {0: 0, 1: 1}[row["label"]]
            rows.append((row["text"], row["lang"], row["source"], label, row.get("kind", ""), row["licence"]))
        except (KeyError, json.JSONDecodeError) as error:
            raise SystemExit(
                f"{path}:{number}: not a caption with text, label 0 or 1, lang, source, licence"
            ) from error
    random.Random(seed_value).shuffle(rows)
    used: Counter[str] = Counter()
    for text, lang, source, label, kind, licence in rows:
        if label and (refers_to_age_family_or_school(text) or used[source] >= AMBIGUOUS.get(source, len(rows))):
            continue
        if len(text) > _RULES.max_characters:
            continue
        used[source] += label
        low, high = (0, 1) if not label else (2, 3) if kind != "term" else (3, 3)
        yield Caption(text, lang, source, fold_of(source), low, high, licence)


def own(folder: Path) -> Iterator[Caption]:
    """A user's captions; suggestive ones that refer to age, family or school are dropped, as everywhere."""
    for row in read_captions(folder):
        if row.severity < 2 or not refers_to_age_family_or_school(row.text):
            fold = "ab"[hashlib.sha256(row.text.casefold().encode()).digest()[0] % 2]
            yield Caption(row.text, row.lang, row.source, fold, row.severity, row.severity, row.licence)


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--datasets", type=Path)
    parser.add_argument("--data", type=Path, help="folder with your own captions; see data/README.md")
    parser.add_argument("--seed", type=int, default=20260101)
    args = parser.parse_args()
    captions = list(authored())
    if args.datasets:
        path = args.datasets / "captions" / "seed.jsonl"
        if not path.is_file():
            raise SystemExit(f"{path}: no such file; give --datasets a folder that holds captions/seed.jsonl")
        captions += seed(path, args.seed)
    if args.data and has_captions(args.data):
        try:
            captions += own(args.data)
        except StickerguardError as error:
            raise SystemExit(str(error)) from error
    if not (args.datasets or args.data):
        print("neither --datasets nor --data: only the authored captions are used, the result will be weak")
    # A caption that tests must not come in again through a source that trains.
    captions.sort(key=lambda caption: caption.fold != "test")
    unique: dict[tuple[str, str], Caption] = {}
    for caption in captions:
        unique.setdefault((normalize(caption.text).text, caption.lang), caption)
    args.out.mkdir(parents=True, exist_ok=True)
    with (args.out / "captions.jsonl").open("w", encoding="utf-8") as file:
        for caption in unique.values():
            file.write(json.dumps(asdict(caption), ensure_ascii=False) + "\n")
    counts = Counter((c.fold, c.source, c.lang, "positive" if c.low >= 2 else "negative") for c in unique.values())
    for key, count in sorted(counts.items()):
        print(*key, count)


if __name__ == "__main__":
    main()
