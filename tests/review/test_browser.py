"""The desk in a real browser: how a queue is worked."""

from pathlib import Path

from tests.review.browser import Open, Visit, decided, three
from tests.review.pictures import sticker


def test_a_queue_is_worked_by_keyboard_alone(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*three(tmp_path))
    ann = visit(desk)
    ann.page.keyboard.press("Tab")
    while ann.page.evaluate("document.activeElement.id") != "reviewer":
        ann.page.keyboard.press("Tab")
    ann.page.keyboard.type("Ann")
    with ann.page.expect_navigation(url="**/card"):
        ann.page.keyboard.press("Enter")
    assert ann.source == "a.png"
    ann.page.keyboard.press("t")
    ann.page.keyboard.type("no, cunning")  # n, c: keys that decide elsewhere
    ann.page.keyboard.press("Escape")
    ann.page.keyboard.press("a")
    ann.page.keyboard.press("2")
    ann.press("n")
    assert ann.source == "b.png"
    ann.press("k")
    assert ann.source == "c.png"
    ann.press("c")
    assert ann.source == "b.png", "what was skipped comes back"
    ann.press("r")
    assert ann.page.inner_text("h1") == "Nothing is left"
    assert decided(desk) == [
        ("a.png", "not_minor", "no, cunning"),
        ("b.png", "skip", ""),
        ("c.png", "confirm", ""),
        ("b.png", "unreadable", ""),
    ]
    row = desk.database.rows("SELECT picture, severity, seconds FROM decisions ORDER BY number")[0]
    assert (row["picture"], row["severity"]) == ("adult", 2)
    assert row["seconds"] > 0


def test_undo_by_key_brings_the_last_card_back(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*three(tmp_path))
    ann = visit(desk)
    ann.begin("Ann")
    ann.press("c")
    assert ann.source == "b.png"
    assert "a.png" in ann.page.inner_text(".last")
    ann.press("z")
    assert ann.source == "a.png"
    assert decided(desk) == []


def test_a_double_click_decides_one_card(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*three(tmp_path))
    ann = visit(desk)
    ann.begin("Ann")
    with ann.page.expect_navigation(url="**/card"):
        ann.page.evaluate("const b = document.querySelector('.not_minor'); b.click(); b.click()")
    assert decided(desk) == [("a.png", "not_minor", "")]


def test_two_reviewers_at_once_share_the_queue_without_meeting(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*(sticker(tmp_path, f"{seed}.png", seed=seed) for seed in range(6)))
    ann, ben = visit(desk), visit(desk)
    ann.begin("Ann")
    ben.begin("Ben")
    for _ in range(3):
        assert ann.source != ben.source
        ann.press("n")
        assert ann.page.locator("h1").inner_text() == "Nothing is left" or ann.source != ben.source
        ben.press("s")
    assert [source for source, _, _ in sorted(decided(desk))] == [f"{number}.png" for number in range(6)]
    by = {
        row["reviewer"]: row["n"]
        for row in desk.database.rows("SELECT reviewer, count(*) AS n FROM decisions GROUP BY reviewer")
    }
    assert by == {"Ann": 3, "Ben": 3}


def test_a_second_opinion_is_blind_and_by_somebody_else(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*three(tmp_path)[:1])
    ann, ben = visit(desk), visit(desk)
    ann.begin("Ann")
    ann.page.keyboard.press("t")
    ann.page.keyboard.type("who is this?")
    ann.page.keyboard.press("Escape")
    ann.press("u")
    ann.page.goto(f"{desk.url}/")
    ann.begin("Ann", queue="second")
    assert ann.page.inner_text("h1") == "Nothing is left"
    ben.begin("Ben", queue="second")
    assert ben.source == "a.png"
    assert "who is this?" not in ben.page.content()
    assert "A second opinion is asked for" in ben.page.inner_text("main")
    ben.press("c")
    assert [row["decision"] for row in desk.database.rows("SELECT decision FROM decisions ORDER BY number")] == [
        "unsure",
        "confirm",
    ]


def test_a_stretch_ends_with_a_pause(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    ann = visit(desk_of(*three(tmp_path)))
    ann.begin("Ann", cards="2")
    ann.press("n")
    ann.press("n")
    assert ann.page.inner_text("h1") == "Time to pause"
    ann.page.click("button.primary")
    ann.page.wait_for_url("**/card")
    assert ann.source == "c.png"


def test_single_keys_can_be_switched_off(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*three(tmp_path))
    ann = visit(desk)
    ann.page.uncheck('input[name="keys"]')
    ann.begin("Ann")
    ann.page.keyboard.press("c")
    with ann.page.expect_navigation(url="**/card"):
        ann.page.click("button.not_suggestive")
    assert decided(desk) == [("a.png", "not_suggestive", "")]


def test_chinese_pages_work_by_the_same_keys(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*three(tmp_path))
    ann = visit(desk)
    ann.page.click('button[lang="zh"]')
    assert ann.page.locator("html").get_attribute("lang") == "zh"
    ann.begin("安")
    assert "不是未成年人" in ann.page.inner_text("button.not_minor")
    assert "严重程度: 浪漫" in ann.page.inner_text(".why")
    ann.press("n")
    assert decided(desk) == [("a.png", "not_minor", "")]
    assert desk.database.number("SELECT reviewer FROM decisions") == "安"
