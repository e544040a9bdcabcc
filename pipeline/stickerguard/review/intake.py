"""Verdict files -> the queue: what was marked, and what was sampled to be looked at besides."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from stickerguard.batch.verdict_rows import NoVerdict, jsonl_lines, parquet_rows, row_text
from stickerguard.errors import StickerguardError
from stickerguard.review.database import Database
from stickerguard.types import Verdict

Pool = Literal["marked", "sampled"]
DRAWN = "sample_stratum"
"""What `Verdict.kept` says of a sticker that `stickerguard sample` drew."""
_WORST = {"flag": 0, "review": 1, "clear": 2, "error": 3}
_UPSERT = """
INSERT INTO stickers (key, source, id, pack, pool, state, worst, risk, verdict) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET id = excluded.id, pack = excluded.pack, pool = excluded.pool, state = excluded.state,
  worst = excluded.worst, risk = excluded.risk, verdict = excluded.verdict, hash_state = NULL
WHERE state IN ('waiting', 'failed') AND verdict != excluded.verdict
"""
# Sampled stickers are strewn among the marked ones: at the end of the queue nobody would ever come to them.
_PLACES = """
UPDATE stickers SET place = ranked.place FROM (
  SELECT number, CASE pool
    WHEN 'marked' THEN row_number() OVER (PARTITION BY pool ORDER BY worst, risk DESC, number) * 1.0
      / count(*) OVER (PARTITION BY pool)
    ELSE (row_number() OVER (PARTITION BY pool ORDER BY key) - 0.5) / count(*) OVER (PARTITION BY pool) END AS place
  FROM stickers WHERE state != 'failed') AS ranked
WHERE stickers.number = ranked.number
"""
_PACK_PLACES = """
UPDATE stickers SET pack_place = ranked.place FROM (
  SELECT number, min(place) OVER (PARTITION BY CASE WHEN pack IS NULL THEN 's' || number ELSE 'p' || pack END) AS place
  FROM stickers WHERE state != 'failed') AS ranked
WHERE stickers.number = ranked.number
"""


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
    decisions, and the verdict they were made on.
    Rows that are no verdicts are counted. Raises StickerguardError, code "bad_verdicts", where there is no such file,
    its form is not known, or no row is a verdict.
    """
    intake = Intake(str(path))
    seen: Counter[tuple[str, str | None]] = Counter()
    with database.change() as run:
        known = _Known(database)
        database.many(_UPSERT, _rows(_verdicts(path, intake), intake, seen, pool, known))
        for key in known.scored:
            run("DELETE FROM stickers WHERE key = ? AND state = 'failed'", (key,))
        run("DELETE FROM hashes WHERE sticker IN (SELECT number FROM stickers WHERE hash_state IS NULL)")
        run(_PLACES)
        run(_PACK_PLACES)
        run(
            "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                intake.path,
                datetime.now(UTC).isoformat(timespec="seconds"),
                intake.rows,
                intake.clear,
                intake.failed,
                intake.broken,
                intake.first_problem,
            ),
        )
        if intake.rows and intake.rows == intake.broken:
            raise _bad(path, f"holds no verdict: {intake.first_problem}")
    return intake


def verdict_of(text: str) -> Verdict:
    """The verdict that the database keeps as `text`."""
    return _adapter().validate_json(text)


class _Known:
    """What the database holds: by the key of a sticker of this name and place, which one that is."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._failed = {row["key"] for row in database.rows("SELECT key FROM stickers WHERE state = 'failed'")}
        self.scored: list[bytes] = []
        """Keys of those that failed before and are clear now."""

    def key(self, name: tuple[str, str | None], place: int, content: str | None) -> bytes:
        """Of a sticker with the hash `content`: another one than that of other content under its name."""
        key = _key([*name, place])
        query = "SELECT json_extract(verdict, '$.sha256') AS content FROM stickers WHERE key = ?"
        there = self._database.row(query, (key,))
        if there is None or None in (content, there["content"]) or content == there["content"]:
            return key
        return _key([*name, place, content])

    def clear(self, key: bytes) -> None:
        """Note that a sticker was scored and asks for nobody."""
        if key in self._failed:
            self.scored.append(key)


def _key(name: list[object]) -> bytes:
    return hashlib.sha256(json.dumps(name).encode()).digest()


def _rows(
    verdicts: Iterable[tuple[Verdict, str]],
    intake: Intake,
    seen: Counter[tuple[str, str | None]],
    pool: Pool,
    known: _Known,
) -> Iterator[tuple[object, ...]]:
    for verdict, text in verdicts:
        intake.rows += 1
        name = verdict.source, verdict.id
        key = known.key(name, seen[name], verdict.sha256)
        seen[name] += 1
        state: str = "waiting"
        its_pool: Pool = pool
        if verdict.decision == "error":
            intake.failed += 1
            state = "failed"
        elif verdict.decision != "clear":
            its_pool = "marked"
        elif verdict.kept and DRAWN in verdict.kept:
            its_pool = "sampled"
        elif pool == "marked":
            intake.clear += 1
            known.clear(key)
            continue
        intake.queued += state == "waiting"
        risk = verdict.risk if verdict.risk is not None else verdict.risk_bound
        worst = _WORST[verdict.decision]
        yield key, verdict.source, verdict.id, verdict.pack, its_pool, state, worst, risk, text


def _verdicts(path: Path, intake: Intake) -> Iterator[tuple[Verdict, str]]:
    """Each verdict with its JSON, as it stands in the file if it does: to make it anew takes longer than all else."""
    if path.is_dir() or path.suffix.lower() == ".parquet":
        for row in parquet_rows(path):
            if isinstance(row.content, NoVerdict):
                intake.problem(row.content.what)
                continue
            try:
                yield _adapter().validate_python(row.content), row_text(row.content)
            except ValidationError as error:
                intake.problem(f"{row.place}: {_first(error)}")
        return
    if path.suffix.lower() != ".jsonl":
        raise _bad(path, "cannot be reviewed; give a .jsonl or .parquet file, or a folder of parts, of `score -o`")
    try:
        for place, line in jsonl_lines(path):
            try:
                yield _adapter().validate_json(line), line.decode("utf-8")
            except ValidationError as error:
                intake.problem(f"{place}: {_first(error)}")
    except StickerguardError as error:
        raise StickerguardError(f"{error}; check the path", code="bad_verdicts") from error


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"is no verdict: {where and where + ': '}{first['msg']}"


def _bad(path: Path, what: str) -> StickerguardError:
    return StickerguardError(f"{path}: {what}", code="bad_verdicts")


@cache
def _adapter() -> TypeAdapter[Verdict]:
    return TypeAdapter(Verdict)
