"""`stickerguard review` before it serves."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from stickerguard.cli import cli
from stickerguard.cli.exit_codes import ExitCode
from stickerguard.review.evidence import thresholds_of
from tests.review.rows import verdict, write


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["missing.jsonl"], "missing.jsonl: cannot be read"),
        ([], "give VERDICTS"),
        (["--stickers", "nowhere", "v.jsonl"], "nowhere: no such folder"),
        (["--bundle", "nowhere", "v.jsonl"], "nowhere/bundle.json: cannot be read"),
    ],
)
def test_what_cannot_be_opened_is_refused_by_name(
    options: list[str], what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "v.jsonl", verdict("a.png"))
    done = CliRunner().invoke(cli, ["review", "--port", "0", *options])
    assert done.exit_code != 0
    assert what in f"{done.output}{done.exception}"


def test_a_port_that_is_taken_has_an_exit_code_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path / "v.jsonl", verdict("a.png"))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = CliRunner().invoke(cli, ["review", str(path), "--db", str(tmp_path / "r.sqlite"), "--port", port])
    assert done.exit_code == ExitCode.ADDRESS_TAKEN
    assert not (tmp_path / "r.sqlite").exists()


def test_the_thresholds_of_the_shipped_bundle_are_known() -> None:
    (found,) = thresholds_of([None]).values()
    assert 0 < found.review <= found.flag <= 1


def test_an_export_of_what_is_no_review_database_is_refused_and_makes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.sqlite").write_bytes(b"")
    for name, what in (("empty.sqlite", "empty.sqlite: is empty"), ("missing.sqlite", "missing.sqlite: no such file")):
        done = CliRunner().invoke(cli, ["decisions", "export", "--db", name, "--csv", "d.csv"])
        assert done.exit_code != 0
        assert what in f"{done.output}{done.exception}"
    left = [path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")]
    assert left == ["empty.sqlite"]
    assert (tmp_path / "empty.sqlite").stat().st_size == 0
