"""Verdict files -> the queue: what was marked, and what was sampled to be looked at besides."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from stickerguard.batch.verdict_check import whole_verdict
from stickerguard.batch.verdict_files import NoVerdict
from stickerguard.batch.verdict_rows import WholeVerdict, whole_verdicts
from stickerguard.decision_format import STRATUM, Pool
from stickerguard.errors import StickerguardError
from stickerguard.review.database import Database, Run
from stickerguard.types import Verdict

_Row = TypeVar("_Row")
_WORST = {"flag": 0, "review": 1, "clear": 2, "error": 3}
# Its places (2.0) are behind all others until it is ranked: an intake that is cut off before loses nothing.
_UPSERT = """
INSERT INTO stickers (key, source, id, pack, pool, state, worst, risk, verdict, place, pack_place)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 2.0, 2.0)
ON CONFLICT (key) DO UPDATE SET id = excluded.id, pack = excluded.pack, pool = excluded.pool, state = excluded.state,
  worst = excluded.worst, risk = excluded.risk, verdict = excluded.verdict, hash_state = NULL
WHERE (state = 'failed' OR state = 'waiting' AND excluded.state = 'waiting') AND verdict != excluded.verdict
"""
_AT_ONCE = 1_000
"""Rows of a transaction: other desks on the same file save their decisions in between."""
# Sampled stickers are strewn among the marked ones: at the end of the queue nobody would ever come to them.
_MOVED = """
WITH placed AS (
  SELECT number, pack, place AS old, pack_place AS old_pack, CASE pool
    WHEN 'marked' THEN row_number() OVER (PARTITION BY pool ORDER BY worst, risk DESC, number) * 1.0
      / count(*) OVER (PARTITION BY pool)
    ELSE (row_number() OVER (PARTITION BY pool ORDER BY key) - 0.5) / count(*) OVER (PARTITION BY pool) END AS new
  FROM stickers WHERE state != 'failed'),
packed AS (
  SELECT *, min(new) OVER (PARTITION BY CASE WHEN pack IS NULL THEN 's' || number ELSE 'p' || pack END) AS new_pack
  FROM placed)
SELECT new, new_pack, number FROM packed WHERE new IS NOT old OR new_pack IS NOT old_pack
"""
_MOVE = "UPDATE stickers SET place = ?, pack_place = ? WHERE number = ?"


@dataclass(slots=True)
class Intake:
    """What came of one verdict file: how many of its rows were queued, how many were clear and so were not, how many
    stickers had failed and how many rows are no verdicts; `first_problem` says of one what is wrong."""

    path: str
    rows: int = 0
    queued: int = 0
    clear: int = 0
    failed: int = 0
    broken: int = 0
    first_problem: str | None = None

    def problem(self, what: str) -> None:
        """Count a row that is no verdict; `what` names it and says why."""
        self.rows += 1
        self.broken += 1
        self.first_problem = self.first_problem or what


def take_in(database: Database, path: Path, *, pool: Pool = "marked") -> Intake:
    """Put the verdicts of `path` (.jsonl, .parquet, or a folder of parts) into the queue.

    Of the pool "marked" those that ask for a person and the clear ones that `stickerguard sample` drew, of "sampled"
    all clear ones; a marked sticker is "marked" wherever it came from. A sticker that is there already keeps its
    decisions, and the verdict they were made on; one that waits gets the new verdict, unless that is clear or an error:
    what was marked once is looked at. What was clear once is not counted as failed, in whatever order the files come.
    Each thousand rows are on disk at once, so that what is cut off is made whole by taking the file in again.
    Rows that are no verdicts are counted. Raises StickerguardError, code "bad_verdicts", where there is no such file,
    its form is not known, or no row is a verdict.
    """
    intake = Intake(str(path))
    seen: Counter[tuple[str, str | None]] = Counter()
    for verdicts in _several(_verdicts(path, intake), _AT_ONCE):
        with database.change() as run:
            known = _Known(run)
            database.many(_UPSERT, _rows(verdicts, intake, seen, pool, known))
            known.forget()
    if intake.rows and intake.rows == intake.broken:
        raise _bad(f"{path}: holds no verdict: {intake.first_problem}")
    for moved in _several(iter(database.rows(_MOVED)), _AT_ONCE * 5):
        with database.change() as run:
            database.many(_MOVE, map(tuple, moved))
    with database.change() as run:
        # The same file by another spelling of its path is no other file.
        run("DELETE FROM inputs WHERE path = ?", (intake.path,))
        run(
            "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, 0, ?, ?, ?)",
            (
                str(path.resolve()),
                datetime.now(UTC).isoformat(timespec="seconds"),
                intake.rows,
                intake.failed,
                intake.broken,
                intake.first_problem,
            ),
        )
    return intake


def verdict_of(text: str) -> Verdict:
    """The verdict that the database keeps as `text`; what no scale has, as databases of before may, is None in it."""
    try:
        return whole_verdict().validate_json(text)
    except ValidationError as error:
        verdict = json.loads(text)
        for problem in error.errors():
            _take_out(verdict, problem["loc"])
        return whole_verdict().validate_python(verdict)


def _take_out(verdict: Any, where: tuple[str | int, ...]) -> None:
    """Put None in the place of the innermost named part around `where`, of the thresholds as a whole."""
    while len(where) > 1 and (where[0] == "thresholds" or not isinstance(where[-1], str)):
        where = where[:-1]
    for key in where[:-1]:
        verdict = verdict[key]
    verdict[where[-1]] = None


class _Own(NamedTuple):
    """By what a sticker is counted as clear: its name, place and content; its name and place alone; whether its content
    could be read."""

    key: int
    name: int
    read: bool


class _Known:
    """What the database holds, within a transaction: by the key of a sticker of this name and place, which one that is;
    and the clear ones, which are only counted."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._queued: list[bytes] = []

    def find(self, name: tuple[str, str | None], place: int, content: str | None) -> tuple[bytes, str | None]:
        """The key of a sticker with the hash `content` (another one than that of other content under its name), and its
        state, None where the queue does not have it."""
        key = _key([*name, place])
        query = "SELECT state, json_extract(verdict, '$.sha256') AS content FROM stickers WHERE key = ?"
        there = self._run(query, (key,)).fetchone()
        if there is not None and None not in (content, there["content"]) and content != there["content"]:
            key = _key([*name, place, content])
            there = self._run(query, (key,)).fetchone()
        return key, there and there["state"]

    def clear(self, key: bytes, own: _Own, state: str | None) -> None:
        """Count a sticker that asks for nobody, unless the queue has it."""
        if state == "failed":
            self._run("DELETE FROM stickers WHERE key = ?", (key,))
        if state in (None, "failed"):
            query = "INSERT INTO clear (key, name) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET name = excluded.name"
            self._run(f"{query} WHERE clear.name IS NULL", (own.key, own.name))

    def is_clear(self, own: _Own) -> bool:
        """Whether a sticker was counted as clear; one whose content nobody could read, by its name and place."""
        query = "SELECT 1 FROM clear WHERE key = ?" if own.read else "SELECT 1 FROM clear WHERE name = ?"
        return self._run(query, (own.key if own.read else own.name,)).fetchone() is not None

    def queue(self, key: bytes, own: _Own) -> None:
        """Note that a sticker goes into the queue, or into the list of those that failed."""
        self._run("DELETE FROM clear WHERE key = ?", (own.key,))
        self._queued.append(key)

    def forget(self) -> None:
        """Forget the hashes of those that are not what they were."""
        marks = ", ".join("?" * len(self._queued))
        mine = f"SELECT number FROM stickers WHERE key IN ({marks}) AND hash_state IS NULL"
        self._run(f"DELETE FROM hashes WHERE sticker IN ({mine})", tuple(self._queued))


