"""What share of a mix of stickers is read: of which kinds, and why. Reads what a batch run wrote.

A sticker is read where its picture may show a minor, so that a caption could matter; all others take the early exit.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from data.stickers.mix import Row

EARLY_EXIT, READ, ERROR = "early exit", "read", "error"
STAGES = ("decode", "vision", "ocr", "caption", "fusion")


@dataclass(frozen=True, slots=True)
class Scored:
    """A sticker of the mix, and what came of it: `outcome` is `EARLY_EXIT`, `READ` or `ERROR`.

    `frames` distinct ones were looked at; `elapsed` is milliseconds by stage.
    """

    row: Row
    outcome: str
    frames: int
    elapsed: dict[str, float]


def scored(rows: Iterable[Row], verdicts: Path) -> list[Scored]:
    """Each row with its verdict in `verdicts`, JSON Lines. Raises KeyError where one has none."""
    found = {}
    with verdicts.open(encoding="utf-8") as lines:
        for verdict in map(json.loads, lines):
            found[Path(verdict["source"]).name] = verdict
    return [_scored(row, found[row.file]) for row in rows]


def _scored(row: Row, verdict: dict[str, Any]) -> Scored:
    outcome = EARLY_EXIT if verdict["caption"]["state"] == "not_evaluated" else READ
    if verdict["decision"] == "error":
        outcome = ERROR
    frames = verdict["frames"]["distinct"] if verdict["frames"] else 0
    return Scored(row, outcome, frames, {stage: verdict["elapsed_ms"][stage] or 0.0 for stage in STAGES})


def share_read(stickers: Sequence[Scored]) -> float:
    """Share of `stickers` that were read, 0 to 1; errors count as not read."""
    return sum(sticker.outcome == READ for sticker in stickers) / max(1, len(stickers))


def by_kind(stickers: Sequence[Scored]) -> Table:
    """A row for each kind and one for all: what it is made of, how many exit early, how many are read."""
    columns = ("kind", "share", "photographs", "captioned", "animated", "early exit", "read: minor plausible", "error")
    table = Table(*columns, "share read")
    for name, group in [*_groups(stickers, lambda sticker: sticker.row.kind), ("all", list(stickers))]:
        made = [
            _percent(sum(getattr(sticker.row, what) for sticker in group), len(group))
            for what in ("photograph", "captioned", "animated")
        ]
        table.add_row(name, _percent(len(group), len(stickers)), *made, *_outcomes(group), f"{share_read(group):.1%}")
    return table


def by_person(stickers: Sequence[Scored]) -> Table:
    """The same by what the pictures depict, within each kind that has people, and by whether they move."""
    table = Table("depicts, in", "stickers", "early exit", "read: minor plausible", "error", "share read")
    cuts = [
        *_groups(stickers, lambda sticker: f"{sticker.row.depicts}, {sticker.row.kind}"),
        *_groups(stickers, lambda sticker: "animated" if sticker.row.animated else "still"),
    ]
    for name, group in cuts:
        table.add_row(name, str(len(group)), *_outcomes(group), f"{share_read(group):.1%}")
    return table


def stage_shares(stickers: Sequence[Scored]) -> dict[str, float]:
    """Share of the workers' time that each stage took; they add up to 1."""
    spent = {stage: sum(sticker.elapsed[stage] for sticker in stickers) for stage in STAGES}
    return {stage: spent[stage] / max(1e-9, sum(spent.values())) for stage in STAGES}


def of_animations(stickers: Sequence[Scored], stage: str) -> float:
    """Share, 0 to 1, of the time of a stage that went into animated stickers."""
    spent = sum(sticker.elapsed[stage] for sticker in stickers)
    return sum(sticker.elapsed[stage] for sticker in stickers if sticker.row.animated) / max(1e-9, spent)


def _groups(stickers: Sequence[Scored], key: Callable[[Scored], str]) -> list[tuple[str, list[Scored]]]:
    found: dict[str, list[Scored]] = {}
    for sticker in stickers:
        found.setdefault(key(sticker), []).append(sticker)
    return sorted(found.items())


def _outcomes(group: Sequence[Scored]) -> list[str]:
    counts = Counter(sticker.outcome for sticker in group)
    return [str(counts[outcome]) for outcome in (EARLY_EXIT, READ, ERROR)]


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}"
