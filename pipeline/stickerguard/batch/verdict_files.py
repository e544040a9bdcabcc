"""The rows of a file of verdicts, unchecked, whatever format `score -o` wrote that keeps verdicts whole."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stickerguard.batch.output_rows import parquet_schema
from stickerguard.batch.parts import finished_parts
from stickerguard.errors import StickerguardError
from stickerguard.pipes import refuse_stream
from stickerguard.remedies import cannot_read

_NEEDED = ("source", "decision", "risk", "risk_bound", "minor", "caption")


@dataclass(frozen=True, slots=True)
class NoVerdict:
    """A row that is no verdict; `what` names file and row, and says what is wrong."""

    what: str


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row of a file as it is there, and how messages name it."""

    place: str
    content: Any


def parquet_rows(path: Path) -> Iterator[PlacedRow | NoVerdict]:
    """The rows of a .parquet file or of a folder of parts, boxes and `kept` as `Verdict.to_dict` gives them, those that
    have other forms as `NoVerdict`. Columns that no verdict has are left in the file.

    Raises StickerguardError: "unreadable_file"; "bad_verdicts" where no run wrote it.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    refuse_stream(path, "a Parquet file")
    own = parquet_schema().names
    with _readable(path):
        parts = finished_parts(path) if path.is_dir() else [path]
        if not parts:
            raise _bad(path, "has no part-*.parquet in it")
        for part in parts:
            try:
                with pq.ParquetFile(part) as file:
                    there = file.schema_arrow.names
                    if missing := [name for name in _NEEDED if name not in there]:
                        raise _bad(part, f"has no column {', '.join(missing)}")
                    number = 0
                    for batch in file.iter_batches(batch_size=1000, columns=[name for name in own if name in there]):
                        for row in batch.to_pylist():
                            number += 1
                            yield _in_shape(row, f"{part}: row {number}")
            except (pa.ArrowException, UnicodeDecodeError) as error:
                raise _bad(part, f"cannot be read as Parquet: {error}") from error


def kept_map(given: Any) -> dict[Any, Any]:
    """What was kept, of a Parquet column of any make: a map, a struct, or a list of structs of key and value, which is
    what programs that know no maps (polars) make of one. Raises TypeError or ValueError where it is none of these."""
    if isinstance(given, Mapping):
        return dict(given)
    kept = {}
    for pair in given:
        if isinstance(pair, Mapping) and pair.keys() != {"key", "value"}:
            raise ValueError("a struct has other names than key and value")
        key, value = (pair["key"], pair["value"]) if isinstance(pair, Mapping) else pair
        kept[key] = value
    return kept


def row_text(row: Any) -> str:
    """A row as one line of JSON, whatever odd types a column of its file had."""
    return json.dumps(row, ensure_ascii=False, default=str)


def jsonl_lines(path: Path) -> Iterator[tuple[str, bytes]]:
    """The lines of a .jsonl file in UTF-8, whatever byte order mark it begins with, blank ones left out, each with how
    messages name it. Raises StickerguardError, code "unreadable_file"."""
    with _readable(path), path.open("rb") as file:
        lines: Iterable[bytes] = file
        if file.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):  # as some shells redirect
            text = io.TextIOWrapper(file, encoding="utf-16", errors="replace", newline="\n")
            lines = (line.encode("utf-8") for line in text)
        for number, line in enumerate(lines, 1):
            bare = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            if bare.strip():
                yield f"{path}:{number}", bare


def is_jsonl(path: Path) -> bool:
    """Whether verdicts are lines of JSON there, and not rows of Parquet. Raises StickerguardError, code "bad_verdicts",
    for a path of neither, by its name."""
    if path.is_dir() or path.suffix.lower() == ".parquet":
        return False
    if path.suffix.lower() == ".jsonl":
        return True
    what = "verdicts are not read from this; give a .jsonl or .parquet file, or a folder of parts, of score -o"
    raise StickerguardError(f"{path}: {what}; a CSV has not all of them", code="bad_verdicts")


def _in_shape(row: dict[str, Any], place: str) -> PlacedRow | NoVerdict:
    try:
        for line in (row["caption"] or {}).get("lines") or ():
            line["box"] = line["box"] and [[corner["x"], corner["y"]] for corner in line["box"]]
        if row.get("kept") is not None:
            row["kept"] = kept_map(row["kept"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return NoVerdict(f"{place}: its caption or what was kept has another form than in a verdict; it was left out")
    return PlacedRow(place, row)


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StickerguardError(cannot_read(path, error), code="unreadable_file") from error


def _bad(path: Path, what: str) -> StickerguardError:
    return StickerguardError(f"{path}: {what}; give what score -o wrote", code="bad_verdicts")
