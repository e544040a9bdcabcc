"""`score --report` as a user runs it."""

import shutil
import zipfile
from pathlib import Path

import pytest

from stickerguard.selftest import CANARY_STICKER
from tests.cli.command import Command
from tests.drawing import encode, shapes


@pytest.fixture
def stickers(tmp_path: Path) -> Path:
    folder = tmp_path / "stickers"
    folder.mkdir()
    shutil.copy(CANARY_STICKER, folder / "a.png")
    (folder / "<b>.png").write_bytes(encode(shapes(), "PNG"))
    (folder / "c.png").write_bytes(b"broken")
    with zipfile.ZipFile(folder / "d.zip", "w") as archive:
        archive.write(CANARY_STICKER, "member.png")
    return folder


def test_a_run_with_workers_and_archives_leaves_a_report_beside_its_output(
    score: Command, stickers: Path, tmp_path: Path
) -> None:
    report, output = tmp_path / "report.html", tmp_path / "out.jsonl"
    done = score(stickers, "-o", output, "--report", report, "--workers", "1", "--timeout", "300")
    assert done.returncode == 1, done.stderr
    text = report.read_text("utf-8")
    assert text.count("data:image/webp;base64,") == 2
    for name in ("a.png", "&lt;b&gt;.png", "c.png", "member.png", "not_an_image"):
        assert name in text
    assert "CANARY" not in text.replace("--with-text", "")
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(".")) == [
        "out.jsonl",
        "report.html",
        "stickers",
    ]


def test_a_run_gone_on_with_counts_what_was_there(score: Command, stickers: Path, tmp_path: Path) -> None:
    report, output = tmp_path / "report.html", tmp_path / "out.jsonl"
    given = (stickers / "a.png", stickers / "<b>.png")
    assert score(*given, "-o", output, "--report", report).returncode == 0
    first = output.read_text("utf-8").splitlines(keepends=True)[0]
    output.write_text(first, "utf-8")
    assert score(*given, "-o", output, "--report", report, "--resume").returncode == 0
    text = report.read_text("utf-8")
    assert "scored in an earlier part of this run" in text
    assert "&lt;b&gt;.png" in text
    refused = score(*given, "-o", output, "--report", output, "--resume")
    assert refused.returncode == 2
    assert "two outputs" in " ".join(refused.stderr.split())
