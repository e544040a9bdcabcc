"""Zips whose list of members leaves some out: none of them passes in silence, and what is listed is
scored."""

import io
import os
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.batch.packing import PNG, code, found, make_zip
from tests.drawing import encode, shapes

OTHER = encode(shapes(seed=5), "PNG")
NAMES = ("a.png", "b.png", "c.png", "d.png")
END, LISTED = b"PK\x05\x06", b"PK\x01\x02"


def zip_of(names: tuple[str, ...] = NAMES, comment: bytes = b"", **options: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **options) as archive:  # type: ignore[call-overload]
        archive.comment = comment
        for name in names:
            archive.writestr(name, PNG)
    return buffer.getvalue()


def without(data: bytes, gone: tuple[int, ...]) -> bytes:
    """`data`, a zip, without the entries `gone` of its list, with the end as whoever wrote it so would have it."""
    start, end = data.index(LISTED), data.rindex(END)
    entries = [LISTED + entry for entry in data[start:end].split(LISTED)[1:]]
    left = [entry for number, entry in enumerate(entries) if number not in gone]
    size, comment = sum(map(len, left)), data[end + 22 :]
    record = struct.pack("<4s4H2LH", END, 0, 0, len(left), len(left), size, start, len(comment))
    return data[:start] + b"".join(left) + record + comment


def inserted(data: bytes, filling: bytes, before: int) -> bytes:
    """`data` with `filling` before its member `before`, the first of those behind the last one: before the list."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        offsets = [entry.header_offset for entry in archive.infolist()]
        at = [*offsets, archive.start_dir][before]
    listed, end = data.index(LISTED), data.rindex(END)
    entries = data[listed:end].split(LISTED)[1:]
    moved = [
        entry[:38] + struct.pack("<L", offset + len(filling) * (offset >= at)) + entry[42:]
        for entry, offset in zip(entries, offsets, strict=True)
    ]
    tail = data[end : end + 16] + struct.pack("<L", listed + len(filling)) + data[end + 20 :]
    return data[:at] + filling + data[at:listed] + b"".join(LISTED + entry for entry in moved) + tail


@pytest.mark.parametrize("gone", [(3,), (1, 2), (1, 2, 3), (0,), (0, 1, 2, 3)])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_that_is_not_listed_is_one_error_and_the_others_are_scored(
    tmp_path: Path, gone: tuple[int, ...], method: int
) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(without(zip_of(compression=method), gone))
    *others, item = found(path)
    assert [(other.source, other.content) for other in others] == [
        (f"{path}!/{name}", PNG) for number, name in enumerate(NAMES) if number not in gone
    ]
    assert (item.source, item.pack, code(item)) == (str(path), str(path), "unlisted_members")
    assert "list of members leaves out" in str(item.content)


@pytest.mark.parametrize("gone", ["a.png", "b.png", "d.png"])
@pytest.mark.parametrize("again", [False, True])
def test_a_zip_that_python_changed_in_place_is_scored_by_its_list(tmp_path: Path, gone: str, again: bool) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(zip_of())
    with zipfile.ZipFile(path, "a") as archive:
        # As programs take a member off, or put another in its place: zipfile has no call for it.
        archive.filelist.remove(archive.NameToInfo.pop(gone))
        archive.writestr(gone if again else "new.png", OTHER)
    *others, item = found(path)
    left = [(f"{path}!/{name}", PNG) for name in NAMES if name != gone]
    assert [(other.source, other.content) for other in others] == [
        *left,
        (f"{path}!/{gone if again else 'new.png'}", OTHER),
    ]
    assert (item.source, code(item)) == (str(path), "unlisted_members")
    assert "only what is listed was looked at" in str(item.content)


@pytest.mark.skipif(shutil.which("zip") is None, reason="needs Info-ZIP")
@pytest.mark.parametrize("how", ["-d", "-u", "-f", "-g"])
def test_a_zip_that_info_zip_changed_in_place_is_whole(tmp_path: Path, how: str) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(zip_of())
    (tmp_path / "b.png").write_bytes(OTHER)
    newer = path.stat().st_mtime + 100
    os.utime(tmp_path / "b.png", (newer, newer))
    subprocess.run(["zip", "-q", how, path.name, "b.png"], cwd=tmp_path, check=True)
    names = [name for name in NAMES if how != "-d" or name != "b.png"]
    assert [(item.source, code(item)) for item in found(path)] == [(f"{path}!/{name}", None) for name in names]


def test_neither_a_comment_nor_what_follows_the_end_hides_members(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    cut = zip_of(("b.png", "c.png"))[:-60]
    assert END not in cut
    for data in (zip_of(("a.png",), comment=cut), zip_of(("a.png",)) + cut):
        path.write_bytes(data)
        assert [code(item) for item in found(path)] == [None, "unlisted_members"]


def test_a_member_before_a_program_of_joined_zips_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(b"MZ" + bytes(100) + zip_of(("a.png",)) + zip_of(("b.png",)))
    assert [code(item) for item in found(path)] == [None, "unlisted_members"]
    # Such a program knows the mark itself.
    path.write_bytes(b"MZ" + bytes(100) + b"PK\x03\x04PK\x01\x02PK\x05\x06" + bytes(100) + zip_of(("b.png",)))
    assert [item.content for item in found(path)] == [PNG]


def test_a_header_across_two_blocks_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(without(zip_of(), (1, 2)))
    for block in range(31, 63):
        monkeypatch.setattr("stickerguard.batch.zip_lists._BLOCK", block)
        assert [code(item) for item in found(path)] == [None, None, "unlisted_members"]


def unseekable(data: bytes) -> bytes:
    """A zip written as a stream, with sizes behind each member."""

    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    stream = Stream()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in NAMES:
            with archive.open(name, "w", force_zip64=name == "c.png") as member:
                member.write(data)
    return stream.getvalue()


SIGNATURE = struct.pack("<Q", 32 + 4_096) + bytes(range(256)) * 16 + struct.pack("<Q", 4_128) + b"APK Sig Block 42"
WHOLE: dict[str, Callable[[], bytes]] = {
    "plain": zip_of,
    "deflated": lambda: zip_of(compression=zipfile.ZIP_DEFLATED),
    "with a comment": lambda: zip_of(comment=b"made for fun"),
    "a stream": lambda: unseekable(PNG),
    "zeros between": lambda: inserted(zip_of(), bytes(4_096), 2),
    "zeros first": lambda: inserted(zip_of(), bytes(4_096), 0),
    "a signing block": lambda: inserted(zip_of(), SIGNATURE, len(NAMES)),
    "archive extra data": lambda: inserted(zip_of(), b"PK\x06\x08" + struct.pack("<L", 40) + bytes(40), len(NAMES)),
    "zeros behind": lambda: zip_of() + bytes(1_000),
    "bytes of a program first": lambda: b"MZ" + bytes(4_000) + zip_of(),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_what_stands_between_members_is_none(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(WHOLE[kind]())
    assert [(item.source, item.content) for item in found(path)] == [(f"{path}!/{name}", PNG) for name in NAMES]


def test_a_zip_as_a_member_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("more.zip", zip_of())
        archive.writestr("a.png", PNG)
    assert [item.content for item in found(path)] == [zip_of(), PNG]


def test_a_member_without_its_header_costs_no_other_its_row(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "p.zip", dict.fromkeys(NAMES, PNG))
    data = bytearray(path.read_bytes())
    second = data.index(b"PK\x03\x04", 4)
    data[second : second + 4] = b"none"
    path.write_bytes(data)
    assert [code(item) for item in found(path)] == [None, "bad_archive", None, None]
