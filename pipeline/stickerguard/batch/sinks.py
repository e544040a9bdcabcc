"""Where verdicts go: JSONL, CSV, Parquet. Each verdict is one row; a None stays apart from a 0 in all of them."""

from __future__ import annotations

import csv
import errno
import io
import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol, Self

from stickerguard.batch.output_rows import csv_columns, flat_row, parquet_row, parquet_schema
from stickerguard.batch.parts import finished_parts, next_number, part_name
from stickerguard.pipes import is_stream
from stickerguard.types import Verdict
from stickerguard.whole_file import behind_links, unfinished_of

_log = logging.getLogger(__name__)
FORMATS = (".jsonl", ".csv", ".parquet")
_ROW_GROUP = 1_000
ROWS_PER_PART = 20_000


class Sink(Protocol):
    """Takes verdicts one by one; leaving the `with` block completes the file. After an error rows or parts are whole,
    and a Parquet file, which can only be whole, does not take the place of a former one."""

    def write(self, verdict: Verdict) -> None:
        """Append one verdict."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def open_sink(path: Path, *, with_text: bool, append: bool = False, keep: tuple[str, ...] = ()) -> Sink:
    """The sink for `path`: by its suffix, one of `FORMATS`, or Parquet parts where it is a folder.

    `with_text` keeps the caption text in the rows; `append` goes on with a JSONL or CSV file or a folder of parts;
    `keep` names what `Verdict.kept` may hold, as columns of a CSV.
    Raises ValueError for another suffix or a folder that has parts already, OSError when the file cannot be made.
    """
    if path.is_dir():
        return PartsSink(path, with_text=with_text, append=append)
    match path.suffix.lower():
        case ".jsonl":
            return JsonlSink(WholeRows(path, append=append), with_text=with_text)
        case ".csv":
            return CsvSink(WholeRows(path, append=append), with_text=with_text, keep=keep)
        case ".parquet":
            return ParquetSink(path, with_text=with_text)
    raise ValueError(f"{path}: cannot write {path.suffix or 'a file without suffix'}; use one of {', '.join(FORMATS)}")


class RowFile(Protocol):
    """What takes rows as text: a `WholeRows`, or a text stream such as standard output."""

    def write(self, row: str, /) -> Any: ...

    def flush(self) -> None: ...

    def close(self) -> None: ...


class WholeRows:
    """A file of rows that holds whole ones only, also after a disk was full in the middle of one."""

    def __init__(self, path: Path, *, append: bool) -> None:
        self._file = path.open("ab" if append else "wb", buffering=0)
        self._regular = path.is_file()  # a device or a pipe has nothing to cut off
        self.empty = not (append and self._file.tell())

    def write(self, row: str, /) -> None:
        """Append `row`. Raises OSError, after which the file ends with the row before."""
        data = memoryview(row.encode("utf-8"))
        end = self._file.tell() if self._regular else None
        try:
            while data:
                data = data[self._file.write(data) :]
        except OSError:
            if end is not None:
                self._file.truncate(end)
            raise
        self.empty = False

    def flush(self) -> None:
        """Nothing waits: rows are written at once."""

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class JsonlSink:
    """One JSON object a line, in the shape of `verdict.schema.json`, flushed line by line."""

    def __init__(self, file: RowFile, *, with_text: bool) -> None:
        self._file = file
        self._with_text = with_text

    def write(self, verdict: Verdict) -> None:
        self._file.write(json.dumps(verdict.to_dict(with_text=self._with_text), ensure_ascii=False) + "\n")
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


class CsvSink:
    """One flat row a verdict; an empty cell is a None."""

    def __init__(self, file: WholeRows, *, with_text: bool, keep: tuple[str, ...] = ()) -> None:
        self._file = file
        self._with_text = with_text
        self._keep = keep

    def write(self, verdict: Verdict) -> None:
        row = flat_row(verdict, with_text=self._with_text, keep=self._keep)
        header = [list(row)] if self._file.empty else []
        self._append(*header, row.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object = None, *_: object) -> None:
        try:
            if kind is None and self._file.empty:  # a run over nothing has columns, too
                self._append(csv_columns(self._keep))
        finally:
            self._file.close()

    def _append(self, *rows: Iterable[Any]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        self._file.write(text.getvalue())


class ParquetSink:
    """Nested columns with a fixed schema (`parquet_schema`), written in row groups of 1,000.

    The file gets its name when it is complete: what had that name stays until then, and a full disk leaves no half one.
    Links are followed; the constructor raises OSError for a device or a pipe, which no file may take the place of.
    A run that is cut off leaves its rows under the unfinished name, and says so: they may have taken hours.
    """

    def __init__(self, path: Path, *, with_text: bool) -> None:
        import pyarrow.parquet as pq

        self._schema = parquet_schema()
        if is_stream(path):
            raise OSError(errno.EINVAL, "is a device or a pipe, and Parquet goes into a file")
        self._path = path
        self._real = behind_links(path)
        self._unfinished = unfinished_of(self._real)
        self._writer = pq.ParquetWriter(self._unfinished, self._schema, compression="zstd")
        self._with_text = with_text
        self._rows: list[dict[str, Any]] = []
        self._count = 0
        self._broken: OSError | None = None

    def write(self, verdict: Verdict) -> None:
        self._rows.append(parquet_row(verdict, with_text=self._with_text))
        self._count += 1
        if len(self._rows) >= _ROW_GROUP:
            self._flush()

    def finish(self) -> None:
        """Complete the file and give it its name. Raises OSError, after which nothing of it is left."""
        self._end()
        self._unfinished.replace(self._real)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if not any(error):
            self.finish()
            return
        self._end()
        if not self._count:
            self._unfinished.unlink(missing_ok=True)
            return
        _log.warning(
            "stickerguard: %s: was not written, since the run was cut off; its %s rows so far are in %s: "
            "move that away to keep them, the next run replaces it",
            self._path,
            f"{self._count:,}",
            self._unfinished,
        )

    def _end(self) -> None:
        try:
            self._flush()
            self._writer.close()
        except OSError:
            self._unfinished.unlink(missing_ok=True)
            raise

    def _flush(self) -> None:
        import pyarrow as pa

        if self._broken:  # what Arrow makes of a second try is no whole file
            raise self._broken
        rows, self._rows = self._rows, []
        try:
            if rows:
                self._writer.write_table(pa.Table.from_pylist(rows, schema=self._schema))
        except OSError as error:
            self._broken = error
            raise


class PartsSink:
    """Parquet files `part-00000.parquet`, ... in a folder, each complete before it gets its name.

    A run that is cut off leaves whole parts: the next one goes on after them.
    """

    def __init__(self, folder: Path, *, with_text: bool, append: bool, rows: int = ROWS_PER_PART) -> None:
        self._folder = folder
        self._with_text = with_text
        self._rows = rows
        parts = finished_parts(folder)
        if parts and not append:
            raise ValueError(f"{folder}: has parts of a former run; go on with --resume, or give another folder")
        self._number = next_number(parts)
        self._part: ParquetSink | None = None
        self._written = 0

    def write(self, verdict: Verdict) -> None:
        if self._part is None:
            self._part = ParquetSink(self._folder / part_name(self._number), with_text=self._with_text)
        self._part.write(verdict)
        self._written += 1
        if self._written >= self._rows:
            self._finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._finish()

    def _finish(self) -> None:
        if self._part is not None:
            part, self._part, self._written = self._part, None, 0
            part.finish()
            self._number += 1
