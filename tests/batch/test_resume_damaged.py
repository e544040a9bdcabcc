"""An output that was damaged or changed since is left as it is: to go on with it would lose or double rows."""

from dataclasses import replace
from pathlib import Path

import pytest

from stickerguard.batch.resume import finished_rows
from stickerguard.batch.sinks import open_sink
from stickerguard.errors import StickerguardError
from stickerguard.types import CaptionSignal, TextLine
from tests.batch.stubs import BLANK, written


def refused(path: Path, words: str) -> None:
    """Check that nobody goes on with `path`, and that it stays as it was."""
    before = path.read_bytes()
    with pytest.raises(StickerguardError, match=words) as caught:
        finished_rows(path)
    assert caught.value.code == "not_resumable"
    assert path.read_bytes() == before


def test_jsonl_with_other_line_ends_is_left_untouched(tmp_path: Path) -> None:
    path = written(tmp_path / "out.jsonl", BLANK, BLANK)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    refused(path, "other line ends")


def lines_of(path: Path, rows: int = 5) -> list[bytes]:
    """The lines of a CSV of as many rows as a run wrote."""
    written(path, *(replace(BLANK, source=f"{number}.png") for number in range(rows)))
    return path.read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize("before", [b"not_evaluated,", b"evaluated,", b",cpu", b"cpu,"])
@pytest.mark.parametrize("second", [3, 4])
def test_a_csv_with_stray_quotes_that_are_even_is_left_untouched(tmp_path: Path, before: bytes, second: int) -> None:
    path = tmp_path / "out.csv"
    lines = lines_of(path)
    for number in (2, second):
        lines[number] = lines[number].replace(before, b'"' + before, 1)
    path.write_bytes(b"".join(lines))
    refused(path, "row 2 is no verdict")


def test_a_csv_with_quotes_within_a_cell_is_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"".join(lines_of(path)).replace(b"2.png", b'2".p"ng'))
    refused(path, "row 3 is no verdict .*quote")


def test_names_and_texts_with_quotes_commas_and_line_ends_are_gone_on_with(tmp_path: Path) -> None:
    names = ['a "b".png', "a,b.png", "two\nlines.png", "other\r\nends, too.png", '"', ""]
    lines = (TextLine("one, two,,clear,"), TextLine("a.png,,clear,"))
    rows = [replace(BLANK, source=name, caption=CaptionSignal("no_text", lines=lines)) for name in names]
    path = tmp_path / "out.csv"
    with open_sink(path, with_text=True) as sink:
        for row in rows:
            sink.write(row)
    assert [row.source for row in finished_rows(path).rows()] == names


@pytest.mark.parametrize("before", [b"2.png", b".png", b"cpu", b",not_evaluated,", b"\r\n"])
def test_a_csv_with_one_stray_quote_keeps_the_rows_behind_it(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "out.csv"
    lines = lines_of(path)
    lines[3] = lines[3].replace(before, b'"' + before, 1)
    path.write_bytes(b"".join(lines))
    refused(path, "row 3 is no verdict")


def test_the_last_row_is_cut_off_only_where_it_is_an_unfinished_one(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    names = ["a.png", 'two\nlines, "quoted".png']
    written(path, *(replace(BLANK, source=name) for name in names))
    whole = path.read_bytes()
    start = whole.index(b'"two')
    for end in range(start, len(whole)):
        path.write_bytes(whole[:end])
        assert finished_rows(path).count == 1
        assert path.read_bytes() == whole[:start]
    for damaged in (whole[start:-40].replace(b".png", b'".png'), b'a"b'):
        path.write_bytes(whole[:start] + damaged)
        refused(path, "row 2 is no verdict")


@pytest.mark.parametrize("change", ['"kept": [1]', '"id": 5', '"kept": 7'])
def test_a_row_whose_names_are_none_is_left_untouched(tmp_path: Path, change: str) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(f'{{"source": "a.png", "decision": "clear", "risk": null, "pack": null, {change}}}\n', "utf-8")
    refused(path, "row 1 is no verdict")
