"""The decisions in force: the last one of each sticker that was not undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from stickerguard.decision_format import Choice, Pool
from stickerguard.review.database import Database
from stickerguard.review.desk import Picture
from stickerguard.review.intake import verdict_of
from stickerguard.types import Verdict

_QUERY = """
SELECT stickers.number, verdict, pool, decision, reviewer, decided_at, seconds, note, picture, severity,
  EXISTS (SELECT 1 FROM decisions AS any_of_them WHERE any_of_them.sticker = stickers.number AND undone_at IS NULL
    AND decision = 'confirm') AS ever_confirmed
FROM stickers JOIN decisions ON decisions.number = (SELECT max(number) FROM decisions AS own
  WHERE own.sticker = stickers.number AND undone_at IS NULL AND decision != 'skip')
ORDER BY stickers.number
"""


@dataclass(frozen=True, slots=True)
class CurrentDecision:
    """A decision in force with the verdict it was made on. `picture` and `severity` are what the reviewer said of the
    halves, None where they did not; `ever_confirmed` says that somebody confirmed the sticker, whoever decided last."""

    sticker: int
    verdict: Verdict
    pool: Pool
    decision: Choice
    reviewer: str
    decided_at: str
    seconds: float
    note: str
    picture: Picture | None
    severity: int | None
    ever_confirmed: bool


def current_decisions(database: Database) -> Iterator[CurrentDecision]:
    """Every decision in force, in the order of the queue's numbers."""
    for row in database.rows(_QUERY):
        yield CurrentDecision(
            sticker=row["number"],
            verdict=verdict_of(row["verdict"]),
            pool=cast(Pool, row["pool"]),
            decision=cast(Choice, row["decision"]),
            reviewer=row["reviewer"],
            decided_at=row["decided_at"],
            seconds=row["seconds"],
            note=row["note"],
            picture=cast(Picture | None, row["picture"]),
            severity=row["severity"],
            ever_confirmed=bool(row["ever_confirmed"]),
        )
