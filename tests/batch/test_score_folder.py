"""The script for a folder keeps what is there, and says what it could not score."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from stickerguard.selftest import CANARY_STICKER

ROOT = Path(__file__).resolve().parents[2]


def run(folder: Path, output: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "scripts/score_folder.py", str(folder), str(output)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)


def test_every_sticker_of_the_folder_gets_a_row_but_the_output_in_it(tmp_path: Path) -> None:
    shutil.copy(CANARY_STICKER, tmp_path / "a.png")
    done = run(tmp_path, tmp_path / "verdicts.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"flag\t{tmp_path / 'a.png'}\t")
    rows = [json.loads(line) for line in (tmp_path / "verdicts.jsonl").read_text("utf-8").splitlines()]
    assert [(row["source"], row["decision"]) for row in rows] == [(str(tmp_path / "a.png"), "flag")]


def test_what_failed_is_said_and_a_missing_folder_is_no_success(tmp_path: Path) -> None:
    done = run(tmp_path / "absent", tmp_path / "verdicts.jsonl")
    assert done.returncode == 1
    assert done.stderr.startswith(f"error\t{tmp_path / 'absent'}: no such file")


def test_what_is_there_already_is_kept(tmp_path: Path) -> None:
    kept = tmp_path / "notes.csv"
    kept.write_text("mine", "utf-8")
    done = run(tmp_path, kept)
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert kept.read_text("utf-8") == "mine"
    done = run(tmp_path, tmp_path / "verdicts.txt")
    assert done.returncode == 2
    assert "cannot write .txt" in done.stderr
