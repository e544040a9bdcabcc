"""Pages of picture books, and the people on them cut out: drawings by many artists, every person boxed and aged by eye.

Held out by artist: whoever drew a test page drew no training page.
"""

from __future__ import annotations

import io
import json
import logging
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from data.jsonl import read_objects
from data.recipe import PictureBookSource, Use, recipe
from data.vision.duplicates import fingerprint, joined_splits
from data.vision.index import Picture
from data.vision.local_sets import files_of_set
from data.vision.splits import split_of
from stickerguard.errors import StickerguardError

log = logging.getLogger(__name__)
PEOPLE = "people.jsonl"
"""Beside the pages: of each page its people, as `{"file": ..., "people": [{"age": ..., "box": [...]}]}`."""
_CHILDREN, _ADULTS = ("baby", "child"), ("adult", "elderly")
_WELL_CONNECTED = 20
# Smallest side of a box that is cut out, in pixels; below it nobody's age can be seen.
_SMALLEST = 28
# A cut-out shows this share of its box more on each side.
_MARGIN = 0.06
# A grown-up whose box holds this share of the box of somebody younger or of unclear age is not cut out.
_SHARED = 0.3
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a page: `age` is baby, child, teen, adult, elderly or unclear; `box` left, top, right, bottom as
    shares of the page's sides, in [0, 1]."""

    age: str
    box: Box

    @property
    def label(self) -> str:
        """What the vision model learns of this person alone."""
        return "minor" if self.age in _CHILDREN else "adult" if self.age in _ADULTS else "minor_weak"


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `content` is the file as it lies in the archive."""

    member: str
    kind: str
    label: str
    artist: str
    story: str
    licence: str
    people: tuple[Person, ...]
    content: bytes


def read_pages(folder: Path, name: str) -> Iterator[Page]:
    """The pages of `<name>.tar` that `<name>.jsonl` labels, in the order of the archive.

    Raises StickerguardError: "missing_data" where a file is not there, "bad_labels" for a line that does not say what
    it must.
    """
    table, archive = files_of_set(folder, name, "jsonl")
    rows: dict[str, dict[str, Any]] = {}
    for number, line in read_objects(table, code="bad_labels"):
        try:
            people = tuple(Person(p["age"], _box(p["box"])) for p in line["people"])
            row = {**line, "people": people}
            rows[row["member"]] = row | {"label": page_label(row)}
        except (ValueError, KeyError, TypeError) as error:
            raise StickerguardError(f"{table}:{number}: not a labelled page: {error!r}", code="bad_labels") from error
    with tarfile.open(archive) as tar:
        for member in tar:
            row = rows.get(member.name, {})
            file = tar.extractfile(member) if row and member.isfile() else None
            if file is not None:
                fields = {key: row[key] for key in ("kind", "label", "artist", "story", "licence", "people")}
                yield Page(member=member.name, content=file.read(), **fields)


def _box(given: Iterable[float]) -> Box:
    left, top, right, bottom = map(float, given)
    return left, top, right, bottom


def page_label(row: dict[str, Any]) -> str:
    """The label of a page: "minor" and "none" only where they are sure; a teen or somebody unclear is never "adult"."""
    if row["minor"]:
        return "minor"
    unsure = row["unsure"] or row["crowd"] in ("mixed", "children")
    if unsure or any(person.label == "minor_weak" for person in row["people"]):
        return "minor_weak"
    return "adult" if row["adult"] or row["people"] or row["crowd"] else "none"


def build_picture_books(folder: Path, source: PictureBookSource, out: Path) -> list[Picture]:
    """Copy the pages of the set below `out` and cut their people out; the rows of both."""
    (out / source.name).mkdir(parents=True, exist_ok=True)
    (out / people_of(source.name)).mkdir(parents=True, exist_ok=True)
    pages = list(read_pages(folder, source.name))
    pictures = [Image.open(io.BytesIO(page.content)).convert("RGB") for page in pages]
    sides = splits_by_artist(pages, source)
    kept = [(page, picture, side) for page, picture, side in zip(pages, pictures, sides, strict=True) if side]
    prints = np.stack([fingerprint(np.asarray(picture.convert("RGBA"))) for _, picture, _ in kept])
    splits = joined_splits([side for _, _, side in kept], prints, [artists_of(page) for page, _, _ in kept])
    rows: list[Picture] = []
    with (out / source.name / PEOPLE).open("w", encoding="utf-8") as boxes:
        for (page, picture, _), split in zip(kept, splits, strict=True):
            whole = _row(source.name, page, page.label, split)
            picture.save(out / whole.file, compress_level=3)
            people = [{"age": person.age, "box": person.box} for person in page.people]
            boxes.write(json.dumps({"file": whole.file, "people": people}) + "\n")
            rows.append(whole)
            for number, cut in cut_outs(page.people, picture):
                person = page.people[number]
                note = f"{person.age} on {page.member}"
                rows.append(_row(people_of(source.name), page, person.label, split, f"-{number}", note))
                cut.save(out / rows[-1].file, compress_level=3)
    log.info(
        "%s: %d pages, %d left out for their credits, %d people",
        source.name, len(kept), len(pages) - len(kept), len(rows) - len(kept),
    )  # fmt: skip
    return rows


def _row(source: str, page: Page, label: str, split: Use, suffix: str = "", note: str | None = None) -> Picture:
    file = f"{source}/{_file_name(page.member)}{suffix}.png"
    kind = "photo" if page.kind == "photo" else "page"
    return Picture(file, source, kind, label, None, f"{source}/{page.artist}", split, page.licence, None, note)


def artists_of(page: Page) -> list[str]:
    """The artists that the credit of a page names."""
    return [name.strip() for name in page.artist.split(",")]


def people_of(source: str) -> str:
    """Name of the people cut out of a set of pages, as a source."""
    return f"{source}-people"


CUT_OUT = tuple(people_of(source.name) for source in recipe().picture_books)


def page_of(picture: Picture) -> str:
    """The page that a person was cut out of, as its note says; "" where it says none."""
    return (picture.note or "").partition(" on ")[2]


def splits_by_artist(pages: Sequence[Page], source: PictureBookSource) -> list[Use | None]:
    """The side of each page; None where artists of different sides share one credit, so that nobody knows whose it is.

    Artists who share credits with `_WELL_CONNECTED` others or more train: held out, they would take most pages along.
    """
    credits = [artists_of(page) for page in pages]
    company: defaultdict[str, set[str]] = defaultdict(set)
    for names in credits:
        for name in names:
            company[name].update(names)
    side = {
        name: "train"
        if len(others) > _WELL_CONNECTED
        else split_of(f"{source.name}/{name}", calibrate=source.calibrate, test=source.held_out)
        for name, others in company.items()
    }
    found = [{side[name] for name in names} for names in credits]
    return [sides.pop() if len(sides) == 1 else None for sides in found]


def cut_outs(people: Sequence[Person], page: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """Number and picture of each person large enough who can be shown without somebody of another label."""
    for number, person in enumerate(people):
        left, top, right, bottom = person.box
        wide, high = (right - left) * page.width, (bottom - top) * page.height
        if min(wide, high) < _SMALLEST:
            continue
        others = (other for other in people if other.label != "adult")
        if person.label == "adult" and any(_inside(other.box, person.box) >= _SHARED for other in others):
            continue
        x, y = _MARGIN * wide, _MARGIN * high
        yield number, page.crop(
            (
                max(0, round(left * page.width - x)), max(0, round(top * page.height - y)),
                min(page.width, round(right * page.width + x)), min(page.height, round(bottom * page.height + y)),
            )
        )  # fmt: skip


def _inside(box: Box, other: Box) -> float:
    """Share of the area of `box` that lies in `other`."""
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(0.0, wide) * max(0.0, high) / area if area > 0 else 0.0


def _file_name(member: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "_", member.rsplit(".", 1)[0])


def read_people(folder: Path, source: str) -> dict[str, tuple[Person, ...]]:
    """The people of each page of a built set, by the page's file; empty where the set was not built."""
    path = folder / source / PEOPLE
    if not path.is_file():
        return {}
    return {
        row["file"]: tuple(Person(p["age"], tuple(p["box"])) for p in row["people"]) for _, row in read_objects(path)
    }
