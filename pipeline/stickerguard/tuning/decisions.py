"""What people decided: the CSV that `stickerguard decisions export --csv` writes, one row a decision."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from stickerguard.batch.tables import BadRow, numbered_csv, several
from stickerguard.decision_format import Choice, Pool
from stickerguard.errors import StickerguardError
from stickerguard.invalid import first_problem
from stickerguard.remedies import cannot_read
from stickerguard.reviewers import reviewer_key
from stickerguard.types import Decision

Label = Literal["harmful", "harmless", "undecided"]
"""`undecided` is neither of the others: nobody could read it or be sure, or two people disagree."""

_LABELS: dict[Choice, Label] = {
    "confirm": "harmful",
    "not_minor": "harmless",
    "not_suggestive": "harmless",
    "unreadable": "undecided",
    "unsure": "undecided",
}
_Score = Annotated[
    Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None, BeforeValidator(lambda cell: cell or None)
]
_Text = Annotated[str | None, BeforeValidator(lambda cell: cell or None)]
_Sha256 = Annotated[
    Annotated[str, Field(pattern=r"^[0-9a-f]{64}\z")] | None, BeforeValidator(lambda cell: cell or None)
]


def _as_iso(cell: object) -> object:
    # A bare number would be read as seconds since 1970, also the days since 1900 that a spreadsheet makes of a date.
    if not isinstance(cell, str) or not _DATE.match(cell):
        raise ValueError(f"{str(cell)[:40]!r} is no time in ISO 8601, such as 2026-11-02T10:00:00Z")
    return cell


_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# Times are compared as they are: those of the first and the last year have no count of seconds in every time zone.
_Time = Annotated[
    datetime,
    BeforeValidator(_as_iso),
    AfterValidator(lambda time: time if time.tzinfo else time.replace(tzinfo=UTC)),
]


class Row(BaseModel):
    """One decision of one reviewer; scores are None where the verdict has none."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Annotated[str, Field(min_length=1)]
    pack: _Text = None
    decision: Choice
    reviewer: str
    decided_at: _Time
    pool: Pool
    verdict: Decision
    score: _Score
    minor: _Score
    suggestive: _Score
    kind: _Text = None
    language: _Text = None
    sha256: _Sha256 = None


_COLUMNS = [name for name in Row.model_fields if name not in ("pack", "kind", "language", "sha256")]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One sticker that people decided about: the scores of its verdict, and what they make of it together."""

    id: str
    label: Label
    pool: Pool
    verdict: Decision
    risk: float | None
    minor: float | None
    suggestive: float | None
    slices: dict[str, str | None]
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Decisions:
    """The stickers, the rows that cannot be used (each with file, line and reason), on how many people disagree, and
    what `notes` say of rows that may be meant otherwise than they were read."""

    stickers: tuple[Reviewed, ...]
    refused: tuple[str, ...]
    disputed: int
    notes: tuple[str, ...] = ()


def read_decisions(path: Path) -> Decisions:
    """Read the CSV. A row that cannot be used is named in `refused`, and the others count.

    A sticker is what has one `id` and one `sha256`; a row without the latter, as former versions wrote them, goes with
    the one content of its `id` that is known. Of one reviewer the latest decision on a sticker counts, of several the
    majority; without one the sticker is undecided. Raises StickerguardError: "unreadable_file", "bad_decisions" for
    another kind of file.
    """
    rows: list[Row] = []
    refused: list[str] = []
    try:
        for number, cells in numbered_csv(path, "id", partial(_check_columns, path)):
            if isinstance(cells, BadRow):
                refused.append(f"{path}:{number}: {cells.what}")
                continue
            try:
                rows.append(Row.model_validate(cells))
            except ValidationError as error:
                problem = first_problem(error)
                said = problem._replace(where=problem.where[:1]).said("the row")  # the rest are kinds that were tried
                refused.append(f"{path}:{number}: {said}; mend the row or export again")
    except OSError as error:
        raise StickerguardError(cannot_read(path, error), code="unreadable_file") from error
    except (UnicodeError, csv.Error) as error:
        raise StickerguardError(f"{path}: is no CSV in UTF-8: {error}; export again", code="bad_decisions") from error
    return _by_sticker(rows, refused)


def _check_columns(path: Path, names: Sequence[str]) -> None:
    if missing := [name for name in _COLUMNS if name not in names]:
        raise StickerguardError(
            f"{path}: has no column {', '.join(missing)}; give the CSV that 'stickerguard decisions export' writes",
            code="bad_decisions",
        )
    if twice := several(names, list(Row.model_fields)):
        raise StickerguardError(f"{path}: has {twice}", code="bad_decisions")


def _by_sticker(rows: list[Row], refused: list[str]) -> Decisions:
    latest: dict[tuple[str, str | None], dict[str, Row]] = {}
    changed: dict[tuple[str, str | None], None] = {}
    contents: dict[str, set[str]] = {}
    for row in rows:
        contents.setdefault(row.id, set()).update(filter(None, [row.sha256]))
    for row in rows:
        known = contents[row.id]
        sticker = row.id, row.sha256 or (next(iter(known)) if len(known) == 1 else None)
        of_sticker = latest.setdefault(sticker, {})
        person = reviewer_key(row.reviewer)
        before = of_sticker.get(person)
        if before is not None and _LABELS[before.decision] != _LABELS[row.decision]:
            changed[sticker] = None
        if before is None or before.decided_at <= row.decided_at:
            of_sticker[person] = row
    stickers, disputed = [], 0
    for (name, sha256), by_reviewer in latest.items():
        votes = Counter(_LABELS[row.decision] for row in by_reviewer.values())
        (label, most), *others = votes.most_common()
        if others:
            disputed += 1
            if others[0][1] == most:
                label = "undecided"
        row = max(by_reviewer.values(), key=lambda row: row.decided_at)
        slices = {"pack": row.pack, "language": row.language, "kind": row.kind}
        scores = row.score, row.minor, row.suggestive
        stickers.append(Reviewed(name, label, row.pool, row.verdict, *scores, slices, sha256))
    return Decisions(tuple(stickers), tuple(refused), disputed, tuple(_notes(changed)))


def _notes(changed: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    """What to say of the stickers that one person decided in two ways: a change of mind, or two of one name."""
    every = list(changed)
    if every:
        yield f"{len(every)} stickers were decided in two ways by one person: the later counts (first: {every[0][0]})"
    if blind := [name for name, sha256 in every if sha256 is None]:
        yield (
            f"{len(blind)} of these have no sha256 in the decisions, and may be different stickers of one name "
            f"(first: {blind[0]}): export the decisions again, which tells them apart"
        )
