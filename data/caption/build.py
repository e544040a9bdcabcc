"""Build the caption set: `python -m data.caption.build --out out/data/caption [--datasets FOLDER]`.

Writes `captions.jsonl`, one caption a line: text, lang, source, fold, licence, kind, term, and the severity as an
interval [low, high] out of 0..3, because a binary label only says on which side of 2 a caption lies.

Folds are by hand: all captions of one writer lie in one fold, and the run that leaves this fold out measures them. The
fold "always" trains in every run, "test" in none.
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
from data.caption.glossary import read_glossary, read_words
from data.caption.keys import key_of, signs_of
from data.caption.writers import read_writer, writers
from data.command import command
from data.jsonl import read_objects
from data.own.captions import OWN, read_captions
from data.own.check import check_folder
from data.recipe import recipe
from data.vision.splits import is_kept
from stickerguard.errors import StickerguardError
from stickerguard.writable import writable_text

OWN_LICENCE = "Apache-2.0"
GLOSSARY = "glossary"
"""The kind of a row whose text is a bare term: training puts it into a sentence."""
ALONE = "alone"
"""What `term` says of a bare term without an innocent sense."""
WORD = "word"
"""The kind of a row whose text is an everyday word that shares characters with a term."""
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
    term: str = ""


def fold_of(source: str) -> str:
    """The fold of a source or writer, as `sources.yaml` says; "always" for one that is not listed."""
    return next((fold for fold, sources in _RULES.folds.items() if source in sources), "always")


def own_fold(text: str) -> str:
    """The fold of a user's caption: by its words, so that the same ones never lie on two sides; a share only tests."""
    place = hashlib.sha256(key_of(text).encode()).digest()
    if place[1] < 256 * recipe().own.held_out:
        return "test"
    folds = sorted(set(_RULES.folds) - {"always", "calibrate", "test"})
    return folds[place[0] % len(folds)]


def written() -> Iterator[Caption]:
    """The captions of all writers; suggestive ones that refer to age, family or school are dropped, as everywhere."""
    for name, path in writers().items():
        for row in read_writer(path):
            if row.severity < 2 or not refers_to_age_family_or_school(row.text):
                yield Caption(
                    row.text,
                    row.lang,
                    name,
                    fold_of(name),
                    row.severity,
                    row.severity,
                    "Apache-2.0",
                    row.kind,
                    row.term,
                )


def glossary() -> Iterator[Caption]:
    """The terms of the glossary, each in the fold of the hand that wrote it, and half of their innocent lines.

    Their `term` is "alone", or "coded" for a term with an innocent sense, which no bare word tells from the other.
    """
    for entry in read_glossary():
        name = f"{GLOSSARY}_{entry.writer}" if entry.writer else GLOSSARY
        fold = fold_of(entry.writer) if entry.writer else "always"
        mark = ALONE if entry.alone else "coded"
        if entry.alone or entry.severity >= 2:
            yield Caption(
                entry.term, entry.lang, name, fold, entry.severity, entry.severity, "Apache-2.0", GLOSSARY, mark
            )
        if entry.innocent_line and not entry.measures:
            line, source = entry.innocent_line, f"{GLOSSARY}_innocent"
            yield Caption(line, entry.lang, source, "always", 0, 0, OWN_LICENCE, "literal", entry.term)


def words() -> Iterator[Caption]:
    """Everyday words that share characters or sounds with terms: alone, as a sticker may show them."""
    for lang, listed in read_words().items():
        for word in listed:
            yield Caption(word, lang, f"words_{lang}", "always", 0, 0, OWN_LICENCE, WORD)


def authored(path: Path = AUTHORED) -> Iterator[Caption]:
    """The captions written for this project, with exact severities. Raises StickerguardError as `read_objects`."""
    for _, row in read_objects(path):
        severity = int(row["severity"])
        batch = row["batch"]
        yield Caption(row["text"], row["lang"], batch, fold_of(batch), severity, severity, "Apache-2.0", row["kind"])


