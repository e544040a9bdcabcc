"""What a command is given and cannot use: paths that are empty, lists that are folders, gone or in another encoding."""

import io
import os
from pathlib import Path

import numpy as np
import pytest

from stickerguard import StickerClassifier
from stickerguard.batch.items import Item
from stickerguard.batch.manifests import manifest_items
from stickerguard.batch.sources import count, items
from stickerguard.cli.exit_codes import ExitCode
from stickerguard.errors import StickerguardError
from tests.batch.test_guard import PNG
from tests.cli.command import Command

EMPTY = [
    ["score", ""],
    ["score", "file://"],
    ["score", "a.png", ""],
    *(["score", "a.png", option, ""] for option in ("-o", "--packs", "--report", "--cache", "--known", "--manifest")),
    *(["score", "a.png", option, ""] for option in ("--bundle", "--lexicon", "--thresholds")),
    *(["bundle", name, ""] for name in ("info", "verify")),
    ["bundle", "diff", "", ""],
    ["decisions", "export", "--csv", ""],
    ["review", ""],
    ["sample", "v.jsonl", "-o", ""],
    ["serve", "--thresholds", ""],
    ["tune", ""],
]


@pytest.mark.parametrize("arguments", EMPTY, ids=" ".join)
def test_an_empty_path_is_not_the_current_folder(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.png").write_bytes(PNG)
    done = command(*arguments)
    assert done.returncode == ExitCode.USER_ERROR
    assert "names no file; give a path (. is the current folder)" in " ".join(done.stderr.replace("│", " ").split())
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def errors(found: list[Item]) -> list[tuple[str, str | None]]:
    return [(one.source, getattr(one.content, "code", None)) for one in found]


def test_an_empty_path_among_others_is_a_row(classifier: StickerClassifier, tmp_path: Path) -> None:
    assert errors([*items(["", "file://"]), *items(["-"], stdin=io.BytesIO(b"file://\n"))]) == [
        ("", "no_path"),
        ("file://", "no_path"),
        ("file://", "no_path"),
    ]
    assert count([""]) == 1
    manifest = tmp_path / "m.csv"
    manifest.write_text("path,id\nfile://,1\n", "utf-8")
    assert errors(list(manifest_items(manifest))) == [("file://", "no_path")]
    error = classifier.classify("").error
    assert error is not None
    assert error.code == "no_path"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_on_standard_input_may_have_a_mark(encoding: str, end: str) -> None:
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    names = ["s0.png", "早\u0a0a安\u0d0a.png", "", "-", "s1.png", ""]
    data = (mark + end.join(names)).encode(encoding)
    found = [item.source for item in items(["-"], stdin=io.BytesIO(data))]
    assert found == ["s0.png", "早\u0a0a安\u0d0a.png", "s1.png"]


def test_a_name_that_is_no_utf_8_and_an_empty_list_are_as_before() -> None:
    (item,) = items(["-"], stdin=io.BytesIO(b"a\xff.png\n"))
    assert item.content == Path(os.fsdecode(b"a\xff.png"))
    assert not list(items(["-"], stdin=io.BytesIO(b"")))


@pytest.mark.parametrize("option", ["--known", "--lexicon"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("utf16.csv", "utf16.csv: is no UTF-8 (byte 1); save the list as UTF-8"),
        ("latin.csv", "latin.csv: is no UTF-8 (byte 15); save the list as UTF-8"),
        ("folder", "folder: cannot be read: Is a directory; it is a folder; give a file"),
        ("absent.csv", "absent.csv: cannot be read: No such file or directory; check the path"),
    ],
)
def test_lists_that_cannot_be_read(command: Command, tmp_path: Path, option: str, name: str, said: str) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "folder").mkdir()
    (tmp_path / "utf16.csv").write_text("# liste\n", "utf-16")
    (tmp_path / "latin.csv").write_text("# eine Liste für uns\n", "latin-1")
    done = command("score", tmp_path / "a.png", option, tmp_path / name)
    assert (done.returncode, done.stderr) == (ExitCode.USER_ERROR, f"stickerguard: {tmp_path / said}\n")


def test_tables_that_cannot_be_read(command: Command, tmp_path: Path) -> None:
    done = command("tune", tmp_path / "absent.csv")
    assert "absent.csv: cannot be read: No such file or directory; check the path" in done.stderr
    done = command("score", "--manifest", tmp_path / "absent.csv")
    assert "absent.csv: cannot be read: No such file or directory; check the path" in done.stderr
    manifest = tmp_path / "m.csv"
    for encoding in ("utf-16-le", "utf-16-be"):
        manifest.write_text("path,id\na.png,1\n", encoding)
        done = command("score", "--manifest", manifest)
        assert done.returncode == ExitCode.USER_ERROR
        assert "as UTF-16 without a mark has; save the file as UTF-8" in done.stderr


def test_a_caption_over_the_limit_names_its_sticker_and_the_setting(classifier: StickerClassifier) -> None:
    error = classifier.classify(PNG, caption="x" * 20_001, source="a.png").error
    assert error is not None
    assert error.message.startswith("a.png: the text given with it has more than 20,000 characters; give fewer")
    assert "STICKERGUARD_MAX_CAPTION" in error.message


def test_one_sticker_is_not_many(classifier: StickerClassifier) -> None:
    grey = np.zeros((8, 9), np.uint8)
    for one in ("sticker.webp", b"ab", Path("sticker.webp"), grey, np.zeros((8, 9, 3), np.uint8)):
        with pytest.raises(StickerguardError, match="is one sticker; give a list, or call classify") as caught:
            classifier.classify_many(one)  # type: ignore[arg-type]
        assert caught.value.code == "not_many"
    assert [verdict.decision for verdict in classifier.classify_many(np.zeros((2, 8, 9, 3), np.uint8))] == ["clear"] * 2
