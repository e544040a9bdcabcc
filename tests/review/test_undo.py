"""What undoing takes back, and where it cannot."""

from collections.abc import Callable

import pytest

from stickerguard.errors import StickerguardError
from stickerguard.review.cards import last_of
from stickerguard.review.database import Database
from stickerguard.review.desk import Answer, Desk
from stickerguard.review.progress import progress_of
from stickerguard.review.sessions import Session
from tests.review.conftest import taken

Sit = Callable[..., Session]
SourceOf = Callable[[int | None], str | None]


def test_undo_hands_the_card_back_and_the_decision_is_no_longer_in_force(
    desk: Desk, sit: Sit, database: Database
) -> None:
    ann = sit("Ann")
    number = taken(desk, ann)
    desk.decide(ann, number, Answer("confirm", note="twice"))
    desk.card(ann)
    assert progress_of(database).decisions == {"confirm": 1}
    assert desk.undo(ann) == desk.card(ann) == number
    assert progress_of(database).decisions == {}
    assert progress_of(database).waiting == 3
    assert desk.undo(ann) is None
    assert database.number("SELECT count(*) FROM decisions") == 1, "what was undone stays on record"


def test_undo_gives_up_where_somebody_else_has_the_card(desk: Desk, sit: Sit, database: Database) -> None:
    ann, ben = sit("Ann"), sit("Ben", queue="second")
    number = taken(desk, ann)
    desk.decide(ann, number, Answer("unsure"))
    assert desk.card(ben) == number
    with pytest.raises(StickerguardError, match="somebody else"):
        desk.undo(ann)
    desk.decide(ben, number, Answer("confirm"))
    assert last_of(database, ann) is None
    assert desk.undo(ann) is None
    assert progress_of(database).decisions == {"confirm": 1}


def test_who_only_skips_a_card_keeps_nobody_from_undoing(desk: Desk, sit: Sit, database: Database) -> None:
    zed, yu = sit("Zed"), sit("Yu", queue="second")
    number = taken(desk, zed)
    desk.decide(zed, number, Answer("unsure"))
    assert desk.card(yu) == number
    desk.decide(yu, number, Answer("skip"))
    assert desk.undo(zed) == desk.card(zed) == number
    assert progress_of(database).waiting == 3


@pytest.mark.parametrize("decision", ["skip", "unsure"])
def test_undo_passes_over_what_somebody_else_has_decided_since(
    desk: Desk, sit: Sit, database: Database, decision: str
) -> None:
    zed, xi = sit("Zed"), sit("Xi", queue="first" if decision == "skip" else "second")
    first = taken(desk, zed)
    desk.decide(zed, first, Answer("not_minor"))
    second = taken(desk, zed)
    desk.decide(zed, second, Answer(decision))
    shown = last_of(database, zed)
    assert shown is not None
    assert desk.card(xi) == second
    with pytest.raises(StickerguardError, match="somebody else looks at this sticker now"):
        desk.undo(zed)
    desk.decide(xi, second, Answer("confirm"))
    with pytest.raises(StickerguardError, match="somebody else has decided this sticker since") as refused:
        desk.undo(zed, shown["number"])
    assert refused.value.code == "card_gone"
    assert progress_of(database).decisions == {"confirm": 1, "not_minor": 1}
    now = last_of(database, zed)
    assert now is not None
    assert desk.undo(zed, now["number"]) == first
    with pytest.raises(StickerguardError, match="undone it already"):
        desk.undo(zed, now["number"])
    assert progress_of(database).decisions == {"confirm": 1}
