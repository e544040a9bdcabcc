"""Samples are drawn at random within strata of known size, and read back whatever the run was written as."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stickerguard.batch.sinks import open_sink
from stickerguard.batch.verdict_files import NoVerdict
from stickerguard.batch.verdict_rows import VerdictRow, verdict_rows
from stickerguard.decision_format import DRAWN, MARKED, POPULATION, STRATUM
from stickerguard.errors import StickerguardError
from stickerguard.tuning.decisions import read_decisions
from stickerguard.tuning.evidence import gather
from stickerguard.tuning.run import read_run
from stickerguard.tuning.sample import draw
from stickerguard.types import CaptionSignal, FrameInfo, TextLine
from tests.tuning.made import REVIEW, bound, decision, run, verdict, write_decisions, write_jsonl

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
    assert contents(path) == [json.loads(json.dumps(each.to_dict(with_text=True))) for each in given]


def contents(path: Path) -> list[dict[str, Any]]:
    rows = list(verdict_rows(path))
    assert all(isinstance(row, VerdictRow) for row in rows)
    return [row.content for row in rows if isinstance(row, VerdictRow)]


def of_structs(table: pa.Table, names: tuple[str, str] = ("key", "value")) -> pa.Table:
    """`table` with its map of what was kept as a list of structs, as polars writes one."""
    pairs = [row and [dict(zip(names, pair, strict=True)) for pair in row] for row in table["kept"].to_pylist()]
    kind = pa.list_(pa.struct([(name, pa.string()) for name in names]))
    return table.set_column(table.schema.get_field_index("kept"), "kept", pa.array(pairs, kind))


def test_what_was_kept_comes_back_from_a_parquet_file_that_something_without_maps_wrote_again(tmp_path: Path) -> None:
    given = [replace(verdict(1, 0.1, 0.1), kept={"region": "north", "team": None}), verdict(2, 0.1, 0.1)]
    with open_sink(tmp_path / "v.parquet", with_text=False) as sink:
        for each in given:
            sink.write(each)
    table = pq.read_table(tmp_path / "v.parquet")
    pq.write_table(of_structs(table), tmp_path / "again.parquet")
    assert contents(tmp_path / "again.parquet") == contents(tmp_path / "v.parquet")
    kept = {row["source"]: row["kept"] for row in draw(tmp_path / "again.parquet", ALL).rows}[given[0].source]
    assert kept.keys() >= {"region", "team", STRATUM, POPULATION, DRAWN, MARKED}
    assert (kept["region"], kept["team"]) == ("north", None)
    pq.write_table(of_structs(table, ("name", "text")), tmp_path / "other.parquet")
    first, second = verdict_rows(tmp_path / "other.parquet")
    assert isinstance(first, NoVerdict)
    assert "other.parquet: row 1: its caption or what was kept" in first.what
    assert not isinstance(second, NoVerdict)


def test_lines_that_are_no_verdicts_are_named_and_the_others_count(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "v.jsonl", run(5))
    path.write_text(path.read_text("utf-8") + "nonsense\n[]\n{}\n" + "[" * 50_000 + "\n", "utf-8")
    wrong = [row.what for row in verdict_rows(path) if isinstance(row, NoVerdict)]
    assert [message.split(": ")[0] for message in wrong] == [f"{path}:{line}" for line in range(6, 10)]
    drawn = draw(path, ALL)
    assert drawn.wrong == wrong
    assert len(drawn.rows) == sum(each.decision == "clear" for each in run(5))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"caption": None}, "caption: is no object"),
        ({"caption": {"state": "read", "suggestive": None}}, "caption.state"),
        ({"minor": "x"}, "minor: is no object"),
        ({"minor": {"state": "evaluated"}}, "minor.score"),
        ({"risk": "0.9"}, "risk: "),
        ({"risk": 1.5}, "risk: "),
        ({"risk": float("nan")}, "risk: "),
        ({"decision": "Flag"}, "decision: "),
        ({"decision": ["flag"]}, "decision: "),
        ({"decision": None}, "decision: "),
        ({"thresholds": {"review": None, "flag": None, "name": "x"}}, "thresholds.review"),
        ({"kept": [1]}, "kept: "),
        ({"frames": 2}, "frames: "),
        ({"source": 5}, "source: "),
        ({"source": "\ud800"}, "is no JSON"),
    ],
)
def test_a_row_that_is_no_verdict_is_named_by_all_that_read_it(
    tmp_path: Path, changes: dict[str, object], words: str
) -> None:
    good, bad = (each.to_dict() for each in (verdict(1, 0.1, 0.1), verdict(2, 0.9, 0.9)))
    path = tmp_path / "v.jsonl"
    path.write_text(json.dumps(good) + "\n" + json.dumps(bad | changes) + "\n", "utf-8")
    drawn = draw(path, ALL)
    counted, wrong = read_run(path, REVIEW, ())
    assert drawn.wrong == wrong
    assert f"{path}:2: " in wrong[0]
    assert words in wrong[0]
    assert (len(drawn.rows), drawn.marked, counted.clear, counted.marked) == (1, 0, 1, [])


@pytest.mark.parametrize(
    "changes",
    [{POPULATION: "abc"}, {POPULATION: "9" * 400}, {POPULATION: "0"}, {MARKED: None}, {DRAWN: "-1"}, {STRATUM: "far"}],
)
def test_a_sample_that_was_written_by_something_else_is_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    kept = {STRATUM: "near", POPULATION: "9", DRAWN: "1", MARKED: "3"}
    path = write_jsonl(tmp_path / "s.jsonl", [replace(verdict(1, 0.1, 0.1), kept=kept | changes)])
    nothing = read_decisions(write_decisions(tmp_path / "d.csv", []))
    with pytest.raises(StickerguardError, match="did not write") as refused:
        gather(nothing, samples=[path], run=None, bound=bound, review=REVIEW)
    assert refused.value.code == "bad_sample"
    assert str(path) in str(refused.value)


def test_columns_of_others_and_empty_structs_in_parquet_do_no_harm(tmp_path: Path) -> None:
    with open_sink(tmp_path / "v.parquet", with_text=True) as sink:
        for number in range(3):
            sink.write(verdict(number, 0.1, 0.1))
    table = pq.read_table(tmp_path / "v.parquet")
    given = contents(tmp_path / "v.parquet")
    now = pa.array([datetime(2026, 11, 2, tzinfo=UTC)] * 3)
    pq.write_table(table.append_column("scored_at", now), tmp_path / "more.parquet")
    assert contents(tmp_path / "more.parquet") == given
    place = table.schema.get_field_index("caption")
    captions = pa.array([None, *table["caption"].to_pylist()[1:]], table.schema.field(place).type)
    pq.write_table(table.set_column(place, "caption", captions), tmp_path / "null.parquet")
    drawn = draw(tmp_path / "null.parquet", ALL)
    assert len(drawn.rows) == 2
    assert "null.parquet: row 1: is no verdict: caption" in drawn.wrong[0]


def test_what_was_decided_is_told_from_another_sticker_of_its_name(tmp_path: Path) -> None:
    one, other = verdict(1, 0.1, 0.1), replace(verdict(2, 0.45, 0.1), id="sticker 1", source="pack/1.png")
    path = write_jsonl(tmp_path / "v.jsonl", [one, other])
    for rows, expected in (
        ([decision(one, "not_minor", "sampled")], {other.sha256}),
        ([decision(one, "not_minor", "sampled", sha256="")], set()),
        ([decision(one, "not_minor", "sampled"), decision(other, "confirm", "sampled")], set()),
    ):
        decided = read_decisions(write_decisions(tmp_path / "d.csv", rows)).stickers
        assert {row["sha256"] for row in draw(path, ALL, decided=decided).rows} == expected
    sample = tmp_path / "s.jsonl"
    sample.write_text("".join(json.dumps(row) + "\n" for row in draw(path, ALL).rows), "utf-8")
    read = read_decisions(write_decisions(tmp_path / "d.csv", rows))
    evidence = gather(read, samples=[sample], run=None, bound=bound, review=REVIEW)
    assert len(set(evidence.stratum)) == len(evidence.stratum) == 2


@pytest.mark.parametrize(("name", "code"), [("v.csv", "bad_verdicts"), ("absent.jsonl", "unreadable_file")])
def test_other_files_are_refused(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(StickerguardError) as refused:
        list(verdict_rows(tmp_path / name))
    assert refused.value.code == code
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(StickerguardError) as refused:
        list(verdict_rows(tmp_path / "broken.parquet"))
    assert refused.value.code == "bad_verdicts"
