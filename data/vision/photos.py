"""Photographs from a user's own folder: one tar of JPEG files and one csv of labels for each set."""

from __future__ import annotations

import csv
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from data.vision.local_sets import files_of_set
from stickerguard.errors import StickerguardError

_LABELS = frozenset({"minor", "adult", "none", "minor_weak"})


@dataclass(frozen=True, slots=True)
class Photo:
    """One labelled photograph; `content` is the file as it lies in the archive."""

    member: str
    label: str
    age: int | None
    licence: str
    content: bytes

    def pixels(self) -> npt.NDArray[np.uint8]:
        """uint8 [height, width, 4], opaque. Raises StickerguardError, code "bad_data", where it cannot be decoded."""
        decoded = cv2.imdecode(np.frombuffer(self.content, dtype=np.uint8), cv2.IMREAD_COLOR)
        if decoded is None:
            raise StickerguardError(f"{self.member}: is no readable picture; fetch the set again", code="bad_data")
        return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGBA), dtype=np.uint8)


def read_photos(folder: Path, name: str) -> Iterator[Photo]:
    """The photographs of `<name>.tar` that `<name>.csv` labels, in the order of the archive.

    Columns are member, label, licence and, where it is known, age.

    Raises StickerguardError: "missing_data" where a file is not there, "bad_labels" for an unknown label.
    """
    table, archive = files_of_set(folder, name, "csv")
    with table.open(newline="", encoding="utf-8") as file:
        rows = {row["member"]: row for row in csv.DictReader(file)}
    for row in rows.values():
        if row["label"] not in _LABELS:
            raise StickerguardError(
                f"{table}: {row['member']} has the label {row['label']!r}; use one of {', '.join(sorted(_LABELS))}",
                code="bad_labels",
            )
    with tarfile.open(archive) as tar:
        for member in tar:
            labelled = rows.get(member.name)
            content = tar.extractfile(member) if labelled is not None and member.isfile() else None
            if labelled is None or content is None:
                continue
            age = int(labelled["age"]) if labelled.get("age") else None
            yield Photo(member.name, labelled["label"], age, labelled["licence"], content.read())
