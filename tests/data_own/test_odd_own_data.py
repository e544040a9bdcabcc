"""A team's own tables: odd cells are faults of their row, and nothing of what was given is lost without a word."""

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from data.caption import build
from data.jsonl import read_objects
from data.own.captions import read_captions
from data.own.check import main as check
from data.own.pictures import load, read_pictures
from data.own.sides import told
from data.vision.index import read_index
from stickerguard.errors import StickerguardError
from tests.data_own.test_own_data import build as build_pictures
from tests.data_own.test_own_data import caption_lines, manifest, picture_folder, rows_of
from tests.test_motion import tgs


def captions(folder: Path, *more: object) -> Path:
    """`captions.jsonl` of 24 captions of either kind, with `more` after its 48 lines: rows, or lines as they are."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in (*caption_lines(), *more)]
    path = folder / "captions.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def faults(folder: Path) -> str:
    with pytest.raises(StickerguardError) as caught:
        (read_captions if list(folder.glob("captions.*")) else read_pictures)(folder)
    assert caught.value.code == "bad_data"
    return str(caught.value)


def test_a_picture_trains_as_it_is_scored(tmp_path: Path) -> None:
    grey = np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)
    Image.fromarray(grey).save(tmp_path / "deep.png")
    shown = np.asarray(load(tmp_path / "deep.png").convert("L"))
    np.testing.assert_allclose(shown, grey / 257, atol=2)
    (tmp_path / "moving.tgs").write_bytes(tgs())
    assert load(tmp_path / "moving.tgs").mode == "RGBA"


def test_what_the_check_accepts_is_built(tmp_path: Path) -> None:
    data = picture_folder(tmp_path / "mine")
    (data / "none" / "moving.tgs").write_bytes(tgs())
    check(["--data", str(data)])
    done = build_pictures(data, tmp_path / "set")
    assert done.returncode == 0, done.stderr
    assert len(read_index(tmp_path / "set")) == 73


@pytest.mark.parametrize("gap", ["\u2028", "\u2029", "\x85"])
def test_a_separator_of_unicode_ends_no_line(tmp_path: Path, gap: str) -> None:
    captions(tmp_path, {"text": f"good{gap}evening", "severity": 0})
    assert read_captions(tmp_path)[-1].text == f"good{gap}evening"


def test_half_an_emoji_can_be_written_and_alone_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    captions(tmp_path, r'{"text": "hello \ud83d", "severity": 0, "licence": "\ud83d"}')
    for name in ("written", "authored", "glossary"):
        monkeypatch.setattr(build, name, lambda: [])
    monkeypatch.setattr(sys, "argv", ["build", "--data", str(tmp_path), "--out", str(tmp_path / "out")])
    build.main()
    texts = {row["text"] for _, row in read_objects(tmp_path / "out" / "captions.jsonl")}
    assert "hello \ufffd" in texts
    path = captions(tmp_path, r'{"text": "\ud83d", "severity": 0}')
    assert f"{path}:49: has no text" in faults(tmp_path)


def test_suggestive_captions_that_are_not_used_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = captions(tmp_path, *({"text": f"happy new year {n}", "severity": 2} for n in range(3)))
    check(["--data", str(tmp_path)])
    said = capsys.readouterr().out
    assert f"{path}: 3 suggestive captions refer to age, family or school and are not used: lines 49, 50, 51" in said
    assert "24 captions of severity 3" in said
    assert "severity 2" not in said


def test_the_fewest_that_are_needed_are_counted_among_those_that_are_used(tmp_path: Path) -> None:
    rows = [row for row in caption_lines() if row["severity"] == 0]
    rows += [{"text": f"happy new year {n}", "severity": 2} for n in range(24)]
    (tmp_path / "captions.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    said = faults(tmp_path)
    assert "0 captions of severity 2 or 3; at least 20 are needed, add 20" in said
    assert "24 suggestive captions refer to age, family or school and are not used: lines 25, " in said


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_table_is_read_as_spreadsheets_write_it(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = ["severity,text", *(f"{row['severity']},{row['text']}" for row in caption_lines())]
    (tmp_path / "captions.csv").write_text("\n".join(lines).replace(",", separator), encoding)
    assert [(c.severity, c.text) for c in read_captions(tmp_path)] == [
        (row["severity"], row["text"]) for row in caption_lines()
    ]


@pytest.mark.parametrize(
    ("name", "lines", "words"),
    [
        ("captions.csv", ["severity,text", "2,come over, good morning"], ":2: this row has 3 cells, the header 2"),
        ("captions.csv", ["text,severity,text", "a,0,b"], ": has 2 columns 'text'; leave or rename all but one"),
        ("captions.csv", ["text,severity,Lang", "a,0,en"], ": has no column lang but 'Lang'; rename it"),
        ("captions.csv", ["text,severity", "a" * 200_000 + ",0"], ":2: has a text of 200,000 characters; give at most"),
        ("captions.csv", ["text,severity", 'a,0\n"open,0'], ":3: lines 3 to 3 are no CSV"),
        ("captions.csv", [], ": has no column severity, text; found "),
        ("captions.jsonl", ['{"text": "a", "text": "b", "severity": 0}'], ":1: this line has 'text' more than once"),
        ("captions.jsonl", ['{"text": "a", "severity": 0, "Lang": "en"}'], ":1: has no column lang but 'Lang'"),
        ("captions.jsonl", ['{"text": "a", "severity": 0, "lang": ["en"]}'], ":1: has a list or an object in 'lang'"),
        ("captions.jsonl", ["[" * 100_000], ":1: this line is no JSON"),
        ("captions.jsonl", ['{"text": "a", "severity": ' + "1" * 5_000 + "}"], ":1: this line is no JSON"),
        ("pictures.csv", ["file,label", "0.png,none,0"], ":2: this row has 3 cells, the header 2"),
        ("pictures.csv", ["file,label,file", "0.png,none,1.png"], ": has 2 columns 'file'"),
        ("pictures.csv", ["file,label", "a\0b.png,none"], ":2: 'a\\x00b.png' is no path"),
        ("pictures.csv", ["file,label", ",none"], ":2: names no file"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_meant_is_a_fault_of_its_row(
    tmp_path: Path, name: str, lines: list[str], words: str
) -> None:
    (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    said = faults(tmp_path)
    assert f"\n  {tmp_path / name}{words}" in said
    assert len(said) < 2_000


@pytest.mark.parametrize("age", ["inf", "-inf", "1e400", "nan years"])
def test_an_age_that_is_none_is_a_fault_of_its_row(tmp_path: Path, age: str) -> None:
    rows = rows_of(picture_folder(tmp_path))
    rows[3]["age"] = age
    manifest(tmp_path, rows)
    assert f"{tmp_path / 'pictures.csv'}:5: age {age!r} does not fit" in faults(tmp_path)


@pytest.mark.parametrize(
    ("label", "age", "fits"),
    [
        ("minor", "17", True), ("minor", "18", False), ("adult", "17", False), ("adult", "18", True),
        ("minor_weak", "19", True), ("minor_weak", "45", False), ("none", "30", False), ("none", "0", False),
    ],
)  # fmt: skip
def test_an_age_that_contradicts_its_label_is_a_fault_of_its_row(
    tmp_path: Path, label: str, age: str, fits: bool
) -> None:
    rows = rows_of(picture_folder(tmp_path))
    rows.append(rows.pop(3) | {"age": age, "label": label})
    manifest(tmp_path, rows)
    if fits:
        assert age in {str(picture.age) for picture in read_pictures(tmp_path)}
    else:
        assert f"{tmp_path / 'pictures.csv'}:73: age {age!r} does not fit the label {label}; " in faults(tmp_path)


def test_a_list_as_an_age_is_a_fault_of_its_row(tmp_path: Path) -> None:
    rows = rows_of(picture_folder(tmp_path))
    for row in rows:
        row["age"] = None
    rows[3]["age"] = [7]
    manifest(tmp_path, rows, "parquet")
    assert f"{tmp_path / 'pictures.parquet'}:4: has a list or an object in 'age'" in faults(tmp_path)


@pytest.mark.parametrize("other", ["Good Morning All!", "good morning all", "g00d morning all"])
def test_a_caption_with_two_severities_is_a_fault_that_names_both_places(tmp_path: Path, other: str) -> None:
    path = captions(tmp_path, {"text": "good morning all", "severity": 0, "lang": "en"}, {"text": other, "severity": 2})
    assert f"{path}:50: severity 2, but the same caption has 0 at {path}:49; give it one" in faults(tmp_path)


def test_repeated_captions_count_once_and_an_emoji_makes_another_caption(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = captions(
        tmp_path,
        {"text": "Caption 0!", "severity": 0, "lang": "en"},
        {"text": "dinner is served", "severity": 0},
        {"text": "dinner is served 🍽", "severity": 1},
    )
    check(["--data", str(tmp_path)])
    said = capsys.readouterr().out
    assert f"{path}: 1 captions are there already and count once: lines 49" in said
    assert "25 captions of severity 0; 1 captions of severity 1; 24 captions of severity 3" in said
    built = build.without_repetitions(list(build.own(tmp_path)))
    assert {row.low for row in built if row.text.startswith("dinner")} == {0, 1}


def test_a_picture_with_two_labels_is_a_fault_that_names_both_places(tmp_path: Path) -> None:
    data = picture_folder(tmp_path)
    (data / "none" / "copy.png").write_bytes((data / "adult" / "3.png").read_bytes())
    said = faults(data)
    assert f"{data / 'none' / 'copy.png'}: labelled none, but the same picture is labelled adult at " in said
    assert str(data / "adult" / "3.png") in said
    rows = rows_of(data)[:-1]
    manifest(data, [*rows, rows[0] | {"label": "none", "file": f"adult/../{rows[0]['file']}"}])
    assert f"{data / 'pictures.csv'}:74: labelled none, but the same picture is labelled adult at " in faults(data)


def test_repeated_pictures_count_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = picture_folder(tmp_path)
    (data / "none" / "copy.png").write_bytes((data / "none" / "3.png").read_bytes())
    check(["--data", str(data)])
    said = capsys.readouterr().out
    assert "24 pictures labelled none" in said
    assert f"1 pictures are there already and count once: {data / 'none' / 'copy.png'}" in said


def test_the_number_0_is_a_group(tmp_path: Path) -> None:
    rows = rows_of(picture_folder(tmp_path))
    for number, row in enumerate(rows):
        row["group"] = number % 2
    manifest(tmp_path, rows, "parquet")
    assert {picture.group for picture in read_pictures(tmp_path)} == {"0", "1"}


def test_bytes_that_are_no_utf_8_are_a_fault_of_their_row(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{**row, "group": "早安".encode()} for row in rows_of(picture_folder(tmp_path))]
    manifest(tmp_path, rows, "parquet")
    assert {picture.group for picture in read_pictures(tmp_path)} == {"早安"}
    rows[3]["group"] = "早安".encode("gbk")
    manifest(tmp_path, rows, "parquet")
    assert f"{tmp_path / 'pictures.parquet'}:4: the bytes in 'group' of this row are no UTF-8" in faults(tmp_path)


def test_an_empty_cell_of_groups_is_a_group_of_its_own(tmp_path: Path) -> None:
    rows = rows_of(picture_folder(tmp_path))
    table = pa.Table.from_pylist([{**row, "group": float("nan")} for row in rows])
    pq.write_table(table, tmp_path / "pictures.parquet")
    assert len({picture.group for picture in read_pictures(tmp_path)}) == len(rows)


def in_one_group(folder: Path) -> Path:
    data = picture_folder(folder)
    manifest(data, [row | {"group": "pack-a"} for row in rows_of(data)])
    return data


def warnings(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.startswith("warning: ")]


def test_the_check_and_the_build_warn_where_nothing_is_held_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = in_one_group(tmp_path / "mine")
    check(["--data", str(data)])
    said = capsys.readouterr().out
    done = build_pictures(data, tmp_path / "set")
    assert {row.split for row in read_index(tmp_path / "set")} == {"train"}
    for output in (said, done.stderr):
        assert "pictures labelled minor: 24 train, 0 calibrate, 0 test" in output
        assert "warning: none labelled minor tests: nothing is held out" in output
        assert len(warnings(output.splitlines())) == 6


def test_where_every_side_has_pictures_nothing_is_warned_of() -> None:
    sides = ("train", "calibrate", "test")
    lines = told([("adult", side) for side in sides] + [("minor_weak", "train")])
    assert lines == [
        "pictures labelled adult: 1 train, 1 calibrate, 1 test",
        "pictures labelled minor_weak: 1 train, 0 calibrate, 0 test",
    ]


def test_a_name_that_is_no_text_is_read_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = picture_folder(tmp_path / "mine")
    (data / "none" / "0.png").rename(data / "none" / "\udcff.png")
    (data / "\udcff.txt").write_text("ours", "utf-8")
    assert [picture.group for picture in read_pictures(data)].count("none/\\xff.png") == 1
    check(["--data", str(data)])
    assert "\\xff.txt: is not read" in capsys.readouterr().out
    done = build_pictures(data, tmp_path / "set")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "set" / "index.csv").open(encoding="utf-8", newline="") as file:
        assert "own/none/\\xff.png" in {row["group"] for row in csv.DictReader(file)}


def test_files_that_are_not_read_are_all_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    captions(tmp_path)
    for number in range(23):
        (tmp_path / f"{number}.notes").write_text("ours", "utf-8")
    check(["--data", str(tmp_path)])
    assert "... and 3 more files that are not read" in capsys.readouterr().out
