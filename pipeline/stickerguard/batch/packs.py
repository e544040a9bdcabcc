"""Packs as a whole: what a reviewer who takes packs down wants to see first."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from stickerguard.batch.previous_rows import Row
from stickerguard.types import Decision, Verdict
from stickerguard.whole_file import write_whole

ORDER: tuple[Decision, ...] = ("flag", "review", "error", "clear")
"""Worst first. A sticker that could not be scored outweighs clear ones: nobody knows what it shows."""


@dataclass(slots=True)
class PackSummary:
    """One pack: its worst sticker, the decision on it, and how many stickers got which decision.

    `risk` is the highest risk of a sticker of which both halves were evaluated, None where there was none.
    """

    pack: str
    decision: Decision = "clear"
    worst: str | None = None
    risk: float | None = None
    stickers: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    _rank: tuple[int, float] = field(default=(len(ORDER), 0.0), init=False, repr=False)
    """Of the worst sticker, whose risk need not be the highest: what is near a known one is flagged at any."""

    def add(self, source: str, decision: Decision, risk: float | None) -> None:
        """Take one more sticker of the pack into account."""
        self.stickers += 1
        self.counts[decision] += 1
        rank = (ORDER.index(decision), -(risk or 0.0))
        if rank < self._rank:
            self.worst, self.decision, self._rank = source, decision, rank
        if risk is not None:
            self.risk = max(self.risk or 0.0, risk)


class PackSummaries:
    """All packs of a run; verdicts without a pack are passed over. Memory grows with the number of packs only."""

    def __init__(self) -> None:
        self._packs: dict[str, PackSummary] = {}

    def add(self, row: Verdict | Row) -> None:
        """Take a verdict into account, or a row that a former run wrote."""
        if row.pack is not None:
            self._packs.setdefault(row.pack, PackSummary(row.pack)).add(row.source, row.decision, row.risk)

    def write(self, path: Path) -> None:
        """One JSON object a line, the worst packs first; the file is whole or as it was. Raises OSError."""
        packs = sorted(self._packs.values(), key=lambda pack: (ORDER.index(pack.decision), -(pack.risk or 0.0)))
        rows = [asdict(pack) | {"counts": {name: pack.counts[name] for name in ORDER}} for pack in packs]
        for row in rows:
            del row["_rank"]
        write_whole(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
