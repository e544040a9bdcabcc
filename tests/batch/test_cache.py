"""A verdict is served only as it was kept, and only for what it was kept for."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stickerguard.batch.cache import LARGEST_NEAR, VerdictCache, scope_of
from stickerguard.errors import StickerguardError
from stickerguard.review.database import Database
from stickerguard.types import CaptionSignal, MinorSignal, Thresholds
from tests.batch.stubs import BLANK
from tests.drawing import encode, shapes
from tests.read_only import with_read_only

OURS, OTHER = scope_of("ours"), scope_of("other")
FLAGGED, CLEAR = (hashlib.sha256(name).digest() for name in (b"flagged", b"clear"))
POINT = Thresholds(0.6, 0.9)
CERTAIN = replace(
    BLANK,
    decision="flag",
    error=None,
    risk=0.997,
    risk_bound=0.998,
    minor=MinorSignal("evaluated", 0.99),
    caption=CaptionSignal("evaluated", 1.0, 3),
    thresholds=POINT,
    sha256=FLAGGED.hex(),
)
HARMLESS = replace(CERTAIN, decision="clear", risk=0.01, caption=CaptionSignal("evaluated", 0.0, 0), sha256=CLEAR.hex())
NEAR, FAR = np.zeros(4, np.uint64), np.full(4, 2**64 - 1, np.uint64)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[VerdictCache]:
    cache = VerdictCache(tmp_path, with_text=False)
    cache.add(OURS, FLAGGED, CERTAIN, NEAR)
    cache.add(OURS, CLEAR, HARMLESS, FAR)
    yield cache
    cache.close()


def change(folder: Path, query: str, *values: object) -> None:
    """What `query` does to the database behind the cache's back."""
    with sqlite3.connect(folder / "verdicts.sqlite") as database:
        assert database.execute(query, values).rowcount
    database.close()


_OF_BEFORE = """
CREATE TABLE verdicts (scope BLOB, content BLOB, verdict TEXT, PRIMARY KEY (scope, content)) WITHOUT ROWID;
CREATE TABLE words (scope BLOB, word INTEGER, pdq BLOB, content BLOB, PRIMARY KEY (scope, word, pdq)) WITHOUT ROWID;
"""


@pytest.mark.parametrize(
    "tables",
    [
        "CREATE TABLE accounts (name TEXT)",
        "CREATE TABLE verdicts (court TEXT, verdict TEXT)",
        f"{_OF_BEFORE}; CREATE TABLE accounts (name TEXT)",
        "PRAGMA application_id=5",
        "PRAGMA user_version=3",
    ],
)
def test_a_database_of_something_else_is_refused_and_left_as_it_was(tmp_path: Path, tables: str) -> None:
    path = tmp_path / "verdicts.sqlite"
    with sqlite3.connect(path) as database:
        database.executescript(tables)
    database.close()
    before = path.read_bytes()
    with pytest.raises(StickerguardError, match="is a database of something else; it was left as it is") as refused:
        VerdictCache(tmp_path, with_text=False)
    assert refused.value.code == "bad_cache"
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_of_a_desk_is_no_cache_and_a_cache_is_no_desk(tmp_path: Path, cache: VerdictCache) -> None:
    cache.close()
    with pytest.raises(StickerguardError, match="is a database of something else"):
        Database(tmp_path / "verdicts.sqlite")
    (tmp_path / "desk").mkdir()
    path = tmp_path / "desk" / "verdicts.sqlite"
    Database(path).close()
    before = path.read_bytes()
    with pytest.raises(StickerguardError, match="is a database of something else"):
        VerdictCache(path.parent, with_text=False)
    assert path.read_bytes() == before


@pytest.mark.parametrize("statements", [_OF_BEFORE, f"{_OF_BEFORE}; ANALYZE", _OF_BEFORE.partition(";")[0], ""])
def test_a_cache_of_before_or_one_that_was_only_begun_is_gone_on_with(tmp_path: Path, statements: str) -> None:
    with sqlite3.connect(tmp_path / "verdicts.sqlite") as database:
        database.executescript(statements)
    database.close()
    for _ in range(2):
        cache = VerdictCache(tmp_path, with_text=False)
        cache.add(OURS, FLAGGED, CERTAIN, NEAR)
        assert cache.find_near(OURS, NEAR, LARGEST_NEAR) == CERTAIN
        cache.close()


def test_what_was_kept_is_found(cache: VerdictCache) -> None:
    assert (cache.find(OURS, FLAGGED), cache.find(OURS, CLEAR)) == (CERTAIN, HARMLESS)
    assert cache.find_near(OURS, NEAR, LARGEST_NEAR) == CERTAIN


def _set(*path: str, to: object) -> Callable[[dict[str, Any]], None]:
    def change_it(row: dict[str, Any]) -> None:
        *parts, last = path
        for part in parts:
            row = row[part]
        row[last] = to

    return change_it


