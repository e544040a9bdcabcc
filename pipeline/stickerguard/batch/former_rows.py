"""The rows of an output that a former run left, as much of each as a run needs that goes on with it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, cast, get_args

from stickerguard.batch.items import Item
from stickerguard.batch.settings import Settings, flat_settings
from stickerguard.batch.sinks import csv_columns, finished_parts
from stickerguard.batch.tables import allow_long_cells
from stickerguard.errors import StickerguardError
from stickerguard.types import Decision

# Of the caption the state is enough; a column that an older run did not write is passed over.
_READ = ["source", "decision", "risk", "risk_bound", "caption.state", "bundle", "thresholds"]
_GIVEN = {"id": "id", "pack": "pack", "kept": "kept columns", "caption_digest": "caption"}
"""What the caller knew about a sticker, by the name in a row, as messages call it."""
_CELL = rb'(?:"(?:[^"]|"")*+"|[^",\r\n]*+)'
_RECORD = re.compile(rb"%b(?:,%b)*+\r\n" % (_CELL, _CELL))
"""A row as our CSV writer makes them: quotes are around cells and doubled in them, and nowhere else."""
_UNFINISHED = re.compile(rb'(?:%b,)*+(?:%b|"(?:[^"]|"")*+)\r?' % (_CELL, _CELL))
"""A row that was cut off somewhere."""
_BEGINNING = re.compile(
    rb'(?:"[^\r\n]*"|[^,\r\n]*),"?(?:[0-9a-f]{64})?"?,"?(?:%b)"?,'
    % b"|".join(name.encode() for name in get_args(Decision))
)
"""How a row begins: source, SHA-256, decision. No text that a cell holds has a line such as this behind a \\r\\n."""


class Row(NamedTuple):
    """What a former run wrote of one input, where in the file its row ends, what decided it, and what was `given` with
    the sticker as far as the row says it."""

    source: str
    decision: Decision
    risk: float | None
    pack: str | None
    end: int
    settings: Settings = Settings()
    given: Mapping[str, Any] = MappingProxyType({})

    def differences(self, item: Item) -> list[str]:
        """What was given with the sticker that is not so with `item`, by names."""
        return [_GIVEN[name] for name, then in self.given.items() if then != _plain(getattr(item, name))]


def former_rows(path: Path, keep: tuple[str, ...] = ()) -> Iterator[Row]:
    """The whole rows of `path`, in order. Raises StickerguardError, code "not_resumable", and, for what is no row of
    ours, ValueError, KeyError, TypeError, RecursionError or csv.Error."""
    if path.is_dir():
        return _parts(path)
    return _jsonl(path) if path.suffix.lower() == ".jsonl" else _csv(path, keep)


def foreign(path: Path, what: str) -> StickerguardError:
    """The error for a `path` that cannot be gone on with since no run leaves it so."""
    return StickerguardError(
        f"{path}: no run wrote this as it is: {what}; it was left untouched, give another output", code="not_resumable"
    )


def _parts(folder: Path) -> Iterator[Row]:
    import pyarrow.parquet as pq

    for part in finished_parts(folder):
        with pq.ParquetFile(part) as file:
            for batch in file.iter_batches(columns=[*_READ, *_GIVEN]):
                for row in batch.to_pylist():
                    yield _row(row, 0)


def _jsonl(path: Path) -> Iterator[Row]:
    end = 0
    with path.open("rb") as file:
        for line in file:
            end += len(line)
            if not line.endswith(b"\n"):
                return
            if line.endswith(b"\r\n"):
                raise foreign(path, "it has other line ends than were written")
            row = json.loads(line)
            yield _row(row, end)


def _csv(path: Path, keep: tuple[str, ...]) -> Iterator[Row]:
    header: list[str] | None = None
    end = 0
    allow_long_cells()
    for record in _records(path):
        if not record.endswith(b"\r\n"):
            raise foreign(path, "it has other line ends than were written")
        end += len(record)
        if not _RECORD.fullmatch(record):
            raise ValueError("a quote stands where none was written")
        (cells,) = csv.reader(io.StringIO(record.decode("utf-8"), newline=""), strict=True)
        if header is None:
            header = cells
            if header != csv_columns(keep):
                raise foreign(path, "it has other columns than this run would write")
        else:
            row = dict(zip(header, cells, strict=True))
            risk = float(row["risk"]) if row["risk"] else None
            decision = cast(Decision, row["decision"])
            kept = {name: row[f"kept_{name}"] for name in keep}
            yield Row(
                row["source"],
                decision,
                risk,
                row["pack"] or None,
                end,
                flat_settings(row),
                _given({**row, "kept": kept}),
            )


def _records(path: Path) -> Iterator[bytes]:
    """The whole rows of a CSV as they are written: a cell may hold line ends, so a row is whole where its quotes are
    even. Raises ValueError where one that is none, because of a stray quote, takes in another, and where more than an
    unfinished one is behind the last."""
    record, quotes = b"", 0
    with path.open("rb") as file:
        for line in file:
            if record.endswith(b"\r\n") and _BEGINNING.match(line):
                raise ValueError("a quote is missing or too many, and the next row is within it")
            record += line
            quotes += line.count(b'"')
            if line.endswith(b"\n") and not quotes % 2:
                yield record
                record, quotes = b"", 0
    if not _UNFINISHED.fullmatch(record):
        raise ValueError("a quote stands where none was written")


def _row(row: dict[str, Any], end: int) -> Row:
    return Row(row["source"], row["decision"], row["risk"], row["pack"], end, Settings.of_row(row), _given(row))


def _given(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(row[name]) for name in _GIVEN if name in row}


def _plain(given: Any) -> Any:
    """One form for what formats write differently: nothing is an empty cell of a CSV, a dict is pairs in Parquet."""
    if not given or isinstance(given, str):
        return given or None
    return {name: value for name, value in dict(given).items() if value} or None
