"""What commands write is whole or as it was: a full disk leaves no half file, and takes no former one."""

import subprocess
import sys
from pathlib import Path

import pytest

from stickerguard import Bundle
from stickerguard.thresholds import chosen
from tests.cli.command import run as run_command
from tests.tuning.made import decision, run, write_decisions, write_jsonl

FULL = "1"
"""Kilobytes that a file may have: as on a disk that fills up."""


def on_a_full_disk(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command where files cannot grow beyond `FULL`."""
    limited = f'trap "" XFSZ; ulimit -f {FULL}; exec "$0" -B -m stickerguard "$@"'
    command = ["bash", "-c", limited, sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def shown(folder: Path) -> list[str]:
    """What is in `folder` but for locks, which stay."""
    return sorted(entry.name for entry in folder.iterdir() if entry.suffix != ".lock")


def is_as_it_was(path: Path, former_one: bytes, *arguments: object) -> None:
    """Check that the command, which does not find the room, leaves no file at `path` and a former one as it was."""
    for former in (None, former_one):
        if former is not None:
            path.write_bytes(former)
        there = shown(path.parent)
        done = on_a_full_disk(*arguments, "--overwrite")
        assert done.returncode == 2, done.stderr
        assert f"{path}: cannot be written: File too large; make room, then run this again" in " ".join(
            done.stderr.split()
        )
        assert "--resume" not in done.stderr
        assert (path.read_bytes() if path.exists() else None) == former
        assert shown(path.parent) == there


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> Path:
    """A run and what people decided."""
    folder = tmp_path_factory.mktemp("desk")
    every = run(6000, bundle=bundle.ref, thresholds=chosen(bundle))
    write_jsonl(folder / "v.jsonl", every)
    marked = [each for each in every if each.decision != "clear"]
    write_decisions(folder / "d.csv", [decision(each, "confirm") for each in marked])
    return folder


def test_a_sample(desk: Path, tmp_path: Path) -> None:
    former = (desk / "v.jsonl").read_bytes().splitlines(keepends=True)[0]
    is_as_it_was(tmp_path / "s.jsonl", former, "sample", desk / "v.jsonl", "-o", tmp_path / "s.jsonl")


@pytest.mark.parametrize(("option", "name"), [("--rates", "r.csv"), ("--picture", "p.svg")])
def test_rates_and_the_picture(desk: Path, tmp_path: Path, option: str, name: str) -> None:
    given = ("tune", desk / "d.csv", "--verdicts", desk / "v.jsonl")
    is_as_it_was(tmp_path / name, b"former", *given, option, tmp_path / name)


def test_a_former_sample_is_replaced_with_overwrite_since_nothing_goes_on_with_it(desk: Path, tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text("former\n", "utf-8")
    done = run_command("sample", desk / "v.jsonl", "-o", path)
    assert done.returncode == 2
    assert f"{path}: is there already; replace it with --overwrite, or give another output" in done.stderr


def test_what_nothing_goes_on_with_is_not_said_to_be_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "v.parquet").write_bytes(b"former")
    done = run_command("score", tmp_path / "a.png", "-o", tmp_path / "v.parquet")
    assert done.returncode == 2
    assert "is there already; replace it with --overwrite" in done.stderr
