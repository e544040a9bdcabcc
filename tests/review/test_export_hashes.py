"""The list of hashes of what people confirmed: all of it, none lost by accident, and a word where it is empty."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from stickerguard.batch.known import KnownList
from stickerguard.cli import cli
from stickerguard.cli.exit_codes import ExitCode
from stickerguard.images import decode
from stickerguard.review.database import Database
from tests.review.pictures import of_file, sticker

Decide = Callable[..., None]


def test_what_was_confirmed_is_known_by_its_hash(empty: Database, decide: Decide, tmp_path: Path) -> None:
    decide(sticker(tmp_path, "a.png"), "confirm")
    decide(sticker(tmp_path, "b.png", seed=1), "not_minor")
    plain = tmp_path / "plain.png"
    Image.new("RGB", (64, 64), "white").save(plain)
    decide(of_file(plain), "confirm")
    out = tmp_path / "known.txt"
    done = CliRunner().invoke(cli, ["decisions", "export", "--db", str(empty.path), "--hashes", str(out)])
    assert done.exit_code == ExitCode.SOME_INPUTS_FAILED
    assert "plain.png: has too little structure" in done.output
    assert len(out.read_text("utf-8").splitlines()) == 1
    known = KnownList.load(out)
    assert known.nearest(decode(tmp_path / "a.png").frames) == 0
    assert known.nearest(decode(tmp_path / "b.png").frames) is None


def test_a_list_exported_before_anything_was_confirmed_is_one_to_score_with(
    empty: Database, decide: Decide, tmp_path: Path
) -> None:
    decide(sticker(tmp_path, "b.png", seed=1), "not_minor")
    out = tmp_path / "known.txt"
    done = CliRunner().invoke(cli, ["decisions", "export", "--db", str(empty.path), "--hashes", str(out)])
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(cli, ["score", str(tmp_path / "b.png"), "--known", str(out), "--workers", "1"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout.splitlines()[0])["known_distance"] is None


@pytest.mark.parametrize("gone", [("a.png",), ("a.png", "b.png")], ids=["a part", "all"])
def test_a_list_loses_no_hash_because_confirmed_stickers_cannot_be_read(
    empty: Database, decide: Decide, tmp_path: Path, gone: tuple[str, ...]
) -> None:
    decide(sticker(tmp_path, "a.png"), "confirm")
    decide(sticker(tmp_path, "b.png", seed=1), "confirm")
    out, other = tmp_path / "known.txt", tmp_path / "other.txt"
    command = ["decisions", "export", "--db", str(empty.path), "--overwrite", "--hashes"]
    assert CliRunner().invoke(cli, [*command, str(out)]).exit_code == 0
    former = out.read_text("utf-8")
    for name in gone:
        (tmp_path / name).rename(tmp_path / f"away {name}")
    done = CliRunner().invoke(cli, [*command, str(out)])
    assert done.exit_code == ExitCode.SOME_INPUTS_FAILED
    assert ("1 hashes that it had stay in it" if len(gone) == 1 else f"{out}: was not written") in done.output
    assert "a.png: no such file" in done.output
    assert out.read_text("utf-8") == former
    # A new list loses nothing: it has what could be read, and none is marked as meant to be empty.
    done = CliRunner().invoke(cli, [*command, str(other)])
    assert done.exit_code == ExitCode.SOME_INPUTS_FAILED
    assert (other.exists() and len(KnownList.load(other).hashes)) == 2 - len(gone)
    for name in gone:
        (tmp_path / f"away {name}").rename(tmp_path / name)
    assert CliRunner().invoke(cli, [*command, str(out)]).exit_code == 0


def test_what_is_confirmed_anew_joins_a_list_of_which_a_sticker_is_gone(
    empty: Database, decide: Decide, tmp_path: Path
) -> None:
    decide(sticker(tmp_path, "a.png"), "confirm")
    out = tmp_path / "known.txt"
    command = ["decisions", "export", "--db", str(empty.path), "--overwrite", "--hashes", str(out)]
    assert CliRunner().invoke(cli, command).exit_code == 0
    frames = decode(tmp_path / "a.png").frames
    (tmp_path / "a.png").unlink()
    decide(sticker(tmp_path, "b.png", seed=1), "confirm")
    assert CliRunner().invoke(cli, command).exit_code == ExitCode.SOME_INPUTS_FAILED
    known = KnownList.load(out)
    assert known.nearest(frames) == known.nearest(decode(tmp_path / "b.png").frames) == 0


def test_what_is_no_longer_confirmed_leaves_the_list(empty: Database, decide: Decide, tmp_path: Path) -> None:
    one = sticker(tmp_path, "a.png")
    decide(one, "confirm", second_opinion=True)
    out = tmp_path / "known.txt"
    command = ["decisions", "export", "--db", str(empty.path), "--overwrite", "--hashes", str(out)]
    assert CliRunner().invoke(cli, command).exit_code == 0
    decide(one, "not_minor", by="Ben", queue="second")
    (tmp_path / "a.png").unlink()
    assert CliRunner().invoke(cli, command).exit_code == 0
    assert len(KnownList.load(out).hashes) == 0


def test_no_list_says_that_it_is_meant_to_be_empty_where_no_hash_can_be_made(
    empty: Database, decide: Decide, tmp_path: Path
) -> None:
    Image.new("RGB", (64, 64), "white").save(tmp_path / "plain.png")
    decide(of_file(tmp_path / "plain.png"), "confirm")
    out = tmp_path / "known.txt"
    done = CliRunner().invoke(cli, ["decisions", "export", "--db", str(empty.path), "--hashes", str(out)])
    assert done.exit_code == ExitCode.SOME_INPUTS_FAILED
    assert "no hash came of the confirmed stickers (1)" in done.output
    assert not out.exists()


def test_what_is_no_list_is_not_replaced_while_confirmed_stickers_cannot_be_read(
    empty: Database, decide: Decide, tmp_path: Path
) -> None:
    decide(sticker(tmp_path, "a.png"), "confirm")
    decide(sticker(tmp_path, "b.png", seed=1), "confirm")
    (tmp_path / "a.png").unlink()
    out = tmp_path / "known.txt"
    out.write_text(f"md6 {'0' * 64}\n", "utf-8")
    command = ["decisions", "export", "--db", str(empty.path), "--overwrite", "--hashes", str(out)]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == ExitCode.SOME_INPUTS_FAILED
    assert f"{out}: was not written" in done.output
    assert "known.txt:1: not a PDQ hash" in done.output
    assert out.read_text("utf-8") == f"md6 {'0' * 64}\n"
    # What is a list, but has signals of other types, too, has none of them taken for a PDQ hash.
    out.write_text(f"sha256 {'0' * 64}\npdq {'f' * 64}\n", "utf-8")
    assert CliRunner().invoke(cli, command).exit_code == ExitCode.SOME_INPUTS_FAILED
    assert len(out.read_text("utf-8").splitlines()) == 2
    assert f"pdq {'f' * 64}" in out.read_text("utf-8")
