"""The desk's database: one SQLite file in WAL mode, shared by all reviewers, each change on disk before it counts."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from stickerguard.errors import StickerguardError

_APPLICATION = 0x53474456
"""SQLite's application_id of this kind of file."""
_VERSION = 1
_TABLES = """
CREATE TABLE inputs (path TEXT PRIMARY KEY, opened_at TEXT, rows INTEGER, clear INTEGER, failed INTEGER,
  broken INTEGER, first_problem TEXT);
CREATE TABLE stickers (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, source TEXT NOT NULL, id TEXT, pack TEXT,
  pool TEXT NOT NULL, state TEXT NOT NULL, worst INTEGER NOT NULL, risk REAL, place REAL, pack_place REAL,
  verdict TEXT NOT NULL, hash_state TEXT);
CREATE TABLE hashes (number INTEGER PRIMARY KEY AUTOINCREMENT, sticker INTEGER NOT NULL REFERENCES stickers,
  hash BLOB NOT NULL);
CREATE INDEX hashes_of ON hashes (sticker);
CREATE INDEX by_place ON stickers (state, place);
CREATE INDEX by_pack_place ON stickers (state, pack_place, place);
CREATE INDEX by_pack ON stickers (pack);
CREATE INDEX by_hash_state ON stickers (hash_state, place, state);
CREATE TABLE sessions (id TEXT PRIMARY KEY, csrf TEXT NOT NULL, reviewer TEXT, language TEXT, queue TEXT NOT NULL,
  sorting TEXT NOT NULL, keys INTEGER NOT NULL DEFAULT 1,
  most_cards INTEGER, most_minutes REAL, started REAL, looked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE leases (sticker INTEGER PRIMARY KEY REFERENCES stickers, session TEXT NOT NULL UNIQUE,
  taken REAL NOT NULL, until REAL NOT NULL);
CREATE TABLE decisions (number INTEGER PRIMARY KEY AUTOINCREMENT, sticker INTEGER NOT NULL REFERENCES stickers,
  decision TEXT NOT NULL, reviewer TEXT NOT NULL, session TEXT NOT NULL, decided_at TEXT NOT NULL,
  seconds REAL NOT NULL, note TEXT NOT NULL, picture TEXT, severity INTEGER, second_opinion INTEGER NOT NULL,
  former_state TEXT NOT NULL, undone_at TEXT);
CREATE INDEX decisions_of ON decisions (sticker, undone_at);
CREATE INDEX decisions_by ON decisions (session, undone_at);
"""


class Database:
    """Runs queries for many threads over one connection. Other processes may have the same file open.

    `clock` gives the seconds since the epoch that leases go by.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        """Open or make the file. Raises StickerguardError, code "bad_review_database": it cannot be made or opened, or
        is something else, which is left as it was."""
        self.path = path
        self.clock = clock
        self._lock = threading.RLock()
        try:
            self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._connection.row_factory = sqlite3.Row
            self._prepare()
        except sqlite3.Error as error:
            raise _refused(path, f"cannot be used: {error}; give another file") from error

    def rows(self, query: str, values: tuple[object, ...] | dict[str, object] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self._lock:
            return self._run(query, values).fetchall()

    def row(self, query: str, values: tuple[object, ...] | dict[str, object] = ()) -> sqlite3.Row | None:
        """The first row of a query."""
        with self._lock:
            found: sqlite3.Row | None = self._run(query, values).fetchone()
            return found

    def number(self, query: str, values: tuple[object, ...] | dict[str, object] = ()) -> Any:
        """The one value that a query gives."""
        row = self.row(query, values)
        return row[0] if row else None

    @contextlib.contextmanager
    def change(self) -> Iterator[Callable[..., sqlite3.Cursor]]:
        """A transaction: what runs in it is on disk as a whole when the block ends, or not at all.

        No other thread or process changes anything meanwhile. Raises StickerguardError, code "bad_review_database",
        where the disk is full or another process does not let go.
        """
        with self._lock:
            self._run("BEGIN IMMEDIATE")
            try:
                yield self._run
                self._run("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.rollback()
                raise

    def many(self, query: str, values: Iterator[tuple[object, ...]]) -> None:
        """`query` for each of `values`, within `change`."""
        try:
            self._connection.executemany(query, values)
        except sqlite3.Error as error:
            raise _refused(self.path, f"cannot be written: {error}; make room, or look at the disk") from error

    def close(self) -> None:
        """Close the file."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._connection.close()

    def _run(self, query: str, values: tuple[object, ...] | dict[str, object] = ()) -> sqlite3.Cursor:
        try:
            return self._connection.execute(query, values)
        except sqlite3.Error as error:
            raise _refused(self.path, f"cannot be used: {error}; make room, or look at the disk") from error

    def _prepare(self) -> None:
        kind = self._connection.execute("PRAGMA application_id").fetchone()[0]
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if kind != _APPLICATION and (kind or version or tables):
            raise _refused(self.path, "is a database of something else; it was left as it is, give another file")
        if kind == _APPLICATION and version != _VERSION:
            raise _refused(self.path, f"has version {version} and this program knows {_VERSION}; give another file")
        self._connection.execute("PRAGMA journal_mode=WAL")
        # A decision that the page has confirmed must outlive a power cut.
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("PRAGMA foreign_keys=ON")
        if kind == _APPLICATION:
            return
        self._connection.execute("BEGIN IMMEDIATE")
        if self._connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:  # nobody was quicker
            for statement in filter(str.strip, _TABLES.split(";")):
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA application_id={_APPLICATION}")
            self._connection.execute(f"PRAGMA user_version={_VERSION}")
        self._connection.execute("COMMIT")


def existing(path: Path) -> Database:
    """The database that must be there already. Raises StickerguardError, code "bad_review_database"."""
    if not path.is_file():
        raise _refused(path, "no such file; give with --db the one that `stickerguard review` was given")
    return Database(path)


def _refused(path: Path, what: str) -> StickerguardError:
    return StickerguardError(f"{path}: {what}", code="bad_review_database")
