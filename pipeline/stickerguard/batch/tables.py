"""Rows of CSV, JSONL and Parquet files as mappings; a row that cannot be read is one `BadRow`, the rest goes on."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

SEPARATORS = ",;\t|"
_LONGEST = 4 * 2**20
"""Characters of one cell or line: what is longer (an open quote, a file that is no list) is not kept in memory."""
_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read; `what` is wrong, as the end of a sentence about it, and what to do."""

    what: str


_NO_UTF8 = BadRow("this row is no UTF-8; save the manifest as UTF-8")


def read_csv(path: Path, column: str) -> Iterator[Mapping[str, Any] | BadRow]:
    """Rows below a header; the separator is the one that gives the header a `column`, a comma where none does."""
    # Python's own limit, one for the whole process, is below what a long caption takes.
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    with _open(path) as file:
        separator = separator_of(file.readline(_LONGEST), column)
        file.seek(0)
        reader = csv.reader(file, delimiter=separator, strict=True)
        header = next(reader, None)
        while header is not None:
            before = reader.line_num
            try:
                cells = next(reader, None)
            except csv.Error as error:
                yield BadRow(f"lines {before + 1} to {reader.line_num} are no CSV: {error}; mend the quotes")
                continue
            if cells is None:
                return
            if cells:
                yield _csv_row(header, cells)


def separator_of(header: str, column: str) -> str:
    """The one of `SEPARATORS` that gives the line `header` a cell `column`; a comma where none does."""
    for separator in SEPARATORS:
        if column in next(csv.reader([header], delimiter=separator), []):
            return separator
    return SEPARATORS[0]


def read_jsonl(path: Path) -> Iterator[Mapping[str, Any] | BadRow]:
    """One object a line; empty lines are passed over."""
    with _open(path) as file:
        while line := file.readline(_LONGEST):
            if len(line) == _LONGEST and not line.endswith("\n"):
                while (rest := file.readline(_LONGEST)) and not rest.endswith("\n"):
                    pass
                yield BadRow(f"this line has more than {_LONGEST:,} characters; take out what no column needs")
            elif line.strip():
                yield _jsonl_row(line)


def read_parquet(path: Path, columns: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Rows with those of `columns` that the file has: what the others hold does not matter."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(os.fspath(path)) as file:
        names = file.schema_arrow.names
        wanted = [name for name in columns if name in names]
        if columns[0] not in wanted:
            raise ValueError(f"row 1 has no {columns[0]!r}, only {', '.join(names)}; name the column of the path")
        for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=wanted):
            cells = [_cells(batch.column(name)) for name in wanted]
            yield from (dict(zip(wanted, row, strict=True)) for row in zip(*cells, strict=True))


def _open(path: Path) -> IO[str]:
    with path.open("rb") as file:
        start = file.read(2)
    encoding = "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    # A byte that is no UTF-8 must cost its own row only.
    return path.open(encoding=encoding, errors="replace" if encoding == "utf-16" else "surrogateescape", newline="")


def _csv_row(header: list[str], cells: list[str]) -> Mapping[str, Any] | BadRow:
    if not all(map(_is_utf8, cells)):
        return _NO_UTF8
    if len(cells) > len(header):
        return BadRow(f"this row has {len(cells)} cells, the header {len(header)}; quote cells that hold the separator")
    return dict(zip(header, cells, strict=False))


def _jsonl_row(line: str) -> Mapping[str, Any] | BadRow:
    if not _is_utf8(line):
        return _NO_UTF8
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return BadRow(f"this line is no JSON: {error}; mend it")
    return row if isinstance(row, dict) else BadRow("this line is no JSON object; give one a line")


def _is_utf8(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _cells(column: Any) -> list[Any]:
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):  # a time that Python has no object for
        return list(column.cast("string").to_pylist())
