"""Rows of CSV, JSONL and Parquet files as mappings; a row that cannot be read is one `BadRow`, the rest goes on.

All raise what `refuse_stream` does."""

from __future__ import annotations

import csv
import json
import math
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any

from stickerguard.pipes import refuse_stream

SEPARATORS = ",;\t|"
_BLANK = f'{SEPARATORS}"\ufeff \r\n'
_LONGEST = 4 * 2**20
"""Characters of one cell or line: what is longer (an open quote, a file that is no list) is not kept in memory."""
_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read; `what` is wrong, as the end of a sentence about it, and what to do."""

    what: str


_NO_UTF8 = BadRow("this row is no UTF-8; save the file as UTF-8")


def allow_long_cells() -> None:
    """Raise Python's own limit, one for the whole process, which is below what a long caption takes."""
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))


def read_csv(path: Path, columns: Sequence[str], asked_for: Sequence[str] = ()) -> Iterator[Mapping[str, Any] | BadRow]:
    """Rows below a header, whose names have no spaces around them; the separator is the one that gives the header the
    first of `columns`, a comma where none does. Raises ValueError as `check_names`."""

    def check(header: list[str]) -> None:
        if header:
            check_names(header, columns, asked_for)

    for _, row in numbered_csv(path, columns[0], check):
        yield row


def numbered_csv(
    path: Path, column: str, check: Callable[[list[str]], None]
) -> Iterator[tuple[int, Mapping[str, Any] | BadRow]]:
    """The rows that `read_csv` reads, each with the number of its first line; the separator is the one that gives the
    header a cell `column`. `check` gets the header, empty where there is none, and raises what it likes."""
    allow_long_cells()
    with _open(path) as file:
        # Blank lines, also those of a spreadsheet, are no header.
        while (line := file.readline(_LONGEST)) and not line.strip(_BLANK):
            pass
        separator = separator_of(line, column)
        file.seek(0)
        reader = csv.reader(file, delimiter=separator, strict=True)
        header = next((names for names in map(header_names, reader) if any(names)), None)
        check(header or [])
        while header is not None:
            before = reader.line_num
            try:
                cells = next(reader, None)
            except csv.Error as error:
                what = f"lines {before + 1} to {reader.line_num} are no CSV: {error}; mend the quotes"
                yield before + 1, BadRow(what)
                continue
            if cells is None:
                return
            if cells:
                yield before + 1, _csv_row(header, cells)


def separator_of(header: str, column: str) -> str:
    """The one of `SEPARATORS` that gives the line `header` a cell `column`; a comma where none does."""
    for separator in SEPARATORS:
        if column in header_names(next(csv.reader([header], delimiter=separator), [])):
            return separator
    return SEPARATORS[0]


def header_names(cells: Iterable[str]) -> list[str]:
    """The names of a header: `path, caption` means the column caption, whatever space is before it."""
    return [cell.strip() for cell in cells]


def check_names(names: Sequence[str], columns: Sequence[str], asked_for: Sequence[str] = ()) -> None:
    """Raise ValueError where `names` are in UTF-16 without a mark, lack the path, the first of `columns`, or one of
    those `asked_for`, or have one of `columns` twice or in other letters."""
    if any("\0" in name for name in names):  # half of a letter in UTF-16, where no mark tells the order of bytes
        raise ValueError("has null bytes in its header, as UTF-16 without a mark has; save the file as UTF-8")
    if columns[0] not in names:
        raise ValueError(f"has no column {columns[0]!r}, only {', '.join(names)}; name the column of the path")
    if twice := several(names, columns):
        raise ValueError(f"has {twice}")
    if wrong := misspelt(names, columns):
        raise ValueError(f"has {wrong}")
    if absent := [column for column in asked_for if column not in names]:
        raise ValueError(f"has no column {absent[0]!r}, only {', '.join(names)}; name one that it has")


def several(names: Sequence[str], columns: Sequence[str]) -> str | None:
    """What is wrong where `names` have one of `columns` more than once, as the end of a sentence."""
    twice = next((column for column in columns if names.count(column) > 1), None)
    return twice and f"{names.count(twice)} columns {twice!r}; leave or rename all but one"


def misspelt(names: Iterable[str], columns: Sequence[str]) -> str | None:
    """What is wrong where `names` lack one of `columns` but have it in other letters, as the end of a sentence.

    To guess that it is meant could join stickers with texts of another kind, to pass over it would lose captions.
    """
    if (found := misspelt_name(names, columns)) is None:
        return None
    return f"no column {found[0]!r} but {found[1]!r}; rename it, or give that name as the column's"


def misspelt_name(names: Iterable[str], columns: Sequence[str]) -> tuple[str, str] | None:
    """The first of `columns` that `names` have in other letters only, and how they write it."""
    there = list(names)
    missing = [column for column in columns if column not in there]
    near = {_bare(name): name for name in reversed(there)} if missing else {}
    return next(((column, near[_bare(column)]) for column in missing if _bare(column) in near), None)


