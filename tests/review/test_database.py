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
from tests.read_only import with_read_only
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


def test_a_file_that_cannot_be_opened_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, advice in (
        (tmp_path / "absent" / "r.sqlite", f"make the folder {tmp_path / 'absent'} first, or give another file"),
        (tmp_path / "file" / "r.sqlite", f"{tmp_path / 'file'} is no folder; give another file"),
        (tmp_path, "it is a folder; give a file"),
    ):
        with pytest.raises(StickerguardError) as refused:
            Database(path)
        assert str(refused.value).startswith(f"{path}: cannot be used: ")
        assert str(refused.value).endswith(f"; {advice}")
        assert refused.value.code == "bad_review_database"


def test_a_file_on_a_read_only_mount_is_to_be_copied_and_a_new_one_made_elsewhere(tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    Database(share / "r.sqlite").close()
    export = ["decisions", "export", "--csv", tmp_path / "d.csv", "--db"]
    for command in (export, ["review", "--db"]):
        done = with_read_only(share, *command, share / "r.sqlite")
        assert done.returncode == 2
        assert f"it, or the folder {share}, cannot be written to, which reading it needs too; copy it" in done.stderr
    verdicts = write(tmp_path / "v.jsonl", verdict("a.png"))
    done = with_read_only(share, "review", verdicts, "--db", share / "new.sqlite")
    assert f"nothing can be written in {share}; ask for the right to write there, or give another file" in done.stderr
    # What is advised helps.
    (tmp_path / "r.sqlite").write_bytes((share / "r.sqlite").read_bytes())
    done = with_read_only(share, *export, tmp_path / "r.sqlite")
    assert done.returncode == 0, done.stderr


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


def test_while_another_process_writes_others_read_and_a_change_says_what_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "review.sqlite"
    database = Database(path, patience=0.2)
    take_in(database, write(tmp_path / "v.jsonl", verdict("a.png")))
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert database.number("SELECT count(*) FROM stickers") == 1
        with (
            pytest.raises(StickerguardError, match=r"review\.sqlite: another process is writing") as refused,
            database.change(),
        ):
            raise AssertionError("nothing may be changed")
        assert refused.value.code == "review_database_busy"
        other.execute("ROLLBACK")
    other.close()
    with database.change() as run:
        run("UPDATE stickers SET state = 'decided'")
    assert progress_of(database).decided == 1


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
@pytest.mark.parametrize("what", ["removed", "moved", "replaced"])
def test_nothing_goes_into_a_file_that_is_no_longer_at_its_place(tmp_path: Path, what: str) -> None:
    path = tmp_path / "review.sqlite"
    database = Database(path)
    take_in(database, write(tmp_path / "v.jsonl", verdict("a.png")))
    if what == "moved":
        path.rename(tmp_path / "elsewhere.sqlite")
    else:
        path.unlink()
    if what == "replaced":
        path.write_bytes(b"")
    with (
        pytest.raises(StickerguardError, match="no longer the file that was opened") as refused,
        database.change() as run,
    ):
        run("UPDATE stickers SET state = 'decided'")
    assert refused.value.code == "bad_review_database"
    assert progress_of(database).decided == 0


def test_what_only_reads_makes_no_database(tmp_path: Path) -> None:
    empty = tmp_path / "empty.sqlite"
    empty.write_bytes(b"")
    with pytest.raises(StickerguardError, match=r"empty\.sqlite: is empty") as refused:
        existing(empty)
    assert refused.value.code == "bad_review_database"
    assert empty.read_bytes() == b""
    assert [path.name for path in tmp_path.iterdir()] == ["empty.sqlite"]


def test_a_file_of_before_is_opened_with_what_it_counted(tmp_path: Path) -> None:
    path = tmp_path / "review.sqlite"
    Database(path).close()
    with sqlite3.connect(path) as old:
        old.execute("DROP TABLE clear")
        old.execute("INSERT INTO inputs VALUES ('old.jsonl', '', 9, 7, 0, 0, NULL)")
    old.close()
    assert progress_of(Database(path)).clear == 7


def test_a_damaged_text_is_said_without_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "review.sqlite"
    database = Database(path)
    take_in(database, write(tmp_path / "v.jsonl", *(verdict(f"{number}.png") for number in range(3))))
    with database.change() as run:
        run("UPDATE stickers SET verdict = CAST(CAST('secret' AS BLOB) || x'E3' AS TEXT) WHERE number = 3")
    query = "SELECT verdict FROM stickers ORDER BY number DESC"

    def read_within() -> None:
        with database.change() as run:
            run("UPDATE stickers SET state = 'decided'")
            run(query).fetchone()

    for read in (lambda: database.row(query), lambda: database.rows(query), read_within):
        with pytest.raises(StickerguardError, match=r"review\.sqlite: cannot be used: .*column 'verdict'") as refused:
            read()
        assert refused.value.code == "bad_review_database"
        assert "secret" not in str(refused.value)
    assert progress_of(database).decided == 0
