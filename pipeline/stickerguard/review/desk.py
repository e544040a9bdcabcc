"""The queue: hands each sticker to one reviewer at a time, and keeps what they decide."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

from stickerguard.decision_format import CHOICES
from stickerguard.errors import StickerguardError
from stickerguard.review.database import Database, Run
from stickerguard.review.sessions import Session

Picture = Literal["minor", "adult", "none"]
"""What a reviewer may say that the picture shows; none is nobody."""

PICTURES: tuple[Picture, ...] = get_args(Picture)
LEASE = 600.0
"""Seconds for which a sticker is kept for the reviewer who has it, counted from the last sign of life."""
HELD = f"(leases.until > :now AND leases.until <= :now + {LEASE + 60})"
"""Whether a lease still runs at `:now`, in SQL. One that ends later than any can was taken while a clock was ahead, and
would keep its card from everybody until the clock has caught up. The minute more is for desks that read the clock just
before, and then wait for the file."""
LONGEST_NOTE = 2_000
_FREE = f"""
FROM stickers WHERE state = :state
  AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.sticker = stickers.number AND leases.session != :session
    AND {HELD})
  AND NOT EXISTS (SELECT 1 FROM decisions WHERE decisions.sticker = stickers.number AND undone_at IS NULL
    AND reviewer = :reviewer COLLATE BY_NAME AND decision != 'skip')
"""
LAST = """WHERE session = ? AND reviewer = ? COLLATE BY_NAME AND undone_at IS NULL
AND NOT EXISTS (SELECT 1 FROM decisions AS later WHERE later.sticker = decisions.sticker
  AND later.number > decisions.number AND later.undone_at IS NULL AND later.decision != 'skip')
ORDER BY decisions.number DESC LIMIT 1"""
"""The last decision of a session and a reviewer that can be undone: several may use one browser after each other, and
what was decided since stays. Who only skipped a sticker has decided nothing about it."""
_SKIPPED = """EXISTS (SELECT 1 FROM decisions WHERE decisions.sticker = stickers.number AND undone_at IS NULL
  AND reviewer = :reviewer COLLATE BY_NAME AND decision = 'skip')"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision as it comes from the page; `seconds` on the card as the page counted them, None where it did not;
    `verdict` is the `digest` of the one that the page showed, None where that is not known."""

    decision: str
    note: str = ""
    seconds: float | None = None
    picture: str | None = None
    severity: int | None = None
    second_opinion: bool = False
    verdict: str | None = None


class Desk:
    """Cards of one database. Safe between threads, and between processes with the same file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def card(self, session: Session) -> int | None:
        """The sticker that `session` is to look at: the one it has, or the next, which is then kept for it.

        None where nothing is left for this reviewer in this queue.
        """
        now = self._database.clock()
        with self._database.change() as run:
            row = run("SELECT sticker FROM leases WHERE session = ?", (session.id,)).fetchone()
            number = row["sticker"] if row else self._next(session, run)
            if number is None:
                return None
            _lease(run, number, session.id, now)
        return int(number)

    def has_card(self, session: Session) -> bool:
        """Whether a sticker is with `session`."""
        query = f"SELECT count(*) FROM leases WHERE session = :session AND {HELD}"
        return bool(self._database.number(query, {"session": session.id, "now": self._database.clock()}))

    def peek(self, session: Session) -> list[int]:
        """What is likely to come next, the nearest first."""
        query = f"SELECT number {_FREE} AND NOT {_SKIPPED} ORDER BY {_order(session)} LIMIT 2"
        return [row["number"] for row in self._database.rows(query, self._values(session))]

    def alive(self, session: Session) -> bool:
        """Keep the card of `session` for longer; False where it has none."""
        with self._database.change() as run:
            until = self._database.clock() + LEASE
            return run("UPDATE leases SET until = ? WHERE session = ?", (until, session.id)).rowcount > 0

    def release(self, session: Session) -> None:
        """Give the card of `session` back to the queue."""
        with self._database.change() as run:
            run("DELETE FROM leases WHERE session = ?", (session.id,))

    def decide(self, session: Session, number: int, answer: Answer) -> None:
        """Keep what `session` decided about the sticker that it has; "skip" puts it behind all others for them.

        Raises StickerguardError: "bad_form" for an answer that makes no sense, "card_gone" where the sticker is not, or
        no longer, with this session, "card_changed" where it has another verdict by now than the page showed.
        """
        _check(answer)
        now = self._database.clock()
        with self._database.change() as run:
            lease = run("SELECT * FROM leases WHERE session = ? AND sticker = ?", (session.id, number)).fetchone()
            if lease is None or not session.reviewer:
                raise StickerguardError("this sticker is no longer with you; nothing was saved", code="card_gone")
            seconds = _seconds(answer.seconds, now - lease["taken"])
            there = run("SELECT state, verdict FROM stickers WHERE number = ?", (number,)).fetchone()
            if answer.decision != "skip" and answer.verdict not in (None, digest(there["verdict"])):
                raise StickerguardError(
                    "this sticker was scored anew while you looked at it, so nothing was saved; "
                    "look at the new scores and decide again",
                    code="card_changed",
                )
            asks = answer.decision == "unsure" or answer.second_opinion
            run(
                "INSERT INTO decisions (sticker, decision, reviewer, session, decided_at, seconds, note, picture, "
                "severity, second_opinion, former_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    answer.decision,
                    session.reviewer,
                    session.id,
                    _now(),
                    seconds,
                    answer.note.strip(),
                    answer.picture,
                    answer.severity,
                    asks,
                    there["state"],
                ),
            )
            if answer.decision != "skip":
                run("UPDATE stickers SET state = ? WHERE number = ?", ("second" if asks else "decided", number))
                run("UPDATE sessions SET looked = looked + 1 WHERE id = ?", (session.id,))
            run("DELETE FROM leases WHERE session = ?", (session.id,))

    def undo(self, session: Session, shown: int | None = None) -> int | None:
        """Take back the last thing that the reviewer of `session` decided or skipped in it, and hand them that sticker
        again; what somebody has decided about since is passed over, as it cannot be taken back.

        `shown` is the number of the decision that the page offered to undo, None where that is not known.
        None where there is nothing to take back. Raises StickerguardError, code "card_gone", where somebody else looks
        at the sticker by now, or what was `shown` is no longer what would be undone.
        """
        now = self._database.clock()
        with self._database.change() as run:
            last = run(f"SELECT * FROM decisions {LAST}", (session.id, session.reviewer)).fetchone()
            if shown is not None and shown != (last and last["number"]):
                raise StickerguardError(
                    "nothing was undone: somebody else has decided this sticker since, or you have undone it already; "
                    "go to the next card, which names what you can undo now",
                    code="card_gone",
                )
            if last is None:
                return None
            number = last["sticker"]
            if _held(run, number, session.id, now):
                raise StickerguardError(
                    "nothing was undone: somebody else looks at this sticker now; go on with the next card, and undo "
                    "again once they are done",
                    code="card_gone",
                )
            run("UPDATE decisions SET undone_at = ? WHERE number = ?", (_now(), last["number"]))
            if last["decision"] != "skip":
                run("UPDATE stickers SET state = ? WHERE number = ?", (last["former_state"], number))
                run("UPDATE sessions SET looked = max(0, looked - 1) WHERE id = ?", (session.id,))
            run("DELETE FROM leases WHERE session = ?", (session.id,))
            _lease(run, number, session.id, now)
        return int(number)

    def _next(self, session: Session, run: Run) -> int | None:
        values = self._values(session)
        unseen = f"SELECT number {_FREE} AND NOT {_SKIPPED} ORDER BY {_order(session)} LIMIT 1"
        # What somebody skipped comes back to them when nothing else is left, the longest ago first.
        skipped = f"""SELECT number {_FREE} AND {_SKIPPED} ORDER BY (SELECT max(decisions.number) FROM decisions
          WHERE decisions.sticker = stickers.number AND reviewer = :reviewer COLLATE BY_NAME) LIMIT 1"""
        row = run(unseen, values).fetchone() or run(skipped, values).fetchone()
        return int(row["number"]) if row else None

    def _values(self, session: Session) -> dict[str, object]:
        return {
            "state": "waiting" if session.queue == "first" else "second",
            "session": session.id,
            "reviewer": session.reviewer,
            "now": self._database.clock(),
        }


