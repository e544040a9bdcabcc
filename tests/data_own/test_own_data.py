"""A team's own data: what is read, how it is split, and that every fault is named at once with its place."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from data.own.captions import read_captions
from data.own.check import main as check
from data.own.pictures import read_pictures
from data.recipe import SOURCES, read_recipe
from data.vision.duplicates import NEAR, closest, joined_splits
from data.vision.index import read_index
from data.vision.splits import is_kept, split_of
from stickerguard.errors import StickerguardError
from tests.drawing import encode, shapes

ROOT = Path(__file__).resolve().parents[2]


def picture_folder(folder: Path, count: int = 24) -> Path:
    for label in ("minor", "adult", "none"):
        (folder / label).mkdir(parents=True)
        for index in range(count):
            picture = shapes((64, 48), seed=hash_of(label) + index)
            (folder / label / f"{index}.png").write_bytes(encode(picture, "PNG"))
    return folder


def hash_of(label: str) -> int:
    return {"minor": 100, "adult": 200, "none": 300}[label]


def manifest(folder: Path, rows: list[dict[str, object]], kind: str = "csv") -> None:
    if kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), folder / "pictures.parquet")
        return
    with (folder / "pictures.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def rows_of(folder: Path) -> list[dict[str, object]]:
    return [
        {"file": str(path.relative_to(folder)), "label": path.parent.name, "age": None, "group": f"g{path.stem}"}
        for path in sorted(folder.rglob("*.png"))
    ]


def test_folders_named_after_labels_are_read(tmp_path: Path) -> None:
    found = read_pictures(picture_folder(tmp_path))
    assert {picture.label for picture in found} == {"minor", "adult", "none"}
    assert len(found) == 72
    assert {picture.licence for picture in found} == {"own"}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_manifest_is_read(tmp_path: Path, kind: str) -> None:
    rows = rows_of(picture_folder(tmp_path))
    for row in rows:
        row["age"] = {"minor": 7, "adult": 40}.get(str(row["label"]))
    manifest(tmp_path, rows, kind)
    found = read_pictures(tmp_path)
    assert [(p.label, p.age, p.group) for p in found] == [(r["label"], r["age"], r["group"]) for r in rows]


def set_label(folder: Path, rows: list[dict[str, object]]) -> None:
    rows[3]["label"] = "minr"


def remove_file(folder: Path, rows: list[dict[str, object]]) -> None:
    (folder / str(rows[3]["file"])).unlink()


def break_file(folder: Path, rows: list[dict[str, object]]) -> None:
    (folder / str(rows[3]["file"])).write_bytes(b"\x89PNG\r\n\x1a\n broken")


def leave_folder(folder: Path, rows: list[dict[str, object]]) -> None:
    rows[3]["file"] = "../secret.png"


def contradict_age(folder: Path, rows: list[dict[str, object]]) -> None:
    rows[3]["age"], rows[3]["label"] = 30, "minor"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (set_label, "unknown label 'minr'; did you mean 'minor'?"),
        (remove_file, "no such file"),
        (break_file, "the file is damaged|broken"),
        (leave_folder, "lies outside"),
        (contradict_age, "age '30' does not fit the label minor"),
    ],
)
def test_a_fault_is_named_with_file_and_line(
    tmp_path: Path, spoil: Callable[[Path, list[dict[str, object]]], None], words: str
) -> None:
    rows = rows_of(picture_folder(tmp_path))
    spoil(tmp_path, rows)
    manifest(tmp_path, rows)
    with pytest.raises(StickerguardError, match=words) as caught:
        read_pictures(tmp_path)
    assert f"{tmp_path / 'pictures.csv'}:5: " in str(caught.value)
    assert caught.value.code == "bad_data"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    rows = rows_of(picture_folder(tmp_path))
    manifest(tmp_path, [{"file": row["file"], "class": row["label"]} for row in rows])
    with pytest.raises(StickerguardError, match="has no column label; found file, class"):
        read_pictures(tmp_path)


def test_a_build_from_own_pictures_keeps_groups_and_near_duplicates_together(tmp_path: Path) -> None:
    data = picture_folder(tmp_path / "mine", 40)
    copy = shapes((64, 48), seed=100)
    (data / "minor" / "copy.png").write_bytes(encode(copy.resize((128, 96)), "PNG"))
    done = build(data, tmp_path / "set")
    assert done.returncode == 0, done.stderr
    index = read_index(tmp_path / "set")
    sides = {row.group: row.split for row in index}
    assert sides["own/minor/copy.png"] == sides["own/minor/0.png"]
    assert len({row.split for row in index}) == 3
    assert all((tmp_path / "set" / row.file).is_file() for row in index)


def test_bad_own_data_ends_the_build_before_anything_is_written(tmp_path: Path) -> None:
    data = picture_folder(tmp_path / "mine", 2)
    done = build(data, tmp_path / "set")
    assert done.returncode == 2
    assert "2 readable pictures labelled minor" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "set" / "index.csv").exists()


def test_near_duplicates_end_on_one_side_even_in_chains() -> None:
    random = np.random.default_rng(0)
    base = random.normal(size=(60, 1728)).astype(np.float32)
    base[10] = base[0] + 0.12 * random.normal(size=1728)
    base[11] = base[10] + 0.12 * random.normal(size=1728)
    base[21] = base[20] + 0.1 * random.normal(size=1728)
    prints = base / np.linalg.norm(base, axis=1, keepdims=True)
    splits = ["test"] * 60
    splits[0], splits[20], splits[30] = "train", "calibrate", "train"
    found = joined_splits(splits, prints)
    assert (found[10], found[11], found[21]) == ("train", "train", "calibrate")
    sides = np.asarray(found)
    for side in ("train", "calibrate", "test"):
        assert closest(prints[sides == side], prints[sides != side]).max() < NEAR


def build(data: Path, out: Path) -> subprocess.CompletedProcess[str]:
    options = ["--data", str(data), "--no-drawn", "--styles", "0", "--out", str(out)]
    return subprocess.run(
        [sys.executable, "-m", "data.vision.build", *options], cwd=ROOT, capture_output=True, text=True, check=False
    )


def caption_lines(count: int = 24) -> list[dict[str, object]]:
    return [{"text": f"caption {index}", "severity": 3 * (index % 2)} for index in range(2 * count)]


def test_captions_are_read_from_jsonl_and_csv(tmp_path: Path) -> None:
    rows = caption_lines()
    (tmp_path / "captions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert [(c.text, c.severity) for c in read_captions(tmp_path)] == [(r["text"], r["severity"]) for r in rows]
    (tmp_path / "captions.jsonl").unlink()
    with (tmp_path / "captions.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["text", "severity"])
        writer.writeheader()
        writer.writerows(rows)
    assert [c.severity for c in read_captions(tmp_path)] == [r["severity"] for r in rows]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"text": "hello", "severity": 4}', ":3: severity 4; give 0 none"),
        ('{"text": " ", "severity": 0}', ":3: has no text"),
        ('{"text": "hello"', ":3: this line is no JSON"),
        ("[1]", ":3: this line is no JSON object"),
    ],
)
def test_a_bad_caption_line_is_named(tmp_path: Path, line: str, words: str) -> None:
    lines = [json.dumps(row) for row in caption_lines()]
    lines[2] = line
    (tmp_path / "captions.jsonl").write_text("\n".join(lines), "utf-8")
    with pytest.raises(StickerguardError) as caught:
        read_captions(tmp_path)
    assert f"{tmp_path / 'captions.jsonl'}{words}" in str(caught.value)


def test_too_few_captions_of_a_kind_are_refused(tmp_path: Path) -> None:
    lines = [json.dumps(row) for row in caption_lines(7)]
    (tmp_path / "captions.jsonl").write_text("\n".join(lines), "utf-8")
    with pytest.raises(StickerguardError, match="7 captions of severity 2 or 3; at least 20 are needed, add 13"):
        read_captions(tmp_path)
    lines = [json.dumps(row) for row in caption_lines() if row["severity"] == 3]
    (tmp_path / "captions.jsonl").write_text("\n".join(lines), "utf-8")
    with pytest.raises(StickerguardError, match="0 captions of severity 0 or 1; at least 20 are needed, add 20"):
        read_captions(tmp_path)


def test_a_recipe_with_an_unknown_field_is_refused(tmp_path: Path) -> None:
    content = yaml.safe_load(SOURCES.read_text("utf-8"))
    content["photos"][0]["lisence"] = "MIT"
    (tmp_path / "sources.yaml").write_text(yaml.safe_dump(content), "utf-8")
    with pytest.raises(StickerguardError, match="lisence") as caught:
        read_recipe(tmp_path / "sources.yaml")
    assert caught.value.code == "bad_recipe"


def spoilt(folder: Path, change: str) -> Path:
    """A folder with one mistake."""
    match change:
        case "absent":
            return folder / "absent"
        case "empty":
            (folder / "empty").mkdir()
            return folder / "empty"
    data = picture_folder(folder / "mine", 20)
    match change:
        case "Adult" | "adlt" | "children":
            (data / "adult").rename(data / change)
        case "file":
            return data / "minor" / "0.png"
        case "loose":
            (data / "minor" / "0.png").rename(data / "loose.png")
        case "caption.csv":
            (data / "caption.csv").write_text("text,severity\n", "utf-8")
        case "both":
            (data / "captions.csv").write_text("text,severity\n", "utf-8")
            (data / "captions.jsonl").write_text("", "utf-8")
        case "few":
            for number in range(8):
                (data / "minor" / f"{number}.png").unlink()
        case "one class":
            for label in ("adult", "none"):
                for path in (data / label).iterdir():
                    path.unlink()
                (data / label).rmdir()
        case "columns":
            (data / "captions.csv").write_text("caption,severity\nhello,0\n", "utf-8")
        case "encoding":
            (data / "captions.csv").write_bytes("text,severity\nhé,0\n".encode("latin-1"))
        case "manifest":
            (data / "pictures.csv").write_bytes("file,label\né,minor\n".encode("latin-1"))
        case "parquet":
            (data / "pictures.parquet").write_bytes(b"nothing")
    return data


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("absent", "no such folder"),
        ("file", "is no folder"),
        ("empty", "holds neither pictures nor captions"),
        ("Adult", "no label has this name; did you mean 'adult'"),
        ("adlt", "no label has this name; did you mean 'adult'"),
        ("children", "no label has this name; use one of minor, minor_weak, adult, none"),
        ("loose", "lies in no folder of a label"),
        ("caption.csv", "is not read; did you mean 'captions.csv'"),
        ("both", "holds captions.jsonl and captions.csv; leave one"),
        ("few", "12 readable pictures labelled minor; at least 20 are needed, add 8"),
        ("one class", "0 readable pictures labelled adult or none; at least 20 are needed, add 20"),
        ("columns", "has no column text; found caption, severity"),
        ("encoding", r"captions\.csv:2: this row is no UTF-8"),
        ("manifest", r"pictures\.csv:2: this row is no UTF-8"),
        ("parquet", r"pictures\.parquet: cannot be read"),
    ],
)
def test_a_mistake_is_named_before_anything_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: str, words: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        check(["--data", str(spoilt(tmp_path, change))])
    assert caught.value.code == 2
    message = capsys.readouterr().err
    assert re.search(words, message), message
    assert "nothing was built" in message


def test_hard_negatives_alone_are_allowed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = picture_folder(tmp_path / "mine", 20)
    for label in ("minor", "none"):
        for path in (data / label).iterdir():
            path.unlink()
        (data / label).rmdir()
    rows = [{"text": f"caption {index}", "severity": 0} for index in range(20)]
    (data / "captions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (data / "notes.txt").write_text("ours", "utf-8")
    check(["--data", str(data)])
    told = capsys.readouterr().out
    assert "20 pictures labelled adult" in told
    assert "20 captions of severity 0" in told
    assert "notes.txt: is not read" in told


def test_a_smaller_set_keeps_whole_groups_of_every_side() -> None:
    groups = [f"vendor/{number}" for number in range(4000)]
    kept = [group for group in groups if is_kept(group, 0.1)]
    assert 320 < len(kept) < 480
    assert {split_of(group, calibrate=0.2, test=0.2) for group in kept} == {"train", "calibrate", "test"}
    assert all(is_kept(group, 0.2) for group in kept)
    assert all(is_kept(group, 1.0) for group in groups)
