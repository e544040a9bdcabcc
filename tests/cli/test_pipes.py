"""Lists and thresholds that come through a pipe, which gives its content once."""

import json
import os
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from stickerguard import Bundle
from stickerguard.batch.pdq import format_hash, pdq_hashes
from stickerguard.cli import cli
from stickerguard.images import decode
from tests.cli.command import Command
from tests.drawing import encode, shapes
from tests.tuning.made import decision, run, write_decisions, write_jsonl

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


@pytest.mark.parametrize(
    ("text", "workers"), [("term,severity\nplugh,3\n", 1), ('\n{"term": "plugh", "severity": 3}\n', 2)]
)
def test_a_list_in_a_pipe_of_the_shell_is_told_by_what_it_holds(
    score: Command, tmp_path: Path, text: str, workers: int
) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    lexicon = pipe(tmp_path / "63", text)
    given = ("--lexicon", lexicon, "--caption", "plugh", "--exhaustive", "--workers", workers)
    done = score(*[tmp_path / "a.png"] * 2, *given)
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["caption"]["severity"] for line in done.stdout.splitlines()] == [3, 3]


@pytest.mark.parametrize("name", ["m.csv", "63"])
def test_a_manifest_in_a_pipe_is_refused_with_what_to_do(score: Command, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)  # nobody writes into it: to open it would take for ever
    done = score("--manifest", tmp_path / name)
    assert done.returncode == 2
    assert "is a pipe or a device, and a manifest is read more than once; write it to a file" in done.stderr


@pytest.mark.parametrize("name", ["f.jsonl", "f.parquet", "f.csv"])
def test_sample_and_tune_refuse_a_pipe_where_they_read_more_than_once(tmp_path: Path, name: str) -> None:
    verdicts = write_jsonl(tmp_path / "v.jsonl", run(50))
    given = tmp_path / name
    os.mkfifo(given)  # nobody writes into it: to open it would take for ever
    commands: dict[str, list[list[object]]] = {
        "f.jsonl": [["sample", given]],
        "f.parquet": [["sample", given], ["tune", tmp_path / "d.csv", "--verdicts", given]],
        "f.csv": [["sample", verdicts, "--decisions", given], ["tune", given]],
    }
    write_decisions(tmp_path / "d.csv", [decision(run(1)[0], "confirm")])
    for command in commands[name]:
        output = ["-o", tmp_path / "s.jsonl"] if command[0] == "sample" else []
        done = CliRunner().invoke(cli, list(map(str, [*command, *output])))
        assert f"{given}: is a pipe or a device" in str(done.exception)
        assert "read more than once; write it to a file and give that one" in str(done.exception)
        assert not (tmp_path / "s.jsonl").exists()


def test_tune_reads_a_run_through_a_pipe_since_it_reads_it_once(tmp_path: Path, bundle: Bundle) -> None:
    every = run(1500, bundle=bundle.ref)
    text = write_jsonl(tmp_path / "v.jsonl", every).read_text("utf-8")
    decisions = [decision(each, "confirm") for each in every if each.decision != "clear"]
    table = write_decisions(tmp_path / "d.csv", decisions)
    thresholds = pipe(tmp_path / "t.yaml", "name: ours\nreview: 0.5\nflag: 0.8\n")
    command = ["tune", table, "--thresholds", thresholds, "--verdicts", pipe(tmp_path / "f.jsonl", text)]
    done = CliRunner().invoke(cli, list(map(str, command)))
    assert done.exit_code == 0, done.output
    assert f"{len(decisions)} of {len(decisions)} marked stickers were decided about" in done.output
