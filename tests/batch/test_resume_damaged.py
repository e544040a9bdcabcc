"""An output that was damaged or changed since is left as it is: to go on with it would lose or double rows."""

from dataclasses import replace
from pathlib import Path

import pytest

from stickerguard.batch.items import Item
from stickerguard.batch.output_rows import csv_columns
from stickerguard.batch.resume import finished_rows
from stickerguard.batch.sinks import open_sink
from stickerguard.classifier import failed_verdict
from stickerguard.errors import StickerguardError
from stickerguard.types import CaptionSignal, TextLine
from tests.batch.stubs import BLANK, BUNDLE, written


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


HOSTILE = ["a\r\n,,clear,.png", f"crlf\r\nst/x.png,{'0' * 64},clear,", '"\r\n"x.png","",flag,"']


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("column", ["source", "id", "pack", "kept"])
def test_a_name_that_looks_like_the_beginning_of_a_row_is_gone_on_with(
    tmp_path: Path, hostile: str, column: str
) -> None:
    items = [Item(f"{number}.png", Path(), kept={"note": "none"}) for number in range(3)]
    items[1] = replace(items[1], **{column: {"note": hostile} if column == "kept" else hostile})
    path = tmp_path / "out.csv"
    ends = []
    with open_sink(path, with_text=False, keep=("note",)) as sink:
        for item in items:
            # A message names the sticker.
            error = StickerguardError(f"{item.source}: not a picture", code="stub")
            sink.write(item.named(failed_verdict(item.source, error, bundle=BUNDLE, provider="cpu")))
            ends.append(path.stat().st_size)
    whole = path.read_bytes()
    assert list(finished_rows(path, ("note",)).skip(items)) == []
    for end in range(ends[0], ends[1], 5 if hostile == HOSTILE[0] else 50):
        path.write_bytes(whole[:end])
        assert list(finished_rows(path, ("note",)).skip(items)) == items[1:]
        assert path.read_bytes() == whole[: ends[0]]


def test_a_name_that_holds_a_whole_row_is_gone_on_with(tmp_path: Path) -> None:
    (row,) = lines_of(tmp_path / "other.csv", rows=1)[1:]
    name = f"a\r\n{row.decode()}\r\nb.png"
    path = written(
        tmp_path / "out.csv",
        failed_verdict(name, StickerguardError(f"{name}: bad", code="stub"), bundle=BUNDLE, provider=""),
    )
    assert [row.source for row in finished_rows(path).rows()] == [name]


@pytest.mark.parametrize(("first", "last"), [(1, 2), (1, 4), (2, 5)])
@pytest.mark.parametrize("column", ["provider", "minor_state", "error_message", "reasons"])
def test_rows_between_two_quotes_that_make_one_cell_are_not_lost(
    tmp_path: Path, column: str, first: int, last: int
) -> None:
    path = tmp_path / "out.csv"
    lines = lines_of(path)
    place = csv_columns().index(column)
    for number, before, behind in ((first, b'"', b""), (last, b"", b'"')):
        cells = lines[number].split(b",")
        cells[place] = before + cells[place] + behind
        lines[number] = b",".join(cells)
    path.write_bytes(b"".join(lines))
    refused(path, f"row {first} is no verdict")


def test_rows_between_two_quotes_that_make_one_name_are_other_inputs(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    lines = lines_of(path)
    lines[2], lines[4] = b'"' + lines[2], lines[4].replace(b",", b'",', 1)
    path.write_bytes(b"".join(lines))
    with pytest.raises(StickerguardError, match=r"row 2 is 1\.png") as caught:
        list(finished_rows(path).skip([Item(f"{number}.png", Path()) for number in range(5)]))
    assert caught.value.code == "other_inputs"
    assert path.read_bytes() == b"".join(lines)


def test_rows_behind_an_open_quote_are_not_kept_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stickerguard.batch.previous_rows._LONGEST", 3_000)
    path = tmp_path / "out.csv"
    lines = lines_of(path, rows=100)
    lines[3] = b'"' + lines[3]
    path.write_bytes(b"".join(lines))
    refused(path, "row 3 is no verdict .*a quote is missing")


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


@pytest.mark.parametrize("risk", ["Infinity", "NaN", "1e999", "7", '"high"', "true"])
def test_jsonl_with_a_risk_that_cannot_be_is_left_untouched(tmp_path: Path, risk: str) -> None:
    path = written(tmp_path / "out.jsonl", BLANK, BLANK)
    text = path.read_text("utf-8")
    assert '"risk": null' in text
    path.write_text(text.replace('"risk": null', f'"risk": {risk}', 1), "utf-8")
    refused(path, "row 1 is no verdict .*from 0 to 1")


def test_a_csv_with_a_risk_that_cannot_be_is_left_untouched(tmp_path: Path) -> None:
    path = written(tmp_path / "out.csv", replace(BLANK, risk=float("inf")))
    refused(path, "row 1 is no verdict .*from 0 to 1")
