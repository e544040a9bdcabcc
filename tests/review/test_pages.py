"""The pages without a browser: who gets in, what goes out, what is refused."""

import asyncio
import contextlib
import html
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from stickerguard.classifier import failed_verdict
from stickerguard.errors import DecodeError
from stickerguard.review.context import DeskContext
from stickerguard.review.database import Database
from stickerguard.review.intake import take_in
from stickerguard.review.pictures import Pictures
from stickerguard.types import CaptionSignal, Term, TextLine, Thresholds
from tests.review.conftest import Clock
from tests.review.pictures import sticker
from tests.review.rows import BUNDLE, verdict, write
from tests.review.visitors import BEGIN, TOKEN, begun, csrf, visitor

HOSTILE = "<img src=x onerror=alert(1)>\"'&\u202egnp.exe"


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskContext]:
    folder = tmp_path_factory.mktemp("desk")
    lines = (TextLine("nice legs & <b>more</b>", ((4, 60), (100, 60), (100, 78), (4, 78)), 0.9, 0), TextLine("title"))
    caption = CaptionSignal("evaluated", 0.9, 2, "en", lines, (Term("legs", 2, 0, 5, 9),))
    hidden = CaptionSignal("evaluated", 0.9, 2, "en", (TextLine(None),), (Term(None, 3, 0, 0, 4),))
    given = [
        sticker(folder, "worst.png", risk=0.99, caption=caption, pack="p", decision="flag"),
        sticker(folder, "same.png", risk=0.9, pack="p", caption=hidden),
        verdict(HOSTILE, risk=0.8, pack=HOSTILE, id=HOSTILE, reasons=(HOSTILE,)),
        verdict("unread.png", risk=None, risk_bound=0.7, caption=CaptionSignal("unreadable", unreadable_regions=2)),
        verdict("c.png", decision="clear"),
        failed_verdict(HOSTILE, DecodeError(f"{HOSTILE}: damaged", code="corrupt"), bundle=BUNDLE, provider="cpu"),
    ]
    database = Database(folder / "review.sqlite", clock=Clock())
    take_in(database, write(folder / "v.jsonl", *given))
    with Pictures() as pictures, DeskContext(database, pictures, {BUNDLE.sha256: Thresholds(0.6, 0.8)}) as opened:
        yield opened