def seed(path: Path, seed_value: int) -> Iterator[Caption]:
    """Binary labelled captions: label 1 means severity 2 or 3 (3 where the entry is a bare explicit term).

    Raises StickerguardError, code "bad_data", naming the line, when a row lacks a field or has another label.
    """
    rows = []
    for number, row in read_objects(path):
        try:
            label = {0: 0, 1: 1}[row["label"]]
            text = writable_text(row["text"])
            rows.append((text, row["lang"], row["source"], label, row.get("kind", ""), row["licence"]))
        except (KeyError, TypeError, AttributeError) as error:
            raise StickerguardError(
                f"{path}:{number}: not a caption with text, label 0 or 1, lang, source, licence; mend this line",
                code="bad_data",
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
    """A user's captions, what is left out said in print. Raises StickerguardError as `read_captions`."""
    remarks: list[str] = []
    for row in read_captions(folder, remarks=remarks):
        yield Caption(row.text, row.lang, row.source, own_fold(row.text), row.severity, row.severity, row.licence)
    for remark in remarks:
        print(remark)


def without_repetitions(captions: list[Caption]) -> list[Caption]:
    """Each text once for each fold that measures it, and never in a run that measures it elsewhere.

    Writers who never met write the same greeting; it stays with each of them, but leaves the rows that always train and
    those of a glossary, what tests stays out of all training, and what trains out of calibration. Captions of a user
    that differ by an emoji alone stay apart: it may be what makes one suggestive.
    """
    keys = [key_of(caption.text) for caption in captions]
    texts: dict[str, set[str]] = {}
    for key, caption in zip(keys, captions, strict=True):
        texts.setdefault(key, set()).add(caption.fold)
    kept: dict[tuple[str, str, str, str], Caption] = {}
    for key, caption in zip(keys, captions, strict=True):
        found = texts[key]
        if "test" in found and caption.fold != "test":
            continue
        if caption.fold == "calibrate" and found != {"calibrate"}:
            continue
        if caption.kind != GLOSSARY and caption.fold == "always" and found - {"calibrate"} != {"always"}:
            continue
        signs = signs_of(caption.text) if _is_own(caption) else ""
        kept.setdefault((key, signs, caption.lang, caption.fold), caption)
    return list(kept.values())


def without_contradicted(captions: list[Caption]) -> list[Caption]:
    """`captions` without those of ours whose words, with the same emoji, a user gave another severity.

    Whatever their language and fold: in another one they would teach, or measure by, what the user says is wrong.
    """
    given = {(key_of(own.text), signs_of(own.text)): (own.low, own.high) for own in captions if _is_own(own)}
    if not given:
        return captions

    def is_contradicted(caption: Caption) -> bool:
        label = caption.low, caption.high
        return not _is_own(caption) and given.get((key_of(caption.text), signs_of(caption.text)), label) != label

    return [caption for caption in captions if not is_contradicted(caption)]


def _is_own(caption: Caption) -> bool:
    return caption.source.startswith(OWN)


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--datasets", type=Path)
    parser.add_argument("--data", type=Path, help="folder with your own captions; see data/README.md")
    parser.add_argument("--share", type=float, default=1.0, help="keep only this share of everything but --data")
    parser.add_argument("--seed", type=int, default=20260101)
    args = parser.parse_args()
    captions = [*written(), *authored(), *glossary(), *words()]
    if args.datasets:
        path = args.datasets / "captions" / "seed.jsonl"
        if not path.is_file():
            raise StickerguardError(
                f"{path}: no such file; give --datasets a folder that holds captions/seed.jsonl", code="missing_data"
            )
        captions += seed(path, args.seed)
    captions = [caption for caption in captions if is_kept(caption.text.casefold(), args.share)]
    if args.data:
        check_folder(args.data)
        both = [*own(args.data), *captions]
        captions = without_contradicted(both)
        if contradicted := len(both) - len(captions):
            print(f"{contradicted} of our captions have the words of yours and another severity: yours counts")
    if not (args.datasets or args.data):
        print("neither --datasets nor --data: only the authored captions are used, the result will be weak")
    unique = without_repetitions(captions)
    if left_out := sum(map(_is_own, captions)) - sum(map(_is_own, unique)):
        print(f"{left_out} of your captions have the words of one that tests, and are not used")
    args.out.mkdir(parents=True, exist_ok=True)
    with (args.out / "captions.jsonl").open("w", encoding="utf-8") as file:
        for caption in unique:
            file.write(json.dumps(asdict(caption), ensure_ascii=False) + "\n")
    counts = Counter((c.fold, c.source, c.lang, "positive" if c.low >= 2 else "negative") for c in unique)
    for key, count in sorted(counts.items()):
        print(*key, count)


if __name__ == "__main__":
    main()
