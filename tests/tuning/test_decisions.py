"""Decisions are read row by row; people who disagree decide by majority, and undecided is no label."""

import re
from pathlib import Path

import pytest

from stickerguard.decision_format import COLUMNS
from stickerguard.errors import StickerguardError
from stickerguard.tuning.decisions import Row, read_decisions
from tests.tuning.made import decision, verdict, write_decisions

HARMLESS = verdict(1, 0.9, 0.9)


def test_what_is_read_of_a_decision_is_what_an_export_writes() -> None:
    assert set(Row.model_fields) <= set(COLUMNS)


@pytest.mark.parametrize(
    ("choice", "label"),
    [
        ("confirm", "harmful"),
        ("not_minor", "harmless"),
        ("not_suggestive", "harmless"),
        ("unreadable", "undecided"),
        ("unsure", "undecided"),
    ],
)
def test_each_decision_has_a_label(tmp_path: Path, choice: str, label: str) -> None:
    (sticker,) = read_decisions(write_decisions(tmp_path / "d.csv", [decision(HARMLESS, choice)])).stickers
    assert (sticker.label, sticker.pool, sticker.verdict) == (label, "marked", "flag")
    assert sticker.slices == {"pack": None, "language": "en", "kind": None}


def test_empty_scores_are_not_zero(tmp_path: Path) -> None:
    rows = [decision(verdict(2, 0.1, 0.9), "not_minor", "sampled"), decision(verdict(3, 0.0, 0.0), "not_minor")]
    first, second = read_decisions(write_decisions(tmp_path / "d.csv", rows)).stickers
    assert (first.risk, first.suggestive, first.minor) == (None, None, 0.1)
    assert second.minor == 0.0


def test_of_one_reviewer_the_latest_counts_and_of_several_the_majority(tmp_path: Path) -> None:
    times = [f"2026-11-0{day}T00:00:00Z" for day in range(1, 6)]
    rows = [
        decision(HARMLESS, "not_minor", decided_at=times[3]),
        decision(HARMLESS, "confirm", decided_at=times[0]),
        decision(HARMLESS, "not_suggestive", reviewer="bob", decided_at=times[1]),
        decision(HARMLESS, "confirm", reviewer="eve", decided_at=times[4]),
    ]
    read = read_decisions(write_decisions(tmp_path / "d.csv", rows))
    assert [sticker.label for sticker in read.stickers] == ["harmless"]
    assert read.disputed == 1
    tie = read_decisions(write_decisions(tmp_path / "tie.csv", [rows[0], rows[3]]))
    assert [sticker.label for sticker in tie.stickers] == ["undecided"]


def test_one_reviewer_by_two_spellings_has_one_vote(tmp_path: Path) -> None:
    rows = [
        decision(HARMLESS, "confirm", reviewer="Zo\u00eb", decided_at="2026-11-01T00:00:00Z"),
        decision(HARMLESS, "not_minor", reviewer="zoe\u0308", decided_at="2026-11-02T00:00:00Z"),
    ]
    read = read_decisions(write_decisions(tmp_path / "d.csv", rows))
    assert [sticker.label for sticker in read.stickers] == ["harmless"]
    assert read.disputed == 0


def test_stickers_of_one_name_and_different_content_are_different_stickers(tmp_path: Path) -> None:
    rows = [
        decision(HARMLESS, "confirm", sha256="a" * 64, decided_at="2026-11-01T00:00:00Z"),
        decision(HARMLESS, "not_minor", sha256="b" * 64, decided_at="2026-11-02T00:00:00Z"),
    ]
    read = read_decisions(write_decisions(tmp_path / "d.csv", rows))
    assert {sticker.sha256: sticker.label for sticker in read.stickers} == {"a" * 64: "harmful", "b" * 64: "harmless"}
    assert (read.disputed, read.notes) == (0, ())


def test_where_the_content_is_not_told_a_contradiction_is(tmp_path: Path) -> None:
    rows = [
        decision(HARMLESS, choice, decided_at=f"2026-11-0{day}T00:00:00Z")
        for day, choice in enumerate(("confirm", "not_minor"), 1)
    ]
    path = write_decisions(tmp_path / "d.csv", [{key: row[key] for key in row if key != "sha256"} for row in rows])
    read = read_decisions(path)
    assert [sticker.label for sticker in read.stickers] == ["harmless"]
    assert "in two ways by one person" in read.notes[0]
    assert "no sha256" in read.notes[1]
    assert HARMLESS.id is not None
    assert all(HARMLESS.id in note for note in read.notes)


def test_decisions_without_content_go_with_the_only_one_of_their_name(tmp_path: Path) -> None:
    rows = [decision(HARMLESS, "confirm", sha256=""), decision(HARMLESS, "confirm", reviewer="bob")]
    (sticker,) = read_decisions(write_decisions(tmp_path / "d.csv", rows)).stickers
    assert sticker.sha256 == HARMLESS.sha256


def test_times_in_iso_8601_are_read_with_and_without_what_may_be_left_out(tmp_path: Path) -> None:
    times = [
        "2026-11-02",
        "2026-11-02T10:00",
        "2026-11-02 10:00:30",
        "2026-11-02T10:01Z",
        "2026-11-02T08:01:02.5-02:00",
    ]
    rows = [decision(HARMLESS, "not_minor", decided_at=time) for time in times]
    rows[-1]["decision"] = "confirm"
    read = read_decisions(write_decisions(tmp_path / "d.csv", rows[::-1]))
    assert ([sticker.label for sticker in read.stickers], read.refused) == (["harmful"], ())


