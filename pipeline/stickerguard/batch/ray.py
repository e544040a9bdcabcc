"""Batch scoring on a cluster with Ray Data; the extra `[ray]`. Rows are those of the local runner, but that archives in
folders are not opened."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.fs as pafs

from stickerguard.batch.manifests import Columns, row_item
from stickerguard.batch.output_rows import parquet_row, parquet_schema
from stickerguard.batch.remote import MAX_HEADER, fetch_start
from stickerguard.batch.scorer import Scorer
from stickerguard.batch.sources import expand
from stickerguard.batch.tables import check_names, header_names, separator_of
from stickerguard.batch.urls import is_url, local_path, shown
from stickerguard.errors import DecodeError, StickerguardError


class ScoreActor:
    """One scorer in one Ray actor; called with a batch of manifest rows, gives a batch of verdicts."""

    def __init__(self, make: Callable[[], Scorer], columns: Columns, base: str, with_text: bool) -> None:
        self._scorer = make()
        self._columns = columns
        self._base = base
        self._with_text = with_text

    def __call__(self, batch: pa.Table) -> pa.Table:
        """Rows with a path (or with `bytes`, the content itself) -> rows of `parquet_schema`."""
        rows = [self._row(row) for row in batch.to_pylist()]
        return pa.Table.from_pylist(rows, schema=parquet_schema())

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        name, limits = f"a row of {shown(self._base)}", self._scorer.classifier.limits
        item = row_item(row, self._columns, self._base, name=name, limits=limits)
        # A row that cannot be read may have a caption that nobody would see.
        bad = isinstance(item.content, DecodeError) and item.content.code == "bad_row"
        if row.get("bytes") is not None and not bad:
            item = replace(item, content=bytes(row["bytes"]))
        return parquet_row(self._scorer.score(item), with_text=self._with_text)


def read_manifest(manifest: str, columns: Columns | None = None) -> Any:
    """A `ray.data.Dataset` of the rows of a `.csv` or `.parquet` manifest, a path or a URL; every cell as written.

    Raises StickerguardError, code "bad_manifest", for another format and, of a CSV, for columns that are not there.
    """
    import ray

    columns = columns or Columns()
    if manifest.lower().endswith(".parquet"):
        return ray.data.read_parquet(manifest)
    if not manifest.lower().endswith(".csv"):
        raise StickerguardError(
            f"{shown(manifest)}: Ray reads manifests as .csv or .parquet; write it as one of them", code="bad_manifest"
        )
    header = _first_line(manifest)
    separator = separator_of(header, columns.path)
    names = next(csv.reader([header], delimiter=separator), [])
    clean = header_names(names)
    try:
        check_names(clean, columns.names, columns.asked_for)
    except ValueError as error:
        raise StickerguardError(f"{shown(manifest)}: {error}", code="bad_manifest") from error
    dataset = ray.data.read_csv(
        manifest,
        parse_options=pacsv.ParseOptions(delimiter=separator, newlines_in_values=True),
        # Arrow would guess: 007 becomes a number, N/A nothing at all.
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, quoted_strings_can_be_null=False
        ),
    )
    return dataset if clean == names else dataset.rename_columns(dict(zip(names, clean, strict=True)))


def read_folder(folder: str) -> Any:
    """A `ray.data.Dataset` of the stickers in a folder, or of one file; a URL is listed and read by Ray."""
    import ray

    if (local := local_path(folder)) is None:
        return ray.data.read_binary_files(folder, include_paths=True)
    # Ray's own listing would leave out names that begin with _, and one file without permission would end the run.
    paths = [{"path": os.fsencode(path.absolute())} for path in expand([local])]
    return ray.data.from_items(paths)


def check_output(folder: str) -> None:
    """Raise StickerguardError, code "bad_output", where `folder`, a path or a URL, holds anything or is a file: Ray
    would add to it, and each verdict of a second run would be there twice."""
    local = local_path(folder)
    system, path = pafs.FileSystem.from_uri(folder) if local is None else (pafs.LocalFileSystem(), local)
    what = None
    if system.get_file_info(path).is_file:
        what = "is a file"
    elif system.get_file_info(pafs.FileSelector(path, allow_not_found=True)):
        what = "holds files already, of a former run or others"
    if what:
        raise StickerguardError(f"{shown(folder)}: {what}; move them away, or give another folder", code="bad_output")


def _first_line(manifest: str) -> str:
    if is_url(manifest):
        data = fetch_start(manifest)
    else:
        with Path(manifest).open("rb") as file:
            data = file.readline(MAX_HEADER)
    return data.split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8-sig", "replace")


def score_dataset(
    dataset: Any,
    make: Callable[[], Scorer],
    *,
    columns: Columns | None = None,
    base: str = ".",
    with_text: bool = False,
    actors: int = 1,
    cpus: float = 1.0,
    gpus: float = 0.0,
    batch: int = 64,
) -> Any:
    """A `ray.data.Dataset` of verdicts, one row for each row of `dataset`, in the schema of `parquet_schema`.

    `dataset` has the columns of a manifest (see `manifests`): a path or a URL that every node can open, relative ones
    starting at `base`; a column `bytes` with the content itself goes before the path, which then only names it. A row
    that no manifest may have (`Path` in place of `path`) is an error also with its content.
    `make` builds a scorer inside an actor; each of the `actors` reserves `cpus` and `gpus`.

    Raises StickerguardError, code "bad_option", where the actors would take every CPU of the cluster: reading and
    writing need one, and Ray would wait for it for ever.
    """
    import ray

    total: float = ray.cluster_resources().get("CPU", 0.0)
    if actors * cpus > total - 1:
        raise StickerguardError(
            f"{actors} actors of {cpus:g} CPUs leave less than one of {total:g} for reading and writing; "
            "use fewer actors or more nodes",
            code="bad_option",
        )
    return dataset.map_batches(
        ScoreActor,
        fn_constructor_args=(make, columns or Columns(), base, with_text),
        batch_size=batch,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(size=actors),
        num_cpus=cpus,
        num_gpus=gpus,
    )
