"""What the report says of a run, collected verdict by verdict: memory grows with packs and codes, not with stickers."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field

from stickerguard.batch.items import Item
from stickerguard.batch.packs import ORDER
from stickerguard.batch.previous_rows import Row
from stickerguard.report.thumbnails import Ordered, Thumbnails
from stickerguard.types import Decision, Verdict

MOST_PACKS = 200
MARKED: tuple[Decision, ...] = ("flag", "review")


@dataclass(slots=True)
class Entry:
    """A row of the table: the verdict, or what a former part of the run wrote, and its thumbnail once it is made."""

    verdict: Verdict | Row
    ordered: Ordered | None = None

    @property
    def thumbnail(self) -> bytes | None:
        """WebP, waited for; None where there is none."""
        return None if self.ordered is None else self.ordered.made()

    @property
    def lacks_thumbnail(self) -> bool:
        """Whether it should have one that could not be made."""
        return self.ordered is not None and self.thumbnail is None


@dataclass(slots=True)
class Collected:
    """Counts of a whole run and its worst `most` stickers."""

    most: int
    counts: Counter[Decision] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    packs: dict[str, Counter[Decision]] = field(default_factory=dict)
    last: Verdict | None = None
    _worst: list[tuple[tuple[int, float, int], Entry]] = field(default_factory=list)

    def add(self, verdict: Verdict | Row, item: Item | None = None, thumbnails: Thumbnails | None = None) -> None:
        """Count a verdict; where it is among the worst so far and marked, a thumbnail of `item` is ordered."""
        self.counts[verdict.decision] += 1
        if verdict.pack is not None:
            self.packs.setdefault(verdict.pack, Counter())[verdict.decision] += 1
        if isinstance(verdict, Verdict):
            self.last = verdict
            if verdict.error:
                self.errors[verdict.error.code] += 1
        # Of equals the first stays; the heap gives up its least.
        badness = (-ORDER.index(verdict.decision), verdict.risk or 0.0, -self.counts.total())
        if len(self._worst) >= self.most and badness <= self._worst[0][0]:
            return
        entry = Entry(verdict)
        if isinstance(verdict, Verdict) and verdict.decision in MARKED and item is not None and thumbnails is not None:
            entry.ordered = thumbnails.order(item.content, item.source, verdict.minor.frame)
        if len(self._worst) < self.most:
            heapq.heappush(self._worst, (badness, entry))
        else:
            heapq.heapreplace(self._worst, (badness, entry))

    def worst(self) -> list[Entry]:
        """The rows of the table, the worst first."""
        return [entry for _, entry in sorted(self._worst, key=lambda found: found[0], reverse=True)]

    def worst_packs(self) -> list[tuple[str, Counter[Decision]]]:
        """The packs with the highest share of marked stickers, at most `MOST_PACKS`."""

        def badness(pack: tuple[str, Counter[Decision]]) -> tuple[float, int]:
            marked = sum(pack[1][decision] for decision in MARKED)
            return marked / pack[1].total(), marked

        return heapq.nlargest(MOST_PACKS, self.packs.items(), key=badness)
