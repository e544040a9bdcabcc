"""Where the bytes of a sticker come from, and where they never do."""

import hashlib
import io
import os
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from stickerguard.batch.archives import archive_items
from stickerguard.errors import DecodeError, LimitError
from stickerguard.images import Limits, source_name
from stickerguard.review.locate import sticker_bytes
from tests.drawing import encode
from tests.review.pictures import blocks, sticker
from tests.review.rows import verdict

PICTURE = encode(blocks(0), "PNG")
SHA256 = hashlib.sha256(PICTURE).hexdigest()


def test_a_sticker_lies_where_it_was_scored_or_under_another_folder(tmp_path: Path) -> None:
    found = sticker(tmp_path / "then" / "a", "x.png")
    assert sticker_bytes(found, None, Limits()) == PICTURE
    (tmp_path / "now" / "a").mkdir(parents=True)
    (tmp_path / "then" / "a" / "x.png").rename(tmp_path / "now" / "a" / "x.png")
    assert sticker_bytes(found, tmp_path / "now", Limits()) == PICTURE
    with pytest.raises(DecodeError, match="--stickers") as refused:
        sticker_bytes(found, None, Limits())
    assert refused.value.code == "not_found"


def test_the_one_of_the_same_name_that_was_scored_is_taken(tmp_path: Path) -> None:
    found = replace(verdict("/scored/here/a/x.png"), sha256=SHA256)
    for folder, content in (("here/a", b"another"), ("a", PICTURE)):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "x.png").write_bytes(content)
    assert sticker_bytes(found, tmp_path, Limits()) == PICTURE
    (tmp_path / "a" / "x.png").write_bytes(b"changed")
    with pytest.raises(DecodeError, match="another one than was scored") as refused:
        sticker_bytes(found, tmp_path, Limits())
    assert refused.value.code == "changed"


@pytest.mark.parametrize(
    "source",
    [
        "../secret.png", "a/../../secret.png", "link/secret.png", "a\0b.png", "..\\secret.png",
        "s3://../secret.png", "https://h/%2e%2e/secret.png", "https://h/..%2fsecret.png", "s3://link/secret.png",
    ],
)  # fmt: skip
def test_nothing_outside_the_folder_is_opened(tmp_path: Path, source: str) -> None:
    inside = tmp_path / "stickers"
    inside.mkdir()
    (tmp_path / "secret.png").write_bytes(PICTURE)
    (inside / "link").symlink_to(tmp_path)
    with pytest.raises(DecodeError) as refused:
        sticker_bytes(replace(verdict(source), sha256=SHA256), inside, Limits())
    assert refused.value.code == "not_found"


def test_nothing_is_fetched_from_elsewhere(tmp_path: Path) -> None:
    for source in ("s3://bucket/x.png", "https://host.example/x.png"):
        with pytest.raises(DecodeError, match="fetches nothing") as refused:
            sticker_bytes(verdict(source), None, Limits())
        assert refused.value.code == "not_found"
        with pytest.raises(DecodeError, match="it is not under") as refused:
            sticker_bytes(verdict(source), tmp_path, Limits())
        assert refused.value.code == "not_found"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("s3://bucket/a/x.png", "bucket/a/x.png"),
        ("s3://bucket/a/x.png", "a/x.png"),
        ("https://user@host.example:8080/a/x.png", "x.png"),
        ("https://host.example/a/good%20day.png?size=2#top", "a/good day.png"),
        ("https://host.example/a/good%20day.png?size=2", "good%20day.png"),
        ("https://host.example/x.png?size=2", "x.png?size=2"),
        ("s3://bucket/50%25.png", "50%25.png"),
        ("zip://a/x.png::s3://bucket/pack.zip", "a/x.png"),
    ],
)
def test_what_was_scored_from_a_url_is_found_once_it_was_downloaded(tmp_path: Path, source: str, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PICTURE)
    found = replace(verdict(source), sha256=SHA256)
    assert sticker_bytes(found, tmp_path, Limits()) == PICTURE
    path.write_bytes(b"another")
    with pytest.raises(DecodeError, match="another one than was scored"):
        sticker_bytes(found, tmp_path, Limits())


def test_a_member_of_an_archive_that_was_downloaded_is_found(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "my pack.zip", "w") as archive:
        archive.writestr("sub/a%20#1.png", PICTURE)
    found = replace(verdict("https://host.example/my%20pack.zip?size=2!/sub/a%20#1.png"), sha256=SHA256)
    assert sticker_bytes(found, tmp_path, Limits()) == PICTURE


@pytest.mark.parametrize("scheme", ["file://", "local://"])
def test_a_local_url_is_the_path_that_it_names(tmp_path: Path, scheme: str) -> None:
    path = tmp_path / "good%20day.png"
    path.write_bytes(PICTURE)
    pack = tmp_path / "pack.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("a.png", PICTURE)
    for source in (f"{scheme}{path}", f"{scheme}{pack}!/a.png"):
        found = replace(verdict(source), sha256=SHA256)
        assert sticker_bytes(found, None, Limits()) == PICTURE
        assert sticker_bytes(found, tmp_path, Limits()) == PICTURE


