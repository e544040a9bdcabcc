"""The command as a user runs it: arguments, streams and an exit code, of a process where that makes a difference."""

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pyarrow.parquet as pq
import pytest

from stickerguard import StickerClassifier
from stickerguard.bundle import default_bundle_path
from stickerguard.cli.exit_codes import ExitCode
from stickerguard.cli.table import Shown
from stickerguard.selftest import CANARY_STICKER
from stickerguard.types import Decision
from tests.cli.command import Command
from tests.drawing import encode, shapes


def stickerguard(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "stickerguard", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    stickers = tmp_path / "stickers"
    stickers.mkdir()
    shutil.copy(CANARY_STICKER, stickers / "a.png")
    (stickers / "b.webp").write_bytes(encode(shapes(), "WEBP"))
    return stickers


def test_in_a_pipe_score_prints_one_json_verdict_a_line_and_no_progress_bar(folder: Path) -> None:
    for number in range(6):
        shutil.copy(folder / "b.webp", folder / f"more{number}.webp")
    done = stickerguard("score", folder)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    names = ["a.png", "b.webp", *(f"more{number}.webp" for number in range(6))]
    decisions = ["flag", *["clear"] * 7]
    assert [(Path(row["source"]).name, row["decision"]) for row in rows] == list(zip(names, decisions, strict=True))
    assert rows[1]["caption"]["state"] == "not_evaluated"
    assert "8 stickers: 7 clear, 1 flag" in done.stderr
    assert "scoring" not in done.stderr


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_output_files(command: Command, folder: Path, suffix: str) -> None:
    output = folder.parent / "new" / f"out.{suffix}"
    done = command("score", folder, "-o", output)
    assert (done.returncode, done.stdout) == (0, "")
    if suffix == "parquet":
        assert pq.read_table(output)["decision"].to_pylist() == ["flag", "clear"]
    else:
        assert len(output.read_text("utf-8").splitlines()) == (3 if suffix == "csv" else 2)


def test_caption_text_appears_only_with_text(command: Command, folder: Path) -> None:
    assert "CANARY" not in command("score", folder).stdout
    assert "CANARY" in command("score", folder, "--with-text").stdout


def test_exhaustive_reads_every_caption(command: Command, folder: Path) -> None:
    rows = [json.loads(line) for line in command("score", folder, "--exhaustive").stdout.splitlines()]
    assert [row["caption"]["state"] for row in rows] == ["evaluated", "no_text"]
    assert [row["decision"] for row in rows] == ["flag", "clear"]


def test_tesseract_flags_the_canary_too(command: Command, folder: Path) -> None:
    rows = [json.loads(line) for line in command("score", folder, "--ocr", "tesseract").stdout.splitlines()]
    assert rows[0]["decision"] == "flag"


def test_failed_inputs_get_rows_and_exit_code_1(command: Command, folder: Path) -> None:
    (folder / "c.png").write_bytes(b"not a picture")
    done = command("score", folder, folder / "absent.png")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [row["decision"] for row in rows] == ["flag", "clear", "error", "error"]
    assert [row["error"]["code"] for row in rows[2:]] == ["not_an_image", "not_found"]


def test_the_table_names_decisions_and_reasons(command: Command, folder: Path) -> None:
    done = command("score", folder, "--table")
    assert done.returncode == 0
    assert "flag" in done.stdout
    assert "a.png" in done.stdout
    assert "a minor is probably depicted" in done.stdout


@pytest.mark.parametrize("marked_at", [None, 0, 149])
def test_the_table_of_many_leaves_out_clear_ones_and_says_how_many(
    classifier: StickerClassifier, capsys: pytest.CaptureFixture[str], marked_at: int | None
) -> None:
    clear = replace(classifier.classify(shapes()), decision="clear")
    shown = Shown()
    for number in range(150):
        decision: Decision = "review" if number == marked_at else "clear"
        shown.add(replace(clear, decision=decision, source=f"sticker-{number}."))
    shown.print()
    said = capsys.readouterr().out
    assert [int(number) for number in re.findall(r"sticker-(\d+)\.", said)] == (
        [] if marked_at is None else [marked_at]
    )
    assert f"{150 if marked_at is None else 149} clear stickers are not shown" in said


def test_the_table_of_few_shows_all(classifier: StickerClassifier, capsys: pytest.CaptureFixture[str]) -> None:
    shown = Shown()
    for number in range(100):
        shown.add(replace(classifier.classify(shapes()), decision="clear", source=f"sticker-{number}."))
    shown.print()
    said = capsys.readouterr().out
    assert len(re.findall(r"sticker-\d+\.", said)) == 100
    assert "not shown" not in said


def _interrupt(*_: object, **__: object) -> NoReturn:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "where",
    [
        "stickerguard.cli.import_module",
        "stickerguard.cli.score.build_classifier",
        "stickerguard.cli.score.tracked",
        "stickerguard.batch.scorer.Scorer.score",
    ],
)
def test_ctrl_c_ends_the_command_with_one_line_wherever_it_comes(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    command("--help")  # so that what is put in place of a function finds its module loaded
    monkeypatch.setattr(where, _interrupt)
    done = command("score", folder, "--workers", "1", "-o", folder / "out.jsonl")
    assert done.returncode == 130
    assert done.stderr.strip().startswith("stickerguard: interrupted")
    assert len(done.stderr.strip().splitlines()) == 1
    assert ("go on with --resume" in done.stderr) == (where == "stickerguard.batch.scorer.Scorer.score")


@pytest.mark.parametrize("group", [True, False])
def test_sigterm_ends_the_workers_too_and_leaves_whole_rows(folder: Path, tmp_path: Path, group: bool) -> None:
    output = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "stickerguard", "score", *[str(folder)] * 400, "--workers", "2", "-o", str(output)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as process:
        while not (output.exists() and output.stat().st_size):
            assert process.poll() is None
            time.sleep(0.01)
        (os.killpg if group else os.kill)(process.pid, signal.SIGTERM)
        # The workers have the pipe, too: it ends with the last of them.
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (143, b"")
    assert "error" not in {json.loads(line)["decision"] for line in output.read_text("utf-8").splitlines()}


def test_ctrl_c_while_a_process_loads_leaves_no_traceback(folder: Path) -> None:
    # A pipe as the list of inputs holds the command where it reads: it waits there until the signal has come.
    command = [sys.executable, "-m", "stickerguard", "score", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while not _loaded(process.pid):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130
    assert said.decode().strip() == "stickerguard: interrupted"


def _loaded(pid: int) -> bool:
    """Whether the process has come so far that it loads the runtime of the models."""
    return b"onnxruntime" in Path(f"/proc/{pid}/maps").read_bytes()


def test_a_terminal_gets_the_table_and_a_progress_bar(folder: Path) -> None:
    for number in range(6):
        shutil.copy(folder / "b.webp", folder / f"more{number}.webp")
    reader, writer = pty.openpty()
    command = [sys.executable, "-m", "stickerguard", "score", str(folder)]
    process = subprocess.Popen(command, stdout=writer, stderr=writer, env=os.environ | {"TERM": "xterm"})
    os.close(writer)
    seen = b""
    while True:
        try:
            chunk = os.read(reader, 65536)
        except OSError:  # Linux says EIO when the other side of a terminal has closed
            break
        if not chunk:
            break
        seen += chunk
    assert process.wait() == 0
    text = seen.decode("utf-8", "replace")
    assert "8/8" in text
    assert "7 clear, 1 flag" in text
    assert "decision" in text


def test_the_help_names_each_exit_code(command: Command) -> None:
    said = " ".join(command("--help").stdout.split())
    assert [int(code) for code in re.findall(r"[:,] (\d+) ", said.partition("Exit codes")[2])] == list(ExitCode)


def test_an_exit_code_is_that_of_the_process() -> None:
    assert stickerguard("fly").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["score"], "give files, folders or archives"),
        (["score", "x.png", "-o", "out.xlsx"], ".parquet"),
        (["score", "x.png", "--ocr", "crystal-ball"], "crystal-ball"),
        (["fly"], "No such command"),
    ],
)
def test_usage_errors_are_exit_code_2(command: Command, arguments: list[str], words: str) -> None:
    done = command(*arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_missing_external_part_is_exit_code_3(command: Command, folder: Path) -> None:
    without_tesseract = stickerguard("score", folder, "--ocr", "tesseract", env=os.environ | {"PATH": "/nowhere"})
    assert without_tesseract.returncode == 3
    assert "tesseract" in without_tesseract.stderr.lower()
    assert command("score", folder, "--provider", "abacus").returncode == 3


def test_a_refused_bundle_is_exit_code_4(command: Command, tmp_path: Path, folder: Path) -> None:
    bundle = tmp_path / "bundle"
    shutil.copytree(default_bundle_path(), bundle)
    (bundle / "fusion.onnx").write_bytes(b"changed")
    for arguments in (
        ["score", folder, "--bundle", bundle],
        ["bundle", "verify", bundle],
        ["doctor", "--bundle", bundle],
    ):
        done = command(*arguments)
        assert done.returncode == 4
        assert "fusion.onnx" in done.stderr
        assert "Traceback" not in done.stderr


def test_doctor_reports_versions_bundle_and_a_passed_selftest(command: Command) -> None:
    done = command("doctor", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report["selftest"]["passed"] is True
    assert report["provider"] == "CPUExecutionProvider"
    assert "vision.onnx" in report["bundle"]["files"]


def test_bundle_info_and_verify_of_the_shipped_bundle(command: Command) -> None:
    info = command("bundle", "info")
    assert info.returncode == 0
    assert "review: risk >=" in info.stdout
    assert command("bundle", "verify").stdout.startswith("base ")
    assert json.loads(command("bundle", "info", "--json").stdout)["name"] == "base"
