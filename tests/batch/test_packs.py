"""What is said of a pack as a whole."""

import json
from dataclasses import replace
from pathlib import Path

from stickerguard.batch.packs import PackSummaries
from stickerguard.classifier import failed_verdict
from stickerguard.errors import StickerguardError
from stickerguard.types import Decision
from tests.batch.stubs import BUNDLE

BLANK = failed_verdict("", StickerguardError("", code="stub"), bundle=BUNDLE, provider="cpu")


def test_the_worst_sticker_decides_and_the_worst_pack_comes_first(tmp_path: Path) -> None:
    given: list[tuple[str | None, str, Decision, float | None]] = [
        ("calm", "1", "clear", None),
        ("calm", "2", "clear", 0.2),
        ("bad", "3", "review", 0.6),
        ("bad", "4", "flag", 0.9),
        ("bad", "5", "flag", 0.95),
        (None, "6", "flag", 1.0),
        ("broken", "7", "error", None),
    ]
    packs = PackSummaries()
    for pack, source, decision, risk in given:
        packs.add(replace(BLANK, source=source, decision=decision, risk=risk, pack=pack))
    packs.write(tmp_path / "packs.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "packs.jsonl").read_text("utf-8").splitlines()]
    assert [row["pack"] for row in rows] == ["bad", "broken", "calm"]
    assert rows[0] == {
        "pack": "bad",
        "decision": "flag",
        "worst": "5",
        "risk": 0.95,
        "stickers": 3,
        "counts": {"flag": 2, "review": 1, "error": 0, "clear": 0},
    }
    assert (rows[1]["risk"], rows[2]["risk"], rows[2]["worst"]) == (None, 0.2, "2")


def test_the_worst_sticker_of_a_pack_is_not_hidden_by_one_with_a_higher_risk(tmp_path: Path) -> None:
    packs = PackSummaries()
    given: list[tuple[str, Decision, float]] = [
        ("known", "flag", 0.1),
        ("high", "review", 0.5),
        ("worst", "flag", 0.45),
    ]
    for source, decision, risk in given:
        packs.add(replace(BLANK, source=source, decision=decision, risk=risk, pack="pack"))
    packs.write(tmp_path / "packs.jsonl")
    (row,) = map(json.loads, (tmp_path / "packs.jsonl").read_text("utf-8").splitlines())
    assert (row["decision"], row["worst"], row["risk"]) == ("flag", "worst", 0.5)
