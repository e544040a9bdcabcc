"""What the SQLite files of ours have in common: the cache of verdicts and the desk's database.

How long each waits for others, and what it says of an error, is its own.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Literal, NamedTuple

CANNOT_OPEN = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
"""Primary codes of errors of a file that cannot be opened or written: of a folder that nothing can be written in SQLite
says no more."""
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
"""Primary codes of errors of a file that another process or connection holds."""


class Stamp(NamedTuple):
    """What tells one kind of SQLite file from others, in its header: two numbers, 0 where nobody set them."""

    application: int
    version: int


def connect(path: Path, *, patience: float, across_threads: bool = False) -> sqlite3.Connection:
    """Open or make a file where each statement counts at once unless a transaction was begun; nothing is written yet.

    `patience` is how many seconds a statement waits for other connections; `across_threads` lets other threads use it
    than this one, which must not do so at once. Raises sqlite3.Error.
    """
    return sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=not across_threads)


def stamp_of(connection: sqlite3.Connection) -> Stamp:
    """The stamp of a file; it reads the file, so that sqlite3.Error is raised where that is no database."""
    return Stamp(*(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")))


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The names of the columns of a table, none where it is not there."""
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def write_ahead(connection: sqlite3.Connection, synchronous: Literal["NORMAL", "FULL"]) -> None:
    """Let readers go on while somebody writes. After a power cut the last transactions may be lost with "NORMAL", none
    with "FULL"; the file is whole with both."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={synchronous}")


def primary_code(error: BaseException) -> int | None:
    """SQLite's code of an error, None where it is not of SQLite."""
    # The low byte: SQLite has several kinds of each ("database is locked").
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def files_of(path: Path) -> list[Path]:
    """The file and every other that SQLite may make beside it for a while."""
    return [path.with_name(f"{path.name}{more}") for more in ("", "-wal", "-shm", "-journal")]
