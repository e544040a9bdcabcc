"""Who sits at the desk: one session a browser, with a name, a language, a queue and a stretch of work."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal

from stickerguard.errors import StickerguardError
from stickerguard.review.database import Database
from stickerguard.reviewers import reviewer_name

Queue = Literal["first", "second"]
"""Stickers that nobody has decided, or those for which a second opinion is asked."""
Sorting = Literal["sticker", "pack"]

MOST_CARDS, MOST_MINUTES = 100, 30.0
"""A stretch of work ends by default after so many cards, or minutes."""
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Session:
    """`csrf` is what its forms must carry; `keys` says whether single keys decide. A stretch ends after `most_cards` or
    `most_minutes`, None for no end; it began at `started` (None: not yet) and `looked` counts what was decided in it.
    """

    id: str
    csrf: str
    reviewer: str | None
    language: str | None
    queue: Queue
    sorting: Sorting
    keys: bool
    most_cards: int | None
    most_minutes: float | None
    started: float | None
    looked: int


class Sessions:
    """The sessions of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def new(self) -> Session:
        """A session of nobody yet."""
        name, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        with self._database.change() as run:
            run(
                "INSERT INTO sessions (id, csrf, queue, sorting, most_cards, most_minutes) "
                "VALUES (?, ?, 'first', 'sticker', ?, ?)",
                (name, csrf, MOST_CARDS, MOST_MINUTES),
            )
        found = self.find(name)
        assert found is not None
        return found

    def find(self, name: str) -> Session | None:
        """The session of this id."""
        row = self._database.row("SELECT * FROM sessions WHERE id = ?", (name,))
        return Session(**dict(row) | {"keys": bool(row["keys"])}) if row else None

    def begin(
        self,
        name: str,
        *,
        reviewer: str,
        queue: str,
        sorting: str,
        most_cards: int | None,
        most_minutes: float | None,
        keys: bool = True,
    ) -> None:
        """Begin a stretch of work. Raises StickerguardError, code "bad_form"."""
        named = reviewer_name(reviewer, LONGEST_NAME)
        if named is None:
            raise StickerguardError(
                f"give a name of 1 to {LONGEST_NAME} characters, without invisible ones", code="bad_form"
            )
        if queue not in ("first", "second") or sorting not in ("sticker", "pack"):
            raise StickerguardError("choose one of the queues and orders", code="bad_form")
        for limit in (most_cards, most_minutes):
            if limit is not None and not 0 < limit < 1e6:
                raise StickerguardError("give a number of cards and minutes above 0, or none", code="bad_form")
        values = named, queue, sorting, keys, most_cards, most_minutes, self._database.clock(), name
        with self._database.change() as run:
            run(
                "UPDATE sessions SET reviewer = ?, queue = ?, sorting = ?, keys = ?, most_cards = ?, "
                "most_minutes = ?, started = ?, looked = 0 WHERE id = ?",
                values,
            )
            # Under another name or in another queue the former card may be none of theirs.
            run("DELETE FROM leases WHERE session = ?", (name,))

    def go_on(self, name: str) -> None:
        """Begin another stretch with the same limits."""
        with self._database.change() as run:
            run("UPDATE sessions SET started = ?, looked = 0 WHERE id = ?", (self._database.clock(), name))

    def speak(self, name: str, language: str) -> None:
        """Set the language of the pages."""
        with self._database.change() as run:
            run("UPDATE sessions SET language = ? WHERE id = ?", (language, name))

    def over(self, session: Session) -> bool:
        """Whether it is time to pause; also where the stretch of minutes began in the future, since the clock was set
        back and nobody knows how long ago that was."""
        if session.started is None:
            return False
        minutes = (self._database.clock() - session.started) / 60
        return (session.most_cards is not None and session.looked >= session.most_cards) or (
            session.most_minutes is not None and not -1 <= minutes < session.most_minutes
        )
