"""Lists of stickers: CSV, JSONL or Parquet with a path and, where there are, an id, a caption and a pack."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from stickerguard.batch.items import Content, Item, RemoteFile, joined
from stickerguard.batch.tables import (
    BadRow,
    cell_text,
    check_names,
    misspelt,
    read_csv,
    read_jsonl,
    read_parquet,
    with_texts,
)
from stickerguard.batch.urls import is_url, local_path, local_scheme
from stickerguard.errors import DecodeError, StickerguardError, of_sticker
from stickerguard.images import Limits, source_name
from stickerguard.pipes import refuse_stream
from stickerguard.regular_file import no_path
from stickerguard.remedies import cannot_read

FORMATS = (".csv", ".jsonl", ".parquet")
_ROWS_LOOKED_AT = 1_000


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what. `path` must be there, and so must what has another name than usual or is in `keep`;
    the others are used where the manifest has them. Those named in `keep` go with the verdict as they are."""

    path: str = "path"
    caption: str = "caption"
    id: str = "id"
    pack: str = "pack"
    keep: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys((self.path, self.caption, self.id, self.pack, *self.keep)))

    @property
    def asked_for(self) -> tuple[str, ...]:
        """Those that somebody named, so that a manifest without one is another than was meant."""
        usual = ("path", "caption", "id", "pack")
        named = (self.path, self.caption, self.id, self.pack)
        return (*(name for name, other in zip(named, usual, strict=True) if name != other), *self.keep)


def manifest_items(
    manifest: Path, columns: Columns | None = None, *, caption: str | None = None, limits: Limits | None = None
) -> Iterator[Item]:
    """One item a row, in row order. A relative path starts at the manifest's folder; a URL goes to fsspec.

    A row without a path, or one that cannot be read, gives an item with an error; where the file breaks off, what is
    left gives one. `caption` goes with every sticker, before the row's own; `limits` are those of the scorer.
    Raises StickerguardError before the first item, codes "bad_manifest" and "unreadable_file": not readable, another
    format, or no path column.
    """
    columns = columns or Columns()
    check_manifest(manifest, columns)
    given, number = source_name(manifest), 0
    base = os.fspath(manifest.parent)
    try:
        for number, row in enumerate(_rows(manifest, columns), 1):
            yield row_item(row, columns, base, name=f"{given}:{number}", caption=caption, limits=limits)
    except Exception as error:  # the rows before are scored, and so is what else was given
        name = f"{given}:{number + 1}"
        broken = _failure(manifest, error)
        message = f"{name}: nothing from here on could be read: {broken}; mend the manifest"
        yield Item(name, DecodeError(message, code=broken.code), caption=caption)


def check_manifest(manifest: Path, columns: Columns) -> None:
    """Raise the StickerguardError that `manifest_items` would, or one, code "bad_manifest", for a column that was asked
    for and is nowhere, or that the first rows have in other letters only.

    No more is read than those and, of a list without a header, what follows up to a row that has the column.
    """
    refuse_stream(manifest, "a manifest")
    try:
        rows = (row for row in _rows(manifest, columns) if not isinstance(row, BadRow))
        first = list(islice(rows, _ROWS_LOOKED_AT))
        names = list(dict.fromkeys(chain.from_iterable(first)))
        if first:
            check_names(names, columns.names)
        absent = {*columns.asked_for} - {*names}
        while absent and first and (row := next(rows, None)) is not None:
            absent -= row.keys()
        if absent and first:
            raise ValueError(f"no row has a column {', '.join(sorted(absent))}; name one that it has")
    except Exception as error:
        raise _failure(manifest, error) from error


def manifest_length(manifest: Path, columns: Columns | None = None) -> int:
    """The number of rows, without keeping them, as far as they can be read."""
    count = 0
    try:
        for _ in _rows(manifest, columns or Columns()):
            count += 1
    except Exception:  # manifest_items says what is wrong
        count += 1
    return count


def row_item(
    row: Mapping[str, Any] | BadRow,
    columns: Columns,
    base: str,
    *,
    name: str,
    caption: str | None = None,
    limits: Limits | None = None,
) -> Item:
    """The item that a row names; a relative path starts at `base`. `name` is what a row without a path is called."""
    if not isinstance(row, BadRow):
        labels = {columns.id, columns.pack, *columns.keep} - {columns.caption}
        row = with_texts(row, columns.names, labels)
    if isinstance(row, BadRow):
        return Item(name, DecodeError(f"{name}: {row.what}", code="bad_row"), caption=caption)
    texts = {column: cell_text(row.get(column)) for column in columns.names}
    path = texts[columns.path]
    content: Content
    odd = next((column for column in columns.names if isinstance(row.get(column), list | dict)), None)
    wrong = misspelt(row, columns.names) if odd is None else f"a list or an object in {odd!r}"
    if wrong is not None:
        source, content = name, DecodeError(f"{name}: this row has {wrong}", code="bad_row")
    elif path is None:
        source = name
        content = DecodeError(f"{name}: this row names no sticker in {columns.path!r}", code="no_path")
    elif local_scheme(path):
        source, local = path, local_path(path)
        content = Path(local) if local else no_path(path)
    elif is_url(path):
        source, content = path, RemoteFile(path)
    else:
        content = Path(base, path)
        source = source_name(content)
    return Item(
        source,
        content,
        id=texts[columns.id],
        caption=joined((caption, texts[columns.caption]), limits or Limits()),
        pack=texts[columns.pack],
        kept={column: texts[column] for column in columns.keep} or None,
    )


def _rows(manifest: Path, columns: Columns) -> Iterator[Mapping[str, Any] | BadRow]:
    match manifest.suffix.lower():
        case ".csv":
            return read_csv(manifest, columns.names, columns.asked_for)
        case ".jsonl":
            return read_jsonl(manifest)
        case ".parquet":
            return read_parquet(manifest, columns.names, columns.asked_for)
    raise _bad(manifest, f"a manifest ends in one of {', '.join(FORMATS)}")


def _failure(manifest: Path, error: Exception) -> StickerguardError:
    match error:
        case OSError(strerror=str()):
            return StickerguardError(cannot_read(manifest, error), code="unreadable_file")
        case OSError() | ValueError() | csv.Error():
            return _bad(manifest, str(error))
    return of_sticker(error, source_name(manifest))


def _bad(manifest: Path, what: str) -> StickerguardError:
    return StickerguardError(f"{manifest}: {what}", code="bad_manifest")
