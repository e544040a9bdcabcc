"""Packs as archives: every member is one sticker, nothing is unpacked to disk, bad members cost themselves only."""

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from stickerguard.batch.items import Item
from stickerguard.batch.sources import items
from tests.batch.packing import PNG, code, found, make_tar, make_zip


@pytest.mark.parametrize("name", ["pack.zip", "pack.wastickers", "pack.tar", "pack.tar.gz", "pack.tgz", "PACK.ZIP"])
def test_every_member_is_a_sticker_of_the_pack(tmp_path: Path, name: str) -> None:
    make = make_zip if name.lower().endswith(("zip", "wastickers")) else make_tar
    mode = {} if make is make_zip else {"mode": "w" if name.endswith("tar") else "w:gz"}
    path = make(
        tmp_path / name, {"title.txt": b"Good mood", "author.txt": b"me", "a.png": PNG, "in/b.png": PNG}, **mode
    )
    assert found(path) == [
        Item(f"{path}!/a.png", PNG, caption="Good mood", pack=str(path)),
        Item(f"{path}!/in/b.png", PNG, caption="Good mood", pack=str(path)),
    ]


def test_the_callers_caption_and_the_title_both_count(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "p.zip", {"a.png": PNG, "title.txt": b"Good mood"})
    assert [item.caption for item in items([path], caption="listed as fun")] == ["listed as fun\nGood mood"]


def test_an_archive_in_a_folder_is_opened_too(tmp_path: Path) -> None:
    make_zip(tmp_path / "b.zip", {"x.png": PNG})
    (tmp_path / "a.png").write_bytes(PNG)
    assert [item.source for item in items([tmp_path])] == [str(tmp_path / "a.png"), f"{tmp_path / 'b.zip'}!/x.png"]