def test_any_time_of_the_calendar_is_one_that_can_be_compared(tmp_path: Path) -> None:
    times = ["0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
    rows = [decision(HARMLESS, "not_minor", decided_at=time) for time in times[:2]]
    rows.append(decision(HARMLESS, "confirm", decided_at=times[2]))
    read = read_decisions(write_decisions(tmp_path / "d.csv", rows))
    assert [sticker.label for sticker in read.stickers] == ["harmful"]
    assert read.refused == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"decision": "maybe"}, "decision: "),
        ({"score": "1.5"}, "score: "),
        ({"score": "nan"}, "score: "),
        ({"minor": "x"}, "minor: "),
        ({"pool": ""}, "pool: "),
        ({"decided_at": "yesterday"}, "decided_at: "),
        ({"decided_at": "46023"}, "decided_at: .*'46023' is no time in ISO 8601"),
        ({"decided_at": "46023.4167"}, "decided_at: "),
        ({"decided_at": "1793613600"}, "decided_at: "),
        ({"decided_at": "1793613600000"}, "decided_at: "),
        ({"decided_at": "2026-13-01"}, "decided_at: "),
        ({"id": ""}, "id: "),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_others_count(
    tmp_path: Path, change: dict[str, str], words: str
) -> None:
    path = write_decisions(tmp_path / "d.csv", [decision(HARMLESS, "confirm", **change), decision(HARMLESS, "confirm")])
    read = read_decisions(path)
    assert len(read.stickers) == 1
    (refused,) = read.refused
    assert re.match(f"{re.escape(str(path))}:2: {words}", refused)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "bad_decisions"), (b"id,decision\n1,confirm\n", "bad_decisions"), (b"\xff\xfe\x00", "bad_decisions")],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "d.csv"
    path.write_bytes(content)
    with pytest.raises(StickerguardError) as refused:
        read_decisions(path)
    assert refused.value.code == code
    with pytest.raises(StickerguardError) as refused:
        read_decisions(tmp_path / "absent.csv")
    assert refused.value.code == "unreadable_file"


def test_rows_behind_an_open_quote_are_named(tmp_path: Path) -> None:
    rows = [decision(verdict(number, 0.9, 0.9), "confirm") for number in range(5)]
    path = write_decisions(tmp_path / "d.csv", rows)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    assert rows[1]["sha256"] in lines[2]
    for cell in (rows[1]["sha256"], "ann"):
        path.write_text("".join([*lines[:2], lines[2].replace(cell, '"' + cell), *lines[3:]]), "utf-8", newline="")
        read = read_decisions(path)
        assert [sticker.id for sticker in read.stickers] == [rows[0]["id"]]
        (refused,) = read.refused
        assert refused.startswith(f"{path}:3: lines 3 to 6 are no CSV: ")
        assert "mend the" in refused
    path.write_text("".join([*lines[:2], lines[2].replace("ann", '"ann'), lines[3].replace("ann", 'ann"x')]), "utf-8")
    assert [refused.partition(" are ")[0] for refused in read_decisions(path).refused] == [f"{path}:3: lines 3 to 4"]


@pytest.mark.parametrize("sha256", ["abc", "a" * 63, "g" * 64, "a" * 64 + "\nsticker 9,"])
def test_a_row_with_another_text_for_its_sha256_is_named(tmp_path: Path, sha256: str) -> None:
    read = read_decisions(write_decisions(tmp_path / "d.csv", [decision(HARMLESS, "confirm", sha256=sha256)]))
    assert read.stickers == ()
    assert read.refused[0].startswith(f"{tmp_path / 'd.csv'}:2: sha256: ")


def test_a_row_that_is_no_utf_8_costs_itself_only(tmp_path: Path) -> None:
    rows = [decision(verdict(number, 0.9, 0.9), "confirm") for number in range(2)]
    path = write_decisions(tmp_path / "d.csv", rows)
    path.write_bytes(path.read_bytes().replace(b"ann", b"\xff", 1))
    read = read_decisions(path)
    assert [sticker.id for sticker in read.stickers] == [rows[1]["id"]]
    assert read.refused[0].startswith(f"{path}:2: this row is no UTF-8")


@pytest.mark.parametrize("name", ["decision", "sha256", " decision"])
def test_a_column_that_stands_twice_is_refused(tmp_path: Path, name: str) -> None:
    path = write_decisions(tmp_path / "d.csv", [decision(HARMLESS, "confirm")])
    header, row = path.read_text("utf-8").splitlines()
    path.write_text(f"{header},{name}\n{row},not_minor\n", "utf-8")
    with pytest.raises(
        StickerguardError, match=f"has 2 columns '{name.strip()}'; leave or rename all but one"
    ) as refused:
        read_decisions(path)
    assert refused.value.code == "bad_decisions"
    path.write_text(f"{header},mine,mine\n{row},x,y\n", "utf-8")
    assert len(read_decisions(path).stickers) == 1
