"""A desk over a handful of verdicts, with a clock that tests turn."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from stickerguard.review.database import Database
from stickerguard.review.desk import Answer, Desk
from stickerguard.review.intake import take_in
from stickerguard.review.pictures import Pictures
from stickerguard.review.sessions import Session, Sessions
from stickerguard.types import Verdict
from tests.review.browser import Open, Served, Visit, Visitor, chromium, served
from tests.review.rows import verdict, write


class Clock:
    """Seconds that pass only when a test says so."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def taken(desk: Desk, session: Session) -> int:
    """The number of the card that the desk gives a session, which must be one."""
    number = desk.card(session)
    assert number is not None
    return number


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path, clock: Clock) -> Iterator[Database]:
    opened = Database(tmp_path / "review.sqlite", clock=clock)
    verdicts = [verdict(f"{name}.png", risk=risk) for name, risk in (("mild", 0.5), ("worst", 0.9), ("bad", 0.7))]
    take_in(opened, write(tmp_path / "verdicts.jsonl", *verdicts))
    yield opened
    opened.close()


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture
def sit(database: Database) -> Callable[..., Session]:
    """Begins a session of somebody."""
    sessions = Sessions(database)

    def begin(reviewer: str, *, queue: str = "first", sorting: str = "sticker", **limits: float | None) -> Session:
        name = sessions.new().id
        chosen = {"most_cards": None, "most_minutes": None} | limits
        sessions.begin(name, reviewer=reviewer, queue=queue, sorting=sorting, **chosen)  # type: ignore[arg-type]
        found = sessions.find(name)
        assert found is not None
        return found

    return begin


@pytest.fixture
def source_of(database: Database) -> Callable[[int | None], str | None]:
    """The source of a sticker's number."""
    return lambda number: database.number("SELECT source FROM stickers WHERE number = ?", (number,))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def pictures() -> Iterator[Pictures]:
    with Pictures() as opened:
        yield opened


@pytest.fixture
def desk_of(tmp_path: Path, pictures: Pictures) -> Iterator[Open]:
    """Opens a desk over verdicts."""
    with ExitStack() as stack:
        yield lambda *verdicts, **options: stack.enter_context(served(tmp_path, pictures, *verdicts, **options))


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens a window; at the end none of them may have complained, or asked anybody else for anything."""
    visitors: list[Visitor] = []

    def opened(desk: Served, **options: bool) -> Visitor:
        visitors.append(Visitor(browser, desk.url, **options))
        return visitors[-1]

    yield opened
    for visitor in visitors:
        visitor.context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "r.sqlite")
    yield database
    database.close()


@pytest.fixture
def decide(empty: Database, tmp_path: Path) -> Callable[..., None]:
    """Puts a sticker into the queue and decides it."""
    sessions = Sessions(empty)

    def decided(verdict: Verdict, decision: str, *, by: str = "Ann", queue: str = "first", **answer: object) -> None:
        if queue == "first":
            take_in(empty, write(tmp_path / "one.jsonl", verdict), pool="sampled")
        name = sessions.new().id
        sessions.begin(name, reviewer=by, queue=queue, sorting="sticker", most_cards=None, most_minutes=None)
        session = sessions.find(name)
        assert isinstance(session, Session)
        number = Desk(empty).card(session)
        assert number is not None
        Desk(empty).decide(session, number, Answer(decision, **answer))  # type: ignore[arg-type]

    return decided
