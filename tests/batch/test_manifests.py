"""Manifests: rows become items, own names are carried through, a bad row costs itself only."""

import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stickerguard.batch.items import Item, RemoteFile
from stickerguard.batch.manifests import Columns, check_manifest, manifest_items, manifest_length
from stickerguard.errors import StickerguardError

ROWS = [
    {"path": "a.png", "id": "17", "caption": "hello, you", "pack": "p1"},
    {"path": "memory://bucket/b.png", "id": "18", "caption": None, "pack": "p1"},
    {"path": None, "id": "19", "caption": None, "pack": None},
]


def write(folder: Path, suffix: str) -> Path:
    path = folder / f"list{suffix}"
    if suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), path)
    elif suffix == ".jsonl":
        path.write_text("\n".join(map(json.dumps, ROWS)) + "\n\n", "utf-8")
    else:
        lines = ["path,id,caption,pack"] + [",".join(f'"{cell or ""}"' for cell in row.values()) for row in ROWS]
        path.write_text("\ufeff" + "\n".join(lines), "utf-8")
    return path


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_a_row_is_a_sticker_with_its_own_names(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path, suffix)
    first, second, third = manifest_items(path)
    local = tmp_path / "a.png"
    assert first == Item(str(local), local, id="17", caption="hello, you", pack="p1")
    url = "memory://bucket/b.png"
    assert second == Item(url, RemoteFile(url), id="18", caption=None, pack="p1")
    assert isinstance(third.content, StickerguardError)
    assert (third.content.code, third.id, third.source) == ("no_path", "19", f"{path}:3")
    assert manifest_length(path) == 3


def test_columns_may_have_other_names_and_the_given_caption_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text('{"file": "a.png", "alt": "hi", "number": 5}\n', "utf-8")
    columns = Columns(path="file", caption="alt", id="number")
    assert [(item.id, item.caption) for item in manifest_items(path, columns, caption="pack")] == [("5", "pack\nhi")]


def test_a_broken_line_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text('{"path": "a.png"}\n{"path": \n["b.png"]\n{"path": "c.png"}\n', "utf-8")
    kinds = [isinstance(item.content, StickerguardError) for item in manifest_items(path)]
    assert kinds == [False, True, True, False]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("m.csv", b"file,id\na.png,1\n", "row 1 has no 'path', only file, id"),
        ("m.txt", b"a.png", "a manifest ends in one of .csv, .jsonl, .parquet"),
        ("m.parquet", b"PAR1", "m.parquet"),
        ("m.csv", b"path\n\xff\xfe\n", "m.csv"),
        ("absent.csv", None, "cannot be read"),
    ],
)
def test_what_is_no_manifest_says_so_before_anything_is_scored(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StickerguardError, match=re.escape(words)):
        check_manifest(path, Columns())