@pytest.mark.parametrize("suffix", ["zip", "tar.gz"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, suffix: str) -> None:
    make = make_zip if suffix == "zip" else make_tar
    path = make(tmp_path / f"bomb.{suffix}", {"zeros.png": bytes(50_000_000), "fine.png": PNG})
    assert path.stat().st_size < 100_000
    assert [code(item) for item in found(path, max_bytes=1_000_000)] == ["too_many_bytes", None]


def test_a_member_whose_directory_lies_about_its_size_is_still_bounded(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "liar.zip", {"zeros.png": bytes(3_000_000)})
    honest = (3_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(honest, (1_000).to_bytes(4, "little")))
    item = found(path, max_bytes=1_000_000)[0]
    assert code(item) == "bad_archive" or len(bytes(item.content)) <= 1_000_000  # type: ignore[arg-type]  # not a path


@pytest.mark.parametrize("evil", ["../../outside.png", "/etc/outside.png", "a\\..\\outside.png"])
@pytest.mark.parametrize("suffix", ["zip", "tar"])
def test_a_member_name_leads_nowhere(tmp_path: Path, suffix: str, evil: str) -> None:
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    path = make_zip(folder / "p.zip", {evil: PNG}) if suffix == "zip" else make_tar(folder / "p.tar", {evil: PNG}, "w")
    assert [item.content for item in found(path)] == [PNG]
    assert [entry for entry in tmp_path.rglob("*") if entry.is_file()] == [path]


def test_links_and_devices_in_a_tar_are_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "p.tar"
    (tmp_path / "secret").write_bytes(PNG)
    with tarfile.open(path, "w") as archive:
        for kind, target in ((tarfile.SYMTYPE, "secret"), (tarfile.LNKTYPE, "secret"), (tarfile.FIFOTYPE, "")):
            entry = tarfile.TarInfo(f"bad-{kind.decode()}.png")
            entry.type, entry.linkname = kind, target
            archive.addfile(entry)
    assert [code(item) for item in found(path)] == ["not_a_file"] * 3


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_in_a_zip_are_no_files(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, mode in (("a.png", kind | 0o777), ("b.png", stat.S_IFREG | 0o644), ("c.png", 0)):
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, mode << 16
            archive.writestr(entry, b"secret.png" if name == "a.png" else PNG)
        entry = zipfile.ZipInfo("title.txt")
        entry.create_system, entry.external_attr = 3, (kind | 0o777) << 16
        archive.writestr(entry, b"secret.txt")
    items = found(path)
    assert [code(item) for item in items] == ["not_a_file", None, None, "not_a_file"]
    assert {item.caption for item in items} == {None}


def test_an_encrypted_member_says_so(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "p.zip", {"a.png": PNG})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert [code(item) for item in found(path)] == ["encrypted"]


@pytest.mark.parametrize("suffix", ["zip", "tar", "tar.gz", "wastickers"])
@pytest.mark.parametrize("content", [b"", b"not an archive" * 100])
def test_what_is_no_archive_is_one_error(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"p.{suffix}"
    path.write_bytes(content)
    assert [(item.source, code(item)) for item in found(path)] == [(str(path), "bad_archive")]


def test_a_tar_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    path = make_tar(tmp_path / "p.tar", {f"{number}.png": PNG for number in range(4)}, "w")
    path.write_bytes(path.read_bytes()[: 3 * 512 + len(PNG)])
    codes = [code(item) for item in found(path)]
    assert codes[-1] == "bad_archive"
    assert None in codes[:-1]


def test_a_picture_called_as_a_text_is_scored(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("title.txt", "sub/author.txt", "folder.png/", "empty/"):
            archive.writestr(name, b"" if name == "empty/" else PNG)
    names = ("title.txt", "sub/author.txt", "folder.png/")
    assert found(path) == [Item(f"{path}!/{name}", PNG, pack=str(path)) for name in names]


@pytest.mark.parametrize("suffix", ["zip", "tar.gz"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_title_counts_whole_and_wherever_it_stands(tmp_path: Path, suffix: str, encoding: str) -> None:
    title = "good morning " * 100 + "STICKERGUARD-CANARY"
    make = make_zip if suffix == "zip" else make_tar
    path = make(tmp_path / f"p.{suffix}", {"a.png": PNG, "title.txt": title.encode(encoding)})
    assert [item.caption for item in found(path)] == [title]


def three() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in "abc":
            entry = tarfile.TarInfo(f"{name}.png")
            entry.size = len(PNG)
            archive.addfile(entry, io.BytesIO(PNG))
    return buffer.getvalue()


SECOND = 512 + (len(PNG) + 511) // 512 * 512
DAMAGE = {
    "cut at a border": lambda data: data[:SECOND],
    "cut in a header": lambda data: data[: SECOND + 100],
    "broken header": lambda data: data[: SECOND + 148] + b"0000000\0" + data[SECOND + 156 :],
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_tar_never_ends_in_silence(tmp_path: Path, damage: str, packed: bool) -> None:
    path = tmp_path / ("p.tar.gz" if packed else "p.tar")
    data = DAMAGE[damage](three())
    path.write_bytes(gzip.compress(data) if packed else data)
    assert [code(item) for item in found(path)] == [None, "bad_archive"]


def test_what_follows_an_end_mark_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "p.tar.gz"
    path.write_bytes(gzip.compress(three()) + gzip.compress(three()))
    assert [code(item) for item in found(path)] == [None] * 6


@pytest.mark.parametrize("packed", [bz2.compress, lzma.compress])
def test_what_follows_the_first_piece_of_a_compressed_tar_is_not_passed_over(
    tmp_path: Path, packed: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "p.tar.xz"
    first = packed(three())
    damaged = first[:40] + bytes(byte ^ 0xFF for byte in first[40:60]) + first[60:]
    for more in (damaged, gzip.compress(three()), three(), first[:60], b"BZ", b"?"):
        path.write_bytes(first + more)
        assert [code(item) for item in found(path)] == [None] * 3 + ["bad_archive"]
    for zeros in (b"", bytes(4), bytes(100_000)):
        path.write_bytes(first + zeros + first + zeros)
        assert [code(item) for item in found(path)] == [None] * 6


def test_a_name_that_unpacks_to_gigabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "p.tar"
    entry = tarfile.TarInfo("././@LongLink")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, 6 * 2**30
    # No data: reading it would end with another error.
    path.write_bytes(three()[:SECOND] + entry.tobuf(tarfile.GNU_FORMAT))
    first, second = found(path)
    assert code(first) is None
    assert "a header of more than" in str(second.content)


def test_long_names_in_long_names_end_with_an_error(tmp_path: Path) -> None:
    path = tmp_path / "p.tar"
    entry = tarfile.TarInfo("././@LongLink")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, 1
    path.write_bytes((entry.tobuf(tarfile.GNU_FORMAT) + b"a".ljust(512, b"\0")) * 2_000)
    assert [code(item) for item in found(path)] == ["bad_archive"]


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_a_damaged_member_costs_itself_whatever_its_codec(tmp_path: Path, method: int) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.png", PNG)
        archive.writestr("b.png", PNG)
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(byte ^ 0xFF for byte in data[60:90])
    path.write_bytes(data)
    assert [code(item) for item in found(path)] == ["bad_archive", None]


def test_a_member_without_a_name_costs_no_other_its_row(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"?")
        archive.writestr("a.png", PNG)
    assert [item.content for item in found(path)] == [b"?", PNG]


def zip_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("inner", [{"x.png": PNG}, {}])
@pytest.mark.parametrize("more", [0, 10])
def test_a_zip_in_one_that_was_cut_off_does_not_stand_for_it(
    tmp_path: Path, inner: dict[str, bytes], more: int
) -> None:
    pack = zip_of(inner)
    whole = zip_of({"a.png": PNG, "more.zip": pack, "b.png": PNG})
    path = tmp_path / "p.zip"
    path.write_bytes(whole[: whole.index(pack) + len(pack) + more])
    *others, item = found(path)
    assert [other.content for other in others] == list(inner.values())
    assert (item.source, code(item)) == (str(path), "unlisted_members")
    assert "leaves out the first ones" in str(item.content)


def test_of_joined_zips_none_is_lost_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(zip_of({"a.png": PNG}) + zip_of({"b.png": PNG}))
    assert [code(item) for item in found(path)] == [None, "unlisted_members"]


def test_a_self_extracting_zip_is_read(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(b"MZ" + bytes(1_000) + zip_of({"a.png": PNG}))
    assert [item.content for item in found(path)] == [PNG]


@pytest.mark.parametrize("suffix", ["zip", "tar", "tar.gz"])
@pytest.mark.parametrize("members", [{}, {"title.txt": b"Good mood", "author.txt": b"me"}])
def test_an_archive_without_a_sticker_has_a_row(tmp_path: Path, suffix: str, members: dict[str, bytes]) -> None:
    path = tmp_path / f"p.{suffix}"
    if suffix == "zip":
        make_zip(path, members)
    else:
        make_tar(path, members, "w" if suffix == "tar" else "w:gz")
    assert [(item.source, item.pack, code(item)) for item in found(path)] == [(str(path), str(path), "empty")]


def test_zeros_in_place_of_a_tar_have_a_row(tmp_path: Path) -> None:
    path = tmp_path / "p.tar"
    path.write_bytes(bytes(10_240))
    assert [(item.source, code(item)) for item in found(path)] == [(str(path), "empty")]


@pytest.mark.parametrize("mark", [b"PK00", b"PK\x07\x08"])
def test_the_mark_of_a_zip_made_to_be_split_is_no_member(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(mark)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("a.png", PNG)
    assert [(item.source, item.content) for item in found(path)] == [(f"{path}!/a.png", PNG)]
    # With a member that the list does not have, it is as cut off as any other.
    joined = tmp_path / "q.zip"
    joined.write_bytes(mark + make_zip(tmp_path / "r.zip", {"b.png": PNG}).read_bytes() + path.read_bytes()[4:])
    assert [code(item) for item in found(joined)] == [None, "unlisted_members"]


def test_a_method_that_is_not_known_is_said_to_be_that(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "p.zip", {"a.png": PNG, "b.png": PNG})
    data = bytearray(path.read_bytes())
    for start, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.find(start) + place
        data[at : at + 2] = (97).to_bytes(2, "little")
    path.write_bytes(data)
    bad, good = found(path)
    assert (code(bad), good.content) == ("bad_archive", PNG)
    assert "pack it again with the method deflate" in str(bad.content)
    assert "fetch it again" not in str(bad.content)
