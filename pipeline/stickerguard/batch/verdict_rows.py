"""Verdicts read back, one record a row, whatever format `score -o` wrote that keeps them whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stickerguard.batch.verdict_check import CheckedVerdict, checked, no_verdict, whole_verdict
from stickerguard.batch.verdict_files import NoVerdict, PlacedRow, is_jsonl, jsonl_lines, parquet_rows, row_text
from stickerguard.types import Verdict


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A row: how messages name it, what programs reckon with, and all of its `content` in the form of
    `Verdict.to_dict`."""

    place: str
    verdict: CheckedVerdict
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WholeVerdict:
    """A row that is a verdict in full, and its JSON."""

    verdict: Verdict
    text: str


def verdict_rows(path: Path) -> Iterator[VerdictRow | NoVerdict]:
    """The rows of a .jsonl or .parquet file or of a folder of parts, checked as far as programs reckon with them.

    A row that is no verdict is a `NoVerdict`, and the rest goes on. Raises StickerguardError: "unreadable_file";
    "bad_verdicts" for another format, or a Parquet file that no run wrote.
    """
    for row in _parsed(path) if is_jsonl(path) else parquet_rows(path):
        if isinstance(row, NoVerdict):
            yield row
            continue
        try:
            verdict = checked(row.content)
        except ValidationError as error:
            yield NoVerdict(f"{row.place}: {no_verdict(error)}; it was left out")
        else:
            yield VerdictRow(row.place, verdict, row.content)


def whole_verdicts(path: Path) -> Iterator[WholeVerdict | NoVerdict]:
    """The same rows, checked in full. Raises as `verdict_rows`."""
    if not is_jsonl(path):
        for row in parquet_rows(path):
            if isinstance(row, NoVerdict):
                yield row
                continue
            try:
                verdict = whole_verdict().validate_python(row.content)
            except ValidationError as error:
                yield NoVerdict(f"{row.place}: {no_verdict(error)}")
            else:
                yield WholeVerdict(verdict, row_text(row.content))
        return
    for place, line in jsonl_lines(path):
        try:
            verdict = whole_verdict().validate_json(line)
        except ValidationError as error:
            yield NoVerdict(f"{place}: {no_verdict(error)}")
        else:
            # As it stands in the file: to make it anew takes longer than all else.
            yield WholeVerdict(verdict, line.decode("utf-8"))


def _parsed(path: Path) -> Iterator[PlacedRow | NoVerdict]:
    for place, line in jsonl_lines(path):
        try:
            content = json.loads(line)
            if rb"\ud" in line.lower():
                # Half an emoji is legal in JSON's escapes, and no output can hold it.
                row_text(content).encode("utf-8")
        except (ValueError, RecursionError) as error:
            yield NoVerdict(f"{place}: is no JSON ({error}); it was left out")
        else:
            yield PlacedRow(place, content)
