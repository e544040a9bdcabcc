"""Everything that the pages share: the database, the queue, the decoder, the near-duplicates."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from stickerguard.review.database import Database
from stickerguard.review.desk import Desk
from stickerguard.review.near import Hasher, Neighbours
from stickerguard.review.pictures import Pictures
from stickerguard.review.sessions import Sessions
from stickerguard.types import Thresholds


@dataclass(slots=True)
class DeskContext:
    """One running desk. `thresholds` are those of the bundles at hand, by hash; `language` that of the pages, None for
    the browser's."""

    database: Database
    pictures: Pictures
    thresholds: dict[str, Thresholds] = field(default_factory=dict)
    language: str | None = None
    desk: Desk = field(init=False)
    sessions: Sessions = field(init=False)
    neighbours: Neighbours = field(init=False)
    hasher: Hasher = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.database)
        self.sessions = Sessions(self.database)
        self.neighbours = Neighbours(self.database)
        self.hasher = Hasher(self.database, self.pictures, self.neighbours)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.hasher.stop()
        if self.hasher.is_alive():
            self.hasher.join(10)
        self.database.close()
