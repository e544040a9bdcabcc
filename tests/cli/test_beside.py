"""What is written beside the verdicts: a full disk costs that file only, and what it says can be done."""

import errno
import json
import os
from pathlib import Path
from typing import NoReturn

import pyarrow.parquet as pq
import pytest

from tests.cli.command import Command
from tests.drawing import encode, shapes


@pytest.fixture
def stickers(tmp_path: Path) -> Path:
    """A manifest of two stickers of one pack."""
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(encode(shapes(), "PNG"))
    manifest = tmp_path / "m.csv"
    manifest.write_text("path,pack\na.png,p\nb.png,p\n", "utf-8")
    return manifest


def full(*_: object) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def no_room(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No room for packs; undone to make room."""
    monkeypatch.setattr("stickerguard.batch.packs.write_whole", full)
    return monkeypatch


def test_packs_that_have_no_room_cost_neither_the_report_nor_the_table(
    score: Command, stickers: Path, tmp_path: Path, no_room: pytest.MonkeyPatch
) -> None:
    output, packs, report = (tmp_path / name for name in ("out.jsonl", "packs.jsonl", "report.html"))
    beside = ("--packs", packs, "--report", report)
    done = score("--manifest", stickers, "-o", output, *beside, "--table")
    assert done.returncode == 2
    first, last = done.stderr.strip().splitlines()
    assert first == (
        f"stickerguard: {packs}: cannot be written: No space left on device; the verdicts are whole; make room, then "
        "go on with --resume"
    )
    assert last.startswith("2 stickers: 2 clear")
    assert report.exists()
    assert "a.png" in done.stdout
    no_room.undo()
    done = score("--manifest", stickers, "-o", output, *beside, "--resume")
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["stickers"] for line in packs.read_text("utf-8").splitlines()] == [2]


@pytest.mark.usefixtures("no_room")
def test_packs_that_have_no_room_do_not_cut_off_a_parquet_file(score: Command, stickers: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    done = score("--manifest", stickers, "-o", output, "--packs", tmp_path / "packs.jsonl")
    assert done.returncode == 2
    assert "the verdicts are whole; make room, then run this again with --overwrite" in done.stderr
    assert pq.read_table(output).num_rows == 2


def test_a_report_that_has_no_room_says_that_the_verdicts_are_whole(
    score: Command, stickers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stickerguard.report.page.write_whole", full)
    done = score("--manifest", stickers, "--report", tmp_path / "report.html")
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 2
    assert "the verdicts are whole; make room, then run this again\n" in done.stderr


@pytest.mark.usefixtures("no_room")
def test_packs_that_have_no_room_do_not_stand_for_what_ended_the_run(
    score: Command, stickers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    packs = ("--packs", tmp_path / "packs.jsonl")
    device = tmp_path / "full.jsonl"
    device.symlink_to("/dev/full")
    done = score("--manifest", stickers, "-o", device, *packs)
    assert done.returncode == 2
    assert done.stderr.count("cannot be written") == 2
    assert (
        "full.jsonl: cannot be written: No space left on device; it is a device or a pipe; give a file" in done.stderr
    )
    assert "verdicts are whole" not in done.stderr
    monkeypatch.setattr("stickerguard.batch.scorer.Scorer.score", interrupt)
    done = score("--manifest", stickers, "-o", tmp_path / "out.jsonl", *packs)
    assert done.returncode == 130
    assert "packs.jsonl: cannot be written" in done.stderr
    assert "interrupted after 0 stickers; go on with --resume" in done.stderr
