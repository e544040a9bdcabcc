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


@pytest.mark.parametrize("url", ["http://h/folder/", "HTTPS://ann:s@h:81/a.png?x=1", "https://h"])
def test_a_url_of_the_web_is_one_file_that_is_not_asked_for_here(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    def asked(_: str) -> None:
        raise AssertionError("the server was asked")

    monkeypatch.setattr(remote, "_open", asked)
    assert list(items([url])) == [Item(url, RemoteFile(url))]


class Store:
    """An object store with the folders `listed`, each a list of names; asked for another it raises PermissionError."""

    def __init__(self, listed: dict[str, list[str]]) -> None:
        self.listed = listed
        self.asked: list[str] = []

    def isdir(self, path: str) -> bool:
        return True

    def ls(self, path: str, detail: bool) -> list[dict[str, object]]:
        self.asked.append(path)
        if path not in self.listed:
            raise PermissionError(path)
        kinds = {name: "directory" if name.endswith("/") else "file" for name in self.listed[path]}
        return [{"name": f"{path}/{name}".rstrip("/"), "type": kind, "size": 9} for name, kind in kinds.items()] + [
            {"name": f"{path}/", "type": "file", "size": 0}
        ]

    def unstrip_protocol(self, path: str) -> str:
        return f"s3://{path}"


def test_a_bucket_is_listed_folder_by_folder_as_it_is_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(
        {"b": ["z.png", "p/", "a.png", ".h/", "closed/"], "b/p": ["2.png", ".x", "1.png", "q/"], "b/p/q": ["3"]}
    )
    monkeypatch.setattr(remote, "_open", lambda url: (store, "b"))
    stream = remote_items("s3://b", caption="hi")
    assert next(stream) == Item("s3://b/a.png", RemoteFile("s3://b/a.png"), caption="hi")
    assert store.asked == ["b"]
    closed, *rest = (item for item in list(stream)[1:])
    assert closed.source == "s3://b/closed"
    assert isinstance(closed.content, StickerguardError)
    assert closed.content.code == "unreadable_file"
    assert [item.source for item in rest] == [f"s3://b/p/{name}" for name in ("1.png", "2.png", "q/3")]


class Answer(io.RawIOBase):
    """A stream without end that gives at most 64 bytes at once, as the web does."""

    given = 0

    def read(self, size: int = -1) -> bytes:
        assert 0 < size <= 2**20
        more = min(size, 64)
        self.given += more
        return bytes(more)


@pytest.mark.parametrize("url", ["https://h/a.png", "memory://a.png"])
def test_an_answer_longer_than_was_asked_for_ends_at_the_limit(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    answer, options = Answer(), {}

    class System:
        def open(self, path: str, mode: str, **given: int) -> Answer:
            options.update(given)
            return answer

    monkeypatch.setattr(remote, "_open", lambda url: (System(), url))
    with pytest.raises(StickerguardError) as caught:
        fetch(RemoteFile(url), 1_000)
    assert (caught.value.code, answer.given) == ("too_many_bytes", 1_001)
    # So opened, fsspec streams: no HEAD, and no answer to a range kept whole.
    assert options == ({"block_size": 0, "size": 1_001} if url.startswith("https") else {})


def test_a_file_url_is_the_path_in_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("b.png", "in/a%20b.png", ".h.png"):
        (tmp_path / name).touch()
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr("c.png", b"c")
    found = list(items([f"file://{tmp_path}/", f"local://{tmp_path}/*.png", f"File://{tmp_path}/absent.png"]))
    pack = f"file://{tmp_path}/p.zip"
    assert found == [
        Item(f"file://{tmp_path}/b.png", tmp_path / "b.png"),
        Item(f"{pack}!/c.png", b"c", pack=pack),
        Item(f"file://{tmp_path}/in/a%20b.png", tmp_path / "in/a%20b.png"),
        Item(f"local://{tmp_path}/b.png", tmp_path / "b.png"),
        Item(f"File://{tmp_path}/absent.png", tmp_path / "absent.png"),
    ]


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
