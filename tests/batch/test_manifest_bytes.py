"""Bytes where Parquet should have text: what a caption, a label and a path make of them."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stickerguard.batch.manifests import Columns, manifest_items
from stickerguard.errors import StickerguardError


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.dictionary(pa.int32(), pa.binary())])
@pytest.mark.parametrize("column", ["caption", "id", "pack", "tag"])
def test_bytes_of_parquet_are_text_as_those_of_a_csv_are(tmp_path: Path, kind: pa.DataType, column: str) -> None:
    path = tmp_path / "m.parquet"
    odd = ["早安".encode("gbk"), "早安".encode("utf-16"), "hello".encode("utf-16-le"), b"caf\xe9", b"\xed\xa0\x80"]
    good = ["早安".encode(), b"", None]
    cells = pa.array([*odd, *good], pa.binary())
    cells = cells.dictionary_encode() if pa.types.is_dictionary(kind) else cells.cast(kind)
    names = [f"{number}.png" for number in range(len(cells))]
    table = pa.table({"path": names, "tag": names}).drop_columns([column] if column == "tag" else [])
    pq.write_table(table.append_column(column, cells), path)
    found = list(manifest_items(path, Columns(keep=("tag",))))
    wrong, right = found[: len(odd)], found[len(odd) :]
    if column != "caption":  # nothing judges a label: it is written with escapes
        texts = [(item.kept or {}).get("tag") if column == "tag" else getattr(item, column) for item in wrong]
        assert texts == [cell.decode("utf-8", "backslashreplace") for cell in odd]
        wrong = []
    for number, item in enumerate(wrong, 1):
        assert (item.source, item.id, item.caption, item.pack) == (f"{path}:{number}", None, None, None)
        assert isinstance(item.content, StickerguardError)
        assert item.content.code == "bad_row"
        assert f"the bytes in {column!r} of this row are no UTF-8" in str(item.content)
    texts = [(item.kept or {}).get("tag") if column == "tag" else getattr(item, column) for item in right]
    assert texts == ["早安", None, None]
    assert all(isinstance(item.content, Path) for item in right)


def test_bytes_of_parquet_are_the_same_text_in_every_locale(tmp_path: Path) -> None:
    path = tmp_path / "m.parquet"
    pq.write_table(pa.table({"path": ["a.png"], "caption": ["早安".encode()]}), path)
    program = (
        "import pathlib, sys; from stickerguard.batch.manifests import manifest_items; "
        "print([ascii(item.caption) for item in manifest_items(pathlib.Path(sys.argv[1]))])"
    )
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-c", program, str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([ascii("早安")])


def test_bytes_of_a_path_are_the_name_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "m.parquet"
    pq.write_table(pa.table({"path": [b"caf\xe9.png"], "caption": [b"hello"]}), path)
    (item,) = manifest_items(path)
    assert (item.content, item.caption) == (tmp_path / os.fsdecode(b"caf\xe9.png"), "hello")
