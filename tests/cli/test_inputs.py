"""All the ways to say what is to be scored, as a user types them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stickerguard.selftest import CANARY_STICKER
from tests.cli.command import Command
from tests.done import Done
from tests.drawing import encode, shapes

PNG = encode(shapes(), "PNG")


def rows(done: Done) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def stickers(tmp_path: Path) -> Path:
    folder = tmp_path / "stickers"
    folder.mkdir()
    shutil.copy(CANARY_STICKER, folder / "a.png")
    for name in ("b.png", "c.webp"):
        (folder / name).write_bytes(PNG)
    return folder


def test_a_manifest_carries_own_names_through(score: Command, stickers: Path) -> None:
    manifest = stickers / "list.csv"
    manifest.write_text("file,key,set\na.png,0017,summer\nabsent.png,0018,\n", "utf-8")
    done = score("--manifest", manifest, "--path-column", "file", "--id-column", "key", "--pack-column", "set")
    assert done.returncode == 1, done.stderr
    found = [(row["id"], row["pack"], row["decision"]) for row in rows(done)]
    assert found == [("0017", "summer", "flag"), ("0018", None, "error")]


def test_the_title_of_a_pack_is_scored_with_every_sticker(score: Command, stickers: Path) -> None:
    pack = stickers.parent / "pack.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("title.txt", "Nice things")
        archive.write(stickers / "a.png", "a.png")
        archive.write(stickers / "b.png", "b.png")
    packs = stickers.parent / "packs.jsonl"
    done = score(pack, "--packs", packs, "--exhaustive", "--with-text")
    texts = [[line["text"] for line in row["caption"]["lines"]] for row in rows(done)]  # type: ignore[index]  # JSON
    assert [text[0] for text in texts] == ["Nice things", "Nice things"]
    summary = json.loads(packs.read_text("utf-8"))
    assert (summary["decision"], summary["worst"], summary["stickers"]) == ("flag", f"{pack}!/a.png", 2)


def test_paths_come_on_stdin_whatever_their_bytes(stickers: Path) -> None:
    odd = os.fsencode(stickers) + b"/caf\xe9 au lait.png"
    Path(os.fsdecode(odd)).write_bytes(PNG)
    command = [sys.executable, "-m", "stickerguard", "score", "-"]
    given = os.fsencode(stickers / "b.png") + b"\n\n" + odd + b"\r\n"
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["decision"] for line in done.stdout.splitlines()] == ["clear", "clear"]


def test_a_pattern_means_what_it_matches(score: Command, stickers: Path) -> None:
    found = [row["source"] for row in rows(score(stickers / "*.png"))]
    assert found == [str(stickers / "a.png"), str(stickers / "b.png")]


@pytest.mark.parametrize("whole", [True, False])
def test_a_url_goes_through_fsspec(score: Command, stickers: Path, whole: bool) -> None:
    done = score(f"file://{stickers if whole else stickers / 'b.png'}", f"file://{stickers}/absent.png")
    found = [(row["source"], row["decision"]) for row in rows(done)]
    names = {"a.png": "flag", "b.png": "clear", "c.webp": "clear"} if whole else {"b.png": "clear"}
    assert found[:-1] == [(f"file://{stickers}/{name}", decision) for name, decision in names.items()]
    assert found[-1][1] == "error"


def test_a_folder_of_parts_is_resumed(score: Command, stickers: Path) -> None:
    parts = stickers.parent / "verdicts"
    assert score(stickers / "a.png", stickers / "b.png", "-o", parts).returncode == 0
    again = score(stickers, "-o", parts)
    assert again.returncode == 2
    assert "go on with --resume" in " ".join(again.stderr.split())
    done = score(stickers, "-o", parts, "--resume")
    assert done.returncode == 0, done.stderr
    assert "2 were there already" in done.stderr
    assert sorted(path.name for path in parts.iterdir()) == ["part-00000.parquet", "part-00001.parquet"]
    assert [Path(name).name for name in pq.read_table(parts)["source"].to_pylist()] == ["a.png", "b.png", "c.webp"]


def test_ctrl_c_ends_cleanly_and_says_how_to_go_on(
    score: Command, stickers: Path, request: pytest.FixtureRequest
) -> None:
    # A shell has its background jobs ignore Ctrl-C, and whatever they start inherits that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    for number in range(45):
        shutil.copy(CANARY_STICKER, stickers / f"more{number:02}.png")
    output = stickers.parent / "out.jsonl"
    command = [sys.executable, "-m", "stickerguard", "score", str(stickers), "-o", str(output), "--workers", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (output.exists() and output.stat().st_size):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, message = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "go on with --resume" in message
    assert "Traceback" not in message
    written = [json.loads(line)["source"] for line in output.read_text("utf-8").splitlines()]
    assert 0 < len(written) < 48
    assert score(stickers, "-o", output, "--resume", "--workers", 1).returncode == 0
    final = [json.loads(line)["source"] for line in output.read_text("utf-8").splitlines()]
    assert final == [str(path) for path in sorted(stickers.iterdir())]


def test_the_cache_spares_a_second_run_the_models(score: Command, stickers: Path) -> None:
    cache = stickers.parent / "cache"
    first, second = (rows(score(stickers, "--cache", cache)) for _ in range(2))
    assert [row["cached"] for row in first] == [None, None, "content"]
    assert [row["cached"] for row in second] == ["content"] * 3
    assert [row["decision"] for row in first] == [row["decision"] for row in second]


def test_options_that_need_each_other_say_so(score: Command) -> None:
    done = score("x.png", "--cache-near", "4")
    assert done.returncode == 2
    assert "--cache-near needs --cache" in done.stderr
