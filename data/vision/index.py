"""The index of a built set: one row a picture."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import cast

from data.vision.vendors import Use
from stickerguard.errors import StickerguardError


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture. `file` is relative to the index; PNG with alpha for drawings, JPEG for photographs.

    `kind` is drawn, character (drawn by data/characters) or photo. `label` is minor, adult, none or
    minor_weak (age unsure: never a negative). `age` is in years, None where unknown. `similarity` is the highest
    correlation, as it is or mirrored, with a training picture of another source (drawings and pictograms in "test"
    only). `note` says more of a picture, such as its crop.
    """

    file: str
    source: str
    kind: str
    label: str
    age: int | None
    group: str
    split: Use
    licence: str
    similarity: float | None = None
    note: str | None = None


def write_index(folder: Path, pictures: Iterable[Picture]) -> None:
    """Write `index.csv` into `folder`, with the SHA-256 of each picture there.

    The index alone then tells this set from one with other pictures under the same names.
    """
    with (folder / "index.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*(field.name for field in fields(Picture)), "sha256"])
        writer.writeheader()
        for picture in pictures:
            row = {name: "" if value is None else value for name, value in asdict(picture).items()}
            writer.writerow(row | {"sha256": _digest(folder / picture.file)})


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def write_sources(folder: Path, versions: dict[str, str | None]) -> None:
    """Write the version of each source into `sources.json` of `folder`."""
    (folder / "sources.json").write_text(json.dumps(versions, indent=1) + "\n", encoding="utf-8")


def read_sources(folder: Path) -> dict[str, str | None]:
    """Version of each source of a built set; empty where `folder` does not tell."""
    path = folder / "sources.json"
    versions: dict[str, str | None] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return versions


def read_index(folder: Path) -> list[Picture]:
    """Read `index.csv` of `folder`. Raises StickerguardError, code "not_built", where there is none."""
    path = folder / "index.csv"
    if not path.is_file():
        raise StickerguardError(
            f"{path}: no such index; build the set first: python -m data.vision.build --out {folder}",
            code="not_built",
        )
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Picture(
                file=row["file"],
                source=row["source"],
                kind=row["kind"],
                label=row["label"],
                age=int(row["age"]) if row["age"] else None,
                group=row["group"],
                split=cast(Use, row["split"]),
                licence=row["licence"],
                similarity=float(row["similarity"]) if row["similarity"] else None,
                note=row.get("note") or None,
            )
            for row in csv.DictReader(file)
        ]