@pytest.mark.parametrize("name", [b"odd\xff.png", b"back\\slash.png"])
def test_a_name_that_is_no_utf_8_is_found_by_how_verdicts_write_it(tmp_path: Path, name: bytes) -> None:
    path = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118 (bytes)
    Path(os.fsdecode(path)).write_bytes(PICTURE)
    found = replace(verdict(source_name(os.fsdecode(path))), sha256=SHA256)
    assert sticker_bytes(found, None, Limits()) == PICTURE
    assert sticker_bytes(found, tmp_path, Limits()) == PICTURE


@pytest.mark.parametrize("folder", [b"d\xff", b"d\xff/plain", b"back\\slash", b"d\xff/e\xfe"])
@pytest.mark.parametrize("name", [b"a.png", b"a\xff.png", b"pack.zip", b"p\xff.zip"])
def test_odd_names_of_folders_are_undone_too(tmp_path: Path, folder: bytes, name: bytes) -> None:
    inside = tmp_path / os.fsdecode(folder)
    inside.mkdir(parents=True)
    path = inside / os.fsdecode(name)
    source = source_name(path)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("sub/a.png", PICTURE)
        source = f"{source}!/sub/a.png"
    else:
        path.write_bytes(PICTURE)
    found = replace(verdict(source), sha256=SHA256)
    assert sticker_bytes(found, None, Limits()) == PICTURE
    assert sticker_bytes(found, tmp_path, Limits()) == PICTURE


def test_of_two_names_that_are_written_alike_the_one_that_was_scored_is_taken(tmp_path: Path) -> None:
    for folder, content in (("d\\xff", b"another"), (os.fsdecode(b"d\xff"), PICTURE)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.png").write_bytes(content)
    found = replace(verdict(f"{tmp_path}/d\\xff/a.png"), sha256=SHA256)
    assert sticker_bytes(found, None, Limits()) == PICTURE


def test_an_odd_link_leads_out_of_the_folder_no_more_than_another(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.png").write_bytes(PICTURE)
    inside = tmp_path / "stickers"
    inside.mkdir()
    (inside / os.fsdecode(b"d\xff")).symlink_to(tmp_path / "secret")
    with pytest.raises(DecodeError) as refused:
        sticker_bytes(replace(verdict("d\\xff/a.png"), sha256=SHA256), inside, Limits())
    assert refused.value.code == "not_found"


def test_an_odd_name_without_folder_is_no_path_of_windows(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"odd\xff.png")).write_bytes(PICTURE)
    assert sticker_bytes(replace(verdict("odd\\xff.png"), sha256=SHA256), tmp_path, Limits()) == PICTURE


def test_a_folder_whose_name_ends_like_an_archive_is_none(tmp_path: Path) -> None:
    inside = tmp_path / "wow!"
    inside.mkdir()
    (inside / "a.png").write_bytes(PICTURE)
    with zipfile.ZipFile(inside / "pack.zip", "w") as archive:
        archive.writestr("oh!/a.png", PICTURE)
    for source in ("a.png", "pack.zip!/oh!/a.png"):
        found = replace(verdict(f"{inside}/{source}"), sha256=SHA256)
        assert sticker_bytes(found, None, Limits()) == PICTURE
        assert sticker_bytes(found, tmp_path, Limits()) == PICTURE


def test_of_members_of_one_name_the_one_that_was_scored_is_taken(tmp_path: Path) -> None:
    pack = tmp_path / "pack.tar"
    contents = [b"x" * 2000, b"first", PICTURE, b"last"]
    with tarfile.open(pack, "w") as archive:
        for content in contents:
            entry = tarfile.TarInfo("a.png")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    limits = Limits(max_bytes=1999)
    assert len(PICTURE) < limits.max_bytes
    for content in contents[1:]:
        scored = replace(verdict(f"{pack}!/a.png"), sha256=hashlib.sha256(content).hexdigest())
        assert sticker_bytes(scored, None, limits) == content
    with pytest.raises(LimitError) as refused:
        sticker_bytes(replace(verdict(f"{pack}!/a.png"), sha256="0" * 64), None, limits)
    assert refused.value.code == "too_many_bytes"
    with pytest.raises(DecodeError, match="another one than was scored"):
        sticker_bytes(replace(verdict(f"{pack}!/a.png"), sha256="0" * 64), None, Limits())


def test_members_of_archives_are_read_from_them(tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("one.png", b"one")
        archive.writestr("sub/two.png", PICTURE)
    sources = [item.source for item in archive_items(pack, caption=None, limits=Limits())]
    found = replace(verdict(sources[1]), sha256=SHA256)
    assert sticker_bytes(found, None, Limits()) == PICTURE
    assert sticker_bytes(found, tmp_path, Limits()) == PICTURE
    with pytest.raises(DecodeError, match="no such member"):
        sticker_bytes(replace(verdict(f"{pack}!/three.png"), sha256=SHA256), None, Limits())


def test_a_source_that_is_no_path_has_no_picture(tmp_path: Path) -> None:
    for source in ("<bytes>", "", "."):
        with pytest.raises(DecodeError) as refused:
            sticker_bytes(verdict(source), tmp_path, Limits())
        assert refused.value.code == "not_found"