def digest(verdict: str) -> str:
    """A short name of the verdict that the database keeps as this text."""
    return hashlib.sha256(verdict.encode("utf-8")).hexdigest()[:16]


def _lease(run: Run, number: int, session: str, now: float) -> None:
    """Keep the sticker for the session; how long it has had it already stays known."""
    run(
        "INSERT INTO leases VALUES (:sticker, :session, :now, :until) ON CONFLICT (sticker) DO UPDATE SET "
        "taken = CASE WHEN session = :session THEN taken ELSE :now END, session = :session, until = :until",
        {"sticker": number, "session": session, "now": now, "until": now + LEASE},
    )


def _held(run: Run, number: int, session: str, now: float) -> bool:
    query = f"SELECT 1 FROM leases WHERE sticker = :sticker AND session != :session AND {HELD}"
    return run(query, {"sticker": number, "session": session, "now": now}).fetchone() is not None


def _order(session: Session) -> str:
    return "pack_place, place" if session.sorting == "pack" else "place"


def _check(answer: Answer) -> None:
    if answer.decision not in (*CHOICES, "skip"):
        raise StickerguardError(f"{answer.decision!r} is no decision", code="bad_form")
    if len(answer.note) > LONGEST_NOTE:
        raise StickerguardError(f"the note has more than {LONGEST_NOTE:,} characters; shorten it", code="bad_form")
    if answer.picture not in (None, *PICTURES) or answer.severity not in (None, 0, 1, 2, 3):
        raise StickerguardError("what the picture shows, or the severity, is none of those offered", code="bad_form")
    contradiction = {
        "not_minor": answer.picture == "minor",
        "not_suggestive": answer.severity is not None and answer.severity >= 2,
        "confirm": answer.picture in ("adult", "none") or answer.severity in (0, 1),
    }
    if contradiction.get(answer.decision):
        raise StickerguardError(
            "the decision contradicts what you say of the picture or of the caption; change one of them",
            code="bad_form",
        )


def _seconds(counted: float | None, since: float) -> float:
    """Seconds on the card: those that the page counted, while it was seen, unless it cannot be true. Where the clock
    was set back meanwhile, `since` is below 0 and says nothing."""
    most = since + 1 if since >= 0 else LEASE
    true = counted is not None and math.isfinite(counted) and 0 <= counted <= most
    return round(counted if true and counted is not None else max(0.0, since), 3)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