@pytest.mark.parametrize(
    "changed",
    [
        _set("decision", to="clear"),
        _set("risk", to=-5),
        _set("risk", to=0.1),
        _set("minor", "score", to=float("nan")),
        _set("thresholds", "review", to=2),
        _set("bundle", "version", to="0.0.2"),
        _set("sha256", to=CLEAR.hex()),
    ],
)
def test_a_verdict_that_was_changed_is_none(
    cache: VerdictCache, tmp_path: Path, changed: Callable[[dict[str, Any]], None]
) -> None:
    with sqlite3.connect(tmp_path / "verdicts.sqlite") as database:
        (kept,) = database.execute("SELECT verdict FROM verdicts WHERE content = ?", (FLAGGED,)).fetchone()
    database.close()
    start = kept.index("{")
    row = json.loads(kept[start:])
    changed(row)
    for before in (kept[:start], ""):  # without a seal it is as an earlier cache had it
        change(tmp_path, "UPDATE verdicts SET verdict = ? WHERE content = ?", before + json.dumps(row), FLAGGED)
        assert cache.find(OURS, FLAGGED) is None
        assert cache.find_near(OURS, NEAR, LARGEST_NEAR) is None
    assert cache.find(OURS, CLEAR) == HARMLESS
    cache.add(OURS, FLAGGED, CERTAIN, NEAR)
    assert cache.find(OURS, FLAGGED) == CERTAIN


@pytest.mark.parametrize(
    "query",
    [
        "UPDATE verdicts SET verdict = (SELECT verdict FROM verdicts WHERE content = ?) WHERE content = ?",
        "UPDATE OR REPLACE verdicts SET content = ?2 WHERE content = ?1",
    ],
    ids=["copied", "moved"],
)
def test_a_verdict_of_another_sticker_is_none(cache: VerdictCache, tmp_path: Path, query: str) -> None:
    change(tmp_path, query, CLEAR, FLAGGED)
    assert cache.find(OURS, FLAGGED) is None


def test_a_verdict_of_other_settings_is_none(cache: VerdictCache, tmp_path: Path) -> None:
    change(tmp_path, "UPDATE verdicts SET scope = ?", OTHER)
    assert [cache.find(OTHER, content) for content in (FLAGGED, CLEAR)] == [None, None]


def test_a_hash_that_stands_for_another_sticker_is_near_nothing(cache: VerdictCache, tmp_path: Path) -> None:
    change(tmp_path, "UPDATE words SET content = (SELECT content FROM words WHERE pdq = ?)", FAR.tobytes())
    assert cache.find_near(OURS, NEAR, LARGEST_NEAR) is None
    assert cache.find_near(OURS, FAR, LARGEST_NEAR) == HARMLESS


@pytest.mark.parametrize(
    "content", [None, "text", 5, b"", CLEAR, FLAGGED], ids=["none", "text", "number", "empty", "other", "no seal"]
)
def test_a_damaged_place_of_a_verdict_is_near_nothing(cache: VerdictCache, tmp_path: Path, content: object) -> None:
    change(tmp_path, "UPDATE words SET content = ?", content)
    assert cache.find_near(OURS, NEAR, LARGEST_NEAR) is None


@pytest.mark.parametrize("closed", [".", "verdicts.sqlite"])
def test_a_cache_that_cannot_be_written_is_not_to_be_removed(cache: VerdictCache, tmp_path: Path, closed: str) -> None:
    sticker = tmp_path / "a.png"
    sticker.write_bytes(encode(shapes(), "PNG"))
    done = with_read_only(tmp_path / closed, "score", sticker, "--cache", tmp_path)
    assert done.returncode == 2
    assert f"{tmp_path / 'verdicts.sqlite'}: the cache cannot be written: " in done.stderr
    assert "is read-only; ask for the right to write there, or give another folder" in done.stderr
    assert "remove it" not in done.stderr
    assert cache.find(OURS, FLAGGED) == CERTAIN


def test_where_a_new_cache_cannot_be_made_it_is_said(tmp_path: Path) -> None:
    sticker = tmp_path / "a.png"
    sticker.write_bytes(encode(shapes(), "PNG"))
    share = tmp_path / "share"
    share.mkdir()
    done = with_read_only(share, "score", sticker, "--cache", share / "new")
    assert done.returncode == 2
    assert f"the cache cannot be written: [Errno 30] Read-only file system: '{share}/new'; {share} is" in done.stderr


def test_what_is_no_cache_is_to_be_removed(tmp_path: Path) -> None:
    (tmp_path / "verdicts.sqlite").write_text("somebody's notes", "utf-8")
    with pytest.raises(StickerguardError, match="cannot be used: file is not a database; remove it or give another"):
        VerdictCache(tmp_path, with_text=False)
