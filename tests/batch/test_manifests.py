"""Manifests: rows become items, own names are carried through, a bad row costs itself only."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stickerguard.batch import manifests
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
        ("m.jsonl", b'{"file": "a.png"}\n{"file": "b.png"}\n', "row 1 has no 'path', only file"),
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


GOOD = {"path": "a.png", "id": "1"}


def codes(path: Path, columns: Columns | None = None) -> list[str | None]:
    found = [item.content for item in manifest_items(path, columns)]
    assert manifest_length(path) == len(found)
    return [content.code if isinstance(content, StickerguardError) else None for content in found]


@pytest.mark.parametrize(
    "bad",
    [
        b"{broken",
        b"[1, 2]",
        b'"text"',
        b"[" * 200_000,
        b'{"path": "caf\xe9.png"}',
        b'{"x": "' + b"y" * 5_000_000 + b'"}',
    ],
    ids=["broken", "list", "text", "deep", "latin1", "huge"],
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_bad_line_costs_itself_wherever_it_stands(tmp_path: Path, bad: bytes, place: int) -> None:
    lines = [json.dumps(GOOD).encode()] * 2
    lines.insert(place, bad)
    path = tmp_path / "m.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"\n".join(lines))
    expected: list[str | None] = [None, None]
    expected.insert(place, "bad_row")
    assert codes(path) == expected


@pytest.mark.parametrize(
    "bad",
    [b"caf\xe9.png,2", b"x.png," + b"y" * 5_000_000, b'"x.png"y,2', b"x.png,2,3"],
    ids=["latin1", "huge", "quotes", "cells"],
)
def test_a_bad_csv_row_costs_itself(tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(b"path,id\na.png,1\n" + bad + b"\nb.png,3\n")
    assert codes(path) == [None, "bad_row", None]


def test_a_quote_left_open_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text('path,id\na.png,1\n"b.png,2\nc.png,3\n', "utf-8")
    assert codes(path) == [None, "bad_row"]
    assert "lines 3 to 4" in str(list(manifest_items(path))[1].content)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_of_other_programs_is_understood(tmp_path: Path, separator: str, encoding: str, end: str) -> None:
    path = tmp_path / "m.csv"
    rows = [["id", "path", "caption"], ["007", "a.png", '"good, morning; all"'], ["N/A", "b.png", ""]]
    path.write_bytes("".join(separator.join(row) + end for row in rows).encode(encoding))
    found = [(item.id, Path(item.source).name, item.caption) for item in manifest_items(path)]
    assert found == [("007", "a.png", "good, morning; all"), ("N/A", "b.png", None)]


def test_half_an_emoji_becomes_something_that_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text('{"path": "a\\ud83d.png", "id": "\\ud83d", "caption": "good \\ud83d"}\n', "utf-8")
    (item,) = manifest_items(path)
    assert (Path(item.source).name, item.id, item.caption) == ("a\\ud83d.png", "\\ud83d", "good \ufffd")


def test_a_column_that_nobody_asked_for_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "m.parquet"
    when = pa.array([2**52, 1], pa.timestamp("s"))
    pq.write_table(pa.table({"path": ["a.png", "b.png"], "when": when, "country": ["NA", None]}), path)
    assert codes(path) == [None, None]
    kept = [item.kept for item in manifest_items(path, Columns(keep=("country", "absent")))]
    assert kept == [{"country": "NA", "absent": None}, {"country": None, "absent": None}]


def test_a_file_that_breaks_off_keeps_the_rows_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(json.dumps(GOOD) + "\n", "utf-8")

    def breaks(_: Path) -> Iterator[dict[str, str]]:
        yield from [GOOD] * 1_500
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(manifests, "read_jsonl", breaks)
    assert codes(path) == [None] * 1_500 + ["unreadable_file"]