def _several(rows: Iterator[_Row], size: int) -> Iterator[list[_Row]]:
    while some := list(islice(rows, size)):
        yield some


def _key(name: list[object]) -> bytes:
    return hashlib.sha256(json.dumps(name).encode()).digest()


def _own(name: tuple[str, str | None], place: int, content: str | None) -> _Own:
    def number(*of: str | None) -> int:
        return int.from_bytes(_key([*name, place, *of])[:8], "big", signed=True)

    return _Own(number(content), number(), content is not None)


def _rows(
    verdicts: Iterable[WholeVerdict],
    intake: Intake,
    seen: Counter[tuple[str, str | None]],
    pool: Pool,
    known: _Known,
) -> Iterator[tuple[object, ...]]:
    for row in verdicts:
        verdict = row.verdict
        intake.rows += 1
        name = verdict.source, verdict.id
        key, there = known.find(name, seen[name], verdict.sha256)
        own = _own(name, seen[name], verdict.sha256)
        seen[name] += 1
        state: str = "waiting"
        its_pool: Pool = pool
        if verdict.decision == "error":
            intake.failed += 1
            if there is None and known.is_clear(own):
                continue
            state = "failed"
        elif verdict.decision != "clear":
            its_pool = "marked"
        elif verdict.kept and STRATUM in verdict.kept:
            its_pool = "sampled"
        elif pool == "marked":
            intake.clear += 1
            known.clear(key, own, there)
            continue
        known.queue(key, own)
        intake.queued += state == "waiting"
        risk = verdict.risk if verdict.risk is not None else verdict.risk_bound
        worst = _WORST[verdict.decision]
        yield key, verdict.source, verdict.id, verdict.pack, its_pool, state, worst, risk, row.text


def _verdicts(path: Path, intake: Intake) -> Iterator[WholeVerdict]:
    try:
        for row in whole_verdicts(path):
            if isinstance(row, NoVerdict):
                intake.problem(row.what)
            else:
                yield row
    except StickerguardError as error:
        if error.code != "unreadable_file":
            raise
        raise _bad(error) from error


def _bad(what: object) -> StickerguardError:
    return StickerguardError(str(what), code="bad_verdicts")
