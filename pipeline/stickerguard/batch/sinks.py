"""Where verdicts go: JSONL, CSV, Parquet. Each verdict is one row; a None stays apart from a 0 in all of them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import IO, Any, Protocol, Self

from stickerguard.types import Verdict

FORMATS = (".jsonl", ".csv", ".parquet")
_ROW_GROUP = 1_000
ROWS_PER_PART = 20_000


class Sink(Protocol):
    """Takes verdicts one by one; leaving the `with` block completes the file, also after an error."""

    def write(self, verdict: Verdict) -> None:
        """Append one verdict."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def open_sink(path: Path, *, with_text: bool, append: bool = False) -> Sink:
    """The sink for `path`: by its suffix, one of `FORMATS`, or Parquet parts where it is a folder.

    `with_text` keeps the caption text in the rows; `append` goes on with a JSONL or CSV file or a folder of parts.
    Raises ValueError for another suffix or a folder that has parts already, OSError when the file cannot be made.
    """
    mode = "a" if append else "w"
    if path.is_dir():
        return PartsSink(path, with_text=with_text, append=append)
    match path.suffix.lower():
        case ".jsonl":
            return JsonlSink(path.open(mode, encoding="utf-8"), with_text=with_text)
        case ".csv":
            return CsvSink(path.open(mode, encoding="utf-8", newline=""), with_text=with_text)
        case ".parquet":
            return ParquetSink(path, with_text=with_text)
    raise ValueError(f"{path}: cannot write {path.suffix or 'a file without suffix'}; use one of {', '.join(FORMATS)}")


class JsonlSink:
    """One JSON object a line, in the shape of `verdict.schema.json`, flushed line by line."""

    def __init__(self, file: IO[str], *, with_text: bool) -> None:
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

    def __init__(self, file: IO[str], *, with_text: bool) -> None:
        self._file = file
        self._with_text = with_text
        self._writer: csv.DictWriter[str] | None = None

    def write(self, verdict: Verdict) -> None:
        row = flat_row(verdict, with_text=self._with_text)
        if self._writer is None:
            self._writer = csv.DictWriter(self._file, list(row))
            if self._file.tell() == 0:
                self._writer.writeheader()
        self._writer.writerow(row)
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


class ParquetSink:
    """Nested columns with a fixed schema (`parquet_schema`), written in row groups of 1,000."""

    def __init__(self, path: Path, *, with_text: bool) -> None:
        import pyarrow.parquet as pq

        self._schema = parquet_schema()
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._with_text = with_text
        self._rows: list[dict[str, Any]] = []

    def write(self, verdict: Verdict) -> None:
        self._rows.append(parquet_row(verdict, with_text=self._with_text))
        if len(self._rows) >= _ROW_GROUP:
            self._flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
            self._rows.clear()


class PartsSink:
    """Parquet files `part-00000.parquet`, ... in a folder, each complete before it gets its name.

    A run that is cut off leaves whole parts: the next one goes on after them.
    """

    def __init__(self, folder: Path, *, with_text: bool, append: bool, rows: int = ROWS_PER_PART) -> None:
        self._folder = folder
        self._with_text = with_text
        self._rows = rows
        self._number = len(finished_parts(folder))
        if self._number and not append:
            raise ValueError(f"{folder}: has parts of a former run; go on with --resume, or give another folder")
        self._part: ParquetSink | None = None
        self._written = 0

    def write(self, verdict: Verdict) -> None:
        if self._part is None:
            self._part = ParquetSink(self._temporary, with_text=self._with_text)
        self._part.write(verdict)
        self._written += 1
        if self._written >= self._rows:
            self._finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._finish()

    @property
    def _temporary(self) -> Path:
        return self._folder / f".part-{self._number:05}.unfinished"

    def _finish(self) -> None:
        if self._part is not None:
            self._part.__exit__()
            self._temporary.rename(self._folder / f"part-{self._number:05}.parquet")
            self._part, self._written = None, 0
            self._number += 1


def finished_parts(folder: Path) -> list[Path]:
    """The complete parts in `folder`, in order."""
    return sorted(folder.glob("part-*.parquet"))


def flat_row(verdict: Verdict, *, with_text: bool) -> dict[str, Any]:
    """A verdict as one row of scalars, for CSV."""
    nested = verdict.to_dict(with_text=with_text)
    caption = nested["caption"]
    row: dict[str, Any] = {key: nested[key] for key in ("source", "sha256", "decision", "risk", "risk_bound")}
    row |= {f"minor_{key}": value for key, value in nested["minor"].items()}
    row |= {f"caption_{key}": value for key, value in caption.items() if key not in ("lines", "terms")}
    row["caption_lines"] = len(caption["lines"])
    row["caption_terms"] = len(caption["terms"])
    row["caption_text"] = "\n".join(line["text"] for line in caption["lines"]) if with_text else None
    row["reasons"] = "; ".join(nested["reasons"])
    row |= {f"frames_{key}": (nested["frames"] or {}).get(key) for key in ("decoded", "distinct", "thinned", "unread")}
    row |= {f"bundle_{key}": value for key, value in nested["bundle"].items()}
    row["provider"] = nested["provider"]
    row |= {f"elapsed_ms_{key}": value for key, value in nested["elapsed_ms"].items()}
    row |= {f"error_{key}": (nested["error"] or {}).get(key) for key in ("code", "message")}
    row |= {key: nested[key] for key in ("id", "pack", "known_distance", "cached")}
    return row


def parquet_row(verdict: Verdict, *, with_text: bool) -> dict[str, Any]:
    """A verdict as one row of `parquet_schema`."""
    row = verdict.to_dict(with_text=with_text)
    for line in row["caption"]["lines"]:
        line["box"] = line["box"] and [{"x": x, "y": y} for x, y in line["box"]]
    return row


def parquet_schema() -> Any:
    """The `pyarrow.Schema` of the Parquet output: the nesting of `Verdict.to_dict`, boxes as lists of {x, y}."""
    import pyarrow as pa

    text, real, whole = pa.string(), pa.float64(), pa.int32()
    point = pa.struct({"x": real, "y": real})
    line = pa.struct({"text": text, "box": pa.list_(point), "confidence": real, "frame": whole})
    term = pa.struct({"term": text, "severity": whole, "line": whole, "start": whole, "end": whole})
    caption = {
        "state": text,
        "suggestive": real,
        "severity": whole,
        "language": text,
        "lines": pa.list_(line),
        "terms": pa.list_(term),
        "unreadable_regions": whole,
        "unscored_characters": whole,
    }
    return pa.schema(
        {
            "source": text,
            "sha256": text,
            "decision": text,
            "risk": real,
            "risk_bound": real,
            "minor": pa.struct({"state": text, "score": real, "frame": whole, "person": real, "box": pa.list_(whole)}),
            "caption": pa.struct(caption),
            "reasons": pa.list_(text),
            "frames": pa.struct({"decoded": whole, "distinct": whole, "thinned": pa.bool_(), "unread": whole}),
            "bundle": pa.struct({"name": text, "version": text, "sha256": text}),
            "provider": text,
            "elapsed_ms": pa.struct(dict.fromkeys(("decode", "vision", "ocr", "caption", "fusion"), real)),
            "error": pa.struct({"code": text, "message": text}),
            "id": text,
            "pack": text,
            "known_distance": whole,
            "cached": text,
        }
    )
