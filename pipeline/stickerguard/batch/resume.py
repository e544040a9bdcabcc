"""Go on with an output that a former run left unfinished."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

from stickerguard.batch.items import Item
from stickerguard.batch.sinks import finished_parts
from stickerguard.errors import StickerguardError
from stickerguard.types import Decision

RESUMABLE = (".jsonl", ".csv")


class Row(NamedTuple):
    """What a former run wrote of one input, and where in the file its row ends."""

    source: str
    decision: Decision
    risk: float | None
    pack: str | None
    end: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole rows of an output, in order. `failed` of them have the decision "error"."""

    path: Path
    count: int
    failed: int

    def rows(self) -> Iterator[Row]:
        """The rows, in order."""
        return _rows(self.path) if self.count else iter(())

    def skip(self, items: Iterable[Item]) -> Iterator[Item]:
        """What is left of `items`. Raises StickerguardError, code "other_inputs", where the former run had others."""
        stream = iter(items)
        for number, row in enumerate(self.rows(), 1):
            item = next(stream, None)
            if item is None or item.source != row.source:
                raise StickerguardError(
                    f"{self.path}: row {number} is {row.source}, but the inputs given now do not have it there; "
                    "give the same inputs as before, or another output file",
                    code="other_inputs",
                )
        yield from stream


def finished_rows(path: Path) -> Finished:
    """What `path` already holds; a row cut off by a kill is removed from the file.

    Rows are written in input order, so a run goes on after them. Raises StickerguardError, code "not_resumable", for
    a format that cannot be appended to or content that no run wrote.
    """
    if not (path.is_dir() or path.suffix.lower() in RESUMABLE):
        raise StickerguardError(
            f"{path}: cannot go on with this format; resume works with {', '.join(RESUMABLE)} and a folder of parts",
            code="not_resumable",
        )
    if not path.exists():
        return Finished(path, 0, 0)
    count = failed = good = 0
    for row in _rows(path):
        count += 1
        failed += row.decision == "error"
        good = row.end
    if path.is_file() and good < path.stat().st_size:
        with path.open("r+b") as file:
            file.truncate(good)
            os.fsync(file.fileno())
    return Finished(path, count, failed)


def _rows(path: Path) -> Iterator[Row]:
    if path.is_dir():
        return _parts(path)
    return _jsonl(path) if path.suffix.lower() == ".jsonl" else _csv(path)


def _parts(folder: Path) -> Iterator[Row]:
    import pyarrow.parquet as pq

    for part in finished_parts(folder):
        with pq.ParquetFile(part) as file:
            for batch in file.iter_batches(columns=["source", "decision", "risk", "pack"]):
                for row in batch.to_pylist():
                    yield Row(**row, end=0)


def _jsonl(path: Path) -> Iterator[Row]:
    end = 0
    with path.open("rb") as file:
        for line in file:
            end += len(line)
            if not line.endswith(b"\n"):
                return
            try:
                row = json.loads(line)
                yield Row(row["source"], row["decision"], row["risk"], row["pack"], end)
            except (ValueError, KeyError, TypeError) as error:
                raise StickerguardError(f"{path}: holds a line that is no verdict", code="not_resumable") from error


def _csv(path: Path) -> Iterator[Row]:
    header: list[str] | None = None
    end = 0
    with path.open("rb") as file:
        record = b""
        for line in file:
            record += line
            # A cell may hold line ends: a row is whole where its quotes are even.
            if not line.endswith(b"\r\n") or record.count(b'"') % 2:
                continue
            end += len(record)
            cells = next(csv.reader(io.StringIO(record.decode("utf-8"), newline="")))
            record = b""
            if header is None:
                header = cells
                if not {"source", "decision", "risk", "pack"} <= set(header):
                    raise StickerguardError(f"{path}: lacks the columns of a verdict", code="not_resumable")
            else:
                row = dict(zip(header, cells, strict=True))
                risk = float(row["risk"]) if row["risk"] else None
                yield Row(row["source"], cast(Decision, row["decision"]), risk, row["pack"] or None, end)
