"""What a reviewer sees of others, of time that is up, and of a file that others write; nothing written is lost."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from stickerguard.review.context import DeskContext
from stickerguard.review.database import Database
from stickerguard.review.intake import take_in
from stickerguard.review.pictures import Pictures
from tests.review.conftest import Clock
from tests.review.rows import verdict, write
from tests.review.visitors import TOKEN, begun, csrf, visitor

DECIDED_BESIDE = re.compile("<strong>Confirm</strong>")
"""What was decided, beside another sticker or on the card itself."""


def test_what_was_decided_is_kept_from_whoever_may_give_the_second_opinion(tmp_path: Path) -> None:
    database = Database(tmp_path / "review.sqlite", clock=Clock())
    take_in(database, write(tmp_path / "v.jsonl", verdict("a.png", pack="p", risk=0.9), verdict("b.png", pack="p")))
    with Pictures() as pictures, DeskContext(database, pictures, {}) as context:
        ann, bob = visitor(context), visitor(context)
        for one, name, queue in ((ann, "Ann", "first"), (bob, "Bob", "second")):
            one.get(f"/?token={TOKEN}")
            token = begun(one, reviewer=name, queue=queue)
            if one is ann:
                ann.get("/card")
                form = {"csrf": token, "decision": "confirm", "note": "ANNS-NOTE", "second_opinion": "1"}
                assert ann.post("/decide/1", data=form).headers["location"] == "/card"
        assert "ANNS-NOTE" in ann.get("/sticker/1").text
        for page in ("/card", "/sticker/1", "/sticker/2", "/queue"):
            shown = bob.get(page).text
            assert "a.png" in shown
            assert "ANNS-NOTE" not in shown
            assert "by Ann" not in shown
            assert not DECIDED_BESIDE.search(shown), page
        assert '<a href="/sticker/1">' in bob.get("/sticker/2").text, "it is named beside the other of its pack"
        form = {"csrf": csrf(bob), "decision": "confirm", "note": ""}
        assert bob.post("/decide/1", data=form).status_code == 303
        assert "ANNS-NOTE" in bob.get("/sticker/1").text
        assert DECIDED_BESIDE.search(bob.get("/sticker/2").text), "once nobody is asked for a second opinion"


def test_a_stretch_that_is_over_ends_between_two_cards(tmp_path: Path) -> None:
    clock = Clock()
    database = Database(tmp_path / "review.sqlite", clock=clock)
    take_in(database, write(tmp_path / "v.jsonl", verdict("a.png", risk=0.9), verdict("b.png")))
    with Pictures() as pictures, DeskContext(database, pictures, {}) as context:
        client = visitor(context)
        client.get(f"/?token={TOKEN}")
        token = begun(client, most_minutes="5")
        form = {"csrf": token, "decision": "confirm"}
        assert 'action="/decide/1"' in client.get("/card").text
        clock.now += 301
        assert 'action="/decide/1"' in client.get("/card").text
        assert client.post("/decide/1", data=form).status_code == 303
        for _ in range(2):
            assert "/decide/" not in client.get("/card").text
            assert client.post("/undo", data=form).headers["location"] == "/card"
            assert 'action="/decide/1"' in client.get("/card").text
            assert client.post("/decide/1", data=form).status_code == 303
        assert client.post("/undo", data=form).status_code == 303
        clock.now += 601  # nobody is there
        assert "/decide/" not in client.get("/card").text


def test_the_page_undoes_what_it_shows_and_nothing_else(tmp_path: Path) -> None:
    database = Database(tmp_path / "review.sqlite")
    take_in(database, write(tmp_path / "v.jsonl", *(verdict(f"{name}.png") for name in "abc")))
    with Pictures() as pictures, DeskContext(database, pictures, {}) as context:
        zed, xi = visitor(context), visitor(context)
        tokens = []
        for one, name in ((zed, "Zed"), (xi, "Xi")):
            one.get(f"/?token={TOKEN}")
            tokens.append(begun(one, reviewer=name))

        def offered(page: str) -> str:
            found = re.search(r'name="last" value="(\d+)"', page)
            assert found
            return found[1]

        zed.get("/card")
        zed.post("/decide/1", data={"csrf": tokens[0], "decision": "confirm"})
        zed.get("/card")
        zed.post("/decide/2", data={"csrf": tokens[0], "decision": "skip"})
        skipped = offered(zed.get("/card").text)
        assert 'action="/decide/2"' in xi.get("/card").text
        xi.post("/decide/2", data={"csrf": tokens[1], "decision": "confirm"})
        refused = zed.post("/undo", data={"csrf": tokens[0], "last": skipped})
        assert refused.status_code == 409
        assert "somebody else has decided this sticker since" in refused.text
        page = zed.get("/card").text
        assert "a.png" in page
        assert zed.post("/undo", data={"csrf": tokens[0], "last": offered(page)}).headers["location"] == "/card"
        assert 'action="/decide/1"' in zed.get("/card").text


def test_the_queue_says_of_no_card_that_somebody_has_it_once_a_clock_that_was_ahead_is_right(tmp_path: Path) -> None:
    clock = Clock()
    database = Database(tmp_path / "review.sqlite", clock=clock)
    take_in(database, write(tmp_path / "v.jsonl", verdict("a.png")))
    with Pictures() as pictures, DeskContext(database, pictures, {}) as context:
        ann, ben = visitor(context), visitor(context)
        for one, name in ((ann, "Ann"), (ben, "Ben")):
            one.get(f"/?token={TOKEN}")
            begun(one, reviewer=name)
        clock.now += 86_400
        ann.get("/card")
        assert "somebody looks at it" in ben.get("/queue").text
        clock.now -= 86_400
        assert "somebody looks at it" not in ben.get("/queue").text
        assert 'action="/decide/1"' in ben.get("/card").text


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    """A browser at a desk of its own, with the first card before it, and the desk's file."""
    database = Database(tmp_path / "review.sqlite", patience=0.1)
    take_in(database, write(tmp_path / "v.jsonl", verdict("a.png", risk=0.9), verdict("b.png")))
    with Pictures() as pictures, DeskContext(database, pictures, {}) as context:
        client = visitor(context)
        client.get(f"/?token={TOKEN}")
        begun(client)
        client.get("/card")
        yield client, database.path


