"""What the cache and the desk have in common of SQLite."""

import sqlite3
from pathlib import Path

import pytest

from stickerguard.sqlite_file import (
    BUSY,
    CANNOT_OPEN,
    columns_of,
    connect,
    files_of,
    primary_code,
    stamp_of,
    write_ahead,
)


def test_a_new_file_has_no_stamp_and_keeps_the_one_it_gets(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    first = connect(path, patience=1)
    assert stamp_of(first) == (0, 0)
    assert columns_of(first, "things") == []
    first.executescript("PRAGMA application_id=7; PRAGMA user_version=2; CREATE TABLE things (name, number)")
    first.close()
    again = connect(path, patience=1)
    assert stamp_of(again) == (7, 2)
    assert columns_of(again, "things") == ["name", "number"]
    again.close()


def test_readers_go_on_and_a_second_writer_is_told_that_the_file_is_held(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    writer, other = (connect(path, patience=0) for _ in range(2))
    write_ahead(writer, "NORMAL")
    writer.execute("CREATE TABLE things (name)")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO things VALUES ('a')")
    assert other.execute("SELECT count(*) FROM things").fetchone() == (0,)
    assert {found.name for found in tmp_path.iterdir()} <= {found.name for found in files_of(path)}
    with pytest.raises(sqlite3.OperationalError) as refused:
        other.execute("BEGIN IMMEDIATE")
    assert primary_code(refused.value) in BUSY
    writer.close()
    other.close()


def test_a_file_that_cannot_be_opened_is_told_from_one_that_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as refused:
        connect(tmp_path / "missing" / "a.sqlite", patience=0)
    assert primary_code(refused.value) in CANNOT_OPEN
    (tmp_path / "notes.txt").write_text("no database, " * 100, "utf-8")
    connection = connect(tmp_path / "notes.txt", patience=0)
    with pytest.raises(sqlite3.DatabaseError) as refused_later:
        stamp_of(connection)
    assert primary_code(refused_later.value) == sqlite3.SQLITE_NOTADB
    assert primary_code(OSError("full")) is None
    connection.close()
