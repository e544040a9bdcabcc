"""What a list of paths means."""

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from stickerguard.batch import remote, sources
from stickerguard.batch.items import Item, RemoteFile
from stickerguard.batch.remote import fetch, remote_items
from stickerguard.batch.sources import expand, items
from stickerguard.batch.urls import shown
from stickerguard.errors import StickerguardError
from tests.drawing import encode, shapes


def test_a_folder_stands_for_every_visible_file_under_it_in_name_order(tmp_path: Path) -> None:
    for name in ("b.png", "a.webp", "pack/2.gif", "pack/1.bin", ".hidden.png", ".cache/x.png", "without_suffix"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    found = [path.relative_to(tmp_path).as_posix() for path in expand([tmp_path])]
    assert found == ["a.webp", "b.png", "without_suffix", "pack/1.bin", "pack/2.gif"]


def test_files_are_kept_as_given_even_when_absent_or_hidden(tmp_path: Path) -> None:
    paths = [tmp_path / ".hidden.png", tmp_path / "absent.png"]
    paths[0].touch()
    assert list(expand(paths)) == paths


def test_a_linked_folder_cannot_make_an_endless_walk(tmp_path: Path) -> None:
    (tmp_path / "sticker.png").touch()
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert [path.name for path in expand([tmp_path])] == ["sticker.png"]


def test_a_folder_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.png", "closed/b.png", "open/c.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    real = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = {Path(item.source).name: item.content for item in items([tmp_path])}
    assert sorted(found) == ["a.png", "c.png", "closed"]
    closed = found["closed"]
    assert isinstance(closed, StickerguardError)
    assert (closed.code, "permissions" in str(closed)) == ("unreadable_file", True)


def test_what_goes_wrong_with_one_input_does_not_end_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> Iterator[Item]:
        raise ValueError("unforeseen")

    monkeypatch.setattr(sources, "remote_items", fails)
    first, second = items(["memory://x", "absent.png"])
    assert isinstance(first.content, StickerguardError)
    assert first.content.code == "internal"
    assert second.content == Path("absent.png")


def test_a_file_of_a_url_has_the_host_and_the_chain_of_that_url(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name in ("p/one.png", "p/two.png"):
            file.writestr(name, encode(shapes(), "PNG"))
    inside = f"zip://p/one.png::file://{archive}"
    assert [item.source for item in remote_items(inside)] == [inside]
    for folder in ("zip://p", "zip://p/", "zip://"):
        found = list(remote_items(f"{folder}::file://{archive}"))
        assert [item.source for item in found] == [f"zip://p/{name}.png::file://{archive}" for name in ("one", "two")]
        assert isinstance(found[1].content, RemoteFile)
        assert fetch(found[1].content, 10_000) == encode(shapes(), "PNG")


def test_a_password_in_a_url_is_not_part_of_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    class System:
        def isdir(self, path: str) -> bool:
            return False

    monkeypatch.setattr(remote, "_open", lambda url: (System(), "/s/a@b.png"))
    (item,) = remote_items("ftp://ann:secret@example.org:21/s/a@b.png")
    assert item.source == "ftp://ann@example.org:21/s/a@b.png"
    assert item.content == RemoteFile("ftp://ann:secret@example.org:21/s/a@b.png")
    (other,) = remote_items("s3://bucket/a:b@c/d.png")
    assert other.source == "s3://bucket/a:b@c/d.png"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://:secret@h/a.png", "http://@h/a.png"),
        ("ftp://ann:s@cr@t@h:21/a@b.png", "ftp://ann@h:21/a@b.png"),
        ("ftp://ann:sec/ret@h/a.png", "ftp://ann@h/a.png"),
        ("zip://p/a.png::ftp://ann:secret@h/a.zip", "zip://p/a.png::ftp://ann@h/a.zip"),
        ("http://h:8080/a@b.png", None),
        ("file://C:/a@b.png", None),
        ("zip://p::file:///a@b.zip", None),
        ("s3://arn:aws:s3:eu:1:accesspoint/ap/a@2x.png", None),
        ("github://org:repo@main/a.png", None),
        ("folder/a:b@c.png", None),
    ],
)
def test_of_a_url_only_the_password_is_left_out(url: str, expected: str | None) -> None:
    assert shown(url) == (expected or url)


@pytest.mark.parametrize(
    "url", ["ftp://ann:s%20cret@h/a.png", "ftp://:s%20cret@h/a.png", "ftp://ann:s%20cr/et@h/a.png"]
)
def test_a_password_is_in_no_message(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    password = url.rpartition("@")[0].rpartition(":")[2]

    class System:
        def open(self, path: str, mode: str) -> io.BytesIO:
            return io.BytesIO(bytes(100))

    def fails(given: str) -> tuple[System, str]:
        raise OSError(f"{given}: refused; {unquote(given)}: {unquote(password)} is wrong")

    def absent(given: str) -> tuple[System, str]:
        raise FileNotFoundError(given)

    monkeypatch.setattr(remote, "_open", fails)
    (listed,) = remote_items(url)
    errors = [listed.content]
    for opened in (fails, absent, lambda given: (System(), given)):
        monkeypatch.setattr(remote, "_open", opened)
        with pytest.raises(StickerguardError) as caught:
            fetch(RemoteFile(url), 10)
        errors.append(caught.value)
    assert "is wrong" in str(listed.content)
    assert listed.source.endswith("@h/a.png")
    for text in (listed.source, *map(str, errors)):
        assert "cr" not in text.replace("credentials", "")
