"""Samples are drawn at random within strata of known size, and read back whatever the run was written as."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from stickerguard.batch.sinks import open_sink
from stickerguard.batch.verdict_rows import NoVerdict, verdict_rows
from stickerguard.errors import StickerguardError
from stickerguard.tuning.decisions import read_decisions
from stickerguard.tuning.sample import DRAWN, POPULATION, STRATUM, draw
from stickerguard.types import CaptionSignal, FrameInfo, TextLine
from tests.tuning.made import REVIEW, decision, run, verdict, write_decisions, write_jsonl

ALL = {"random": 20, "near": 20, "unlike": 20}


def test_each_stratum_gives_what_was_asked_for_and_says_how_large_it_is(tmp_path: Path) -> None:
    verdicts = run(2000)
    drawn = draw(write_jsonl(tmp_path / "v.jsonl", verdicts), ALL)
    assert drawn.drawn == ALL
    clear = [each for each in verdicts if each.decision == "clear"]
    assert sum(drawn.sizes.values()) == len(clear)
    assert drawn.marked == len(verdicts) - len(clear)
    for row in drawn.rows:
        assert row["decision"] == "clear"
        assert row["kept"][POPULATION] == str(drawn.sizes[row["kept"][STRATUM]])
        assert row["kept"][DRAWN] == "20"
        near = (row["risk"] if row["risk"] is not None else row["risk_bound"]) >= REVIEW - 0.1
        assert near == (row["kept"][STRATUM] == "near")


def test_the_same_seed_gives_the_same_and_more_and_another_seed_others(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "v.jsonl", run(1000))
    few, more, other = (
        {row["id"] for row in draw(path, numbers, seed=seed).rows}
        for numbers, seed in ((ALL, 0), (dict.fromkeys(ALL, 40), 0), (ALL, 1))
    )
    assert few < more
    assert few != other


def test_every_sticker_of_a_stratum_is_drawn_about_as_often(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "v.jsonl", run(60))
    times = Counter(row["id"] for seed in range(60) for row in draw(path, {"random": 5}, seed=seed).rows)
    size = draw(path, {}).sizes["random"]
    assert len(times) == size
    assert max(times.values()) < 5 * 60 * 5 / size


def test_rare_kinds_are_unlike_what_was_reviewed_and_no_more_than_a_tenth(tmp_path: Path) -> None:
    verdicts = run(500)
    odd = [
        replace(verdict(1000 + number, 0.1, 0.1), frames=FrameInfo(9, 9), caption=CaptionSignal("no_text"))
        for number in range(3)
    ]
    drawn = draw(write_jsonl(tmp_path / "v.jsonl", [*verdicts, *odd]), {"random": 0, "near": 0, "unlike": 60})
    ids = {row["id"] for row in drawn.rows}
    assert {each.id for each in odd} <= ids
    assert drawn.sizes["unlike"] <= 0.1 * sum(drawn.sizes.values())
    rows = [decision(each, "not_minor", "sampled") for each in odd[:2]]
    decided = read_decisions(write_decisions(tmp_path / "d.csv", rows)).stickers
    again = draw(tmp_path / "v.jsonl", {"random": 500, "near": 500, "unlike": 500}, decided=decided)
    names = {row["id"] for row in again.rows}
    assert not {each.id for each in odd[:2]} & names
    assert {row["kept"][STRATUM] for row in again.rows if row["id"] == odd[2].id} == {"random"}


def test_without_text_nothing_is_near_whatever_its_picture(tmp_path: Path) -> None:
    sticker = replace(verdict(1, 0.99, 0.0), caption=CaptionSignal("no_text"), risk=None)
    assert draw(write_jsonl(tmp_path / "v.jsonl", [sticker]), {"near": 1}).sizes["near"] == 0


@pytest.mark.parametrize("name", ["v.jsonl", "v.parquet", "parts"])
def test_verdicts_come_back_from_every_format_that_keeps_them_whole(tmp_path: Path, name: str) -> None:
    line = TextLine("hello", ((0.0, 0.0), (9.0, 0.0), (9.0, 4.0), (0.0, 4.0)), 0.9, 0)
    caption = CaptionSignal("evaluated", 0.9, 2, "en", lines=(line,), raised_by=("en-1",))
    given = [replace(verdict(1, 0.9, 0.9), caption=caption, kept={"a": "1", "b": None}), verdict(2, 0.1, 0.1)]
    path = tmp_path / name
    if not path.suffix:
        path.mkdir()
    with open_sink(path, with_text=True) as sink:
        for each in given:
            sink.write(each)
    assert list(verdict_rows(path)) == [json.loads(json.dumps(each.to_dict(with_text=True))) for each in given]


def test_lines_that_are_no_verdicts_are_named_and_the_others_count(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "v.jsonl", run(5))
    path.write_text(path.read_text("utf-8") + "nonsense\n[]\n{}\n" + "[" * 50_000 + "\n", "utf-8")
    wrong = [row.what for row in verdict_rows(path) if isinstance(row, NoVerdict)]
    assert [message.split(": ")[0] for message in wrong] == [f"{path}:{line}" for line in range(6, 10)]
    drawn = draw(path, ALL)
    assert drawn.wrong == wrong
    assert len(drawn.rows) == sum(each.decision == "clear" for each in run(5))


@pytest.mark.parametrize(("name", "code"), [("v.csv", "bad_verdicts"), ("absent.jsonl", "unreadable_file")])
def test_other_files_are_refused(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(StickerguardError) as refused:
        list(verdict_rows(tmp_path / name))
    assert refused.value.code == code
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(StickerguardError) as refused:
        list(verdict_rows(tmp_path / "broken.parquet"))
    assert refused.value.code == "bad_verdicts"
