"""Verdicts read back, one mapping a row, whatever format `score -o` wrote that keeps them whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stickerguard.batch.sinks import finished_parts
from stickerguard.errors import StickerguardError

WHOLE = (".jsonl", ".parquet")
"""Formats that keep a verdict whole; a folder of Parquet parts does too, a CSV does not."""
_NEEDED = ("source", "decision", "risk", "risk_bound", "minor", "caption")


@dataclass(frozen=True, slots=True)
class NoVerdict:
    """A row that is no verdict; `what` names file and row, and says what is wrong."""

    what: str


def verdict_rows(path: Path) -> Iterator[dict[str, Any] | NoVerdict]:
    """The rows of a .jsonl or .parquet file or of a folder of parts, as `Verdict.to_dict` gives them.

    A line that is no verdict is a `NoVerdict`, and the rest goes on. Raises StickerguardError: "unreadable_file";
    "bad_verdicts" for another format, or a Parquet file that no run wrote.
    """
    if not path.is_dir() and path.suffix.lower() not in WHOLE:
        raise _bad(path, f"verdicts are read from {', '.join(WHOLE)} or a folder of parts; a CSV has not all of them")
    try:
        yield from _jsonl(path) if path.suffix.lower() == ".jsonl" and not path.is_dir() else _parquet(path)
    except OSError as error:
        raise StickerguardError(f"{path}: cannot be read: {error.strerror or error}", code="unreadable_file") from error


def _jsonl(path: Path) -> Iterator[dict[str, Any] | NoVerdict]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                row = json.loads(line)
                wrong = None if isinstance(row, dict) else "is no object"
                wrong = wrong or next((f"has no {name!r}" for name in _NEEDED if name not in row), None)
            except (ValueError, RecursionError) as error:
                wrong = f"is no JSON ({error})"
            yield NoVerdict(f"{path}:{number}: {wrong}; it was left out") if wrong else row


def _parquet(path: Path) -> Iterator[dict[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts = finished_parts(path) if path.is_dir() else [path]
    if not parts:
        raise _bad(path, "has no part-*.parquet in it")
    for part in parts:
        try:
            with pq.ParquetFile(part) as file:
                if missing := [name for name in _NEEDED if name not in file.schema_arrow.names]:
                    raise _bad(part, f"has no column {', '.join(missing)}")
                for batch in file.iter_batches(batch_size=1000):
                    yield from map(_as_dict, batch.to_pylist())
        except pa.ArrowInvalid as error:
            raise _bad(part, f"cannot be read as Parquet: {error}") from error


def _as_dict(row: dict[str, Any]) -> dict[str, Any]:
    for line in row["caption"]["lines"] or ():
        line["box"] = line["box"] and [[corner["x"], corner["y"]] for corner in line["box"]]
    if row.get("kept") is not None:
        row["kept"] = dict(row["kept"])
    return row


def _bad(path: Path, what: str) -> StickerguardError:
    return StickerguardError(f"{path}: {what}; give what score -o wrote", code="bad_verdicts")
