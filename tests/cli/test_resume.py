"""A run that was killed goes on where it stopped: no row lost, none twice."""

import csv
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.batch.packing import make_zip
from tests.cli.command import Command
from tests.drawing import encode, shapes

_SOME = 48
"""Stickers, of which a run writes the first rows before it has read further: more than it reads before it begins."""
SAMPLES = Path(__file__).resolve().parents[2] / "data/samples/stickers"


@pytest.fixture(scope="module")
def stickers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    for pack in ("pack0", "pack1"):
        (folder / pack).mkdir()
        for path in sorted(SAMPLES.iterdir())[::2]:
            shutil.copy(path, folder / pack)
    (folder / "pack0" / "broken.png").write_bytes(b"not a picture")
    return folder


def sources(path: Path) -> list[str]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [row["source"] for row in csv.DictReader(file)]
    return [json.loads(line)["source"] for line in path.read_text("utf-8").splitlines()]


def expected(folder: Path) -> list[str]:
    return [str(path) for pack in sorted(folder.iterdir()) for path in sorted(pack.iterdir())]


@pytest.mark.parametrize(("suffix", "workers"), [("jsonl", 2), ("csv", 1)])
def test_killed_at_random_moments_and_resumed_no_row_is_lost_or_doubled(
    score: Command, stickers: Path, tmp_path: Path, suffix: str, workers: int
) -> None:
    output = tmp_path / f"verdicts.{suffix}"
    delays = random.Random(suffix)
    wanted = [sys.executable, "-m", "stickerguard", "score", "-", "-o", str(output)]
    wanted += ["--workers", str(workers), "--resume", "--with-text"]
    names = list(itertools.islice(itertools.cycle(expected(stickers)), 2 * _SOME))
    for count in (_SOME, 2 * _SOME):
        before = output.stat().st_size if output.exists() else 0
        process = subprocess.Popen(
            wanted, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        with process:
            # The list goes on, so the run cannot be over before it is killed.
            assert process.stdin is not None
            process.stdin.write("".join(f"{name}\n" for name in names[:count]).encode())
            process.stdin.flush()
            while not output.exists() or output.stat().st_size <= before:
                assert process.poll() is None
                time.sleep(0.02)
            time.sleep(delays.uniform(0.0, 0.4))
            os.killpg(process.pid, signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
    done = score(*names, "-o", output, "--resume", "--with-text")
    assert done.returncode == 1, done.stderr
    assert sources(output) == names


def test_a_row_cut_in_two_is_written_again(score: Command, stickers: Path, tmp_path: Path) -> None:
    output = tmp_path / "verdicts.jsonl"
    pack = stickers / "pack1"
    assert score(pack, "-o", output).returncode == 0
    content = output.read_bytes()
    output.write_bytes(content[: len(content) // 2])
    done = score(pack, "-o", output, "--resume")
    assert done.returncode == 0, done.stderr
    assert "were there already" in done.stderr
    assert sources(output) == [str(path) for path in sorted(pack.iterdir())]


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("other.jsonl", "the inputs given now do not have it there"),
        ("verdicts.parquet", "cannot go on with this format"),
        (None, "--resume needs -o"),
    ],
)
def test_what_cannot_be_resumed_says_why(
    score: Command, stickers: Path, tmp_path: Path, output: str | None, words: str
) -> None:
    (tmp_path / "other.jsonl").write_text(
        '{"source": "elsewhere.png", "decision": "clear", "risk": null, "pack": null}\n', "utf-8"
    )
    target = () if output is None else ("-o", tmp_path / output)
    done = score(stickers, *target, "--resume")
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())


def test_a_folder_that_is_not_there_yet_may_be_resumed_and_keeps_its_settings(
    score: Command, stickers: Path, tmp_path: Path
) -> None:
    given = (*sorted((stickers / "pack1").iterdir())[:2], "-o", tmp_path / "parts", "--resume")
    first = score(*given)
    assert first.returncode == 0, first.stderr
    again = score(*given)
    assert "2 were there already" in again.stderr
    other = score(*given, "--operating-point", "strict")
    assert other.returncode == 2
    assert "threshold of review" in other.stderr


def test_parts_that_are_gone_on_with_are_not_replaced(score: Command, stickers: Path, tmp_path: Path) -> None:
    first, second, third = sorted((stickers / "pack1").iterdir())[:3]
    parts = tmp_path / "parts"
    assert score(first, second, "-o", parts).returncode == 0
    done = score(first, second, third, "-o", parts, "--resume", "--overwrite")
    assert "2 were there already" in done.stderr
    assert pq.read_table(parts).column("source").to_pylist() == [str(first), str(second), str(third)]


def test_a_csv_with_cells_longer_than_python_allows_is_gone_on_with(
    score: Command, stickers: Path, tmp_path: Path
) -> None:
    manifest, output = tmp_path / "m.jsonl", tmp_path / "v.csv"
    rows = [{"path": str(path), "note": "x" * 140_000} for path in sorted((stickers / "pack1").iterdir())[:2]]
    manifest.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    given = ("--manifest", manifest, "--keep", "note", "-o", output)
    assert score(*given).returncode == 0
    before = csv.field_size_limit(2**17)
    try:
        again = score(*given, "--resume")
    finally:
        csv.field_size_limit(before)
    assert again.returncode == 0, again.stderr
    assert "2 were there already" in again.stderr


def test_no_name_in_an_archive_keeps_a_csv_from_being_gone_on_with(score: Command, tmp_path: Path) -> None:
    names = ["one.png", "a\r\n,,clear,.png", "b\r\nst/x.png,,clear,.png", "three.png"]
    contents = [encode(shapes(), "PNG"), encode(shapes(), "PNG"), b"no picture", b""]
    path = make_zip(tmp_path / "pack.zip", dict(zip(names, contents, strict=True)))
    output = tmp_path / "v.csv"
    assert score(path, "-o", output).returncode == 1
    whole = output.read_bytes()
    for end in (len(whole), len(whole) // 2, whole.index(b".png") + 40):
        output.write_bytes(whole[:end])
        done = score(path, "-o", output, "--resume")
        assert done.returncode == 1, done.stderr
        assert sources(output) == [f"{path}!/{name}" for name in names]


def test_a_sticker_that_stands_in_the_list_twice_is_not_taken_for_the_other(score: Command, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(encode(shapes(), "PNG"))
    output, manifest = tmp_path / "v.jsonl", tmp_path / "m.csv"
    rows = ["a.png,good morning\n", "a.png,STICKERGUARD-CANARY\n"]
    manifest.write_text("path,caption\n" + rows[0], "utf-8")
    assert score("--manifest", manifest, "-o", output).returncode == 0
    before = output.read_bytes()
    for swapped, more in ((rows[::-1], ()), (rows, ("--caption", "hello"))):
        manifest.write_text("path,caption\n" + "".join(swapped), "utf-8")
        done = score("--manifest", manifest, "-o", output, "--resume", *more)
        assert done.returncode == 2
        assert "row 1" in done.stderr
        assert "another caption" in done.stderr
        assert output.read_bytes() == before
    assert score("--manifest", manifest, "-o", output, "--resume").returncode == 0
    assert len(sources(output)) == 2
