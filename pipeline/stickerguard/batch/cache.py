"""Verdicts kept by content, so that a sticker reposted a thousand times is scored once. SQLite, one file."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from stickerguard.batch.pdq import distances
from stickerguard.batch.verdict_check import whole_verdict
from stickerguard.errors import StickerguardError
from stickerguard.remedies import read_only
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
from stickerguard.types import Verdict

LARGEST_NEAR = 15
"""The index finds every hash within this distance: of 16 words, 15 differing bits leave at least one untouched
(multi-index hashing, Norouzi et al. 2012)."""
_NAME = "verdicts.sqlite"
_SEAL = 16
"""Bytes of a seal; a verdict has it before it in hexadecimal digits, the content that a hash stands for behind it."""
_APPLICATION = 0x53474356
"""SQLite's application_id of this kind of file."""
# All at once: a process that comes in between would find a database of something else.
_TABLES = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS verdicts (scope BLOB, content BLOB, verdict TEXT, PRIMARY KEY (scope, content))
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS words (scope BLOB, word INTEGER, pdq BLOB, content BLOB,
  PRIMARY KEY (scope, word, pdq)) WITHOUT ROWID;
PRAGMA application_id={_APPLICATION};
COMMIT;
"""
_COLUMNS = {"verdicts": ["scope", "content", "verdict"], "words": ["scope", "word", "pdq", "content"]}
"""By which a cache is known that was made when they had no application_id."""


class VerdictCache:
    """Looks up verdicts of one scope and adds to them. Several processes may share the file.

    The scope is a hash of everything but the sticker that a verdict depends on (bundle, engine, options, caption):
    a new bundle never serves an old verdict. No caption text is stored unless the scope's run keeps it.

    What `add` writes has a seal, a hash over it and what it was written for: a verdict that was changed, or that stands
    where another belongs, is none. Who means to deceive can make a seal, too.
    """

    def __init__(self, folder: Path, *, with_text: bool) -> None:
        """Open or make `folder`/verdicts.sqlite. Raises StickerguardError, code "bad_cache", where that fails, or where
        it is a database of something else, which is left as it was."""
        self._with_text = with_text
        self._path = folder / _NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._database = connect(self._path, patience=60)
            tables = self._tables()
            # What a power cut could lose can be scored again.
            write_ahead(self._database, "NORMAL")
            if tables != _COLUMNS:
                self._database.executescript(_TABLES)
            # Changes nothing, and fails where nothing can be changed, as the rest does not where the tables are there.
            self._database.execute("DELETE FROM verdicts WHERE 0")
        except (OSError, sqlite3.Error) as error:
            raise self._broken(error) from error

    def find(self, scope: bytes, content: bytes) -> Verdict | None:
        """The verdict of exactly this content, a SHA-256; None, too, where it is damaged or of something else."""
        # As bytes: a text that is no UTF-8 would fail as a whole, and the message would hold it.
        query = "SELECT CAST(verdict AS BLOB) FROM verdicts WHERE scope = ? AND content = ?"
        rows = self._run(query, (scope, content))
        return _opened(scope, content, rows[0][0] or b"") if rows else None

    def find_near(self, scope: bytes, pdq: npt.NDArray[np.uint64], distance: int) -> Verdict | None:
        """The verdict of the nearest content whose PDQ hash differs in at most `distance` (up to 15) bits."""
        query = (
            "SELECT pdq, content FROM words WHERE scope = ? AND word = ? AND typeof(pdq) = 'blob' AND length(pdq) = ? "
            "AND typeof(content) = 'blob'"
        )
        best: tuple[int, bytes] | None = None
        for word in _words(pdq):
            for stored, sealed in self._run(query, (scope, word, pdq.nbytes)):
                content, seal = sealed[:-_SEAL], sealed[-_SEAL:]
                value = np.frombuffer(stored, dtype=np.uint64)
                bits = int(distances(value[np.newaxis], pdq)[0])
                if bits > distance or (best is not None and bits >= best[0]):
                    continue
                # Last, since a seal costs more than a distance, and most of those that share a word are too far.
                if seal == _seal(scope, stored, content):
                    best = (bits, content)
        return self.find(scope, best[1]) if best else None

    def add(self, scope: bytes, content: bytes, verdict: Verdict, pdq: npt.NDArray[np.uint64] | None = None) -> None:
        """Keep `verdict` for this content and, where `pdq` is given, for what looks like it."""
        text = json.dumps(verdict.to_dict(with_text=self._with_text), ensure_ascii=False)
        sealed = _seal(scope, content, text.encode("utf-8")).hex() + text
        self._run("BEGIN IMMEDIATE")
        self._run("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?)", (scope, content, sealed))
        if pdq is not None:
            value = pdq.tobytes()
            place = content + _seal(scope, value, content)
            for word in _words(pdq):
                self._run("INSERT OR REPLACE INTO words VALUES (?, ?, ?, ?)", (scope, word, value, place))
        self._run("COMMIT")

    def close(self) -> None:
        """Close the file."""
        # A disk that is full may fail even this.
        with contextlib.suppress(sqlite3.Error):
            self._database.close()

    def _tables(self) -> dict[str, list[str]]:
        """The columns of the tables that are there."""
        stamp = stamp_of(self._database)
        names = self._database.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'")
        tables = {name: columns_of(self._database, name) for (name,) in names.fetchall()}
        foreign = any(stamp) or any(_COLUMNS.get(name) != tables[name] for name in tables)
        if stamp.application != _APPLICATION and foreign:
            self.close()
            raise StickerguardError(
                f"{self._path}: is a database of something else; it was left as it is, give another folder",
                code="bad_cache",
            )
        return tables

    def _run(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            # A damaged file may fail only where its rows are fetched.
            return self._database.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> StickerguardError:
        what, advice = _told(self._path, error)
        return StickerguardError(f"{self._path}: the cache cannot be {what}: {error}; {advice}", code="bad_cache")


def cache_files(folder: Path) -> list[Path]:
    """Every file that a cache in `folder` may have, those that SQLite makes for a while among them."""
    return files_of(folder / _NAME)


def scope_of(*parts: str | None) -> bytes:
    """A hash of `parts`, None and "" apart."""
    return hashlib.sha256(json.dumps(parts).encode("utf-8")).digest()


def _told(path: Path, error: Exception) -> tuple[str, str]:
    """What cannot be done with a cache at `path`, "used" or "written", and what to do about it."""
    code = primary_code(error)
    if code in BUSY:
        return "used", "another run holds it; wait for that one, or give another folder"
    if code == sqlite3.SQLITE_FULL:
        return "written", "make room, or give another folder"
    if code == sqlite3.SQLITE_IOERR:
        return "used", "see to the disk, or give another folder"
    if code is None or code in CANNOT_OPEN:
        if closed := read_only(path):
            return "written", f"{closed} is read-only; ask for the right to write there, or give another folder"
        return "used", "look at its path and permissions, or give another folder"
    return "used", "remove it or give another folder"


def _seal(*parts: bytes) -> bytes:
    hashes = b"".join(hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(hashes).digest()[:_SEAL]


def _opened(scope: bytes, content: bytes, sealed: bytes) -> Verdict | None:
    seal, text = sealed[: 2 * _SEAL], sealed[2 * _SEAL :]
    if seal != _seal(scope, content, text).hex().encode("ascii"):
        return None
    try:
        return whole_verdict().validate_json(text)
    except ValidationError:  # written by another version of the verdict: score again
        return None


def _words(pdq: npt.NDArray[np.uint64]) -> Iterator[int]:
    # The place goes into the key: equal bits at different places are no match.
    words = np.ascontiguousarray(pdq).view(np.uint16)
    return (place << 16 | int(word) for place, word in enumerate(words))