def with_texts(
    row: Mapping[str, Any], columns: Sequence[str], labels: Collection[str] = ()
) -> Mapping[str, Any] | BadRow:
    """`row` with text for the bytes that Parquet may have in `columns`: those of a path, the first of them, as the file
    system names files; others as UTF-8, whatever the locale. A `BadRow` where they are no such text, which a NUL tells
    of UTF-16; but `labels`, by which nothing is judged (an id may be a digest), keep such bytes, escaped."""
    found: dict[str, str] = {}
    for column in columns:
        if not isinstance(value := row.get(column), bytes):
            continue
        if column == columns[0]:
            found[column] = os.fsdecode(value)
        elif column in labels:
            found[column] = value.decode("utf-8", "surrogateescape")
        else:
            try:
                found[column] = value.decode("utf-8")
            except UnicodeDecodeError:
                return _no_text(column)
            if "\0" in found[column]:
                return _no_text(column)
    return {**row, **found} if found else row


def cell_text(value: Any) -> str | None:
    """What a cell of `with_texts` holds as text, a truth value as JSON writes it; None for an empty one and for NaN."""
    if isinstance(value, bool):
        return "true" if value else "false"
    # pandas and what is made from it write NaN where there is nothing.
    nothing = value is None or value == "" or (isinstance(value, float) and math.isnan(value))
    return None if nothing else str(value)


def read_jsonl(path: Path) -> Iterator[Mapping[str, Any] | BadRow]:
    """One object a line; empty lines are passed over. Numbers are texts, as they are written: 1.10, and digits beyond
    what a float holds."""
    for _, row in numbered_jsonl(path, as_written=True):
        yield row


def numbered_jsonl(path: Path, *, as_written: bool = False) -> Iterator[tuple[int, Mapping[str, Any] | BadRow]]:
    """The rows that `read_jsonl` reads, each with the number of its line; numbers are no texts unless `as_written`. A
    line ends where JSON allows no character (\\n, \\r): a separator of Unicode (U+2028) is part of a text."""
    number = 0
    with _open(path) as file:
        while line := file.readline(_LONGEST):
            number += 1
            if len(line) == _LONGEST and not line.endswith("\n"):
                while (rest := file.readline(_LONGEST)) and not rest.endswith("\n"):
                    pass
                what = f"this line has more than {_LONGEST:,} characters; take out what no column needs"
                yield number, BadRow(what)
            elif line.strip():
                yield number, _jsonl_row(line, as_written)


def read_parquet(
    path: Path, columns: Sequence[str], asked_for: Sequence[str] = ()
) -> Iterator[Mapping[str, Any] | BadRow]:
    """Rows with those of `columns` that the file has: what the others hold does not matter. Raises ValueError as
    `check_names`."""
    import pyarrow.parquet as pq

    refuse_stream(path, "a table")
    with pq.ParquetFile(os.fspath(path)) as file:
        names = file.schema_arrow.names
        wanted = [name for name in columns if name in names]
        check_names(names, columns, asked_for)
        metadata, fields = file.metadata, file.schema_arrow
    flat = [name for name in wanted if not fields.field(name).type.num_fields]
    # A text that many rows share takes the room of one: a few bytes of a file may stand for it a thousand times.
    with pq.ParquetFile(os.fspath(path), metadata=metadata, read_dictionary=flat) as file:
        for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=wanted):
            cells = [_cells(batch.column(name)) for name in wanted]
            for row in zip(*cells, strict=True):
                if any(isinstance(cell, str | bytes) and len(cell) > _LONGEST for cell in row):
                    yield BadRow(f"a cell of this row has more than {_LONGEST:,} characters; shorten it")
                else:
                    yield dict(zip(wanted, row, strict=True))


def _no_text(column: str) -> BadRow:
    return BadRow(f"the bytes in {column!r} of this row are no UTF-8; write the column as text")


def _open(path: Path) -> IO[str]:
    refuse_stream(path, "a table")
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
    return dict(zip_longest(header, cells))


def _jsonl_row(line: str, as_written: bool) -> Mapping[str, Any] | BadRow:
    if not _is_utf8(line):
        return _NO_UTF8
    number, constant = (str, _constant) if as_written else (None, None)
    try:
        row = json.loads(line, object_pairs_hook=_object, parse_float=number, parse_int=number, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        return BadRow(f"this line is no JSON: {error}; mend it")
    if isinstance(row, _Twice):
        return BadRow(f"this line has {row.name!r} more than once; leave one")
    return row if isinstance(row, dict) else BadRow("this line is no JSON object; give one a line")


def _constant(name: str) -> str | None:
    return None if name == "NaN" else name


class _Twice(dict[str, Any]):
    """An object that has a key more than once: Python would keep the last, others the first."""

    name = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        row = _Twice(row)
        row.name = Counter(name for name, _ in pairs).most_common(1)[0][0]
    return row


def _bare(name: str) -> str:
    return name.strip("\"' \t\ufeff").casefold()


def _is_utf8(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _cells(column: Any) -> list[Any]:
    if hasattr(column, "dictionary"):
        values = _cells(column.dictionary)
        return [None if index is None else values[index] for index in column.indices.to_pylist()]
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):  # a time that Python has no object for
        return list(column.cast("string").to_pylist())
