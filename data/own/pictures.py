"""Labelled pictures of a user: folders named after labels, or a manifest."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image, ImageOps

from data.own.problems import Problems, known_label
from data.progress import progress
from stickerguard.errors import StickerguardError
from stickerguard.images import decode

LABELS = ("minor", "minor_weak", "adult", "none")
MINIMUM = 20
"""Fewer pictures of a label than this teach nothing and measure less."""
_SIDE = 512


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """One labelled picture; `group` joins pictures that must not be split, such as frames of one pack."""

    path: Path
    label: str
    age: int | None
    group: str
    licence: str


def has_pictures(folder: Path) -> bool:
    """Whether `folder` holds pictures in one of the forms that `read_pictures` reads."""
    return _manifest(folder) is not None or any((folder / label).is_dir() for label in LABELS)


def read_pictures(folder: Path, *, minimum: int = MINIMUM) -> list[OwnPicture]:
    """The pictures of `folder`, every one of them decoded once.

    Either a manifest, `pictures.csv` or `pictures.parquet`, with the columns file (relative to `folder`), label and, if
    known, age (years), group, licence; or one folder for each label: minor, minor_weak (age unsure), adult, none.

    Raises StickerguardError, code "bad_data", that names every faulty file or line: missing or unreadable pictures,
    unknown labels, ages that contradict the label, and fewer than `minimum` pictures of a class. There may be none of
    minors at all: pictures that a model takes for minors, and that show none, are worth adding by themselves.
    """
    problems = Problems()
    found: list[OwnPicture] = []
    for place, row in progress(list(_rows(folder, problems)), "your pictures"):
        picture = _checked(folder, place, row, problems)
        if picture is not None:
            found.append(picture)
    counts = Counter(picture.label for picture in found)
    minors, others = counts["minor"], counts["adult"] + counts["none"]
    if 0 < minors < minimum:
        problems.add(str(folder), _too_few("minor", minors, minimum, "none at all are allowed, too"))
    if others < minimum:
        problems.add(
            str(folder), _too_few("adult or none", others, minimum, "a class alone teaches where it came from")
        )
    problems.check()
    return found


def _too_few(name: str, count: int, minimum: int, more: str) -> str:
    return f"{count} readable pictures labelled {name}; at least {minimum} are needed, add {minimum - count} ({more})"


def load(path: Path) -> Image.Image:
    """The first frame, upright, RGB or RGBA, at most 512 pixels a side."""
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image)
        picture = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    picture.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    return picture


def _manifest(folder: Path) -> Path | None:
    return next((path for name in ("csv", "parquet") if (path := folder / f"pictures.{name}").is_file()), None)


def _rows(folder: Path, problems: Problems) -> Iterator[tuple[str, dict[str, Any]]]:
    manifest = _manifest(folder)
    if manifest is None:
        for label in LABELS:
            for path in sorted(p for p in (folder / label).rglob("*") if p.is_file() and not p.name.startswith(".")):
                yield str(path), {"file": str(path.relative_to(folder)), "label": label}
        return
    try:
        columns, rows = _table(manifest)
    except (OSError, ValueError, csv.Error, pa.ArrowException) as error:
        problems.add(str(manifest), f"cannot be read: {error}; write it as UTF-8 with a header line, or as Parquet")
        return
    if missing := {"file", "label"} - set(columns):
        problems.add(str(manifest), f"has no column {', '.join(sorted(missing))}; found {', '.join(columns)}")
        return
    for number, row in rows:
        yield f"{manifest}:{number}", row


def _table(manifest: Path) -> tuple[list[str], list[tuple[int, dict[str, Any]]]]:
    """Columns, and rows with the number of their line."""
    if manifest.suffix == ".parquet":
        table = pq.read_table(manifest)
        return table.column_names, list(enumerate(table.to_pylist(), 1))
    with manifest.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or ())
        return columns, [(reader.line_num, row) for row in reader]


def _checked(folder: Path, place: str, row: dict[str, Any], problems: Problems) -> OwnPicture | None:
    label = str(row["label"] or "")
    if wrong := known_label(label, LABELS):
        problems.add(place, wrong)
        return None
    path = folder / str(row["file"] or "")
    if not path.resolve().is_relative_to(folder.resolve()):
        problems.add(place, f"{row['file']} lies outside {folder}")
        return None
    age = _age(row.get("age"))
    if age == -1 or (age is not None and label in ("minor", "adult") and (age < 18) != (label == "minor")):
        problems.add(place, f"age {row['age']!r} does not fit the label {label}; give years, under 18 for a minor")
        return None
    try:
        decode(path)
    except StickerguardError as error:
        problems.add(place, str(error))
        return None
    return OwnPicture(path, label, age, str(row.get("group") or row["file"]), str(row.get("licence") or "own"))


def _age(value: Any) -> int | None:
    """Years, None where the cell is empty, -1 where it holds no age."""
    if value is None or value == "":
        return None
    try:
        years = int(float(value))
    except ValueError:
        return -1
    return years if 0 <= years <= 120 else -1
