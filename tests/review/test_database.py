"""The file: what it refuses to be, and what survives a kill."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from stickerguard.errors import StickerguardError
from stickerguard.review.database import Database, existing
from stickerguard.review.intake import take_in
from stickerguard.review.progress import progress_of
from tests.review.rows import verdict, write

DECIDE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from stickerguard.review.database import Database
from stickerguard.review.desk import Answer, Desk
from stickerguard.review.sessions import Sessions

database = Database(Path(sys.argv[1]))
sessions, desk = Sessions(database), Desk(database)
name = sessions.new().id
sessions.begin(name, reviewer="Ann", queue="first", sorting="sticker", most_cards=None, most_minutes=None)
session = sessions.find(name)
desk.decide(session, desk.card(session), Answer("confirm", note="sure"))
with database.change() as run:
    run("UPDATE stickers SET state = 'decided'")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_decision_survives_a_kill_and_half_a_change_does_not(tmp_path: Path) -> None:
    path = tmp_path / "review.sqlite"
    database = Database(path)
    take_in(database, write(tmp_path / "v.jsonl", *(verdict(f"{number}.png") for number in range(5))))
    command = [sys.executable, "-c", DECIDE_AND_DIE, str(path)]
    killed = subprocess.run(command, env=os.environ, capture_output=True, text=True, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    now = progress_of(database)
    assert (now.waiting, now.decided, now.decisions) == (4, 1, {"confirm": 1})
    assert database.number("SELECT note FROM decisions") == "sure"
    assert database.number("PRAGMA journal_mode") == "wal"
    assert database.number("PRAGMA synchronous") == 2
    database.close()


def test_the_database_of_something_else_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StickerguardError, match=r"cache\.sqlite: is a database of something else") as refused:
        Database(path)
    assert refused.value.code == "bad_review_database"
    assert path.read_bytes() == before


def test_what_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be taken for one" * 100, "utf-8")
    with pytest.raises(StickerguardError, match=r"notes\.txt: cannot be used"):
        Database(path)
    with pytest.raises(StickerguardError, match="no such file"):
        existing(tmp_path / "missing.sqlite")
    assert not (tmp_path / "missing.sqlite").exists()


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "review.sqlite"
    Database(path).close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version=99")
    other.close()
    with pytest.raises(StickerguardError, match="version 99"):
        Database(path)
