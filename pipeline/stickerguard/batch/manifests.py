"""Lists of stickers: CSV, JSONL or Parquet with a path and, where there are, an id, a caption and a pack."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stickerguard.batch.items import Content, Item, RemoteFile
from stickerguard.batch.remote import is_url
from stickerguard.errors import DecodeError, StickerguardError
from stickerguard.images import source_name

FORMATS = (".csv", ".jsonl", ".parquet")
_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what. Only `path` must be there; the others are used where the manifest has them."""

    path: str = "path"
    caption: str = "caption"
    id: str = "id"
    pack: str = "pack"


def manifest_items(manifest: Path, columns: Columns | None = None, *, caption: str | None = None) -> Iterator[Item]:
    """One item a row, in row order. A relative path starts at the manifest's folder; a URL goes to fsspec.

    A row without a path, or a JSONL line that is no object, gives an item with an error. `caption` goes with every
    sticker, before the row's own.
    Raises StickerguardError before the first item, codes "bad_manifest" and "unreadable_file": not readable, another
    format, or no path column.
    """
    columns = columns or Columns()
    check_manifest(manifest, columns)
    for number, row in _rows(manifest):
        name = f"{source_name(manifest)}:{number}"
        yield row_item(row, columns, os.fspath(manifest.parent), name=name, caption=caption)


def check_manifest(manifest: Path, columns: Columns) -> None:
    """Raise the StickerguardError that `manifest_items` would, without reading more than the first row."""
    first = next(_rows(manifest), None)
    if first is not None and columns.path not in first[1]:
        raise _bad(manifest, f"row 1 has no {columns.path!r}, only {', '.join(first[1])}; name the column of the path")


def manifest_length(manifest: Path) -> int:
    """The number of rows, without keeping them. Raises as `manifest_items`."""
    return sum(1 for _ in _rows(manifest))


def row_item(row: Mapping[str, Any], columns: Columns, base: str, *, name: str, caption: str | None = None) -> Item:
    """The item that a row names; a relative path starts at `base`. `name` is what a row without a path is called."""

    def text(column: str) -> str | None:
        value = row.get(column)
        return None if value is None or value == "" else str(value)

    path = text(columns.path)
    captions = "\n".join(filter(None, (caption, text(columns.caption)))) or None
    content: Content
    if path is None:
        source = name
        content = DecodeError(f"{name}: this row names no sticker in {columns.path!r}", code="no_path")
    elif is_url(path):
        source, content = path, RemoteFile(path)
    else:
        content = Path(base, path)
        source = source_name(content)
    return Item(source, content, id=text(columns.id), caption=captions, pack=text(columns.pack))


def _rows(manifest: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    readers = {".csv": _csv, ".jsonl": _jsonl, ".parquet": _parquet}
    reader = readers.get(manifest.suffix.lower())
    if reader is None:
        raise _bad(manifest, f"a manifest ends in one of {', '.join(FORMATS)}")
    try:
        yield from enumerate(reader(manifest), 1)
    except OSError as error:
        raise StickerguardError(
            f"{manifest}: cannot be read: {error.strerror or error}", code="unreadable_file"
        ) from error
    except (ValueError, csv.Error) as error:
        raise _bad(manifest, str(error)) from error


def _csv(manifest: Path) -> Iterator[Mapping[str, Any]]:
    with manifest.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _jsonl(manifest: Path) -> Iterator[Mapping[str, Any]]:
    with manifest.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                try:
                    row = json.loads(line)
                except ValueError:
                    row = None
                yield row if isinstance(row, dict) else {}


def _parquet(manifest: Path) -> Iterator[Mapping[str, Any]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(os.fspath(manifest)) as file:
        for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
            yield from batch.to_pylist()


def _bad(manifest: Path, what: str) -> StickerguardError:
    return StickerguardError(f"{manifest}: {what}", code="bad_manifest")
