"""Rows of a team's own tables, read by the rules of the package's manifests (docs/bad_input.md)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from data.own.problems import Problems
from stickerguard.batch.tables import BadRow, misspelt_name, numbered_csv, numbered_jsonl, read_parquet, with_texts

_WRITE = {".csv": "write it as UTF-8 with a header line", ".jsonl": "write it as UTF-8"}


class _HeaderError(ValueError):
    pass


def table_rows(
    path: Path, needed: Sequence[str], known: Sequence[str], problems: Problems
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows of a CSV, JSONL or Parquet file, each with its place (`file:line`).

    Columns are those `needed`, and those `known` that are used where they are there. What is wrong with the file or
    with a row is added to `problems`, and the row left out.
    """
    columns = (*needed, *known)
    try:
        for number, row in _numbered(path, needed, columns):
            place = f"{path}:{number}"
            if not isinstance(row, BadRow):
                row = with_texts(row, columns)
            if isinstance(row, BadRow):
                problems.add(place, row.what)
            elif wrong := _wrong(row, columns):
                problems.add(place, wrong)
            else:
                yield place, row
    except _HeaderError as error:
        problems.add(str(path), str(error))
    except (OSError, ValueError, csv.Error, pa.ArrowException) as error:
        problems.add(str(path), f"cannot be read: {error}; {_WRITE.get(path.suffix, 'write it anew')}")


def _numbered(
    path: Path, needed: Sequence[str], columns: Sequence[str]
) -> Iterator[tuple[int, Mapping[str, Any] | BadRow]]:
    def check(names: Sequence[str]) -> None:
        if twice := next((column for column in columns if names.count(column) > 1), None):
            raise _HeaderError(f"has {names.count(twice)} columns {twice!r}; leave or rename all but one")
        if other := misspelt_name(names, columns):
            raise _HeaderError(_renamed(*other))
        if missing := sorted({*needed} - {*names}):
            raise _HeaderError(f"has no column {', '.join(missing)}; found {', '.join(names)}")

    if path.suffix == ".csv":
        return numbered_csv(path, needed[0], check)
    if path.suffix == ".jsonl":
        return numbered_jsonl(path)
    check(pq.read_schema(path).names)
    return enumerate(read_parquet(path, columns), 1)


def _wrong(row: Mapping[str, Any], columns: Sequence[str]) -> str | None:
    if odd := next((column for column in columns if isinstance(row.get(column), list | dict)), None):
        return f"has a list or an object in {odd!r}; give one value"
    other = misspelt_name(row, columns)
    return _renamed(*other) if other else None


def _renamed(column: str, name: str) -> str:
    return f"has no column {column} but {name!r}; rename it"
