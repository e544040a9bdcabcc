"""Near-duplicates: what the desk hashes, when it tries again, and what it finds."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stickerguard.errors import DecodeError
from stickerguard.pools import WorkersError
from stickerguard.review import near
from stickerguard.review.database import Database
from stickerguard.review.intake import take_in
from stickerguard.review.near import Hasher, Near, Neighbours
from stickerguard.review.pictures import Pictures
from stickerguard.types import Verdict
from tests.review.pictures import sticker
from tests.review.rows import write

ONE, OTHER = bytes(range(32)), bytes(range(100, 132))


class Told:
    """Stands in for `Pictures`: hashes as a function tells them."""

    def __init__(self, hashes: Callable[[Verdict], bytes]) -> None:
        self.hashes = hashes


@contextmanager
def hashing(database: Database, pictures: Any) -> Iterator[Neighbours]:
    """The hasher at work, until it has looked at everything."""
    neighbours = Neighbours(database)
    hasher = Hasher(database, pictures, neighbours)
    hasher.start()
    try:
        while database.number("SELECT count(*) FROM stickers WHERE hash_state IS NULL"):
            assert hasher.is_alive()
            time.sleep(0.01)
        yield neighbours
    finally:
        hasher.stop()
        hasher.join()


def states(database: Database) -> dict[str, str | None]:
    rows = database.rows("SELECT source, hash_state FROM stickers")
    return {Path(row["source"]).name: row["hash_state"] for row in rows}


def test_near_duplicates_of_what_was_decided_are_found(tmp_path: Path, pictures: Pictures) -> None:
    path = write(tmp_path / "v.jsonl", *(sticker(tmp_path, f"{name}.png", seed=name != "b") for name in "abc"))
    database = Database(tmp_path / "own.sqlite")
    take_in(database, path)
    a, _, c = (row["number"] for row in database.rows("SELECT number FROM stickers ORDER BY source"))
    with database.change() as run:
        run("UPDATE stickers SET state = 'decided' WHERE number = ?", (a,))
    with hashing(database, pictures) as neighbours:
        hashes = pictures.hashes(sticker(tmp_path, "c.png", seed=1))
        assert neighbours.of(c, hashes) == [Near(a, 0)]
        assert neighbours.state() == (3, 3)
    database.close()


def test_a_changed_verdict_forgets_the_old_hash(tmp_path: Path, pictures: Pictures) -> None:
    database = Database(tmp_path / "own.sqlite")
    path = tmp_path / "v.jsonl"
    a, b = sticker(tmp_path, "a.png"), sticker(tmp_path, "b.png", seed=1)
    take_in(database, write(path, a, b))
    with hashing(database, pictures):
        old = pictures.hashes(a)
    take_in(database, write(path, replace(a, reasons=("other",)), b))
    assert states(database) == {"a.png": None, "b.png": "hashed"}
    assert Neighbours(database).of(99, old) == []
    with hashing(database, pictures) as neighbours:
        assert [found.distance for found in neighbours.of(99, old)] == [0]
    assert database.number("SELECT count(*) FROM hashes") == 2
    database.close()


def test_what_failed_is_tried_again_when_a_desk_is_started(database: Database) -> None:
    def absent(_: Verdict) -> bytes:
        raise DecodeError("no such file; give the folder of the stickers with --stickers", code="not_found")

    with hashing(database, Told(absent)):
        assert set(states(database).values()) == {"failed"}
    with hashing(database, Told(lambda _: ONE)) as neighbours:
        assert set(states(database).values()) == {"hashed"}
        assert len(neighbours.of(99, ONE)) == 3


def test_a_picture_that_can_be_shown_after_all_is_kept(database: Database) -> None:
    with database.change() as run:
        run("UPDATE stickers SET hash_state = 'failed'")
    neighbours = Neighbours(database)
    neighbours.keep(1, ONE)
    neighbours.keep(1, OTHER)
    assert neighbours.of(99, ONE) == [Near(1, 0)]
    assert neighbours.of(99, OTHER) == []


def test_without_the_package_nothing_is_called_featureless(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    neighbours = Neighbours(database)
    neighbours.keep(1, b"")
    monkeypatch.setattr(near, "find_spec", lambda _: None)
    neighbours.keep(2, b"")
    found = database.rows("SELECT hash_state FROM stickers ORDER BY number")
    assert [row["hash_state"] for row in found] == ["featureless", "failed", None]


def test_where_no_decoder_starts_no_sticker_is_at_fault(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "_PAUSE", 0.01)
    seen = []

    def hashes(found: Verdict) -> bytes:
        seen.append(found.source)
        if len(seen) in (1, 3):
            raise WorkersError("the worker processes die", code="no_worker")
        return ONE

    with hashing(database, Told(hashes)):
        assert set(states(database).values()) == {"hashed"}
    assert sorted(seen) == sorted([*states(database), seen[0], seen[2]])


def test_hashes_that_come_in_meanwhile_disturb_nobody_who_compares(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbours = Neighbours(database)
    neighbours.keep(1, ONE)
    assert neighbours.of(99, ONE) == [Near(1, 0)]
    comparing, adding = threading.Event(), threading.Event()
    distances, concatenate, joined = near.distances, np.concatenate, []

    def slow(*args: Any) -> Any:
        found = distances(*args)
        comparing.set()
        adding.wait()
        return found

    def half_done(*args: Any) -> Any:
        joined.append(args)
        if len(joined) == 2:
            adding.set()
            assert reading.result() == [Near(1, 0)]
        return concatenate(*args)

    with ThreadPoolExecutor() as pool:
        monkeypatch.setattr(near, "distances", slow)
        reading = pool.submit(neighbours.of, 99, ONE + OTHER)
        comparing.wait()
        neighbours.keep(2, OTHER)
        monkeypatch.setattr(np, "concatenate", half_done)
        assert neighbours.of(99, OTHER) == [Near(2, 0)]
    assert len(joined) == 2
