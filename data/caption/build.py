"""Build the caption set: `python -m data.caption.build --out out/data/caption [--datasets FOLDER]`.

Writes `captions.jsonl`, one caption a line: text, lang, source, fold, licence, and the severity as an interval
[low, high] out of 0..3, because a binary label only says on which side of 2 a caption lies.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from data.caption.filters import refers_to_age_family_or_school

AUTHORED = Path(__file__).parent.parent / "captions" / "authored.jsonl"

FOLDS = {
    "a": (
        *(
            "authored_a",
            "authored_c",
            "authored_en_train",
            "authored_zh_train",
            "authored_en_hard_train",
            "authored_zh_hard_train",
        ),
        *("chatterbot_en", "tatoeba_zh"),
    ),
    "b": (
        *(
            "authored_b",
            "authored_d",
            "konsheng_sexual_terms",
            "edos_2.3",
            "edos_none",
            "twssstories",
            "swsr_non",
            "cold_non",
            "fml",
        ),
        *("twitter_neg", "tatoeba_en_tr", "chatterbot_zh"),
    ),
}
"""Whole sources lie in one fold, so that a model trained on one fold is measured on unseen sources of the other."""

AMBIGUOUS = {"twssstories": 700}
"""Sources whose positives are suggestive only in context: at most this many are used."""

MAX_LENGTH = 120
"""Captions of more characters are left out: no sticker carries an essay."""


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


def fold_of(source: str) -> str:
    """The fold of a source; an unlisted one goes by the parity of its name, the same every time."""
    for fold, sources in FOLDS.items():
        if source in sources:
            return fold
    return "ab"[sum(source.encode()) % 2]


def authored(path: Path = AUTHORED) -> Iterator[Caption]:
    """The captions written for this project, with exact severities."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        severity = int(row["severity"])
        batch = row["batch"]
        yield Caption(row["text"], row["lang"], batch, fold_of(batch), severity, severity, "Apache-2.0")


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
        if len(text) > MAX_LENGTH:
            continue
        used[source] += label
        low, high = (0, 1) if not label else (2, 3) if kind != "term" else (3, 3)
        yield Caption(text, lang, source, fold_of(source), low, high, licence)


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--datasets", type=Path)
    parser.add_argument("--seed", type=int, default=20260101)
    args = parser.parse_args()
    captions = list(authored())
    if args.datasets:
        path = args.datasets / "captions" / "seed.jsonl"
        if not path.is_file():
            raise SystemExit(f"{path}: no such file; give --datasets a folder that holds captions/seed.jsonl")
        captions += seed(path, args.seed)
    else:
        print("no --datasets: only the authored captions are used, the result will be a toy")
    unique = {(caption.text.casefold(), caption.lang): caption for caption in captions}
    args.out.mkdir(parents=True, exist_ok=True)
    with (args.out / "captions.jsonl").open("w", encoding="utf-8") as file:
        for caption in unique.values():
            file.write(json.dumps(asdict(caption), ensure_ascii=False) + "\n")
    counts = Counter((c.fold, c.source, c.lang, "positive" if c.low >= 2 else "negative") for c in unique.values())
    for key, count in sorted(counts.items()):
        print(*key, count)


if __name__ == "__main__":
    main()
