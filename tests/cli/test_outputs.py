"""What the command may write to, and what it says when it cannot, as a user types it."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stickerguard.cli.outputs import named
from stickerguard.errors import StickerguardError
from stickerguard.selftest import CANARY_STICKER
from tests.cli.command import Command
from tests.cli.test_inputs import rows
from tests.done import Done
from tests.drawing import encode, shapes
from tests.read_only import with_read_only

PNG = encode(shapes(), "PNG")


@pytest.fixture
def stickers(tmp_path: Path) -> Path:
    folder = tmp_path / "stickers"
    folder.mkdir()
    shutil.copy(CANARY_STICKER, folder / "a.png")
    (folder / "b.png").write_bytes(PNG)
    return folder


def said(done: Done | subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def test_a_manifest_is_never_written_over(score: Command, stickers: Path) -> None:
    manifest = stickers / "m.jsonl"
    manifest.write_text('{"path": "a.png"}\n', "utf-8")
    for more in ((), ("--resume",), ("--overwrite",)):
        done = score("--manifest", manifest, "-o", manifest, *more)
        assert done.returncode == 2
        assert "is an input of this run" in said(done)
    assert manifest.read_text("utf-8") == '{"path": "a.png"}\n'


def test_a_former_output_is_replaced_only_when_asked_and_only_by_a_run_that_starts(
    score: Command, stickers: Path
) -> None:
    output = stickers / "out.jsonl"  # in the folder that is scored
    assert score(stickers, "-o", output).returncode == 0
    before = output.read_bytes()
    assert "--overwrite" in said(again := score(stickers, "-o", output))
    assert again.returncode == 2
    refused = score(stickers, "-o", output, "--overwrite", "--bundle", stickers)
    assert refused.returncode == 4
    assert output.read_bytes() == before
    assert score(stickers / "b.png", "-o", output, "--overwrite").returncode == 0
    assert [json.loads(line)["decision"] for line in output.read_text("utf-8").splitlines()] == ["clear"]


@pytest.mark.parametrize("output", ["..", ".", "../.."])
def test_stickers_below_the_output_folder_are_scored(
    score: Command, stickers: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    inner = stickers / "in"
    inner.mkdir()
    shutil.move(stickers / "b.png", inner)
    monkeypatch.chdir(inner)
    for more in ((), ("--resume",)):
        done = score("b.png", "../a.png", "-o", output, *more)
        assert done.returncode == 0, done.stderr
        assert pq.read_table(Path(output) / "part-00000.parquet")["source"].to_pylist() == ["b.png", "../a.png"]


def test_what_a_manifest_names_and_the_run_writes_is_left_out_and_said(
    score: Command, stickers: Path, caplog: pytest.LogCaptureFixture
) -> None:
    manifest = stickers / "m.csv"
    manifest.write_text(f"path\na.png\nfile://{stickers}/part-00000.parquet\n", "utf-8")
    assert score("--manifest", manifest, "-o", stickers).returncode == 0
    assert f"file://{stickers}/part-00000.parquet: is an output of this run" in caplog.text
    assert score(f"file://{stickers}", "-o", stickers / "v", "--resume").returncode == 1
    rows = pq.read_table(stickers / "v")["source"].to_pylist()
    assert rows == [f"file://{stickers}/{name}" for name in ("a.png", "b.png", "m.csv", "part-00000.parquet")]
    assert score(f"file://{stickers}", "-o", stickers / "v", "--resume").returncode == 1
    assert pq.read_table(stickers / "v").num_rows == len(rows)


def test_a_place_for_packs_is_checked_before_the_run(score: Command, stickers: Path) -> None:
    output = stickers.parent / "out.jsonl"
    done = score(stickers, "-o", output, "--packs", stickers / "a.png" / "packs.jsonl")
    assert done.returncode == 2
    assert "cannot be written" in said(done)
    assert not output.exists()


@pytest.mark.parametrize("arguments", [(), ("-o",)])
def test_a_full_disk_is_one_line(score: Command, stickers: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    if arguments:
        full = tmp_path / "full.jsonl"
        full.symlink_to("/dev/full")
        done = score(stickers, "-o", full)
    else:
        command = [sys.executable, "-m", "stickerguard", "score", str(stickers)]
        with Path("/dev/full").open("w") as output:
            done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "cannot be written: No space left on device" in said(done)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("v.parquet", "its rows are lost; make room, then run this again"),
        ("v.jsonl", "what was written before is whole; make room, then go on with --resume"),
    ],
)
def test_a_disk_that_fills_up_says_what_is_left(stickers: Path, tmp_path: Path, name: str, words: str) -> None:
    command = 'ulimit -f 2; exec "$0" -m stickerguard score --workers 1 "$@"'  # files of 2 KB at most
    arguments = [sys.executable, *[stickers] * 4, "-o", tmp_path / name]
    done = subprocess.run(
        ["bash", "-c", command, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())


def test_a_name_without_suffix_that_is_no_folder_is_refused_with_the_reason(
    score: Command, stickers: Path, tmp_path: Path
) -> None:
    plain = tmp_path / "plain"
    plain.write_text("a list", "utf-8")
    device = tmp_path / "device"
    device.symlink_to("/dev/null")
    for output, what in ((plain, "is a file"), (device, "is no file and no folder")):
        for more in ((), ("--overwrite",), ("--resume",)):
            done = score(stickers, "-o", output, *more)
            assert done.returncode == 2
            assert what in said(done)
            assert "standard output" in said(done)
    assert plain.read_text("utf-8") == "a list"


@pytest.mark.parametrize(
    ("number", "resumable", "advice"),
    [
        (errno.ENOSPC, True, "make room, then go on with --resume"),
        (errno.ENOSPC, False, "make room, then run this again"),
        (errno.ENOENT, False, "make the folder there/x first"),
        (errno.EACCES, True, "ask for the right"),
        (errno.EISDIR, False, "give another output"),
    ],
)
def test_what_to_do_fits_what_was_wrong(number: int, resumable: bool, advice: str) -> None:
    expected = pytest.raises(StickerguardError, match=f"^there/x/q.csv: cannot be written: .*; {advice}")
    with expected as caught, named(Path("there/x/q.csv"), resumable=resumable):
        raise OSError(number, os.strerror(number))
    assert ("--resume" in str(caught.value)) == (resumable and number == errno.ENOSPC)


@pytest.mark.parametrize("name", ["v.jsonl", "p.csv", "s.jsonl"])
def test_every_command_advises_the_same_for_what_cannot_be_written(stickers: Path, tmp_path: Path, name: str) -> None:
    share, verdicts = tmp_path / "share", tmp_path / "mine.jsonl"
    share.mkdir()
    verdicts.write_text("", "utf-8")
    output = share / name
    command: list[object] = {
        "v.jsonl": ["score", stickers, "-o", output],
        "p.csv": ["score", stickers, "-o", tmp_path / "v.jsonl", "--packs", output],
        "s.jsonl": ["sample", verdicts, "-o", output],
    }[name]
    done = with_read_only(share, *command)
    assert done.returncode == 2
    what = "cannot be written: Read-only file system; ask for the right to write there, or give another output"
    assert f"{output}: {what}" in done.stderr


def test_a_file_in_place_of_a_folder_is_named(score: Command, stickers: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = score(stickers, "-o", tmp_path / "file" / "v.jsonl")
    assert f"{tmp_path / 'file'} is no folder; give another output" in said(done)
    path = tmp_path / "file" / "d.csv"
    with pytest.raises(StickerguardError, match="file is no folder; give another output"), named(path):
        path.write_text("", "utf-8")


@pytest.mark.parametrize(
    ("closed", "arguments", "code"), [("0<&-", "-", 2), (">&-", "stickers", 2), ("2>&-", "stickers -o out.jsonl", 0)]
)
def test_closed_streams(stickers: Path, closed: str, arguments: str, code: int) -> None:
    shell = f"{sys.executable} -m stickerguard score {arguments} {closed}"
    done = subprocess.run(shell, shell=True, cwd=stickers.parent, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    if code:
        assert "is closed" in said(done)
    else:
        lines = (stickers.parent / "out.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line)["decision"] for line in lines] == ["flag", "clear"]


def test_columns_are_carried_through_on_request(score: Command, stickers: Path) -> None:
    manifest = stickers / "m.csv"
    manifest.write_text("path;id;country;uploader\nb.png;007;NA;u1\nabsent.png;008;;u2\n", "utf-8")
    done = score("--manifest", manifest, "--keep", "country", "--keep", "uploader")
    assert [(row["id"], row["kept"]) for row in rows(done)] == [
        ("007", {"country": "NA", "uploader": "u1"}),
        ("008", {"country": None, "uploader": "u2"}),
    ]


def test_outputs_whose_names_differ_in_the_ending_alone_do_not_meet(
    score: Command, stickers: Path, tmp_path: Path
) -> None:
    manifest = stickers / "m.jsonl"
    rows = [{"path": name, "pack": "p"} for name in ("a.png", "b.png")]
    manifest.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = score("--manifest", manifest, "-o", tmp_path / "v.parquet", "--packs", tmp_path / "v")
    assert done.returncode == 0, done.stderr
    assert pq.read_table(tmp_path / "v.parquet").num_rows == 2
    assert [json.loads(line)["stickers"] for line in (tmp_path / "v").read_text("utf-8").splitlines()] == [2]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_name_that_the_terminal_cannot_show_is_escaped_in_the_table(stickers: Path, encoding: str) -> None:
    shutil.move(stickers / "b.png", stickers / "猫.png")
    command = [sys.executable, "-m", "stickerguard", "score", str(stickers / "猫.png"), "--table"]
    done = subprocess.run(
        command, capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    )
    assert done.returncode == 0, done.stderr
    assert b"\\u732b.png" in done.stdout


def test_a_name_can_neither_command_the_terminal_nor_turn_its_text(score: Command, stickers: Path) -> None:
    (stickers / "b.png").rename(stickers / "\u202egnp\x1b[2J\n\x1b[31mx.webp")
    (stickers / "c.webp").write_bytes(b"no picture")
    (stickers / "c.webp").rename(stickers / "\x1b[2Jc.webp")
    done = score(stickers, "--table")
    assert done.returncode == 1
    assert not re.search("[\x1b\u202e]", done.stdout)
    assert "\\u202egnp\\x1b[2J\\x0a\\x1b[31mx.webp" in done.stdout
    assert done.stdout.count("\\x1b[2Jc.webp") == 2, "as a name and in the message"


def test_a_message_cannot_command_the_terminal(score: Command, stickers: Path) -> None:
    done = score("--manifest", stickers / "\x1b[2J.csv")
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert "\\x1b[2J.csv" in done.stderr


def test_a_name_that_no_system_can_have_is_refused_by_every_command(stickers: Path, tmp_path: Path) -> None:
    run = [sys.executable, "-m", "stickerguard"]
    verdicts = tmp_path / "v.jsonl"
    subprocess.run([*run, "score", str(stickers), "-o", str(verdicts)], check=True, capture_output=True)
    for command in (
        ["score", str(stickers), "-o", "n" * 300 + ".jsonl"],
        ["sample", str(verdicts), "-o", "n" * 300 + ".jsonl"],
        ["review", str(verdicts), "--db", "n" * 300 + ".db"],
        ["decisions", "export", "--db", "n" * 300 + ".db", "--csv", str(tmp_path / "d.csv")],
    ):
        done = subprocess.run([*run, *command], capture_output=True, text=True, cwd=tmp_path, check=False)
        assert done.returncode == 2, command
        assert "nnn" in said(done), command
