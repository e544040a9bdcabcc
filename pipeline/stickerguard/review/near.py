"""Near-duplicates within the queue, by PDQ: the same picture again is best decided beside what was decided before."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from stickerguard.batch.known import DISTANCE
from stickerguard.batch.pdq import Hashes, distances
from stickerguard.errors import StickerguardError
from stickerguard.pools import WorkersError
from stickerguard.review.database import Database
from stickerguard.review.intake import verdict_of
from stickerguard.review.pictures import Pictures, unpacked

_log = logging.getLogger(__name__)
_BYTES = 32
_BATCH = 20
_PAUSE = 2.0
"""Seconds until the hasher looks again for stickers that came in meanwhile, and that a count may be old."""
_UNKNOWN = "(hash_state IS NULL OR hash_state = 'failed')"


@dataclass(frozen=True, slots=True)
class Near:
    """A sticker whose picture lies within the PDQ distance (0 to 31 bits)."""

    sticker: int
    distance: int


class Neighbours:
    """The hashes of a database. `hashed` grows with `keep`, which any thread may call."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._last = 0
        # Replaced as a whole: threads read it while another adds to it.
        self._known: tuple[npt.NDArray[np.int64], Hashes] = np.empty(0, np.int64), np.empty((0, 4), np.uint64)
        self._state, self._state_until = (0, 0), 0.0

    def keep(self, number: int, hashes: bytes) -> None:
        """Keep the hashes of a sticker, none of which means that it has too little structure to be matched."""
        with self._database.change() as run:
            # What is missing here may be there the next time.
            state = "hashed" if hashes else "featureless" if find_spec("pdqhash") else "failed"
            query = f"UPDATE stickers SET hash_state = ? WHERE number = ? AND {_UNKNOWN}"
            changed = run(query, (state, number))
            if changed.rowcount:
                for start in range(0, len(hashes), _BYTES):
                    value = hashes[start : start + _BYTES]
                    run("INSERT INTO hashes (sticker, hash) VALUES (?, ?)", (number, value))

    def of(self, number: int, hashes: bytes) -> list[Near]:
        """The other stickers that look like `number`, which has these hashes, the nearest first."""
        numbers, known = self._refresh()
        found: dict[int, int] = {}
        for value in unpacked(hashes):
            bits = distances(known, value)
            for place in np.flatnonzero(bits <= DISTANCE):
                other = int(numbers[place])
                found[other] = min(found.get(other, DISTANCE), int(bits[place]))
        found.pop(number, None)
        return [Near(*near) for near in sorted(found.items(), key=lambda near: (near[1], near[0]))]

    def state(self) -> tuple[int, int]:
        """How many stickers of the queue were looked at for this, and how many there are; a few seconds old."""
        now = time.monotonic()
        if now >= self._state_until:
            whole = self._database.number("SELECT count(*) FROM stickers WHERE state != 'failed'")
            left = "SELECT count(*) FROM stickers WHERE hash_state IS NULL AND state != 'failed'"
            self._state, self._state_until = (whole - self._database.number(left), whole), now + _PAUSE
        return self._state

    def _refresh(self) -> tuple[npt.NDArray[np.int64], Hashes]:
        with self._lock:
            rows = self._database.rows("SELECT * FROM hashes WHERE number > ? ORDER BY number", (self._last,))
            if rows:
                new = unpacked(b"".join(row["hash"] for row in rows))
                numbers, known = self._known
                more = np.array([row["sticker"] for row in rows], np.int64)
                self._known = np.concatenate([numbers, more]), np.concatenate([known, new])
                self._last = rows[-1]["number"]
            return self._known


class Hasher(threading.Thread):
    """Hashes the stickers of the queue in the background, the worst first."""

    def __init__(self, database: Database, pictures: Pictures, neighbours: Neighbours) -> None:
        super().__init__(name="hasher", daemon=True)
        self._database, self._pictures, self._neighbours = database, pictures, neighbours
        self._stopped = threading.Event()

    def run(self) -> None:
        """Go on until `stop`. What failed when a desk was started before is tried once more."""
        query = """SELECT number, verdict FROM stickers WHERE hash_state IS NULL AND state != 'failed'
          ORDER BY place LIMIT ?"""
        again = True
        while not self._stopped.is_set():
            try:
                if again:
                    with self._database.change() as run:
                        run("UPDATE stickers SET hash_state = NULL WHERE hash_state = 'failed'")
                    again = False
                rows = self._database.rows(query, (_BATCH,))
                for row in rows:
                    if self._stopped.is_set():
                        return
                    self._hash(row["number"], row["verdict"])
            except StickerguardError as error:  # a disk that is full may have room later
                if self._stopped.is_set():
                    return
                _log.warning("near-duplicates: %s", error)
                rows = []
            if not rows:
                self._stopped.wait(_PAUSE)

    def stop(self) -> None:
        """End, after the sticker at hand."""
        self._stopped.set()

    def _hash(self, number: int, verdict: str) -> None:
        try:
            hashes = self._pictures.hashes(verdict_of(verdict))
        except WorkersError:  # says nothing of this sticker
            raise
        except StickerguardError as error:
            if self._stopped.is_set():
                return
            _log.debug("not compared: %s", error)
            with self._database.change() as run:
                run("UPDATE stickers SET hash_state = 'failed' WHERE number = ? AND hash_state IS NULL", (number,))
            return
        with contextlib.suppress(StickerguardError):
            self._neighbours.keep(number, hashes)
