"""Whether a run of ours wrote what is at an output already: what nobody knows the worth of is never replaced."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from stickerguard.batch.output_rows import csv_columns
from stickerguard.batch.parts import finished_parts, is_part
from stickerguard.errors import StickerguardError

REPORT_START = "<!doctype html>\n<!-- stickerguard report -->\n"
"""How every report begins, so that a run knows a former one."""

_LONGEST = 4 * 2**20
"""Bytes of a first line; a longer one is no verdict."""
_VERDICT = frozenset({"source", "decision", "risk", "minor", "caption"})
"""What every verdict has had since the first version."""
_PACK = frozenset({"pack", "decision", "counts"})


def check_verdicts(path: Path) -> None:
    """Raise StickerguardError, code "bad_output", where no run wrote the file or the parts at `path`.

    An empty file is nobody's loss. Of a file the first line is looked at or the schema, so that this is cheap.
    """
    if path.is_dir():
        for part in finished_parts(path):
            if not (is_part(part.name) and _is_parquet_of(part)):
                raise foreign(part, "the folder", "-o")
        return
    ours: Callable[[Path], bool]
    match path.suffix.lower():
        case ".csv":
            ours = starts_as_csv
        case ".parquet":
            ours = _is_parquet_of
        case _:
            ours = _starts_as_jsonl
    if path.stat().st_size and not ours(path):
        raise foreign(path, "it", "-o")


def check_packs(path: Path) -> None:
    """Raise StickerguardError, code "bad_output", where no run wrote the packs at `path`."""
    if path.stat().st_size and not _has_keys(_first_line(path), _PACK):
        raise foreign(path, "it", "--packs")


def check_report(path: Path) -> None:
    """Raise StickerguardError, code "bad_output", where no run wrote the report at `path`."""
    start = REPORT_START.encode("utf-8")
    if path.stat().st_size and _start(path, len(start)) != start:
        raise foreign(path, "it", "--report")


def starts_as_csv(path: Path) -> bool:
    """Whether a CSV begins with our header, as far as it goes."""
    return _begins(path, ",".join(csv_columns()[:4]))


def starts_as_row(path: Path) -> bool:
    """Whether a JSONL file without a whole row begins as ours do, as far as it goes."""
    return _begins(path, '{"source": ')


def foreign(path: Path, what: str, option: str) -> StickerguardError:
    """The error for a `path` that no run wrote; `what` was left as it was."""
    return StickerguardError(
        f"{path}: no run wrote this; {what} was left untouched, give another output for {option} or remove it yourself",
        code="bad_output",
    )


def _starts_as_jsonl(path: Path) -> bool:
    line = _first_line(path)
    # A run that was killed in its first row leaves the beginning of one.
    return _has_keys(line, _VERDICT) or (not line.endswith(b"\n") and not _is_json(line) and starts_as_row(path))


def _is_parquet_of(path: Path) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return path.stat().st_size == 0 or set(pq.read_schema(path).names) >= _VERDICT
    except pa.ArrowException:
        return False


def _has_keys(line: bytes, keys: Iterable[str]) -> bool:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and set(keys) <= set(row)


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _begins(path: Path, text: str) -> bool:
    wanted = text.encode("utf-8")
    return wanted.startswith(_start(path, len(wanted)))


def _first_line(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.readline(_LONGEST)


def _start(path: Path, length: int) -> bytes:
    with path.open("rb") as file:
        return file.read(length)