def test_while_another_process_holds_the_file_a_page_says_so_and_gives_the_note_back(
    alone: tuple[TestClient, Path],
) -> None:
    client, path = alone
    form = {"csrf": csrf(client), "decision": "confirm", "note": "long considered"}
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = client.post("/decide/1", data=form)
        assert answer.status_code == 503
        assert "Another program is writing to the file of decisions" in answer.text
        assert "long considered" in answer.text
        assert "disk" not in answer.text
        assert client.post("/undo", data=form).status_code == client.get("/card").status_code == 503
        client.cookies.clear()
        assert client.get(f"/?token={TOKEN}").status_code == 503
        other.execute("ROLLBACK")
    other.close()


def test_a_file_that_was_removed_takes_no_decision_and_gives_the_note_back(alone: tuple[TestClient, Path]) -> None:
    client, path = alone
    path.unlink()
    answer = client.post("/decide/1", data={"csrf": csrf(client), "decision": "confirm", "note": "long considered"})
    assert answer.status_code == 500
    assert "it was removed, moved or replaced, and nothing was saved" in answer.text
    assert "long considered" in answer.text
    assert not path.exists()


def test_a_card_that_was_scored_anew_comes_back_with_what_was_written(alone: tuple[TestClient, Path]) -> None:
    client, path = alone
    found = re.search(r'name="verdict" value="(\w+)"', client.get("/card").text)
    assert found
    other = Database(path)
    take_in(other, write(path.with_name("again.jsonl"), verdict("a.png", risk=0.95, reasons=("other evidence",))))
    form = {"csrf": csrf(client), "decision": "confirm", "note": "long considered", "verdict": found[1]}
    answer = client.post("/decide/1", data=form)
    assert answer.status_code == 409
    assert "scored anew" in answer.text
    assert "other evidence" in answer.text
    assert ">long considered</textarea>" in answer.text
    assert other.number("SELECT count(*) FROM decisions") == 0
    shown = re.search(r'name="verdict" value="(\w+)"', answer.text)
    assert shown
    assert client.post("/decide/1", data=form | {"verdict": shown[1]}).status_code == 303
    assert other.number("SELECT count(*) FROM decisions") == 1
    other.close()
