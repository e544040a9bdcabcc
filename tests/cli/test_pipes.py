"""Lists and thresholds that come through a pipe, which gives its content once."""

import json
import os
import threading
from pathlib import Path

import pytest

from stickerguard.batch.pdq import format_hash, pdq_hashes
from stickerguard.images import decode
from tests.cli.command import Command
from tests.drawing import encode, shapes

PNG = encode(shapes((400, 300)), "PNG")


def pipe(path: Path, text: str) -> Path:
    """A pipe into which `text` is written once."""
    os.mkfifo(path)
    threading.Thread(target=path.write_text, args=(text, "utf-8"), daemon=True).start()
    return path


@pytest.mark.parametrize("workers", [1, 2])
def test_what_comes_through_a_pipe_reaches_every_worker(score: Command, tmp_path: Path, workers: int) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    known = pipe(tmp_path / "known", f"pdq {format_hash(pdq_hashes(decode(PNG).frames)[0])}\n")
    lexicon = pipe(tmp_path / "terms.csv", "term,severity\nplugh,3\n")
    thresholds = pipe(tmp_path / "t.yaml", "name: ours\nreview: 0.5\nflag: 0.9\n")
    given = ("--known", known, "--lexicon", lexicon, "--thresholds", thresholds, "--caption", "plugh", "--exhaustive")
    done = score(*[tmp_path / "a.png"] * 4, *given, "--workers", workers)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    found = [(row["decision"], row["known_distance"], row["caption"]["severity"], row["thresholds"]) for row in rows]
    assert found == [("flag", 0, 3, {"review": 0.5, "flag": 0.9, "name": "ours"})] * 4


@pytest.mark.parametrize("name", ["m.csv", "63"])
def test_a_manifest_in_a_pipe_is_refused_with_what_to_do(score: Command, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)  # nobody writes into it: to open it would take for ever
    done = score("--manifest", tmp_path / name)
    assert done.returncode == 2
    assert "is a pipe or a device, and a manifest is read more than once; write it to a file" in done.stderr
