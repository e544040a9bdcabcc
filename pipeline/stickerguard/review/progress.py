"""How far the queue is: counts, and the median time on a card."""

from __future__ import annotations

from dataclasses import dataclass, field

from stickerguard.review.database import Database
from stickerguard.review.sessions import Session


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of one database.

    `waiting` have no decision yet, `second` wait for a second opinion (`second_for_you`: by somebody other than those
    who decided already), `decided` are done. `failed` stickers could not be scored and `clear` ones were not marked:
    neither is in the queue; `broken` rows were no verdicts. `decisions` counts those in force by kind, `yours` those of
    this reviewer. `seconds` is the median time on a card, None before the first; `agreed` of `opinions` second opinions
    say what the first one said.
    """

    waiting: int
    second: int
    second_for_you: int
    decided: int
    failed: int
    clear: int
    broken: int
    problem: str | None
    decisions: dict[str, int] = field(default_factory=dict)
    yours: int = 0
    seconds: float | None = None
    your_seconds: float | None = None
    opinions: int = 0
    agreed: int = 0

    @property
    def total(self) -> int:
        """All stickers of the queue, done or not."""
        return self.waiting + self.second + self.decided


def progress_of(database: Database, session: Session | None = None) -> Progress:
    """The counts; those of the reviewer need a `session`."""
    states = {row["state"]: row["count"] for row in database.rows(_STATES)}
    inputs = database.row(_INPUTS)
    reviewer = session.reviewer if session else None
    second = states.get("second", 0)
    own = database.number(_OWN_SECOND, (reviewer,)) if second and reviewer else 0
    pairs = [dict(row) for row in database.rows(_PAIRS)]
    return Progress(
        waiting=states.get("waiting", 0),
        second=second,
        second_for_you=second - own,
        decided=states.get("decided", 0),
        failed=states.get("failed", 0),
        clear=inputs["clear"] if inputs else 0,
        broken=inputs["broken"] if inputs else 0,
        problem=inputs["problem"] if inputs else None,
        decisions={row["decision"]: row["count"] for row in database.rows(_BY_KIND)},
        yours=database.number(f"SELECT count(*) FROM decisions {_BY}", (reviewer,)),
        seconds=_median(database, _COUNTED, ()),
        your_seconds=_median(database, _BY, (reviewer,)),
        opinions=len(pairs),
        agreed=sum(pair["first"] == pair["second"] for pair in pairs),
    )


_COUNTED = "WHERE undone_at IS NULL AND decision != 'skip'"
_BY = f"{_COUNTED} AND reviewer = ? COLLATE BY_NAME"
_STATES = "SELECT state, count(*) AS count FROM stickers GROUP BY state"
# `inputs.clear` is what files of before were counted by.
_INPUTS = """SELECT coalesce(sum(clear), 0) + (SELECT count(*) FROM clear) AS clear, coalesce(sum(broken), 0) AS broken,
  max(first_problem) AS problem FROM inputs"""
_OWN_SECOND = f"""SELECT count(DISTINCT sticker) FROM decisions JOIN stickers ON stickers.number = sticker
  {_COUNTED} AND state = 'second' AND reviewer = ? COLLATE BY_NAME"""
_BY_KIND = f"""SELECT decision, count(*) AS count FROM decisions WHERE number IN (
  SELECT max(number) FROM decisions {_COUNTED} GROUP BY sticker) GROUP BY decision"""
_PAIRS = f"""SELECT (SELECT decision FROM decisions AS earlier WHERE earlier.sticker = later.sticker
    AND earlier.number < later.number AND undone_at IS NULL AND decision != 'skip' ORDER BY number DESC LIMIT 1)
    AS first, decision AS second
  FROM decisions AS later {_COUNTED} AND former_state = 'second'"""


def _median(database: Database, where: str, values: tuple[object, ...]) -> float | None:
    count = database.number(f"SELECT count(*) FROM decisions {where}", values)
    if not count:
        return None
    # The lower of the two in the middle: a median that somebody needed.
    query = f"SELECT seconds FROM decisions {where} ORDER BY seconds LIMIT 1 OFFSET ?"
    return float(database.number(query, (*values, (count - 1) // 2)))
