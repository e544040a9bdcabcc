"""What people decided, written out: everything as CSV, hashes of what was confirmed, labels without any of it."""

import csv
import hashlib
import json
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from data.own.captions import read_captions
from data.own.pictures import read_pictures
from stickerguard.batch.outputs import Outputs
from stickerguard.cli import cli
from stickerguard.review.current_decisions import current_decisions
from stickerguard.review.database import Database
from stickerguard.review.export import write_csv, write_hashes
from stickerguard.review.labels import write_labels
from stickerguard.review.pictures import Pictures
from stickerguard.types import CaptionSignal, TextLine, Verdict
from stickerguard.whole_file import UNFINISHED
from tests.review.pictures import blocks, of_file, sticker

Decide = Callable[..., None]
NO_TEXT = CaptionSignal("no_text")


@pytest.fixture(scope="module")
def pictures() -> Iterator[Pictures]:
    with Pictures() as opened:
        yield opened


@contextmanager
def full_disk() -> Iterator[None]:
    """Room for ten bytes in each file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def caption(text: str | None) -> CaptionSignal:
    return CaptionSignal("evaluated", 0.8, 2, "en", (TextLine(text, None, 0.9, 0),))


def test_the_csv_has_a_line_for_each_decision_in_force(empty: Database, decide: Decide, tmp_path: Path) -> None:
    one = replace(sticker(tmp_path, "a.png"), id="7", pack='p,"q"', kept={"kind": "drawing"})
    decide(one, "unsure", seconds=0.5, note="who,\nis this?")
    decide(one, "confirm", by="Ben", queue="second")
    clear = replace(sticker(tmp_path, "b.png", seed=1), decision="clear", risk=None, caption=NO_TEXT)
    decide(clear, "not_minor")
    decide(sticker(tmp_path, "c.png", seed=2), "skip")
    out = tmp_path / "d.csv"
    done = CliRunner().invoke(cli, ["decisions", "export", "--db", str(empty.path), "--csv", str(out)])
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == [
        *("id", "pack", "decision", "reviewer", "decided_at", "seconds", "note", "pool", "verdict", "score"),
        *("minor", "suggestive", "kind", "language", "sha256"),
    ]
    first, second = (dict(zip(rows[0], row, strict=True)) for row in rows[1:])
    assert (first["id"], first["pack"], first["decision"], first["reviewer"]) == ("7", 'p,"q"', "confirm", "Ben")
    assert (first["pool"], first["verdict"], first["score"], first["minor"]) == ("marked", "review", "0.7", "0.8")
    assert (first["suggestive"], first["kind"], first["language"]) == ("0.75", "drawing", "en")
    assert first["decided_at"].endswith("Z")
    assert first["sha256"] == one.sha256
    assert (second["id"], second["pool"], second["verdict"]) == (clear.source, "sampled", "clear")
    assert second["score"] == second["suggestive"] == second["kind"] == second["pack"] == second["language"] == ""


def test_on_a_full_disk_a_former_export_stays_and_no_half_one_appears(
    empty: Database, decide: Decide, pictures: Pictures, tmp_path: Path
) -> None:
    one = sticker(tmp_path, "a.png")
    decide(one, "confirm")
    pictures.hashes(one)  # its processes are there before the disk is full
    decided = list(current_decisions(empty))
    writers: tuple[Callable[[Path], object], ...] = (
        lambda path: write_csv(decided, path),
        lambda path: write_hashes(decided, pictures, path),
    )
    for number, write_out in enumerate(writers):
        for former in (None, b"former"):
            folder = tmp_path / f"{number} {former is None}"
            folder.mkdir()
            path = folder / "out"
            if former:
                path.write_bytes(former)
            with full_disk(), pytest.raises(OSError, match="File too large"):
                write_out(path)
            assert [entry.read_bytes() for entry in folder.iterdir()] == ([former] if former else [])


@pytest.mark.parametrize("is_there", [False, True])
def test_labels_for_which_there_is_no_room_leave_no_half_folder(
    empty: Database, decide: Decide, pictures: Pictures, tmp_path: Path, is_there: bool
) -> None:
    one = replace(sticker(tmp_path, "a.png"), caption=NO_TEXT)
    decide(one, "not_minor", picture="none")
    pictures.show(one)  # its processes are there before the disk is full
    out = tmp_path / "new" / "labels"
    if is_there:
        out.mkdir(parents=True)
    with full_disk(), pytest.raises(OSError, match="File too large"):
        write_labels(list(current_decisions(empty)), pictures, out)
    assert (list(out.iterdir()) if is_there else list(tmp_path.glob("new"))) == []


def test_labels_replace_what_a_killed_export_left(empty: Database, decide: Decide, tmp_path: Path) -> None:
    decide(replace(sticker(tmp_path, "a.png"), caption=NO_TEXT), "not_minor", picture="none")
    out = tmp_path / "labels"
    (out / UNFINISHED).mkdir(parents=True)
    (out / UNFINISHED / "half.png").write_bytes(b"half")
    done = CliRunner().invoke(cli, ["decisions", "export", "--db", str(empty.path), "--labels", str(out)])
    assert done.exit_code == 0, done.output
    assert [picture.label for picture in read_pictures(out, minimum=1)] == ["none"]
    assert len(list(out.iterdir())) == 3


def test_labels_hold_what_a_person_said_and_no_confirmed_sticker_nor_its_like(
    empty: Database, decide: Decide, pictures: Pictures, tmp_path: Path
) -> None:
    def made(name: str, seed: int, text: str | None = None) -> Verdict:
        return replace(sticker(tmp_path, name, seed=seed), caption=caption(text) if text else NO_TEXT)

    # Half of it transparent: on white and on black it is another picture.
    cut_out = blocks(0).convert("RGBA")
    cut_out.paste((0, 0, 0, 0), (0, 0, 60, 80))
    cut_out.save(tmp_path / "confirmed.png")
    confirmed = replace(of_file(tmp_path / "confirmed.png"), caption=caption("canary talk"))
    decide(confirmed, "confirm", picture="minor", severity=2)
    Image.alpha_composite(Image.new("RGBA", cut_out.size, "white"), cut_out).convert("RGB").save(tmp_path / "white.bmp")
    decide(replace(of_file(tmp_path / "white.bmp"), caption=NO_TEXT), "not_minor", picture="adult")
    Image.new("RGB", (64, 64), "red").save(tmp_path / "plain.png")
    decide(replace(of_file(tmp_path / "plain.png"), caption=NO_TEXT), "not_minor", picture="none")
    decide(made("unsure.png", 1), "unsure", picture="adult")
    doubted = replace(made("doubted.png", 2, "doubted talk"), risk=0.9)
    decide(doubted, "confirm", second_opinion=True)
    decide(doubted, "not_minor", by="Ben", queue="second", picture="adult", severity=2)
    decide(made("unsure.png", 1), "unsure", by="Cleo", queue="second", picture="adult")
    # Text that the tool did not find.
    decide(made("handwritten.png", 8), "not_minor", picture="adult", severity=2)
    decide(made("spicy.png", 3, "hot stuff"), "not_minor", picture="adult", severity=2)
    decide(made("tame.png", 4, "good morning"), "not_suggestive", picture="minor")
    decide(made("unsaid.png", 5, "good night"), "not_suggestive")
    decide(made("cat.png", 6), "not_minor", picture="none")
    decide(replace(made("known.png", 7), known_distance=3), "not_minor", picture="none")
    out = tmp_path / "labels"
    out.mkdir()
    labels = write_labels(list(current_decisions(empty)), pictures, out)
    assert labels.problems == []
    assert dict(labels.pictures) == {"minor": 1, "none": 1}
    with (out / "pictures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["label"] for row in rows) == ["minor", "none"]
    assert {path.name for path in out.iterdir()} == {"pictures.csv", "captions.jsonl"} | {row["file"] for row in rows}
    captions = [json.loads(line) for line in (out / "captions.jsonl").read_text("utf-8").splitlines()]
    assert [(row["text"], row["severity"]) for row in captions] == [
        ("hot stuff", 2),
        ("good morning", 0),
        ("good night", 0),
    ]
    assert labels.left_out == {
        "confirmed: never copied": 2,
        "looks like a confirmed sticker": 1,
        "too little structure to be compared with what was confirmed": 1,
        "unsure: nobody knows what it is": 1,
        "its caption is suggestive, or nobody said that it is not": 2,
        "near the confirmed list: never copied": 1,
        "nobody said what the picture shows": 1,
        "a suggestive caption that may stand beside a minor": 2,
    }


def test_no_picture_is_written_where_a_confirmed_one_cannot_be_compared_with(
    empty: Database, decide: Decide, pictures: Pictures, tmp_path: Path
) -> None:
    decide(sticker(tmp_path, "a.png"), "confirm")
    decide(replace(sticker(tmp_path, "b.png", seed=1), caption=NO_TEXT), "not_minor", picture="none")
    (tmp_path / "a.png").unlink()
    out = tmp_path / "labels"
    out.mkdir()
    labels = write_labels(list(current_decisions(empty)), pictures, out)
    assert not labels.pictures
    assert "a.png: no such file" in labels.problems[0]


def test_labels_are_read_by_the_training_recipe(
    empty: Database, decide: Decide, pictures: Pictures, tmp_path: Path
) -> None:
    tame = replace(sticker(tmp_path, "tame.png"), caption=caption("good morning"), pack="p")
    decide(tame, "not_suggestive", picture="minor")
    decide(replace(sticker(tmp_path, "cat.png", seed=1), caption=NO_TEXT), "not_minor", picture="none")
    decide(replace(sticker(tmp_path, "c.png", seed=2), caption=caption("hot stuff")), "not_minor", severity=2)
    out = tmp_path / "labels"
    out.mkdir()
    write_labels(list(current_decisions(empty)), pictures, out)
    assert [(picture.label, picture.group == "p") for picture in read_pictures(out, minimum=1)] == [
        ("minor", True),
        ("none", False),
    ]
    assert [(own.text, own.severity, own.lang) for own in read_captions(out, minimum=1)] == [
        ("good morning", 0, "en"),
        ("hot stuff", 2, "en"),
    ]


def test_text_that_was_withheld_is_counted_and_not_made_up(
    empty: Database, decide: Decide, pictures: Pictures, tmp_path: Path
) -> None:
    decide(replace(sticker(tmp_path, "a.png"), caption=caption(None)), "not_suggestive", picture="minor")
    out = tmp_path / "labels"
    out.mkdir()
    labels = write_labels(list(current_decisions(empty)), pictures, out)
    assert labels.left_out == {"the text was withheld: score with --with-text": 1}
    assert (out / "captions.jsonl").read_text("utf-8") == ""


def test_equal_texts_are_one_label_and_the_others_are_counted(
    empty: Database, decide: Decide, pictures: Pictures, tmp_path: Path
) -> None:
    for number, (text, severity) in enumerate((("hi", 2), ("hi", 1), ("hello", 1), ("hello", 1))):
        said = replace(sticker(tmp_path, f"{number}.png", seed=number), caption=caption(text))
        decide(said, "not_minor", picture="adult", severity=severity)
    out = tmp_path / "labels"
    out.mkdir()
    labels = write_labels(list(current_decisions(empty)), pictures, out)
    rows = [json.loads(line) for line in (out / "captions.jsonl").read_text("utf-8").splitlines()]
    assert [(row["text"], row["severity"]) for row in rows] == [("hi", 1), ("hello", 1)]
    assert labels.captions == {1: 2}
    assert labels.left_out["the same text again"] == 1
    assert labels.left_out["the same text, for which another severity counts"] == 1


@pytest.mark.parametrize(
    ("decision", "severity", "text", "written"),
    [
        ("not_suggestive", None, "hi", True),
        ("not_suggestive", 1, "hi", True),
        ("not_minor", None, None, True),
        ("not_minor", None, "hi", False),
        ("not_minor", 1, "hi", True),
        ("not_minor", 2, "hi", False),
        ("not_minor", 2, None, False),
    ],
)
def test_a_picture_is_written_only_where_its_caption_is_said_to_be_harmless(
    empty: Database,
    decide: Decide,
    pictures: Pictures,
    tmp_path: Path,
    decision: str,
    severity: int | None,
    text: str | None,
    written: bool,
) -> None:
    said = replace(sticker(tmp_path, "a.png"), caption=caption(text) if text else NO_TEXT)
    decide(said, decision, picture="adult", severity=severity)
    out = tmp_path / "labels"
    out.mkdir()
    assert bool(write_labels(list(current_decisions(empty)), pictures, out).pictures) is written


def test_nothing_that_is_there_is_written_over(empty: Database, tmp_path: Path) -> None:
    before = hashlib.sha256(empty.path.read_bytes()).digest()
    there = tmp_path / "there.csv"
    there.write_text("mine", "utf-8")
    for options, what in (
        ([], "say what to write"),
        (["--csv", str(there)], "is there already"),
        (["--csv", str(empty.path), "--overwrite"], "is an input"),
        (["--labels", str(tmp_path)], "is no empty folder"),
        (["--csv", str(tmp_path / "x"), "--labels", str(tmp_path / "x")], "cannot take two outputs"),
        (["--csv", str(tmp_path / "new" / "x.csv"), "--labels", str(tmp_path / "new")], "which is another output"),
    ):
        done = CliRunner().invoke(cli, ["decisions", "export", "--db", str(empty.path), *options])
        assert done.exit_code != 0
        assert what in f"{done.output}{done.exception}"
    with Outputs(files=(tmp_path / "held.csv",)).held():
        done = CliRunner().invoke(
            cli, ["decisions", "export", "--db", str(empty.path), "--csv", str(tmp_path / "held.csv")]
        )
    assert "another run writes to it" in str(done.exception)
    assert there.read_text("utf-8") == "mine"
    assert hashlib.sha256(empty.path.read_bytes()).digest() == before
