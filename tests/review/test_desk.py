"""Who gets which card, and what becomes of a decision."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stickerguard.errors import StickerguardError
from stickerguard.review.cards import card_of, is_secret, last_of
from stickerguard.review.current_decisions import current_decisions
from stickerguard.review.database import Database
from stickerguard.review.desk import LEASE, Answer, Desk
from stickerguard.review.intake import take_in
from stickerguard.review.progress import progress_of
from stickerguard.review.sessions import Session, Sessions
from tests.review.conftest import Clock, taken
from tests.review.rows import verdict, write

Sit = Callable[..., Session]
SourceOf = Callable[[int | None], str | None]


def test_the_worst_comes_first_and_a_reload_gives_the_same_card(desk: Desk, sit: Sit, source_of: SourceOf) -> None:
    ann = sit("Ann")
    assert source_of(desk.card(ann)) == source_of(desk.card(ann)) == "worst.png"


def test_two_reviewers_never_have_the_same_card(desk: Desk, sit: Sit, source_of: SourceOf) -> None:
    sessions = [sit("Ann"), sit("Ben"), sit("Ann"), sit("Cleo")]
    assert [source_of(desk.card(session)) for session in sessions] == ["worst.png", "bad.png", "mild.png", None]


def test_desks_with_connections_of_their_own_share_the_file(
    desk: Desk, sit: Sit, tmp_path: Path, clock: Clock, source_of: SourceOf
) -> None:
    other = Database(tmp_path / "review.sqlite", clock=clock)
    ann, ben = sit("Ann"), sit("Ben")
    assert source_of(desk.card(ann)) == "worst.png"
    assert source_of(Desk(other).card(ben)) == "bad.png"
    assert source_of(desk.card(ann)) == "worst.png"
    other.close()


def test_a_card_that_is_left_lying_goes_to_somebody_else(
    desk: Desk, sit: Sit, clock: Clock, source_of: SourceOf
) -> None:
    ann, ben = sit("Ann"), sit("Ben")
    number = taken(desk, ann)
    clock.now += LEASE - 1
    assert desk.alive(ann)
    clock.now += LEASE - 1
    assert source_of(desk.card(ben)) == "bad.png"
    desk.release(ben)
    clock.now += 2
    assert desk.card(ben) == number
    with pytest.raises(StickerguardError, match="no longer with you") as refused:
        desk.decide(ann, number, Answer("confirm"))
    assert refused.value.code == "card_gone"
    assert source_of(desk.card(ann)) == "bad.png"


@pytest.mark.parametrize("undone", [False, True])
def test_a_card_taken_while_the_clock_was_ahead_is_kept_from_nobody_once_it_is_right(
    desk: Desk, sit: Sit, clock: Clock, database: Database, undone: bool
) -> None:
    ann, ben = sit("Ann"), sit("Ben")
    number = taken(desk, ann)
    if undone:  # Ben had it and skipped it; Ann has it since
        desk.release(ann)
        assert desk.card(ben) == number
        desk.decide(ben, number, Answer("skip"))
        assert desk.card(ann) == number
    clock.now += 86_400
    assert desk.alive(ann)
    clock.now -= 86_400
    assert not desk.has_card(ann)
    assert (desk.undo(ben) if undone else desk.card(ben)) == number
    desk.decide(ben, number, Answer("not_minor"))
    assert progress_of(database).waiting == 2


def test_a_clock_that_is_set_back_a_little_takes_no_card_from_anybody(
    desk: Desk, sit: Sit, clock: Clock, source_of: SourceOf
) -> None:
    desk.card(sit("Ann"))
    clock.now -= 30
    assert source_of(desk.card(sit("Ben"))) == "bad.png"


def test_seconds_are_those_that_the_page_counted_where_the_clock_was_set_back(
    desk: Desk, sit: Sit, clock: Clock, database: Database
) -> None:
    ann = sit("Ann")
    number = taken(desk, ann)
    clock.now -= 3_600
    desk.decide(ann, number, Answer("not_minor", seconds=3.25))
    assert database.number("SELECT seconds FROM decisions") == 3.25


def test_a_late_decision_counts_where_nobody_took_the_card(desk: Desk, sit: Sit, clock: Clock) -> None:
    ann = sit("Ann")
    number = taken(desk, ann)
    clock.now += 10 * LEASE
    desk.decide(ann, number, Answer("not_minor"))


def test_seconds_on_the_card_are_those_that_the_page_counted_unless_they_cannot_be(
    desk: Desk, sit: Sit, clock: Clock, database: Database
) -> None:
    ann = sit("Ann")
    for counted in (3.25, None, 500.0, float("nan")):
        number = taken(desk, ann)
        clock.now += 9
        desk.decide(ann, number, Answer("skip" if counted == 3.25 else "unreadable", seconds=counted))
        if database.number("SELECT count(*) FROM decisions") == 3:
            break
    found = [row["seconds"] for row in database.rows("SELECT seconds FROM decisions ORDER BY number")]
    assert found == [3.25, 9.0, 9.0]
    assert progress_of(database, ann).seconds == 9.0


def test_a_skipped_card_comes_back_last_and_at_once_to_others(desk: Desk, sit: Sit, source_of: SourceOf) -> None:
    ann, ben = sit("Ann"), sit("Ben")
    worst = taken(desk, ann)
    desk.decide(ann, worst, Answer("skip"))
    assert source_of(desk.card(ann)) == "bad.png"
    assert desk.card(ben) == worst
    desk.release(ben)
    for _ in range(2):
        number = taken(desk, ann)
        desk.decide(ann, number, Answer("not_minor"))
    assert desk.card(ann) == worst


def test_second_opinions_are_those_of_others(desk: Desk, sit: Sit, database: Database) -> None:
    ann = sit("Ann")
    for answer in (Answer("unsure"), Answer("not_minor", second_opinion=True), Answer("confirm")):
        number = taken(desk, ann)
        desk.decide(ann, number, answer)
    assert desk.card(sit("Ann", queue="second")) is None
    assert progress_of(database, ann).second_for_you == 0
    ben = sit("Ben", queue="second")
    assert progress_of(database, ben).second_for_you == 2
    for decision in ("confirm", "not_minor"):
        number = taken(desk, ben)
        desk.decide(ben, number, Answer(decision))
    assert desk.card(ben) is None
    now = progress_of(database, ben)
    assert (now.opinions, now.agreed, now.decided) == (2, 1, 3)
    assert now.decisions == {"confirm": 2, "not_minor": 1}


def test_packs_stay_together_the_one_with_the_worst_sticker_first(
    desk: Desk, sit: Sit, tmp_path: Path, source_of: SourceOf, clock: Clock
) -> None:
    database = Database(tmp_path / "packs.sqlite", clock=clock)
    given = (("a1", "a", 0.6), ("b1", "b", 0.95), ("a2", "a", 0.9), ("b2", "b", 0.5), ("lone", None, 0.55))
    verdicts = [verdict(name, pack=pack, risk=risk) for name, pack, risk in given]
    take_in(database, write(tmp_path / "packs.jsonl", *verdicts))
    sessions, packs = Sessions(database), Desk(database)
    name = sessions.new().id
    sessions.begin(name, reviewer="Ann", queue="first", sorting="pack", most_cards=None, most_minutes=None)
    session = sessions.find(name)
    assert session is not None
    found = []
    while (number := packs.card(session)) is not None:
        found.append(database.number("SELECT source FROM stickers WHERE number = ?", (number,)))
        packs.decide(session, number, Answer("not_minor"))
    assert found == ["b1", "b2", "a2", "a1", "lone"]
    database.close()


@pytest.mark.parametrize(
    "answer",
    [
        Answer("guilty"),
        Answer("confirm", note="x" * 2_001),
        Answer("confirm", picture="adult"),
        Answer("not_minor", picture="minor"),
        Answer("not_suggestive", severity=2),
        Answer("confirm", severity=0),
        Answer("not_minor", severity=4),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_and_changes_nothing(
    desk: Desk, sit: Sit, answer: Answer, database: Database
) -> None:
    ann = sit("Ann")
    number = taken(desk, ann)
    with pytest.raises(StickerguardError) as refused:
        desk.decide(ann, number, answer)
    assert refused.value.code == "bad_form"
    assert desk.card(ann) == number
    assert progress_of(database).waiting == 3


def test_a_stretch_ends_after_so_many_cards_or_minutes(desk: Desk, sit: Sit, database: Database, clock: Clock) -> None:
    sessions = Sessions(database)

    def over(session: Session) -> bool:
        found = sessions.find(session.id)
        assert found is not None
        return sessions.over(found)

    ann, ben = sit("Ann", most_cards=1), sit("Ben", most_minutes=20)
    assert not over(ann)
    number = taken(desk, ann)
    desk.decide(ann, number, Answer("not_minor"))
    assert over(ann)
    assert not over(ben)
    clock.now += 1_200
    assert over(ben)
    sessions.go_on(ben.id)
    assert not over(ben)
    clock.now -= 3_600  # set right: nobody knows how long the stretch has gone on
    assert over(ben)
    sessions.go_on(ben.id)
    assert not over(ben)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\x00b"])
def test_a_reviewer_has_a_name(sit: Sit, name: str) -> None:
    with pytest.raises(StickerguardError, match="name"):
        sit(name)


def test_a_decision_on_a_verdict_that_the_reviewer_never_saw_is_refused(
    desk: Desk, sit: Sit, database: Database, tmp_path: Path
) -> None:
    ann = sit("Ann")
    number = taken(desk, ann)
    shown = card_of(database, number)
    assert shown is not None
    take_in(database, write(tmp_path / "again.jsonl", verdict("worst.png", risk=0.61, reasons=("something else",))))
    with pytest.raises(StickerguardError, match="scored anew") as refused:
        desk.decide(ann, number, Answer("confirm", verdict=shown.digest))
    assert refused.value.code == "card_changed"
    assert database.number("SELECT count(*) FROM decisions") == 0
    now = card_of(database, number)
    assert desk.card(ann) == number
    assert now is not None
    desk.decide(ann, number, Answer("confirm", verdict=now.digest))
    assert [(found.verdict.risk, found.verdict.reasons) for found in current_decisions(database)] == [
        (0.61, ("something else",))
    ]


def test_whoever_sits_down_after_another_neither_sees_nor_undoes_what_they_decided(
    desk: Desk, database: Database, sit: Sit
) -> None:
    ann = sit("Ann")
    sessions = Sessions(database)

    def begin(reviewer: str, queue: str) -> Session:
        sessions.begin(ann.id, reviewer=reviewer, queue=queue, sorting="sticker", most_cards=None, most_minutes=None)
        found = sessions.find(ann.id)
        assert found is not None
        return found

    number = taken(desk, ann)
    desk.decide(ann, number, Answer("unsure"))
    ben = begin("Ben", "second")
    assert desk.card(ben) == number
    assert last_of(database, ben) is None
    assert desk.undo(ben) is None
    ann = begin("Ann", "first")
    assert (last_of(database, ann) or {})["decision"] == "unsure"
    assert desk.undo(ann) == number


@pytest.mark.parametrize("again", ["Zoe\u0308", "zo\u00eb", "ZOE\u0308", "Zo\u200d\u00eb", "  Zo\u00eb "])
def test_one_person_by_another_spelling_gives_no_second_opinion(desk: Desk, sit: Sit, again: str) -> None:
    first = sit("Zo\u00eb")
    number = taken(desk, first)
    desk.decide(first, number, Answer("unsure", note="odd"))
    assert desk.card(sit(again, queue="second")) is None
    assert desk.card(sit("Zoe", queue="second")) == number


def test_one_person_by_another_spelling_goes_on_with_what_is_theirs(desk: Desk, sit: Sit, database: Database) -> None:
    ann = sit("Ann")
    number = taken(desk, ann)
    desk.decide(ann, number, Answer("unsure"))
    assert progress_of(database, sit("ANN")).yours == 1
    assert progress_of(database, sit("ANN")).second_for_you == 0
    assert progress_of(database, sit("Ben")).second_for_you == 1
    card = card_of(database, number)
    assert card is not None
    assert not is_secret(database, card, "ann")
    assert is_secret(database, card, "Ben")


@pytest.mark.parametrize(
    "name",
    ["\u0645\u06cc\u200c\u0646\u0627", "\U0001f469\u200d\U0001f680 Ann", "\u0ba8\u0bbf\u0bb2\u0bbe", "\u5c0f\u660e"],
)
def test_names_of_any_script_begin(sit: Sit, name: str) -> None:
    assert sit(name).reviewer == name


@pytest.mark.parametrize("name", ["", " ", "\u200d", "a\u202eb", "a\x00b", "a\u200bb", "x" * 101])
def test_names_that_nobody_can_read_are_refused(sit: Sit, name: str) -> None:
    with pytest.raises(StickerguardError, match="give a name of 1 to 100 characters") as refused:
        sit(name)
    assert refused.value.code == "bad_form"
