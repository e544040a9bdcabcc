"""The desk's database: one SQLite file in WAL mode, shared by all reviewers, each change on disk before it counts."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from stickerguard.errors import StickerguardError
from stickerguard.remedies import to_make
from stickerguard.reviewers import by_name
from stickerguard.sqlite_file import BUSY, CANNOT_OPEN, columns_of, connect, primary_code, stamp_of, write_ahead

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
# Files of before lack it, and what they counted clear stays in their `inputs`; or they have it without the names.
_CLEAR = "CREATE TABLE IF NOT EXISTS clear (key INTEGER PRIMARY KEY, name INTEGER)"
_CLEAR_NAMES = "ALTER TABLE clear ADD COLUMN name INTEGER"
_CLEAR_BY_NAME = "CREATE INDEX IF NOT EXISTS clear_by_name ON clear (name)"
_ADVICE = "make room, or look at the disk"
_MOMENT = 0.1
"""Seconds that SQLite itself waits for a lock: meanwhile no other thread can read."""


class Run(Protocol):
    """Runs a statement within a transaction."""

    def __call__(self, query: str, values: tuple[object, ...] | dict[str, object] = ...) -> sqlite3.Cursor: ...


class Database:
    """Runs queries for many threads over one connection. Other processes may have the same file open. The collation
    BY_NAME holds names of reviewers for the same as `reviewer_key` does.

    `clock` gives the seconds since the epoch that leases go by; `patience` is how many seconds a change waits for other
    processes. Each method raises StickerguardError: "review_database_busy", where another process does not let go;
    "bad_review_database", where the file cannot be used, or the disk is full.
    """

    def __init__(
        self, path: Path, *, clock: Callable[[], float] = time.time, patience: float = 20.0, make: bool = True
    ) -> None:
        """Open the file, or make it unless not `make`. Raises StickerguardError, code "bad_review_database" too where
        it is something else, which is left as it was."""
        self.path = path
        self.clock = clock
        self._patience = patience
        self._lock = threading.RLock()
        try:
            self._connection = connect(path, patience=patience, across_threads=True)
            self._connection.row_factory = sqlite3.Row
            self._connection.create_collation("BY_NAME", by_name)
            self._prepare(make=make)
            self._connection.execute(f"PRAGMA busy_timeout={min(patience, _MOMENT) * 1000:.0f}")
            self._file = _identity(path)
        except (sqlite3.Error, OSError) as error:
            closed = isinstance(error, OSError) or primary_code(error) in CANNOT_OPEN
            raise _failed(path, error, _to_open(path) if closed else "give another file") from error

    def rows(self, query: str, values: tuple[object, ...] | dict[str, object] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        found: list[sqlite3.Row] = self._patiently(lambda: self._fetched(query, values, sqlite3.Cursor.fetchall))
        return found

    def row(self, query: str, values: tuple[object, ...] | dict[str, object] = ()) -> sqlite3.Row | None:
        """The first row of a query."""
        found: sqlite3.Row | None = self._patiently(lambda: self._fetched(query, values, sqlite3.Cursor.fetchone))
        return found

    def number(self, query: str, values: tuple[object, ...] | dict[str, object] = ()) -> Any:
        """The one value that a query gives."""
        row = self.row(query, values)
        return row[0] if row else None

    @contextlib.contextmanager
    def change(self) -> Iterator[Run]:
        """A transaction: what runs in it is on disk as a whole when the block ends, or not at all.

        No other thread or process changes anything meanwhile. Raises StickerguardError, code "bad_review_database" too
        where the file is no longer at its place: what is written to a file that was removed is lost.
        """
        self._patiently(self._begin)
        try:
            yield self._run
            self._check_place()
            self._run("COMMIT")
        except BaseException as error:
            with contextlib.suppress(sqlite3.Error):
                self._connection.rollback()
            if isinstance(error, sqlite3.Error):  # of what the block fetched
                raise _failed(self.path, error, _ADVICE) from None
            raise
        finally:
            self._lock.release()

    def many(self, query: str, values: Iterator[tuple[object, ...]]) -> None:
        """`query` for each of `values`, within `change`."""
        try:
            self._connection.executemany(query, values)
        except sqlite3.Error as error:
            raise _failed(self.path, error, _ADVICE) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._connection.close()

    def _run(self, query: str, values: tuple[object, ...] | dict[str, object] = ()) -> sqlite3.Cursor:
        try:
            return self._connection.execute(query, values)
        except sqlite3.Error as error:
            raise _failed(self.path, error, _ADVICE) from error

    def _fetched(
        self, query: str, values: tuple[object, ...] | dict[str, object], fetch: Callable[[sqlite3.Cursor], Any]
    ) -> Any:
        cursor = self._run(query, values)
        try:
            return fetch(cursor)
        except sqlite3.Error as error:
            raise _failed(self.path, error, _ADVICE) from None

    def _begin(self) -> None:
        """Hold the file, and with it the lock of the threads."""
        self._lock.acquire()
        try:
            self._run("BEGIN IMMEDIATE")
        except BaseException:
            self._lock.release()
            raise

    def _patiently(self, act: Callable[[], Any]) -> Any:
        """What `act` gives, tried again while another process holds the file; other threads go on in between."""
        until = time.monotonic() + self._patience
        while True:
            try:
                with self._lock:
                    return act()
            except StickerguardError as error:
                if error.code != "review_database_busy" or time.monotonic() >= until:
                    raise
            time.sleep(_MOMENT / 10)

    def _check_place(self) -> None:
        try:
            there = _identity(self.path)
        except OSError:
            there = None
        if there != self._file:
            raise _refused(
                self.path,
                "is no longer the file that was opened: it was removed, moved or replaced, and nothing was saved; "
                "put it back, or start the desk again",
            )

    def _prepare(self, *, make: bool) -> None:
        stamp = stamp_of(self._connection)
        ours = stamp.application == _APPLICATION
        tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not ours and (any(stamp) or tables):
            raise _refused(self.path, "is a database of something else; it was left as it is, give another file")
        if not ours and not make:
            raise _refused(self.path, "is empty; give with --db the one that `stickerguard review` was given")
        if ours and stamp.version != _VERSION:
            raise _refused(
                self.path, f"has version {stamp.version} and this program knows {_VERSION}; give another file"
            )
        # A decision that the page has confirmed must outlive a power cut.
        write_ahead(self._connection, "FULL")
        self._connection.execute("PRAGMA foreign_keys=ON")
        if ours and (not make or self._names_clear()):  # opening it need not wait for who writes
            return
        self._connection.execute("BEGIN IMMEDIATE")
        if stamp_of(self._connection).application != _APPLICATION:  # nobody was quicker
            for statement in filter(str.strip, _TABLES.split(";")):
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA application_id={_APPLICATION}")
            self._connection.execute(f"PRAGMA user_version={_VERSION}")
        self._connection.execute(_CLEAR)
        if not self._names_clear():
            self._connection.execute(_CLEAR_NAMES)
        self._connection.execute(_CLEAR_BY_NAME)
        self._connection.execute("COMMIT")

    def _names_clear(self) -> bool:
        return "name" in columns_of(self._connection, "clear")


def existing(path: Path) -> Database:
    """The database that must be there already. Raises StickerguardError, code "bad_review_database"."""
    if not path.is_file():
        raise _refused(path, "no such file; give with --db the one that `stickerguard review` was given")
    return Database(path, make=False)


def _to_open(path: Path) -> str:
    """What to do about a file that cannot be opened: SQLite says the same of it whatever is wrong."""
    # Not the methods of paths: they raise where a name is too long, or a folder may not be entered.
    exists, is_folder = os.path.exists, os.path.isdir
    folder = path.parent
    if is_folder(path):
        return "it is a folder; give a file"
    if missing := to_make(path, "file"):
        return missing
    if os.access(folder, os.W_OK) and (os.access(path, os.W_OK) or not exists(path)):
        return "give another file"
    if not exists(path):
        return f"nothing can be written in {folder}; ask for the right to write there, or give another file"
    # Even who only reads it locks it, in files beside it, one of which may hold the last decisions.
    return (
        f"it, or the folder {folder}, cannot be written to, which reading it needs too; copy it, with {path.name}-wal "
        "if that is there, to a folder that can be written to, and give the copy"
    )


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _failed(path: Path, error: Exception, advice: str) -> StickerguardError:
    if primary_code(error) in BUSY:
        what = "another process is writing to it and did not let go; nothing was saved, try again in a moment"
        return StickerguardError(f"{path}: {what}", code="review_database_busy")
    # Of a text that is no UTF-8 SQLite's message has the whole, which may be a caption.
    what = str(error).partition(" with text ")[0]
    return _refused(path, f"cannot be used: {what}; {advice}")


def _refused(path: Path, what: str) -> StickerguardError:
    return StickerguardError(f"{path}: {what}", code="bad_review_database")
