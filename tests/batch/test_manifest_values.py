"""Numbers and truth values of a manifest are carried through as they are written; not a number is nothing."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stickerguard.batch.manifests import Columns, manifest_items


@pytest.mark.parametrize(
    "written",
    ["true", "false", "1.10", "1e400", "-0", "12345678901234567.25", "1" * 5_000, "Infinity", "-Infinity", "0.0"],
)
def test_a_number_of_json_is_carried_through_as_it_is_written(tmp_path: Path, written: str) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(f'{{"path": "a.png", "id": {written}, "pack": {written}, "note": {written}}}', "utf-8")
    (item,) = manifest_items(path, Columns(keep=("note",)))
    assert (item.id, item.pack, item.kept) == (written, written, {"note": written})


def test_truth_values_of_parquet_read_as_those_of_json(tmp_path: Path) -> None:
    pq.write_table(pa.table({"path": ["a.png"] * 3, "note": [True, False, None]}), tmp_path / "m.parquet")
    items = manifest_items(tmp_path / "m.parquet", Columns(keep=("note",)))
    assert [(item.kept or {})["note"] for item in items] == ["true", "false", None]


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_not_a_number_is_nothing(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"m{suffix}"
    nan = float("nan")
    if suffix == ".parquet":
        given = pa.table({"path": ["a.png", None], "caption": [nan, nan], "id": [7.5, nan]})
        pq.write_table(given, path)
    else:
        path.write_text('{"path": "a.png", "caption": NaN, "id": 7.5}\n{"path": NaN, "id": NaN}\n', "utf-8")
    assert [(item.caption, item.id) for item in manifest_items(path)] == [(None, "7.5"), (None, None)]
    found = [item.content for item in manifest_items(path)]
    assert [getattr(content, "code", None) for content in found] == [None, "no_path"]
