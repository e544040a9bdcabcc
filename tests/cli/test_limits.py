"""What an error advises, a higher limit, is there for the command that says it."""

import json
import zipfile
from dataclasses import fields
from pathlib import Path

import pytest

from stickerguard.limits import Limits
from tests.cli.command import Command
from tests.drawing import encode, shapes

SMALL, LARGE = encode(shapes((16, 16)), "PNG"), encode(shapes((96, 96)), "BMP")


def test_limits_hold_for_files_members_and_captions(score: Command, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(SMALL)
    (tmp_path / "b.bmp").write_bytes(LARGE)
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("d.bmp", LARGE)
    manifest = tmp_path / "list.csv"
    manifest.write_text("path,caption\na.png,hi\na.png,hello\n", "utf-8")
    limits = f"max_bytes={len(LARGE) - 1}", "max_caption=4"
    options = [word for limit in limits for word in ("--limit", limit)]
    done = score(*(tmp_path / name for name in ("a.png", "b.bmp", "c.zip")), "--manifest", manifest, *options)
    errors = [row["error"] and row["error"]["code"] for row in map(json.loads, done.stdout.splitlines())]
    assert errors == [None, "too_many_bytes", "too_many_bytes", None, "caption_too_long"]
    assert "score it with a higher limit max_bytes" in done.stdout


def test_what_is_within_the_limit_given_is_scored(score: Command, tmp_path: Path) -> None:
    (tmp_path / "b.bmp").write_bytes(LARGE)
    done = score(tmp_path / "b.bmp", "--limit", "max_bytes=10", "--limit", f"max_bytes={len(LARGE)}")
    assert (done.returncode, json.loads(done.stdout)["error"]) == (0, None)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("pixels=5", r"'pixels' is no limit; there are max_bytes, max_pixels, "),
        ("max_pixels", "max_pixels is '', not a whole number; write max_pixels=20000000"),
        ("max_bytes=2.5", "max_bytes is '2.5', not a whole number"),
        ("max_decode_seconds=nan", "max_decode_seconds is 'nan'; give seconds above 0"),
        ("max_frames=0", "max_frames is '0'; give a whole number above 0"),
    ],
)
def test_what_is_no_limit_is_refused(command: Command, given: str, words: str) -> None:
    done = command("score", "absent.png", "--limit", given)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())


@pytest.mark.parametrize("arguments", [("score",), ("review",), ("decisions", "export")])
def test_every_limit_can_be_given(command: Command, arguments: tuple[str, ...]) -> None:
    options = [word for field in fields(Limits) for word in ("--limit", f"{field.name}={field.default}")]
    done = command(*arguments, *options, "--help")
    assert done.returncode == 0
    assert "--limit NAME=NUMBER" in done.stdout
