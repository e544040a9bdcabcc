"""The rows of an output that a former run left, as much of each as a run needs that goes on with it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from stickerguard.batch.items import Item
from stickerguard.batch.output_rows import csv_columns
from stickerguard.batch.parts import finished_parts
from stickerguard.batch.settings import Settings, flat_settings
from stickerguard.batch.tables import allow_long_cells
from stickerguard.batch.verdict_files import kept_map
from stickerguard.errors import StickerguardError
from stickerguard.types import Decision

# Of the caption the state is enough; a column that an older run did not write is passed over.
_READ = ["source", "decision", "risk", "risk_bound", "caption.state", "bundle", "thresholds", "error.code"]
_GIVEN = {"id": "id", "pack": "pack", "kept": "kept columns", "caption_digest": "caption"}
"""What the caller knew about a sticker, by the name in a row, as messages call it."""
_CELL = rb'(?:"(?:[^"]|"")*+"|[^",\r\n]*+)'
_RECORD = re.compile(rb"%b(?:,%b)*+\r\n" % (_CELL, _CELL))
"""A row as our CSV writer makes them: quotes are around cells and doubled in them, and nowhere else."""
_UNFINISHED = re.compile(rb'(?:%b,)*+(?:%b|"(?P<open>(?:[^"]|"")*+))\r?' % (_CELL, _CELL))
"""A row that was cut off somewhere, with the quoted cell that it ends in."""
_LONGEST = 64 * 2**20
"""Bytes of a row; what goes on for longer is an open quote and no row, and is not kept in memory."""
_SWALLOWED = "a quote is missing or too many, and the next row is within it"


class Row(NamedTuple):
    """What a former run wrote of one input, where in the file its row ends, what decided it, what was `given` with
    the sticker as far as the row says it, and the `code` of its error."""

    source: str
    decision: Decision
    risk: float | None
    pack: str | None
    end: int
    settings: Settings = Settings()
    given: Mapping[str, Any] = MappingProxyType({})
    code: str | None = None

    @property
    def gone(self) -> bool:
        """Whether it says that its file was gone, or a folder in its place, when it was to be read."""
        return self.code in ("not_found", "is_directory")

    def differences(self, item: Item) -> list[str]:
        """What was given with the sticker that is not so with `item`, by names."""
        return [_GIVEN[name] for name, then in self.given.items() if then != _plain(getattr(item, name))]


def previous_rows(path: Path, keep: tuple[str, ...] = ()) -> Iterator[Row]:
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
    columns = csv_columns(keep)
    header = True
    end = 0
    allow_long_cells()
    for record, whole in _records(path):
        if not whole:
            _check_unfinished(record, len(columns))
            return
        if not record.endswith(b"\r\n"):
            raise foreign(path, "it has other line ends than were written")
        end += len(record)
        if not _RECORD.fullmatch(record):
            raise ValueError("a quote stands where none was written")
        (cells,) = csv.reader(io.StringIO(record.decode("utf-8"), newline=""), strict=True)
        if not header:
            yield _csv_row(cells, columns, keep, end)
        elif cells != columns:
            raise foreign(path, "it has other columns than this run would write")
        header = False


def _csv_row(cells: list[str], columns: list[str], keep: tuple[str, ...], end: int) -> Row:
    row = dict(zip(columns, cells, strict=True))
    source, kept = row["source"], {name: row[f"kept_{name}"] for name in keep}
    given = {"source", "id", "pack", *(f"kept_{name}" for name in keep)}
    # What was given is compared with the inputs. It may look like anything, and stand in a message once more.
    if _takes_in_a_row((row[name].replace(source, "") for name in columns if name not in given), len(columns)):
        raise ValueError(_SWALLOWED)
    return Row(
        source,
        cast(Decision, row["decision"]),
        _risk(float(row["risk"]) if row["risk"] else None),
        row["pack"] or None,
        end,
        flat_settings(row),
        _given({**row, "kept": kept}),
        row["error_code"] or None,
    )


def _records(path: Path) -> Iterator[tuple[bytes, bool]]:
    """The rows of a CSV as they are written, and whether each is whole: a cell may hold line ends, so a row is whole
    where its quotes are even. Raises ValueError where one goes on for too long."""
    lines: list[bytes] = []
    quotes = size = 0
    with path.open("rb") as file:
        for line in file:
            lines.append(line)
            quotes += line.count(b'"')
            size += len(line)
            if line.endswith(b"\n") and not quotes % 2:
                yield b"".join(lines), True
                lines, quotes, size = [], 0, 0
            elif size > _LONGEST:
                raise ValueError(_SWALLOWED)
    if lines:
        yield b"".join(lines), False


def _check_unfinished(record: bytes, columns: int) -> None:
    """Raise ValueError where what is behind the last whole row is more than the beginning of one. A name that looks
    like a whole row and is cut off within counts as one, too: rows must not be lost."""
    found = _UNFINISHED.fullmatch(record)
    if not found:
        raise ValueError("a quote stands where none was written")
    if _takes_in_a_row([(found["open"] or b"").decode("utf-8", "replace")], columns):
        raise ValueError(_SWALLOWED)


def _takes_in_a_row(cells: Iterable[str], columns: int) -> bool:
    """Whether one of `cells` goes from its row into the next: that brings a line end and all commas of a row."""
    return any("\r\n" in cell and cell.count(",") >= columns - 1 for cell in cells)


def _row(row: dict[str, Any], end: int) -> Row:
    error = row.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    settings = Settings.of_row(row)
    return Row(row["source"], row["decision"], _risk(row["risk"]), row["pack"], end, settings, _given(row), code)


def _risk(value: Any) -> float | None:
    """The risk, by which packs and reports put stickers in order. Raises ValueError where it is none."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1):
        return value
    raise ValueError(f"its risk {value!r} is not from 0 to 1")


def _given(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(row[name]) for name in _GIVEN if name in row}


def _plain(given: Any) -> Any:
    """One form for what formats write differently: nothing is an empty cell of a CSV, a dict is pairs in Parquet."""
    if not given or isinstance(given, str):
        return given or None
    return {name: value for name, value in kept_map(given).items() if value} or None
