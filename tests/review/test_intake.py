"""Verdict files: what is queued, what is counted, what is refused."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import stickerguard.batch.verdict_rows as verdict_rows_module
from stickerguard.batch.sinks import ParquetSink
from stickerguard.batch.verdict_files import NoVerdict, jsonl_lines
from stickerguard.batch.verdict_rows import verdict_rows
from stickerguard.classifier import failed_verdict
from stickerguard.decision_format import STRATUM
from stickerguard.errors import DecodeError, StickerguardError
from stickerguard.review import intake
from stickerguard.review.database import Database
from stickerguard.review.evidence import bars
from stickerguard.review.intake import take_in, verdict_of
from stickerguard.review.progress import progress_of
from stickerguard.types import MinorSignal, Thresholds, Timings
from tests.review.rows import BUNDLE, verdict, write


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "review.sqlite")


def test_what_is_clear_or_failed_or_broken_is_counted_and_not_queued(database: Database, tmp_path: Path) -> None:
    failed = failed_verdict("f.png", DecodeError("f.png: damaged", code="corrupt"), bundle=BUNDLE, provider="cpu")
    clear = verdict("c.png", decision="clear", risk=None)
    path = write(tmp_path / "v.jsonl", verdict("a.png"), clear, failed, verdict("b.png", decision="flag"))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"source": "half')
    taken = take_in(database, path)
    assert (taken.rows, taken.queued, taken.clear, taken.failed, taken.broken) == (5, 2, 1, 1, 1)
    assert taken.first_problem is not None
    assert taken.first_problem.startswith(f"{path}:5: is no verdict")
    queued = database.rows("SELECT source FROM stickers WHERE state = 'waiting' ORDER BY place")
    assert [row["source"] for row in queued] == ["b.png", "a.png"]


def test_a_sample_brings_clear_stickers_in_among_the_marked(database: Database, tmp_path: Path) -> None:
    take_in(database, write(tmp_path / "v.jsonl", *(verdict(f"{number}.png") for number in range(10))))
    sample = [verdict(f"c{number}.png", decision="clear", risk=None) for number in range(3)]
    take_in(database, write(tmp_path / "s.jsonl", verdict("0.png"), *sample), pool="sampled")
    rows = database.rows("SELECT pool FROM stickers ORDER BY place")
    pools = [row["pool"] for row in rows]
    assert pools.count("sampled") == 3
    assert len(pools) == 13
    assert "sampled" in pools[:6]
    assert pools[-1] == "marked"


def test_what_was_drawn_as_a_sample_is_looked_at_without_being_asked_for(database: Database, tmp_path: Path) -> None:
    drawn = verdict("drawn.png", decision="clear", kept={"sample_stratum": "near"})
    take_in(database, write(tmp_path / "v.jsonl", verdict("a.png"), drawn, verdict("c.png", decision="clear", kept={})))
    rows = database.rows("SELECT source, pool FROM stickers ORDER BY number")
    assert [tuple(row) for row in rows] == [("a.png", "marked"), ("drawn.png", "sampled")]


def test_parquet_says_what_jsonl_says(database: Database, tmp_path: Path) -> None:
    given = verdict("a.png", kept={"region": "north"})
    with ParquetSink(tmp_path / "v.parquet", with_text=True) as sink:
        sink.write(given)
    take_in(database, tmp_path / "v.parquet")
    assert verdict_of(database.number("SELECT verdict FROM stickers")) == given


def test_parquet_with_a_column_of_another_make_or_an_empty_half_is_read(database: Database, tmp_path: Path) -> None:
    with ParquetSink(tmp_path / "v.parquet", with_text=True) as sink:
        sink.write(verdict("a.png"))
        sink.write(verdict("b.png"))
    table = pq.read_table(tmp_path / "v.parquet")
    table = table.append_column("scored_at", pa.array([datetime(2026, 11, 2, tzinfo=UTC)] * 2))
    place = table.schema.get_field_index("caption")
    captions = pa.array([None, table["caption"][1].as_py()], table.schema.field(place).type)
    pq.write_table(table.set_column(place, "caption", captions), tmp_path / "v.parquet")
    taken = take_in(database, tmp_path / "v.parquet")
    assert (taken.rows, taken.queued, taken.broken) == (2, 1, 1)
    assert "v.parquet: row 1: is no verdict" in str(taken.first_problem)
    assert verdict_of(database.number("SELECT verdict FROM stickers")) == verdict("b.png")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_first_row_counts_whatever_byte_order_mark_is_before_it(
    database: Database, tmp_path: Path, encoding: str
) -> None:
    given = [verdict("早.png"), verdict("b.png", decision="clear")]
    path = write(tmp_path / "v.jsonl", *given)
    path.write_text(path.read_text("utf-8") + "\n", encoding)
    taken = take_in(database, path)
    assert (taken.rows, taken.queued, taken.clear, taken.broken) == (2, 1, 1, 0)
    assert verdict_of(database.number("SELECT verdict FROM stickers")) == given[0]
    assert [row.verdict.source for row in verdict_rows(path) if not isinstance(row, NoVerdict)] == ["早.png", "b.png"]


def test_a_folder_of_parts_is_read(database: Database, tmp_path: Path) -> None:
    for number in range(2):
        with ParquetSink(tmp_path / f"part-0000{number}.parquet", with_text=False) as sink:
            sink.write(verdict(f"{number}.png"))
    assert take_in(database, tmp_path).queued == 2


def test_the_same_file_again_keeps_what_was_decided_and_renews_what_was_not(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "v.jsonl", verdict("a.png"), verdict("b.png"), verdict("b.png", risk=0.9))
    take_in(database, path)
    with database.change() as run:
        run("UPDATE stickers SET state = 'decided' WHERE source = 'a.png'")
    write(path, *(verdict(name, minor=MinorSignal("evaluated", 0.1)) for name in ("a.png", "b.png", "b.png")))
    take_in(database, path)
    rows = database.rows("SELECT source, state, verdict FROM stickers ORDER BY number")
    found = [(row["source"], row["state"], json.loads(row["verdict"])["minor"]["score"]) for row in rows]
    assert found == [("a.png", "decided", 0.8), ("b.png", "waiting", 0.1), ("b.png", "waiting", 0.1)]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("v.csv", b"source\n", "give a .jsonl or .parquet"),
        ("v.jsonl", b'{"a": 1}\n[]\n', "holds no verdict: .*v.jsonl:1"),
        ("v.parquet", b"PAR1 not really", "cannot be read"),
        ("missing.jsonl", None, "No such file"),
        ("missing.parquet", None, "No such file|Failed to open"),
    ],
)
def test_what_is_no_verdict_file_is_refused_by_name(
    database: Database, tmp_path: Path, name: str, content: bytes | None, what: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(StickerguardError, match=what) as refused:
        take_in(database, tmp_path / name)
    assert refused.value.code == "bad_verdicts"
    assert str(refused.value).count("check the path") <= 1
    assert database.number("SELECT count(*) FROM inputs") == 0


def test_other_content_under_the_same_name_is_another_sticker(database: Database, tmp_path: Path) -> None:
    monday = write(tmp_path / "mon.jsonl", verdict("a.webp", sha256="1" * 64))
    tuesday = write(tmp_path / "tue.jsonl", verdict("a.webp", sha256="2" * 64, risk=0.9))
    for path in (monday, tuesday, tuesday, monday):
        take_in(database, path)
    rows = database.rows("SELECT verdict FROM stickers ORDER BY number")
    assert [(found := verdict_of(row["verdict"])).sha256 and found.risk for row in rows] == [0.7, 0.9]


def test_a_sticker_that_failed_and_is_clear_now_is_no_longer_listed_as_failed(
    database: Database, tmp_path: Path
) -> None:
    failed = failed_verdict("f.png", DecodeError("f.png: damaged", code="corrupt"), bundle=BUNDLE, provider="cpu")
    take_in(database, write(tmp_path / "one.jsonl", failed))
    assert database.number("SELECT count(*) FROM stickers WHERE state = 'failed'") == 1
    take_in(database, write(tmp_path / "two.jsonl", verdict("f.png", decision="clear", risk=None)))
    assert database.number("SELECT count(*) FROM stickers") == 0


def counts(database: Database) -> tuple[int, int, int]:
    """What waits, what is clear, what failed."""
    now = progress_of(database)
    return now.waiting, now.clear, now.failed


def test_a_sticker_is_counted_once_whatever_files_it_is_in(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear = [verdict(f"c{number}.png", decision="clear", risk=0.1, sha256=f"{number:064}") for number in range(10)]
    path = write(tmp_path / "run.jsonl", verdict("m.png"), *clear)
    take_in(database, path)
    monkeypatch.chdir(tmp_path)
    take_in(database, Path("run.jsonl"))
    assert counts(database) == (1, 10, 0)
    assert database.number("SELECT count(*) FROM inputs") == 1
    sample = write(tmp_path / "sample.jsonl", *(replace(each, kept={STRATUM: "random"}) for each in clear[:3]))
    for file in (sample, path, sample):
        take_in(database, file)
        assert counts(database) == (4, 7, 0)


@pytest.mark.parametrize("content", [None, "1" * 64], ids=["unread", "read"])
def test_a_sticker_that_was_clear_once_is_not_counted_as_failed_in_whatever_order_the_files_come(
    database: Database, tmp_path: Path, content: str | None
) -> None:
    gone = failed_verdict("a.png", DecodeError("a.png: damaged", code="corrupt"), bundle=BUNDLE, provider="cpu")
    clear = verdict("a.png", decision="clear", risk=0.1, sha256="1" * 64)
    first = write(tmp_path / "one.jsonl", clear)
    second = write(tmp_path / "two.jsonl", replace(gone, sha256=content))
    for path in (first, second, first, second):
        take_in(database, path)
        assert counts(database) == (0, 1, 0)
    other = Database(tmp_path / "other.sqlite")
    for path, expected in ((second, (0, 0, 1)), (first, (0, 1, 0)), (second, (0, 1, 0))):
        take_in(other, path)
        assert counts(other) == expected


def test_another_sticker_under_the_name_of_a_clear_one_is_counted_as_failed(database: Database, tmp_path: Path) -> None:
    take_in(database, write(tmp_path / "one.jsonl", verdict("a.png", decision="clear", risk=0.1, sha256="1" * 64)))
    failed = failed_verdict("a.png", DecodeError("a.png: damaged", code="corrupt"), bundle=BUNDLE, provider="cpu")
    take_in(database, write(tmp_path / "two.jsonl", replace(failed, sha256="2" * 64), replace(failed, id="mine")))
    assert counts(database) == (0, 1, 2)


def test_a_database_of_before_counts_its_clear_stickers_by_name_once_they_are_taken_in_again(tmp_path: Path) -> None:
    path = write(tmp_path / "one.jsonl", verdict("a.png", decision="clear", risk=0.1, sha256="1" * 64))
    before = Database(tmp_path / "r.sqlite")
    take_in(before, path)
    with before.change() as run:
        run("DROP INDEX clear_by_name")
        run("ALTER TABLE clear DROP COLUMN name")
    before.close()
    now = Database(tmp_path / "r.sqlite")
    failed = failed_verdict("a.png", DecodeError("a.png: damaged", code="corrupt"), bundle=BUNDLE, provider="cpu")
    for file in (path, write(tmp_path / "two.jsonl", failed)):
        take_in(now, file)
        assert counts(now) == (0, 1, 0)


def test_what_was_marked_once_waits_also_where_a_later_file_calls_it_clear_or_cannot_score_it(
    database: Database, tmp_path: Path
) -> None:
    path = write(tmp_path / "v.jsonl", verdict("a.png"), verdict("b.png"), verdict("c.png", decision="clear"))
    take_in(database, path)
    failed = failed_verdict("b.png", DecodeError("b.png: damaged", code="corrupt"), bundle=BUNDLE, provider="cpu")
    take_in(database, write(path, verdict("a.png", decision="clear", risk=0.1), failed, verdict("c.png", risk=0.65)))
    assert counts(database) == (3, 0, 0)
    rows = database.rows("SELECT source, risk FROM stickers ORDER BY source")
    assert [tuple(row) for row in rows] == [("a.png", 0.7), ("b.png", 0.7), ("c.png", 0.65)]


def test_an_intake_that_is_cut_off_lets_others_in_and_is_made_whole_by_taking_in_again(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdicts = [verdict(f"{number}.png", risk=0.6 + number / 100, pack="p") for number in range(10)]
    verdicts += [verdict(f"c{number}.png", decision="clear") for number in range(5)]
    path = write(tmp_path / "v.jsonl", *verdicts)
    monkeypatch.setattr(intake, "_AT_ONCE", 4)
    read = jsonl_lines
    other = Database(tmp_path / "review.sqlite", patience=0.1)

    def cut_off(path: Path) -> Iterator[tuple[str, bytes]]:
        for number, line in enumerate(read(path)):
            if number == 9:
                raise KeyboardInterrupt
            with other.change() as run:  # between two rows nothing is held
                run("UPDATE stickers SET state = state")
            yield line

    monkeypatch.setattr(verdict_rows_module, "jsonl_lines", cut_off)
    with pytest.raises(KeyboardInterrupt):
        take_in(database, path)
    assert counts(database) == (8, 0, 0)
    assert database.number("SELECT count(*) FROM stickers WHERE place IS NULL") == 0
    with database.change() as run:
        run("UPDATE stickers SET state = 'decided' WHERE source = '2.png'")
    monkeypatch.setattr(verdict_rows_module, "jsonl_lines", read)
    for _ in range(2):
        take_in(database, path)
        assert counts(database) == (9, 5, 0)
        rows = database.rows("SELECT source FROM stickers ORDER BY place")
        assert [row["source"] for row in rows] == [f"{number}.png" for number in range(9, -1, -1)]


ODD = [
    ("risk", '"risk": 0.7', '"risk": Infinity'),
    ("risk", '"risk": 0.7', '"risk": 1e999'),
    ("risk", '"risk": 0.7', '"risk": NaN'),
    ("risk", '"risk": 0.7', '"risk": 70'),
    ("risk_bound", '"risk_bound": 0.9', '"risk_bound": -Infinity'),
    ("minor.score", '"score": 0.8', '"score": 1.5'),
    ("minor.person", '"person": 0.9', '"person": NaN'),
    ("caption.suggestive", '"suggestive": 0.75', '"suggestive": -0.1'),
    ("caption.lines.0.confidence", '"confidence": 0.98', '"confidence": Infinity'),
    ("elapsed_ms.ocr", '"ocr": null', '"ocr": Infinity'),
    ("caption.lines.0.box.0.1", "[4, 60]", "[4, NaN]"),
]


@pytest.mark.parametrize(("where", "good", "odd"), ODD)
def test_a_row_with_a_number_that_cannot_be_is_broken_and_the_others_are_queued(
    database: Database, tmp_path: Path, where: str, good: str, odd: str
) -> None:
    path = write(tmp_path / "v.jsonl", verdict("odd.png"), verdict("good.png"))
    first, second = path.read_text("utf-8").splitlines()
    assert good in first
    path.write_text(f"{first.replace(good, odd)}\n{second}\n", "utf-8")
    taken = take_in(database, path)
    assert (taken.queued, taken.broken) == (1, 1)
    assert taken.first_problem is not None
    assert taken.first_problem.startswith(f"{path}:1: is no verdict: ")
    assert where in taken.first_problem


def test_a_box_that_a_database_of_before_holds_is_left_out() -> None:
    good = json.dumps(verdict("odd.png").to_dict(with_text=True))
    assert "[4, 60]" in good
    lines = verdict_of(good.replace("[4, 60]", "[4, NaN]")).caption.lines
    assert lines == (replace(verdict_of(good).caption.lines[0], box=None),)


def test_a_parquet_row_with_an_infinite_risk_is_broken(database: Database, tmp_path: Path) -> None:
    with ParquetSink(tmp_path / "v.parquet", with_text=True) as sink:
        sink.write(verdict("odd.png", risk=float("inf")))
        sink.write(verdict("good.png"))
    taken = take_in(database, tmp_path / "v.parquet")
    assert (taken.queued, taken.broken) == (1, 1)


@pytest.mark.parametrize("thresholds", [None, Thresholds(float("nan"), 0.8)])
def test_scores_that_a_database_of_before_holds_are_shown_as_failed(thresholds: Thresholds | None) -> None:
    odd = verdict("odd.png", risk=float("inf"), minor=MinorSignal("evaluated", float("nan")), thresholds=thresholds)
    odd = replace(odd, elapsed_ms=Timings(ocr=float("inf")))
    odd = verdict_of(json.dumps(odd.to_dict(with_text=True)))
    assert (odd.risk, odd.minor.score, odd.thresholds, odd.elapsed_ms.ocr) == (None, None, None, None)
    assert [(bar.score, bar.state) for bar in bars(odd, None)] == [
        (None, "failed"),
        (None, "failed"),
        (0.75, "evaluated"),
    ]
