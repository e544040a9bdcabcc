"""What people decided: the CSV that `stickerguard decisions export --csv` writes, one row a decision."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from stickerguard.errors import StickerguardError
from stickerguard.types import Decision

Choice = Literal["confirm", "not_minor", "not_suggestive", "unreadable", "unsure"]
Pool = Literal["marked", "sampled"]
Label = Literal["harmful", "harmless", "undecided"]
"""`undecided` is neither of the others: nobody could read it or be sure, or two people disagree."""

_LABELS: dict[Choice, Label] = {
    "confirm": "harmful",
    "not_minor": "harmless",
    "not_suggestive": "harmless",
    "unreadable": "undecided",
    "unsure": "undecided",
}
_LONGEST = 2**20
_Score = Annotated[
    Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None, BeforeValidator(lambda cell: cell or None)
]
_Text = Annotated[str | None, BeforeValidator(lambda cell: cell or None)]


class Row(BaseModel):
    """One decision of one reviewer; scores are None where the verdict has none."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Annotated[str, Field(min_length=1)]
    pack: _Text = None
    decision: Choice
    reviewer: str
    decided_at: datetime
    pool: Pool
    verdict: Decision
    score: _Score
    minor: _Score
    suggestive: _Score
    kind: _Text = None
    language: _Text = None


_COLUMNS = [name for name in Row.model_fields if name not in ("pack", "kind", "language")]


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


@dataclass(frozen=True, slots=True)
class Decisions:
    """The stickers, the rows that cannot be used (each with file, line and reason), and on how many people disagree."""

    stickers: tuple[Reviewed, ...]
    refused: tuple[str, ...]
    disputed: int


def read_decisions(path: Path) -> Decisions:
    """Read the CSV. A row that cannot be used is named in `refused`, and the others count.

    Of one reviewer the latest decision on a sticker counts, of several the majority; without one the sticker is
    undecided. Raises StickerguardError: "unreadable_file", "bad_decisions" for another kind of file.
    """
    rows: list[Row] = []
    refused: list[str] = []
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise StickerguardError(
                    f"{path}: has no column {', '.join(missing)}; give the CSV that 'stickerguard decisions export' "
                    "writes",
                    code="bad_decisions",
                )
            for cells in reader:
                try:
                    rows.append(Row.model_validate(cells))
                except ValidationError as error:
                    first = error.errors()[0]
                    where = ".".join(str(part) for part in first["loc"][:1]) or "the row"
                    refused.append(f"{path}:{reader.line_num}: {where}: {first['msg']}; mend the row or export again")
    except OSError as error:
        raise StickerguardError(f"{path}: cannot be read: {error.strerror or error}", code="unreadable_file") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise StickerguardError(f"{path}: is no CSV in UTF-8: {error}; export again", code="bad_decisions") from error
    return _by_sticker(rows, refused)


def _by_sticker(rows: Iterable[Row], refused: list[str]) -> Decisions:
    latest: dict[str, dict[str, Row]] = {}
    for row in rows:
        of_sticker = latest.setdefault(row.id, {})
        before = of_sticker.get(row.reviewer)
        if before is None or _when(before) <= _when(row):
            of_sticker[row.reviewer] = row
    stickers, disputed = [], 0
    for by_reviewer in latest.values():
        votes = Counter(_LABELS[row.decision] for row in by_reviewer.values())
        (label, most), *others = votes.most_common()
        if others:
            disputed += 1
            if others[0][1] == most:
                label = "undecided"
        row = max(by_reviewer.values(), key=_when)
        slices = {"pack": row.pack, "language": row.language, "kind": row.kind}
        stickers.append(Reviewed(row.id, label, row.pool, row.verdict, row.score, row.minor, row.suggestive, slices))
    return Decisions(tuple(stickers), tuple(refused), disputed)


def _when(row: Row) -> float:
    return row.decided_at.timestamp()
