"""What a card shows beside the picture: the sticker, its pack, its near-duplicates, what was decided before."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from stickerguard.review.database import Database
from stickerguard.review.desk import LAST, digest
from stickerguard.review.intake import verdict_of
from stickerguard.review.near import Near, Neighbours
from stickerguard.review.sessions import Session
from stickerguard.types import Verdict

_SHOWN = 8
_IN_FORCE = """(SELECT decision FROM decisions WHERE decisions.sticker = stickers.number AND undone_at IS NULL
  AND decision != 'skip' ORDER BY decisions.number DESC LIMIT 1)"""
# Beside another sticker nothing is said of one that waits for a second opinion: whoever gives it must not know.
_SHOWN_DECISION = f"CASE WHEN state = 'second' THEN NULL ELSE {_IN_FORCE} END"


@dataclass(frozen=True, slots=True)
class Card:
    """A sticker of the queue; `digest` names its verdict as `desk.digest` does."""

    number: int
    verdict: Verdict
    digest: str
    pool: str
    state: str
    hash_state: str | None

    @property
    def animated(self) -> bool:
        """Whether more than one frame was scored."""
        return self.verdict.frames is not None and self.verdict.frames.distinct > 1


@dataclass(frozen=True, slots=True)
class Other:
    """Another sticker; `distance` is its PDQ distance where that is why it is shown."""

    number: int
    source: str
    state: str
    decision: str | None
    distance: int | None = None


def card_of(database: Database, number: int) -> Card | None:
    """The card of a sticker, None where the queue has none of this number."""
    row = database.row("SELECT * FROM stickers WHERE number = ? AND state != 'failed'", (number,))
    if row is None:
        return None
    text = row["verdict"]
    return Card(number, verdict_of(text), digest(text), row["pool"], row["state"], row["hash_state"])


def pack_of(database: Database, card: Card) -> tuple[list[Other], int]:
    """Other stickers of its pack, the worst first, and how many more there are."""
    pack = card.verdict.pack
    if pack is None:
        return [], 0
    where = "FROM stickers WHERE pack = ? AND number != ? AND state != 'failed'"
    query = f"SELECT number, source, state, {_SHOWN_DECISION} AS decision {where} ORDER BY place LIMIT {_SHOWN}"
    found = [Other(**dict(row)) for row in database.rows(query, (pack, card.number))]
    return found, database.number(f"SELECT count(*) {where}", (pack, card.number)) - len(found)


def near_of(database: Database, neighbours: Neighbours, card: Card, hashes: bytes | None) -> tuple[list[Other], int]:
    """The stickers that look like it, the nearest first, and how many more there are."""
    near: list[Near] = neighbours.of(card.number, hashes) if hashes else []
    query = f"SELECT number, source, state, {_SHOWN_DECISION} AS decision FROM stickers WHERE number = ?"
    found = []
    for other in near[:_SHOWN]:
        row = database.row(query, (other.sticker,))
        if row is not None:
            found.append(Other(**dict(row), distance=other.distance))
    return found, len(near) - len(near[:_SHOWN])


def near_state(hashes: bytes | None) -> str | None:
    """Why nothing was compared, as a key of the words; None where it was."""
    if hashes is None:
        return "failed"
    if not hashes:
        return "featureless" if find_spec("pdqhash") else "package"
    return None


def earlier(database: Database, number: int) -> list[dict[str, Any]]:
    """All that was decided about a sticker, in order, what was undone among it."""
    query = "SELECT * FROM decisions WHERE sticker = ? AND decision != 'skip' ORDER BY number"
    return [dict(row) for row in database.rows(query, (number,))]


def is_secret(database: Database, card: Card, reviewer: str | None) -> bool:
    """Whether what was decided is kept from `reviewer`: a second opinion is asked for, and they gave none yet."""
    mine = """SELECT count(*) FROM decisions WHERE sticker = ? AND reviewer = ? COLLATE BY_NAME AND decision != 'skip'
      AND undone_at IS NULL"""
    return card.state == "second" and not database.number(mine, (card.number, reviewer))


def last_of(database: Database, session: Session) -> dict[str, Any] | None:
    """What this reviewer decided or skipped last in this session, and can undo."""
    query = f"""SELECT decisions.number AS number, decision, source FROM decisions
      JOIN stickers ON stickers.number = sticker {LAST}"""
    row = database.row(query, (session.id, session.reviewer))
    return dict(row) if row else None
