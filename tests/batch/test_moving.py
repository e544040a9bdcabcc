"""Folders that change while they are scored, and what in them is no file: each input costs its own row."""

import os
import socket
import tarfile
import zipfile
from pathlib import Path

import pytest

from stickerguard.batch.items import Item
from stickerguard.batch.resume import finished_rows
from stickerguard.batch.scorer import Scorer
from stickerguard.batch.sinks import open_sink
from stickerguard.batch.sources import items
from stickerguard.classifier import StickerClassifier
from stickerguard.errors import DecodeError, StickerguardError
from stickerguard.images import Limits, read_file
from tests.drawing import encode, shapes

PNG = encode(shapes(), "PNG")
_KMSG = Path("/proc/kmsg")


def _code(scorer: Scorer, item: Item) -> str | None:
    error = scorer.score(item).error
    return error.code if error else None


@pytest.fixture
def scorer(classifier: StickerClassifier) -> Scorer:
    return Scorer(classifier)


def test_what_is_no_file_is_a_row(tmp_path: Path, scorer: Scorer) -> None:
    for name in ("pipe", "pipe.zip", "pipe.tar"):
        os.mkfifo(tmp_path / name)
    for name in ("zero", "zero.zip", "zero.tgz"):
        (tmp_path / name).symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.fspath(tmp_path / "socket"))
        codes = [_code(scorer, item) for item in items([tmp_path])]
    assert codes == ["unreadable_file"] * 7


@pytest.mark.parametrize("name", ["log", "log.zip", "log.tar"])
def test_a_file_of_the_system_that_does_not_end_is_a_row(tmp_path: Path, scorer: Scorer, name: str) -> None:
    try:
        descriptor = os.open(_KMSG, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        pytest.skip("the log of the kernel cannot be read here")
    with os.fdopen(descriptor, "rb", buffering=0) as log:
        while log.read(2**16):  # until it waits
            pass
    (tmp_path / name).symlink_to(_KMSG)
    (item,) = items([tmp_path])
    assert _code(scorer, item) == "unreadable_file"


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, pipe = tmp_path / "a.png", tmp_path / "pipe"
    path.write_bytes(PNG)
    os.mkfifo(pipe)
    real = os.open

    def late(name: Path, flags: int) -> int:
        os.replace(pipe, name)  # noqa: PTH105
        return real(name, flags)

    monkeypatch.setattr(os, "open", late)
    with pytest.raises(DecodeError, match=r"a\.png: is a pipe, socket or device"):
        read_file(path, "a.png", Limits())


def test_an_archive_that_is_gone_or_a_folder_says_so(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip", "c.tar", "d.tar"):
        if name.endswith("zip"):
            with zipfile.ZipFile(tmp_path / name, "w") as packed:
                packed.writestr("a.png", PNG)
        else:
            with tarfile.open(tmp_path / name, "w"):
                pass
    codes = []
    for path in sorted(tmp_path.iterdir()):
        stream = items([path])
        # As a folder is listed: it is known for an archive, and read a moment later.
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("stickerguard.batch.sources.is_archive", lambda given: True)
            path.unlink()
            if path.stem in "bd":
                path.mkdir()
                patched.setattr("stickerguard.batch.sources.expand", lambda paths: map(Path, paths))
            codes += [content.code for item in stream if isinstance(content := item.content, StickerguardError)]
    assert codes == ["not_found", "is_directory"] * 2


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "parts"])
def test_a_run_goes_on_though_files_went_while_they_were_listed(tmp_path: Path, scorer: Scorer, name: str) -> None:
    folder, output = tmp_path / "in", tmp_path / name
    folder.mkdir()
    for letter in "abcd":
        (folder / f"{letter}.png").write_bytes(PNG)
    if not output.suffix:
        output.mkdir()
    listed = items([folder])
    with open_sink(output, with_text=False) as sink:
        for change in (None, Path.unlink, _as_folder):
            item = next(listed)
            if change and isinstance(item.content, Path):
                change(item.content)
            sink.write(scorer.score(item))
    assert [row.code for row in finished_rows(output).rows()] == [None, "not_found", "is_directory"]
    left = finished_rows(output).skip(items([folder]))
    assert [item.source for item in left] == [str(folder / "d.png"), str(folder / "c.png" / "x.png")]
    (folder / "a.png").unlink()
    with pytest.raises(StickerguardError, match="row 1 is") as refused:
        list(finished_rows(output).skip(items([folder])))
    assert refused.value.code == "other_inputs"


def _as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "x.png").write_bytes(PNG)


def test_a_download_is_scored_as_far_as_it_is_there(tmp_path: Path, scorer: Scorer) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(PNG[: len(PNG) // 2])
    listed = list(items([tmp_path]))
    assert _code(scorer, listed[0]) in ("truncated", "corrupt")
    with path.open("ab") as rest:
        rest.write(PNG[len(PNG) // 2 :])
    assert _code(scorer, listed[0]) is None
