"""Outputs that are links, devices or pipes: links are followed, and nothing takes the place of what is no file."""

import json
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stickerguard import Bundle
from stickerguard.selftest import CANARY_STICKER
from stickerguard.thresholds import chosen
from stickerguard.whole_file import write_whole
from tests.cli.command import Command
from tests.tuning.made import decision, run, write_decisions, write_jsonl

FORMATS = (".jsonl", ".csv", ".parquet")


@pytest.fixture
def sticker(tmp_path: Path) -> Path:
    shutil.copy(CANARY_STICKER, tmp_path / "a.png")
    return tmp_path / "a.png"


def linked(tmp_path: Path, name: str) -> tuple[Path, Path]:
    """A link to a file that is not there yet, in another folder, and that file."""
    (tmp_path / "far").mkdir()
    link, real = tmp_path / name, tmp_path / "far" / f"real{Path(name).suffix}"
    link.symlink_to(Path("far") / real.name)
    return link, real


@pytest.mark.parametrize("suffix", FORMATS)
def test_verdicts_go_where_the_link_leads(score: Command, sticker: Path, tmp_path: Path, suffix: str) -> None:
    link, real = linked(tmp_path, f"v{suffix}")
    for more in ((), ("--overwrite",)):
        done = score(sticker, "-o", link, *more)
        assert done.returncode == 0, done.stderr
        assert link.is_symlink()
        assert real.is_file()
    if suffix == ".parquet":
        assert pq.read_table(real)["decision"].to_pylist() == ["flag"]
    assert [entry.name for entry in real.parent.iterdir() if entry.suffix != ".lock"] == [real.name]


@pytest.mark.parametrize(("option", "name"), [("--packs", "p.jsonl"), ("--report", "r.html")])
def test_what_is_written_beside_goes_where_the_link_leads(
    score: Command, sticker: Path, tmp_path: Path, option: str, name: str
) -> None:
    link, real = linked(tmp_path, name)
    manifest = write_text(tmp_path / "m.csv", f"path,pack\n{sticker},p\n")
    done = score("--manifest", manifest, "-o", tmp_path / "v.jsonl", option, link)
    assert done.returncode == 0, done.stderr
    assert link.is_symlink()
    assert real.stat().st_size


def write_text(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_samples_and_rates_go_where_the_link_leads(command: Command, tmp_path: Path, bundle: Bundle) -> None:
    every = run(300, bundle=bundle.ref, thresholds=chosen(bundle))
    verdicts = write_jsonl(tmp_path / "v.jsonl", every)
    decisions = write_decisions(
        tmp_path / "d.csv", [decision(row, "confirm") for row in every if row.decision != "clear"]
    )
    link, real = linked(tmp_path, "s.jsonl")
    assert command("sample", verdicts, "-o", link).returncode == 0
    rates = tmp_path / "rates.csv"
    rates.symlink_to(tmp_path / "far" / "rates.csv")
    assert command("tune", decisions, "--verdicts", verdicts, "--rates", rates).returncode == 0
    assert (link.is_symlink(), rates.is_symlink()) == (True, True)
    assert len(real.read_text("utf-8").splitlines()) > 100
    assert (tmp_path / "far" / "rates.csv").read_text("utf-8").startswith("slice,")


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/null")], ids=["pipe", "device"])
def test_parquet_takes_the_place_of_no_device_and_no_pipe(
    score: Command, sticker: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    output = tmp_path / "v.parquet"
    make(output)
    for more in ((), ("--overwrite",)):
        done = score(sticker, "-o", output, *more)
        assert done.returncode == 2
        assert f"{output}: is a device or a pipe, and Parquet goes into a file; give a file" in done.stderr
        assert not output.is_file()
        assert not Path("/dev/.null.unfinished").exists()


@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_nothing_is_gone_on_with_in_a_device_that_is_full(
    score: Command, sticker: Path, tmp_path: Path, suffix: str
) -> None:
    output = tmp_path / f"full{suffix}"
    output.symlink_to("/dev/full")
    done = score(sticker, "-o", output)
    assert done.returncode == 2
    said = "cannot be written: No space left on device; it is a device or a pipe; give a file"
    assert f"{output}: {said}" in done.stderr
    assert "--resume" not in done.stderr
    refused = score(sticker, "-o", output, "--resume")
    assert refused.returncode == 2
    assert "there is nothing in it to go on with; give a file, or leave --resume out" in refused.stderr


def test_rows_go_into_a_pipe_that_somebody_reads(score: Command, sticker: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "v.jsonl"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")), daemon=True)
    reader.start()
    done = score(sticker, sticker, "-o", pipe)
    reader.join(60)
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["decision"] for line in read[0].splitlines()] == ["flag", "flag"]


def test_a_link_that_leads_in_a_circle_is_not_replaced(tmp_path: Path) -> None:
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    with pytest.raises(OSError, match="symbolic links"):
        write_whole(loop, "x")
    assert loop.is_symlink()
