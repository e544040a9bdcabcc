"""Manifests: rows become items, own names are carried through, a bad row costs itself only."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stickerguard.batch import manifests, tables
from stickerguard.batch.items import Item, RemoteFile
from stickerguard.batch.manifests import Columns, check_manifest, manifest_items, manifest_length
from stickerguard.batch.tables import BadRow, numbered_csv, numbered_jsonl, read_parquet
from stickerguard.errors import StickerguardError
from stickerguard.limits import Limits

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


def test_a_password_of_a_row_opens_its_file_and_is_carried_nowhere(tmp_path: Path) -> None:
    url = "http://ann:secret@h/b.png"
    path = tmp_path / "m.jsonl"
    path.write_text(json.dumps({"path": url, "id": url}), "utf-8")
    (item,) = manifest_items(path, Columns(keep=("path",)))
    shown = "http://ann@h/b.png"
    assert item == Item(shown, RemoteFile(url), id=shown, kept={"path": shown})


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
        ("m.csv", b"file,id\na.png,1\n", "has no column 'path', only file, id"),
        ("m.txt", b"a.png", "a manifest ends in one of .csv, .jsonl, .parquet"),
        ("m.parquet", b"PAR1", "m.parquet"),
        ("m.jsonl", b'{"file": "a.png"}\n{"file": "b.png"}\n', "has no column 'path', only file"),
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
    kept = [item.kept for item in manifest_items(path, Columns(keep=("country",)))]
    assert kept == [{"country": "NA"}, {"country": None}]


def test_a_file_that_breaks_off_keeps_the_rows_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(json.dumps(GOOD) + "\n", "utf-8")

    def breaks(_: Path) -> Iterator[dict[str, str]]:
        yield from [GOOD] * 1_500
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(manifests, "read_jsonl", breaks)
    assert codes(path) == [None] * 1_500 + ["unreadable_file"]


@pytest.mark.parametrize(
    "content",
    ["path, caption\na.png,hi\n", "\n\r\n  \n;;\n path ; caption \na.png;hi\n", "\ufeff\npath\tcaption\na.png\thi\n"],
    ids=["spaces", "blank lines", "mark"],
)
def test_space_around_a_header_is_no_part_of_a_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "m.csv"
    path.write_text(content, "utf-8", newline="")
    assert [(Path(item.source).name, item.caption) for item in manifest_items(path)] == [("a.png", "hi")]


def test_a_row_shorter_than_the_header_has_nothing_in_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("path,caption,Caption\na.png\n", "utf-8")
    assert [(item.content, item.caption) for item in manifest_items(path)] == [(tmp_path / "a.png", None)]


def csv_of(folder: Path, *names: str, rows: int = 1) -> Path:
    path = folder / "m.csv"
    path.write_text("\n".join([",".join(names)] + [",".join("x" for _ in names)] * rows) + "\n", "utf-8")
    return path


def jsonl_of(folder: Path, *names: str) -> Path:
    path = folder / "m.jsonl"
    path.write_text(json.dumps(dict.fromkeys(names, "x")) + "\n", "utf-8")
    return path


def parquet_of(folder: Path, *names: str) -> Path:
    path = folder / "m.parquet"
    pq.write_table(pa.table([pa.array(["x"]) for _ in names], list(names)), path)
    return path


@pytest.mark.parametrize("make", [csv_of, jsonl_of, parquet_of])
@pytest.mark.parametrize(
    ("names", "columns", "words"),
    [
        (("path", "Caption"), Columns(), "no column 'caption' but 'Caption'"),
        (("path", '"caption"'), Columns(), "no column 'caption' but "),
        (("Path", "caption"), Columns(), "no column 'path', only Path"),
        (("path", "ID"), Columns(), "no column 'id' but 'ID'"),
        (("path", "Alt"), Columns(caption="alt"), "no column 'alt' but 'Alt'"),
        (("path", "text"), Columns(caption="alt"), "alt"),
        (("path", "text"), Columns(id="number"), "number"),
        (("path", "text"), Columns(pack="set"), "set"),
        (("path", "text"), Columns(keep=("text", "country")), "country"),
    ],
)
def test_a_column_that_is_not_there_as_it_is_called_is_refused(
    tmp_path: Path, make: Callable[..., Path], names: tuple[str, ...], columns: Columns, words: str
) -> None:
    path = make(tmp_path, *names)
    if make is csv_of:
        path.write_text(path.read_text("utf-8").replace('"caption"', ' "caption"'), "utf-8")
    with pytest.raises(StickerguardError, match=words) as caught:
        check_manifest(path, columns)
    assert caught.value.code == "bad_manifest"


@pytest.mark.parametrize("make", [csv_of, jsonl_of, parquet_of])
def test_a_name_as_it_is_called_goes_before_one_in_other_letters(tmp_path: Path, make: Callable[..., Path]) -> None:
    path = make(tmp_path, "path", "Caption", "caption")
    check_manifest(path, Columns())
    assert [item.caption for item in manifest_items(path)] == ["x"]


@pytest.mark.parametrize("make", [csv_of, parquet_of])
@pytest.mark.parametrize("name", ["path", "caption"])
def test_a_column_that_is_there_twice_is_refused(tmp_path: Path, make: Callable[..., Path], name: str) -> None:
    with pytest.raises(StickerguardError, match=f"has 2 columns '{name}'"):
        check_manifest(make(tmp_path, "path", "caption", name), Columns())
    check_manifest(make(tmp_path, "path", "note", "note"), Columns())


def test_a_header_without_rows_must_have_the_columns_too(tmp_path: Path) -> None:
    check_manifest(csv_of(tmp_path, "path", rows=0), Columns())
    for names, columns in ((("file",), Columns()), (("path",), Columns(keep=("country",)))):
        with pytest.raises(StickerguardError, match="has no column"):
            check_manifest(csv_of(tmp_path, *names, rows=0), columns)


def test_a_json_row_with_a_name_twice_or_in_other_letters_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    rows = ['{"path": "a.png", "caption": "hi"}', '{"path": "b.png", "Caption": "hi"}']
    rows += ['{"path": "c.png", "caption": "hi", "caption": "ho"}', '{"path": "d.png", "more": {"x": 1, "x": 2}}']
    path.write_text("\n".join(rows), "utf-8")
    check_manifest(path, Columns())
    assert codes(path) == [None, "bad_row", "bad_row", None]


def test_a_column_that_few_rows_have_is_found_however_late(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text('{"path": "a.png"}\n' * 1_500 + '{"path": "b.png", "alt": "hi"}\n', "utf-8")
    check_manifest(path, Columns(caption="alt"))
    with pytest.raises(StickerguardError, match="no row has a column text"):
        check_manifest(path, Columns(caption="text"))


def test_rows_are_numbered_by_their_first_line(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text('path,caption\na.png,"two\nlines"\n\nb.png,one\n"open', "utf-8")
    assert [number for number, _ in numbered_csv(path, "path", lambda _: None)] == [2, 5, 6]
    path = tmp_path / "m.jsonl"
    path.write_text('{"path": "a\u2028\u2029\x85.png"}\n\nnothing\n{"path": "b.png"}\n', "utf-8")
    assert [number for number, _ in numbered_jsonl(path)] == [1, 3, 4]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_of_a_caption_beyond_the_limit_only_what_says_so_is_kept(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"m{suffix}"
    text = "ab " * 20_000
    if suffix == ".parquet":
        pq.write_table(pa.table({"path": ["a.png"], "caption": [text]}), path)
    elif suffix == ".jsonl":
        path.write_text(json.dumps({"path": "a.png", "caption": text}), "utf-8")
    else:
        path.write_text(f"path,caption\na.png,{text}\n", "utf-8")
    assert [len(item.caption or "") for item in manifest_items(path)] == [20_001]
    assert [len(item.caption or "") for item in manifest_items(path, limits=Limits(max_caption=70_000))] == [60_000]


@pytest.mark.parametrize("coded", [True, False])
def test_a_cell_that_all_rows_share_takes_the_room_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, coded: bool
) -> None:
    path = tmp_path / "m.parquet"
    captions = pa.array(["ab " * 1_000, None, *["ab " * 1_000] * 8])
    table = pa.table({"path": [f"{number}.png" for number in range(10)], "caption": captions})
    pq.write_table(table.set_column(1, "caption", captions.dictionary_encode()) if coded else table, path)
    rows = list(read_parquet(path, ["path", "caption"]))
    texts = [row["caption"] for row in rows if not isinstance(row, BadRow)]
    assert (texts[1], len({*map(id, texts)})) == (None, 2)
    pq.write_table(table.append_column("tags", pa.array([["x"]] * 10)), tmp_path / "nested.parquet")
    assert {str(row) for row in read_parquet(tmp_path / "nested.parquet", ["tags"])} == {"{'tags': ['x']}"}
    monkeypatch.setattr(tables, "_LONGEST", 100)
    rows = list(read_parquet(path, ["path", "caption"]))
    assert [isinstance(row, BadRow) for row in rows] == [True, False, *[True] * 8]


@pytest.mark.parametrize("url", ["file:///s/a%20b.png", "local:///s/a%20b.png"])
def test_a_file_url_of_a_row_is_the_path_in_it(tmp_path: Path, url: str) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(json.dumps({"path": url}), "utf-8")
    assert list(manifest_items(path)) == [Item(url, Path("/s/a%20b.png"))]
