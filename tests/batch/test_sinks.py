"""Every sink keeps every verdict, and keeps 'nothing' apart from 'zero'."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stickerguard.batch.output_rows import csv_columns
from stickerguard.batch.resume import finished_rows
from stickerguard.batch.sinks import open_sink
from stickerguard.types import (
    BundleRef,
    CaptionSignal,
    ErrorInfo,
    FrameInfo,
    MinorSignal,
    Term,
    TextLine,
    Timings,
    Verdict,
)

EVALUATED = Verdict(
    source="pack/早上好.webp",
    sha256="0" * 64,
    decision="clear",
    risk=0.0,
    risk_bound=0.75,
    minor=MinorSignal("evaluated", 0.5, 0),
    caption=CaptionSignal(
        "evaluated",
        suggestive=0.0,
        severity=0,
        language="zh",
        lines=(TextLine("早上好", ((0.0, 0.0), (9.0, 0.0), (9.0, 4.0), (0.0, 4.0)), 0.9, 0), TextLine("hello")),
        terms=(Term("好", 1, 0, 2, 3),),
    ),
    reasons=("because", "and because"),
    frames=FrameInfo(3, 2, False),
    bundle=BundleRef("base", "0.1.0", "1" * 64),
    provider="CPUExecutionProvider",
    elapsed_ms=Timings(decode=1.5),
)
NOT_EVALUATED = replace(EVALUATED, risk=None, caption=CaptionSignal("not_evaluated"))
FAILED = replace(NOT_EVALUATED, decision="error", frames=None, sha256=None, error=ErrorInfo("empty", "it is empty"))
ALL = [EVALUATED, NOT_EVALUATED, FAILED]


def write(path: Path, *, with_text: bool = False) -> Path:
    with open_sink(path, with_text=with_text) as sink:
        for verdict in ALL:
            sink.write(verdict)
    return path


def test_jsonl_rows_are_the_dicts_of_the_verdicts(tmp_path: Path) -> None:
    lines = write(tmp_path / "out.jsonl", with_text=True).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        json.loads(json.dumps(verdict.to_dict(with_text=True))) for verdict in ALL
    ]


def test_csv_tells_zero_from_nothing(tmp_path: Path) -> None:
    with write(tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        zero, nothing, failed = csv.DictReader(file)
    assert (zero["risk"], zero["caption_suggestive"], zero["caption_state"]) == ("0.0", "0.0", "evaluated")
    assert (nothing["risk"], nothing["caption_suggestive"], nothing["caption_state"]) == ("", "", "not_evaluated")
    assert (failed["error_code"], failed["frames_decoded"]) == ("empty", "")


def test_a_csv_of_nothing_has_its_header_and_one_that_is_gone_on_with_no_second(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    for append in (False, True):
        with open_sink(path, with_text=False, append=append, keep=("region",)):
            pass
        assert path.read_bytes().decode() == ",".join(csv_columns(("region",))) + "\r\n"
        assert list(finished_rows(path, ("region",)).rows()) == []
    with open_sink(path, with_text=False, append=True, keep=("region",)) as sink:
        sink.write(EVALUATED)
    assert len(list(csv.DictReader(path.read_text("utf-8").splitlines()))) == 1


def test_a_csv_of_a_run_that_failed_before_its_first_row_stays_empty(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), open_sink(tmp_path / "out.csv", with_text=False):
        raise RuntimeError
    assert (tmp_path / "out.csv").read_bytes() == b""


def test_the_place_of_the_evidence_is_json_in_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with open_sink(path, with_text=False) as sink:
        sink.write(replace(EVALUATED, minor=replace(EVALUATED.minor, box=(1, 2, 30, 40))))
    (row,) = csv.DictReader(path.read_text("utf-8").splitlines())
    assert json.loads(row["minor_box"]) == [1, 2, 30, 40]


def test_parquet_tells_zero_from_nothing_and_keeps_boxes(tmp_path: Path) -> None:
    rows = pq.read_table(write(tmp_path / "out.parquet", with_text=True)).to_pylist()
    assert [row["risk"] for row in rows] == [0.0, None, None]
    assert [row["caption"]["suggestive"] for row in rows] == [0.0, None, None]
    assert rows[0]["caption"]["lines"][0]["box"][1] == {"x": 9.0, "y": 0.0}
    assert rows[0]["caption"]["lines"][1]["box"] is None
    assert rows[2]["error"] == {"code": "empty", "message": "it is empty"}


def test_parquet_has_the_same_schema_whatever_the_rows(tmp_path: Path) -> None:
    full = pq.read_schema(write(tmp_path / "full.parquet"))
    with open_sink(tmp_path / "none.parquet", with_text=False):
        pass
    assert pq.read_schema(tmp_path / "none.parquet").equals(full)


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_caption_text_stays_out_unless_asked_for(tmp_path: Path, suffix: str) -> None:
    def content(path: Path) -> str:
        return str(pq.read_table(path).to_pylist()) if suffix == "parquet" else path.read_text(encoding="utf-8")

    assert "hello" not in content(write(tmp_path / f"a.{suffix}"))
    assert "hello" in content(write(tmp_path / f"b.{suffix}", with_text=True))


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_what_was_written_before_an_error_is_kept(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out.{suffix}"

    def run() -> None:
        with open_sink(path, with_text=False) as sink:
            sink.write(EVALUATED)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    if suffix == "parquet":  # which can only be whole: it does not get the name
        rows = pq.read_metadata(tmp_path / ".out.parquet.unfinished").num_rows
    else:
        rows = path.read_text("utf-8").count("CPUExecution")
    assert rows == 1


def test_an_unknown_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.xlsx"):
        open_sink(tmp_path / "out.xlsx", with_text=False)
