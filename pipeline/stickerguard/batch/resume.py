"""Go on with an output file that a former run left unfinished."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from stickerguard.errors import StickerguardError

RESUMABLE = (".jsonl", ".csv")


class FinishedRow(NamedTuple):
    """What a former run wrote of one input."""

    source: str
    decision: str


def finished_rows(path: Path) -> list[FinishedRow]:
    """The whole rows of `path`, in order; a row cut off by a kill is removed from the file.

    Rows are written in input order, so a run goes on after them. Raises StickerguardError, code "not_resumable", for
    a format that cannot be appended to or content that no run wrote.
    """
    if path.suffix.lower() not in RESUMABLE:
        raise StickerguardError(
            f"{path}: cannot go on with this format; resume works with {' and '.join(RESUMABLE)}", code="not_resumable"
        )
    if not path.exists():
        return []
    rows = _jsonl if path.suffix.lower() == ".jsonl" else _csv
    found, good = [], 0
    for row, end in rows(path):
        found.append(row)
        good = end
    if good < path.stat().st_size:
        with path.open("r+b") as file:
            file.truncate(good)
            os.fsync(file.fileno())
    return found


def check_same_inputs(path: Path, finished: list[FinishedRow], inputs: list[Path]) -> None:
    """Raise StickerguardError, code "other_inputs", unless `finished` are the first of `inputs`."""
    for number, (source, _) in enumerate(finished):
        if number >= len(inputs) or os.fspath(inputs[number]) != source:
            raise StickerguardError(
                f"{path}: row {number + 1} is {source}, but the inputs given now do not have it there; "
                "give the same inputs as before, or another output file",
                code="other_inputs",
            )


def _jsonl(path: Path) -> Iterator[tuple[FinishedRow, int]]:
    end = 0
    with path.open("rb") as file:
        for line in file:
            end += len(line)
            if not line.endswith(b"\n"):
                return
            try:
                row = json.loads(line)
                yield FinishedRow(row["source"], row["decision"]), end
            except (ValueError, KeyError, TypeError) as error:
                raise StickerguardError(f"{path}: holds a line that is no verdict", code="not_resumable") from error


def _csv(path: Path) -> Iterator[tuple[FinishedRow, int]]:
    text = path.read_bytes()
    # A cell may hold line ends: a row is whole where the quotes before its end are even.
    start = end = 0
    header: list[str] | None = None
    while (found := text.find(b"\r\n", end)) >= 0:
        end = found + 2
        if text.count(b'"', start, end) % 2:
            continue
        row = next(csv.reader(io.StringIO(text[start:end].decode("utf-8"), newline="")))
        start = end
        if header is None:
            header = row
            if not {"source", "decision"} <= set(header):
                raise StickerguardError(f"{path}: has no columns source and decision", code="not_resumable")
        else:
            cells = dict(zip(header, row, strict=True))
            yield FinishedRow(cells["source"], cells["decision"]), end
