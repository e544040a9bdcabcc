"""Labelled pictures of a user: folders named after labels, or a manifest."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from data.own.folders import CLOSED, below
from data.own.problems import SHOWN, Problems, known_label
from data.own.tables import table_rows
from data.progress import progress
from stickerguard.batch.tables import cell_text
from stickerguard.errors import DecodeError, StickerguardError
from stickerguard.frames import Frame
from stickerguard.images import Sticker, decode
from stickerguard.writable import writable_name, writable_text

LABELS = ("minor", "minor_weak", "adult", "none")
MINIMUM = 20
"""Fewer pictures of a label than this teach nothing and measure less."""
_SIDE = 512
_VISIBLE = 8
"""Alpha, of 255, below which nobody sees a pixel."""
# Nobody has no age; an estimate of more than 25 years is of nobody who may be under 18.
_AGES = {"minor": range(18), "minor_weak": range(26), "adult": range(18, 121), "none": range(0)}


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


def read_pictures(folder: Path, *, minimum: int = MINIMUM, remarks: list[str] | None = None) -> list[OwnPicture]:
    """The pictures of `folder`, every one of them decoded once and, by its content, there once.

    Either a manifest, `pictures.csv` or `pictures.parquet`, with the columns file (relative to `folder`), label and, if
    known, age (years), group, licence; or one folder for each label: minor, minor_weak (age unsure), adult, none.
    `remarks` gets how many are there more than once.

    Raises StickerguardError, code "bad_data", that names every faulty file or line: missing or unreadable pictures,
    folders that may not be read, fully transparent pictures, unknown labels, ages that contradict the label, a picture
    with two labels, and fewer than `minimum` pictures of a class. There may be none of minors at all: pictures that a
    model takes for minors, and that show none, are worth adding by themselves.
    """
    problems = Problems()
    first: dict[str | None, tuple[str, OwnPicture]] = {}
    again: list[str] = []
    for place, row in progress(list(_rows(folder, problems)), "your pictures"):
        checked = _checked(folder, place, row, problems)
        if checked is None:
            continue
        content, picture = checked
        former, known = first.setdefault(content, (place, picture))
        if known.label != picture.label:
            what = f"labelled {picture.label}, but the same picture is labelled {known.label} at {former}; leave one"
            problems.add(place, what)
        elif former != place:
            again.append(place)
    found = [picture for _, picture in first.values()]
    counts = Counter(picture.label for picture in found)
    minors, others = counts["minor"], counts["adult"] + counts["none"]
    if 0 < minors < minimum:
        problems.add(str(folder), _too_few("minor", minors, minimum, "none at all are allowed, too"))
    if others < minimum:
        problems.add(
            str(folder), _too_few("adult or none", others, minimum, "a class alone teaches where it came from")
        )
    said = [f"{folder}: {len(again)} pictures are there already and count once: {some(again)}"] if again else []
    problems.check(said)
    if remarks is not None:
        remarks += said
    return found


def some(places: list[str]) -> str:
    """The first of many places."""
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    return writable_name(", ".join(places[:SHOWN]) + more)


def _too_few(name: str, count: int, minimum: int, more: str) -> str:
    return f"{count} readable pictures labelled {name}; at least {minimum} are needed, add {minimum - count} ({more})"


def load(path: Path) -> Image.Image:
    """The first frame that shows anything, as the package decodes it, RGB or RGBA, at most 512 pixels a side.

    Raises as `decode`, and DecodeError, code "invisible", where none does.
    """
    frame = _seen(decode(path))
    picture = Image.fromarray(frame.rgb if frame.rgba is None else frame.rgba)
    picture.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    return picture


def _seen(sticker: Sticker) -> Frame:
    # Further views of a frame are what only some viewers show.
    usual = {frame.index: frame for frame in reversed(sticker.frames)}
    found = next((frame for _, frame in sorted(usual.items()) if _shows(frame)), None)
    if found is None:
        raise DecodeError(
            f"{sticker.source}: is fully transparent, nothing is to be seen; leave it out, or fetch it again",
            code="invisible",
        )
    return found


def _shows(frame: Frame) -> bool:
    return frame.rgba is None or int(frame.rgba[..., 3].max()) >= _VISIBLE


def _manifest(folder: Path) -> Path | None:
    return next((path for name in ("csv", "parquet") if (path := folder / f"pictures.{name}").is_file()), None)


def listed_files(folder: Path) -> tuple[str, set[Path]] | None:
    """The name of the manifest in `folder` and the files that it lists, links resolved; None where there is none.

    What is wrong with it is left to `read_pictures` to say.
    """
    manifest = _manifest(folder)
    if manifest is None:
        return None
    found: set[Path] = set()
    for _, row in table_rows(manifest, ("file", "label"), (), Problems()):
        with suppress(OSError, ValueError, RuntimeError):
            found.add((folder / (cell_text(row.get("file")) or "")).resolve())
    return manifest.name, found


def _rows(folder: Path, problems: Problems) -> Iterator[tuple[str, Mapping[str, Any]]]:
    manifest = _manifest(folder)
    if manifest is not None:
        yield from table_rows(manifest, ("file", "label"), ("age", "group", "licence"), problems)
        return
    for label in LABELS:
        paths, closed = below(folder / label) if (folder / label).is_dir() else ([], [])
        for place in closed:
            problems.add(str(place), CLOSED)
        for path in (path for path in paths if not path.name.startswith(".")):
            if os.path.isfile(path):  # noqa: PTH113 (never raises)
                yield str(path), {"file": str(path.relative_to(folder)), "label": label}
            elif path.is_symlink() or not path.is_dir():
                what = "a link to a folder, which is not followed" if path.is_dir() else "no file, or a link to none"
                problems.add(str(path), f"is {what}; put the pictures themselves there or remove it")


def _checked(
    folder: Path, place: str, row: Mapping[str, Any], problems: Problems
) -> tuple[str | None, OwnPicture] | None:
    """The picture of a row with the hash of its content; None, and a fault, where the row is none."""
    file, label = cell_text(row.get("file")), cell_text(row.get("label")) or ""
    if wrong := known_label(label, LABELS):
        problems.add(place, wrong)
        return None
    if file is None:
        problems.add(place, "names no file")
        return None
    path = folder / file
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError) as error:  # a NUL byte, a circle of links
        problems.add(place, f"{file!r} is no path: {error}; give that of a file below {folder}")
        return None
    if not inside:
        problems.add(place, f"{file} lies outside {folder}")
        return None
    age = _age(cell_text(row.get("age")))
    if age is not None and age not in _AGES[label]:
        problems.add(place, f"age {row['age']!r} does not fit the label {label}; {_fitting(_AGES[label])}")
        return None
    try:
        sticker = decode(path)
        _seen(sticker)
    except StickerguardError as error:
        problems.add(place, str(error))
        return None
    # A group that is the number 0 is one, too.
    group, licence = cell_text(row.get("group")) or writable_name(file), cell_text(row.get("licence")) or "own"
    return sticker.sha256, OwnPicture(path, label, age, writable_text(group), writable_text(licence))


def _fitting(ages: range) -> str:
    return f"give years from {ages[0]} to {ages[-1]}, or leave it empty" if ages else "it shows nobody: leave it empty"


def _age(text: str | None) -> int | None:
    """Years, None where the cell is empty, -1 where it holds no age."""
    if text is None:
        return None
    try:
        years = int(float(text))
    except (ValueError, OverflowError):  # OverflowError: inf
        return -1
    return years if 0 <= years <= 120 else -1
