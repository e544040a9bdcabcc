"""What of a mix was read and why, as `make bench-batch` tells it from the verdicts."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from data.stickers.mix import KINDS, write_mix
from scripts.benchmark_read import (
    EARLY_EXIT,
    ERROR,
    READ,
    Scored,
    by_kind,
    by_person,
    of_animations,
    scored,
    share_read,
    stage_shares,
)  # fmt: skip
from stickerguard import StickerClassifier


@pytest.fixture(scope="module")
def stickers(tmp_path_factory: pytest.TempPathFactory, classifier: StickerClassifier) -> list[Scored]:
    """Twelve drawn stickers of a mix, scored, the last file broken."""
    folder = tmp_path_factory.mktemp("mix")
    rows = write_mix(folder, 12, 4)
    (folder / "stickers" / rows[-1].file).write_bytes(b"no picture")
    verdicts = [classifier.classify(folder / "stickers" / row.file).to_dict() for row in reversed(rows)]
    (folder / "verdicts.jsonl").write_text("".join(json.dumps(verdict) + "\n" for verdict in verdicts), "utf-8")
    return scored(rows, folder / "verdicts.jsonl")


def shown(table: Table) -> str:
    console = Console(width=200, file=io.StringIO())
    console.print(table)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_each_sticker_is_read_exits_early_or_is_an_error(stickers: list[Scored], classifier: StickerClassifier) -> None:
    assert [sticker.outcome == ERROR for sticker in stickers] == [False] * 11 + [True]
    assert {sticker.outcome for sticker in stickers} == {EARLY_EXIT, READ, ERROR}
    for sticker in stickers[:-1]:
        assert (sticker.elapsed["ocr"] > 0) == (sticker.outcome == READ)
        assert sticker.frames >= 1


def test_an_error_counts_as_not_read_and_not_as_an_early_exit(stickers: list[Scored]) -> None:
    read = sum(sticker.outcome == READ for sticker in stickers)
    assert share_read(stickers) == read / 12
    whole = next(line for line in shown(by_kind(stickers)).splitlines() if "all " in line)
    assert [cell.strip() for cell in whole.split("│")[6:10]] == [str(11 - read), str(read), "1", f"{read / 12:.1%}"]


def test_every_kind_and_every_person_has_a_row(stickers: list[Scored]) -> None:
    assert all(name in shown(by_kind(stickers)) for name in KINDS if any(s.row.kind == name for s in stickers))
    assert all(f"{s.row.depicts}, {s.row.kind}" in shown(by_person(stickers)) for s in stickers)


def test_the_shares_of_the_stages_add_up(stickers: list[Scored]) -> None:
    assert sum(stage_shares(stickers).values()) == pytest.approx(1)
    assert stage_shares(stickers[-1:]) == dict.fromkeys(stage_shares(stickers), 0.0)


def test_animations_are_told_apart_in_the_time_of_a_stage(stickers: list[Scored]) -> None:
    moving = sum(s.elapsed["vision"] for s in stickers if s.row.animated)
    assert moving > 0
    assert of_animations(stickers, "vision") == pytest.approx(moving / sum(s.elapsed["vision"] for s in stickers))


def test_a_sticker_without_a_verdict_is_told(tmp_path: Path, stickers: list[Scored]) -> None:
    (tmp_path / "none.jsonl").write_text("")
    with pytest.raises(KeyError, match=stickers[0].row.file):
        scored([stickers[0].row], tmp_path / "none.jsonl")