@pytest.fixture
def client(context: DeskContext) -> Iterator[TestClient]:
    """A browser that has the token."""
    client = visitor(context)
    answer = client.get(f"/?token={TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    yield client
    client.get("/pause")


@pytest.mark.parametrize("path", ["/", "/card", "/queue", "/sticker/1", "/picture/1/0/clear.png", "/?token=wrong"])
def test_nobody_gets_in_without_the_token(context: DeskContext, path: str) -> None:
    answer = visitor(context).get(path)
    assert answer.status_code == 403
    assert "png" not in answer.text
    assert "set-cookie" not in answer.headers
    assert visitor(context).post("/undo", data={"csrf": ""}).status_code == 403


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(context: DeskContext) -> None:
    cookie = visitor(context).get(f"/?token={TOKEN}").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_every_answer_is_sealed(client: TestClient, context: DeskContext) -> None:
    for answer in (
        client.get("/"),
        client.get("/picture/1/0/clear.png"),
        client.get("/nowhere"),
        client.get("/static/desk.js"),
        visitor(context).get("/"),
    ):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_nobody_waits_for_the_database_in_the_loop_that_serves_all(
    context: DeskContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Database._run
    queries: list[tuple[str, bool]] = []

    def watched(database: Database, query: str, *values: Any) -> sqlite3.Cursor:
        in_loop = False
        with contextlib.suppress(RuntimeError):
            in_loop = asyncio.get_running_loop() is not None
        queries.append((query, in_loop))
        return run(database, query, *values)

    monkeypatch.setattr(Database, "_run", watched)
    client = visitor(context)
    client.get(f"/?token={TOKEN}")
    begun(client)
    for path in ("/card", "/queue", "/failed", "/picture/1/0/clear.png", "/nowhere", "/pause"):
        client.get(path)
    assert any("INSERT INTO sessions" in query for query, _ in queries)
    assert not [query for query, in_loop in queries if in_loop]


def test_another_name_for_this_machine_is_refused(context: DeskContext) -> None:
    assert visitor(context).get(f"/?token={TOKEN}", headers={"host": "evil.example:8090"}).status_code == 400
    assert visitor(context).get(f"/?token={TOKEN}", headers={"host": "localhost:8090"}).status_code == 303


def test_a_form_from_elsewhere_changes_nothing(client: TestClient, context: DeskContext) -> None:
    token = begun(client)
    client.get("/card")
    data = {"csrf": token, "decision": "confirm"}
    assert client.post("/decide/1", data=data | {"csrf": "guess"}).status_code == 403
    assert client.post("/decide/1", data={"decision": "confirm"}).status_code == 422
    assert client.post("/decide/1", data=data, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post("/decide/1", data=data, headers={"origin": "null"}).status_code == 403
    assert client.post("/decide/1", data=data | {"note": "x" * 70_000}).status_code == 413
    assert client.get("/decide/1?decision=confirm").status_code == 405
    assert context.database.number("SELECT count(*) FROM decisions") == 0


def test_a_form_of_another_session_is_refused(client: TestClient, context: DeskContext) -> None:
    other = visitor(context)
    other.get(f"/?token={TOKEN}")
    assert client.post("/undo", data={"csrf": csrf(other)}).status_code == 403


@pytest.mark.parametrize(
    "path", ["/picture/99/0/clear.png", "/picture/1/0/raw.png", "/sticker/99", "/sticker/../../etc"]
)
def test_only_stickers_of_the_queue_are_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (404, 422)
    assert client.get("/picture/1/0/clear.png").headers["content-type"] == "image/png"


@pytest.mark.parametrize("number", ["9" * 23, str(2**63), "0", "-1"])
def test_a_number_that_no_sticker_can_have_is_not_found(client: TestClient, context: DeskContext, number: str) -> None:
    token = begun(client)
    assert client.get(f"/sticker/{number}").status_code == 404
    assert client.get(f"/picture/{number}/0/clear.png").status_code == 404
    assert client.post(f"/decide/{number}", data={"csrf": token, "decision": "confirm"}).status_code == 404
    assert client.get(f"/picture/1/{'9' * 23}/clear.png").status_code == 200
    assert client.get(f"/queue?page={'9' * 23}").status_code == 200
    assert context.database.number("SELECT count(*) FROM decisions") == 0


def test_a_card_shows_the_evidence(client: TestClient) -> None:
    begun(client)
    page = client.get("/card").text
    assert '<mark class="s2" title="suggestive">legs</mark>' in page
    assert "nice " in page
    assert "&lt;b&gt;more&lt;/b&gt;" in page
    assert "Severity: suggestive" in page
    assert "review from 0.60" in page
    assert "flag from 0.80" in page
    assert '<polygon class="minor" points="10,5 60,5 60,50 10,50"/>' in page
    assert '<polygon class="text" points="4,60 100,60 100,78 4,78"/>' in page
    assert "came with the sticker" in page
    assert "same.png" in page


def test_text_that_was_withheld_and_text_that_could_not_be_read_are_named(
    client: TestClient, context: DeskContext
) -> None:
    numbers = {row["source"]: row["number"] for row in context.database.rows("SELECT number, source FROM stickers")}
    withheld = next(number for source, number in numbers.items() if source.endswith("same.png"))
    page = client.get(f"/sticker/{withheld}").text
    assert "a term of severity explicit" in page
    assert "--with-text" in page
    page = client.get(f"/sticker/{numbers['unread.png']}").text
    assert "text that cannot be read" in page
    assert "2 pieces of text could not be read" in page
    assert "There is nothing to see" in page
    assert "no such file" in page


def test_hostile_names_are_escaped_everywhere(client: TestClient, context: DeskContext) -> None:
    number = context.database.number("SELECT number FROM stickers WHERE source = ? AND state = 'waiting'", (HOSTILE,))
    for path in (f"/sticker/{number}", "/queue", "/failed"):
        page = client.get(path).text
        assert "<img" not in page
        assert "\u202e" not in page
        assert "\\u202egnp.exe" in html.unescape(page)


def test_an_answer_that_contradicts_itself_comes_back_with_what_was_written(
    client: TestClient, context: DeskContext
) -> None:
    token = begun(client)
    client.get("/card")
    wrong = {"csrf": token, "decision": "not_minor", "picture": "minor", "note": "look at this"}
    answer = client.post("/decide/1", data=wrong)
    assert answer.status_code == 422
    assert "contradicts" in answer.text
    assert ">look at this</textarea>" in answer.text
    assert client.post("/begin", data=BEGIN | {"csrf": token, "most_cards": "many"}).status_code == 422
    assert context.database.number("SELECT count(*) FROM decisions") == 0


def test_a_decision_about_a_sticker_that_somebody_else_has_is_not_saved(
    client: TestClient, context: DeskContext
) -> None:
    token = begun(client)
    answer = client.post("/decide/2", data={"csrf": token, "decision": "confirm", "note": "my note"})
    assert answer.status_code == 409
    assert "my note" in answer.text
    assert context.database.number("SELECT count(*) FROM decisions") == 0


def test_the_language_is_that_of_the_browser_until_one_is_chosen(client: TestClient) -> None:
    assert '<html lang="zh">' in client.get("/", headers={"accept-language": "zh-CN,zh;q=0.9,en;q=0.8"}).text
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "fr"}).text
    client.post("/language", data={"csrf": csrf(client), "language": "zh"})
    assert '<html lang="zh">' in client.get("/", headers={"accept-language": "en"}).text


def test_reasons_are_in_the_language_of_the_page(client: TestClient) -> None:
    english, chinese = "a minor is probably depicted", "画面中很可能有未成年人"
    for language, shown, hidden in (("zh", chinese, english), ("en", english, chinese)):
        client.post("/language", data={"csrf": csrf(client), "language": language})
        page = client.get("/sticker/1").text
        assert shown in page
        assert hidden not in page


def test_what_is_not_in_the_queue_is_counted_and_listed(client: TestClient) -> None:
    page = client.get("/").text
    assert re.search(r"could not be scored: nobody has looked at them</dt><dd>1<", page)
    assert re.search(r"clear: not in this queue</dt><dd>1<", page)
    assert "corrupt" in client.get("/failed").text


def test_a_score_of_none_has_no_bar_and_is_no_zero(client: TestClient, context: DeskContext) -> None:
    number = context.database.number("SELECT number FROM stickers WHERE source = 'unread.png'")
    page = client.get(f"/sticker/{number}").text
    assert "0.00" not in page
    assert "<em>not evaluated</em>" in page


def test_no_address_redirects_to_the_host_that_the_request_names(client: TestClient) -> None:
    assert client.get("/queue/").status_code == 404
