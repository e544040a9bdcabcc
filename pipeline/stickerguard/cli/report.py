"""The report of a run, made beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from stickerguard.batch.items import Item
from stickerguard.cli.outputs import Beside
from stickerguard.limits import Limits
from stickerguard.report.collect import Collected
from stickerguard.report.page import write_report
from stickerguard.report.thumbnails import Thumbnails
from stickerguard.types import Verdict


class ReportOf:
    """Collects the verdicts of a run, whose items it has noted in order, and writes the report to `path`; `limits` are
    those of the run, within which its pictures are decoded once more."""

    def __init__(self, path: Path, rows: int, with_text: bool, limits: Limits) -> None:
        self.collected = Collected(rows)
        self._path = path
        self._with_text = with_text
        self._thumbnails = Thumbnails(limits)
        self._items: deque[Item] = deque()

    def noting(self, items: Iterable[Item]) -> Iterator[Item]:
        """`items`, each kept until its verdict has come: a verdict does not say where the picture is."""
        for item in items:
            self._items.append(item)
            yield item

    def add(self, verdict: Verdict) -> None:
        """Take the verdict of the oldest item into account."""
        self.collected.add(verdict, self._items.popleft(), self._thumbnails)

    def write(self, beside: Beside) -> None:
        """Write the page `beside` the verdicts."""
        beside.write(self._path, lambda path: write_report(self.collected, path, with_text=self._with_text))

    def __enter__(self) -> Self:
        self._thumbnails.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._thumbnails.__exit__()
