"""The command as a user runs it: a process with arguments, streams and an exit code."""

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stickerguard.bundle import default_bundle_path
from stickerguard.selftest import CANARY_STICKER
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


def test_in_a_pipe_score_prints_one_json_verdict_a_line(folder: Path) -> None:
    done = stickerguard("score", folder)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [(Path(row["source"]).name, row["decision"]) for row in rows] == [("a.png", "flag"), ("b.webp", "clear")]
    assert rows[1]["caption"]["state"] == "not_evaluated"
    assert "2 stickers: 1 clear, 1 flag" in done.stderr


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_output_files(folder: Path, suffix: str) -> None:
    output = folder.parent / "new" / f"out.{suffix}"
    done = stickerguard("score", folder, "-o", output)
    assert (done.returncode, done.stdout) == (0, "")
    if suffix == "parquet":
        assert pq.read_table(output)["decision"].to_pylist() == ["flag", "clear"]
    else:
        assert len(output.read_text("utf-8").splitlines()) == (3 if suffix == "csv" else 2)


def test_caption_text_appears_only_with_text(folder: Path) -> None:
    assert "CANARY" not in stickerguard("score", folder).stdout
    assert "CANARY" in stickerguard("score", folder, "--with-text").stdout


def test_exhaustive_reads_every_caption(folder: Path) -> None:
    rows = [json.loads(line) for line in stickerguard("score", folder, "--exhaustive").stdout.splitlines()]
    assert [row["caption"]["state"] for row in rows] == ["evaluated", "no_text"]
    assert [row["decision"] for row in rows] == ["flag", "clear"]


def test_tesseract_flags_the_canary_too(folder: Path) -> None:
    rows = [json.loads(line) for line in stickerguard("score", folder, "--ocr", "tesseract").stdout.splitlines()]
    assert rows[0]["decision"] == "flag"


def test_failed_inputs_get_rows_and_exit_code_1(folder: Path) -> None:
    (folder / "c.png").write_bytes(b"not a picture")
    done = stickerguard("score", folder, folder / "absent.png")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [row["decision"] for row in rows] == ["flag", "clear", "error", "error"]
    assert [row["error"]["code"] for row in rows[2:]] == ["not_an_image", "not_found"]


def test_the_table_names_decisions_and_reasons(folder: Path) -> None:
    done = stickerguard("score", folder, "--table")
    assert done.returncode == 0
    assert "flag" in done.stdout
    assert "a.png" in done.stdout
    assert "a minor is probably depicted" in done.stdout


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


def test_no_progress_bar_in_a_pipe(folder: Path) -> None:
    for number in range(6):
        shutil.copy(folder / "b.webp", folder / f"more{number}.webp")
    assert "scoring" not in stickerguard("score", folder).stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["score"], "give files, folders or archives"),
        (["score", "x.png", "-o", "out.xlsx"], ".parquet"),
        (["score", "x.png", "--ocr", "crystal-ball"], "crystal-ball"),
        (["fly"], "No such command"),
    ],
)
def test_usage_errors_are_exit_code_2(arguments: list[str], words: str) -> None:
    done = stickerguard(*arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_missing_external_part_is_exit_code_3(folder: Path) -> None:
    without_tesseract = stickerguard("score", folder, "--ocr", "tesseract", env=os.environ | {"PATH": "/nowhere"})
    assert without_tesseract.returncode == 3
    assert "tesseract" in without_tesseract.stderr.lower()
    assert stickerguard("score", folder, "--provider", "abacus").returncode == 3


def test_a_refused_bundle_is_exit_code_4(tmp_path: Path, folder: Path) -> None:
    bundle = tmp_path / "bundle"
    shutil.copytree(default_bundle_path(), bundle)
    (bundle / "fusion.onnx").write_bytes(b"changed")
    for arguments in (
        ["score", folder, "--bundle", bundle],
        ["bundle", "verify", bundle],
        ["doctor", "--bundle", bundle],
    ):
        done = stickerguard(*arguments)
        assert done.returncode == 4
        assert "fusion.onnx" in done.stderr
        assert "Traceback" not in done.stderr


def test_doctor_reports_versions_bundle_and_a_passed_selftest() -> None:
    done = stickerguard("doctor", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report["selftest"]["passed"] is True
    assert report["provider"] == "CPUExecutionProvider"
    assert "vision.onnx" in report["bundle"]["files"]


def test_bundle_info_and_verify_of_the_shipped_bundle() -> None:
    info = stickerguard("bundle", "info")
    assert info.returncode == 0
    assert "review: risk >=" in info.stdout
    assert stickerguard("bundle", "verify").stdout.startswith("base ")
    assert json.loads(stickerguard("bundle", "info", "--json").stdout)["name"] == "base"
