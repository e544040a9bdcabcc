"""Titles and other texts in archives: what counts of them, and what they may cost."""

from pathlib import Path

import pytest

from stickerguard.batch import archives
from stickerguard.batch.sources import items
from stickerguard.images import Limits
from tests.batch.packing import PNG, code, found, make_tar, make_zip


@pytest.mark.parametrize("many", [1, 50])
def test_of_a_title_beyond_the_limit_only_what_says_so_goes_with_each_sticker(tmp_path: Path, many: int) -> None:
    titles = {f"{number}/title.txt": b"ab " * 10_000 for number in range(many)}
    path = make_zip(tmp_path / "p.zip", {**titles, **{f"{number}.png": PNG for number in range(3)}})
    assert [len(item.caption or "") for item in found(path, max_caption=50)] == [51] * 3
    assert [len(item.caption or "") for item in items([path], caption="x" * 99, limits=Limits(max_caption=50))] == [
        51
    ] * 3


@pytest.mark.parametrize("suffix", ["zip", "tar.gz"])
@pytest.mark.parametrize("character", ["a", "好"])
def test_a_text_that_is_too_long_has_a_row_that_says_so(tmp_path: Path, suffix: str, character: str) -> None:
    long = (character * 400_000).encode()
    make = make_zip if suffix == "zip" else make_tar
    path = make(tmp_path / f"p.{suffix}", {"title.txt": long, "in/author.txt": long, "a.png": PNG})
    rows = found(path)
    assert [code(item) for item in rows] == ["too_many_bytes", "too_many_bytes", None]
    assert f"p.{suffix}!/in/author.txt: more than 65,536 bytes" in str(rows[1].content)
    # No sticker passes for one without a title.
    assert {len(item.caption or "") for item in rows} == {Limits().max_caption + 1}


@pytest.mark.parametrize("suffix", ["zip", "tar"])
def test_a_long_picture_called_as_a_text_is_scored(tmp_path: Path, suffix: str) -> None:
    picture = PNG + bytes(200_000)
    make = make_zip if suffix == "zip" else make_tar
    path = make(tmp_path / f"p.{suffix}", {"title.txt": picture})
    assert [item.content for item in found(path)] == [picture]
    assert [code(item) for item in found(path, max_bytes=150_000)] == ["too_many_bytes"]


@pytest.mark.parametrize("suffix", ["zip", "tar.gz"])
def test_texts_are_members_like_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    make = make_zip if suffix == "zip" else make_tar
    texts = {f"{number}/author.txt": b"me" for number in range(3)}
    path = make(tmp_path / f"p.{suffix}", texts | {"a.png": PNG})
    assert [(item.source, code(item)) for item in found(path)] == [(str(path), "too_many_members")]


@pytest.mark.parametrize(("suffix", "length"), [("zip", 60_000), ("tar.gz", 60_000), ("zip", 10**6), ("tar.gz", 10**6)])
def test_texts_are_unpacked_up_to_a_sum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, length: int
) -> None:
    monkeypatch.setattr(
        archives, "MAX_UNSCORED", 4 * min(length, archives.LONGEST_TEXT) if suffix == "zip" else 4 * length
    )
    make = make_zip if suffix == "zip" else make_tar
    texts = {f"{number}/author.txt": b"a" * length for number in range(9)}
    path = make(tmp_path / f"p.{suffix}", {"a.png": PNG, **texts, "b.png": PNG})
    first, *rows = found(path)
    assert first.content == PNG
    assert {code(item) for item in rows} == {"too_many_bytes"}
    assert len(rows) == (1 if length < archives.LONGEST_TEXT else 6)
    assert "nothing behind" in str(rows[-1].content)
    assert "4/author.txt" in str(rows[-1].content)
