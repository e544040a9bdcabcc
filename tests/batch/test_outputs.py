"""What a run may write to: never an input, never what somebody else wrote, never at the same time as another run."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from stickerguard.batch.output_ownership import REPORT_START
from stickerguard.batch.outputs import Outputs
from stickerguard.batch.packs import PackSummaries
from stickerguard.batch.parts import finished_parts
from stickerguard.batch.resume import finished_rows
from stickerguard.batch.sinks import WholeRows, open_sink
from stickerguard.errors import StickerguardError
from tests.batch.stubs import BLANK, hold, written


@pytest.mark.parametrize("kind", ["path", "link", "hard link", "packs", "report"])
def test_an_output_that_is_an_input_or_the_other_output_is_refused(tmp_path: Path, kind: str) -> None:
    manifest, output = tmp_path / "m.jsonl", tmp_path / "out.jsonl"
    manifest.write_text("{}\n", "utf-8")
    match kind:
        case "path":
            output = tmp_path / "." / "m.jsonl"
        case "link":
            output.symlink_to(manifest)
        case "hard link":
            output.hardlink_to(manifest)
    twice = {"packs", "report"} & {kind}
    outputs = Outputs(output, overwrite=True, **dict.fromkeys(twice, output))
    with pytest.raises(StickerguardError, match="two outputs" if twice else "is an input"):
        outputs.check([manifest])
    Outputs(tmp_path / "other.jsonl", tmp_path / "packs.jsonl").check([manifest])


def cut_off(path: Path, rows: int, end: type[BaseException]) -> None:
    with open_sink(path, with_text=False) as sink:
        for _ in range(rows):
            sink.write(BLANK)
        raise end


@pytest.mark.parametrize("place", ["verdicts", "packs", "report"])
def test_a_former_file_is_replaced_only_when_asked(tmp_path: Path, place: str) -> None:
    former = tmp_path / "former.jsonl"
    former.write_text("precious\n", "utf-8")
    with pytest.raises(StickerguardError, match="--overwrite") as caught:
        hold(Outputs(**{place: former}))
    assert caught.value.code == "bad_output"
    former.write_bytes(b"")
    hold(Outputs(**{place: former}))
    match place:
        case "verdicts":
            written(former, BLANK)
        case "packs":
            summaries = PackSummaries()
            summaries.add(replace(BLANK, pack="p"))
            summaries.write(former)
        case _:
            former.write_text(REPORT_START, "utf-8")
    hold(Outputs(**{place: former}, overwrite=True))


@pytest.mark.parametrize(
    ("place", "name", "content"),
    [
        ("verdicts", "notes.csv", b"path,note\nmine,precious\n"),
        ("verdicts", "notes.csv", b"precious"),
        ("verdicts", "notes.jsonl", b'{"source": "a.png", "label": 1}\n'),
        ("verdicts", "notes.jsonl", b'{"source": "a.png", "label": 1}'),
        ("verdicts", "notes.jsonl", b"[" * 200_000),
        ("verdicts", "notes.parquet", b"precious"),
        ("packs", "packs.jsonl", b'{"pack": "mine"}\n'),
        ("report", "report.html", b"<!doctype html>\n<title>precious</title>"),
    ],
)
def test_what_no_run_wrote_is_not_replaced_either(tmp_path: Path, place: str, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StickerguardError, match="no run wrote this; it was left untouched") as caught:
        hold(Outputs(**{place: path}, overwrite=True))
    assert caught.value.code == "bad_output"
    path.write_bytes(b"")
    hold(Outputs(**{place: path}, overwrite=True))


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet", "parts"])
def test_what_a_run_wrote_is_replaced_also_where_it_was_cut_off(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "parts":
        path.mkdir()
    written(path, BLANK)
    hold(Outputs(path, overwrite=True))
    if name.endswith(("jsonl", "csv")):
        whole = path.read_bytes()
        for length in (3, 20, 400):
            path.write_bytes(whole[:length])
            hold(Outputs(path, overwrite=True))


@pytest.mark.parametrize("part", ["part-00000-0a1b.snappy.parquet", "part-00001.parquet"])
@pytest.mark.parametrize("how", ["overwrite", "resume"])
def test_parts_of_other_programs_are_left_alone(tmp_path: Path, part: str, how: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    written(tmp_path, BLANK)
    pq.write_table(pa.table({"source": ["mine"], "decision": ["clear"]}), tmp_path / part)
    with pytest.raises(StickerguardError, match="the folder was left untouched"):
        hold(Outputs(tmp_path, **{how: True}))
    assert len(finished_parts(tmp_path)) == 2


def test_a_part_that_was_taken_away_does_not_cost_another(tmp_path: Path) -> None:
    for _ in range(3):
        with open_sink(tmp_path, with_text=False, append=True) as sink:
            sink.write(BLANK)
    (tmp_path / "part-00001.parquet").unlink()
    with open_sink(tmp_path, with_text=False, append=True) as sink:
        sink.write(BLANK)
    assert [part.name for part in finished_parts(tmp_path)] == [f"part-0000{number}.parquet" for number in (0, 2, 3)]


def test_parts_are_in_the_order_of_their_numbers_and_none_is_written_over(tmp_path: Path) -> None:
    for number in (99_999, 100_000, 100_001):
        (tmp_path / f"part-{number:05}.parquet").write_bytes(b"precious")
    with open_sink(tmp_path, with_text=False, append=True) as sink:
        sink.write(BLANK)
    numbers = [99_999, 100_000, 100_001, 100_002]
    assert [part.name for part in finished_parts(tmp_path)] == [f"part-{number}.parquet" for number in numbers]
    assert [part.read_bytes() == b"precious" for part in finished_parts(tmp_path)] == [True, True, True, False]


def test_somebody_elses_packs_are_not_gone_on_with(tmp_path: Path) -> None:
    packs = tmp_path / "packs.jsonl"
    packs.write_text("precious\n", "utf-8")
    with pytest.raises(StickerguardError, match="no run wrote this"):
        hold(Outputs(packs=packs, resume=True))
    summaries = PackSummaries()
    summaries.write(packs)
    hold(Outputs(packs=packs, resume=True))


def test_nor_is_somebody_elses_page(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text("<!doctype html>\n<title>precious</title>", "utf-8")
    with pytest.raises(StickerguardError, match="no run wrote this"):
        hold(Outputs(report=page, resume=True))
    page.write_text(REPORT_START, "utf-8")
    hold(Outputs(report=page, resume=True))


@pytest.mark.parametrize("name", ["out.jsonl", "parts"])
def test_a_second_run_is_refused_until_the_first_ends_or_dies(tmp_path: Path, name: str) -> None:
    output = tmp_path / name
    code = "import sys; from pathlib import Path; from stickerguard.batch.outputs import Outputs\n"
    code += "with Outputs(Path(sys.argv[1])).held(): print('held', flush=True); input()"
    other = subprocess.Popen([sys.executable, "-c", code, str(output)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout
    assert other.stdout.readline() == b"held\n"
    with pytest.raises(StickerguardError, match="another run writes to it") as caught:
        hold(Outputs(output))
    assert caught.value.code == "output_in_use"
    other.kill()
    other.communicate()
    hold(Outputs(output))


def test_a_place_that_cannot_be_written_is_known_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    for packs in (tmp_path / "file" / "packs.jsonl", tmp_path):
        with pytest.raises(StickerguardError, match="cannot be written"):
            hold(Outputs(packs=packs, overwrite=True))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mine.jsonl", "precious notes without a line end"),
        ("mine.jsonl", '{"source": "a.png", "decision": "good", "risk": null, "pack": null}\n'),
        ("mine.csv", "path,note\nmine,precious\n"),
        ("mine.csv", "path,note\r\nmine,precious\r\n"),
        ("mine.csv", "precious"),
    ],
)
def test_what_no_run_wrote_is_left_untouched(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8", newline="")
    with pytest.raises(StickerguardError) as caught:
        finished_rows(path)
    assert caught.value.code == "not_resumable"
    assert path.read_bytes() == content.encode()


def test_a_csv_with_other_line_ends_or_columns_is_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with open_sink(path, with_text=False, keep=("country",)) as sink:
        sink.write(BLANK)
    assert finished_rows(path, ("country",)).count == 1
    before = path.read_bytes()
    with pytest.raises(StickerguardError, match="other columns"):
        finished_rows(path)
    path.write_bytes(before.replace(b"\r\n", b"\n"))
    with pytest.raises(StickerguardError, match="other line ends"):
        finished_rows(path, ("country",))
    assert path.read_bytes() == before.replace(b"\r\n", b"\n")


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
@pytest.mark.parametrize("length", [3, 20, 400])
def test_a_file_cut_anywhere_is_gone_on_with(tmp_path: Path, suffix: str, length: int) -> None:
    path = tmp_path / f"out.{suffix}"
    with open_sink(path, with_text=False) as sink:
        sink.write(BLANK)
    path.write_bytes(path.read_bytes()[:length])
    assert finished_rows(path).count == 0
    with open_sink(path, with_text=False, append=True) as sink:
        sink.write(BLANK)
    assert finished_rows(path).count == 1


def test_a_disk_that_fills_up_leaves_whole_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.jsonl"
    rows = WholeRows(path, append=False)
    rows.write("whole\n")

    class Full:
        """Takes three bytes and no more."""

        def __init__(self, file: object) -> None:
            self.file, self.left = file, 3

        def __getattr__(self, name: str) -> object:
            return getattr(self.file, name)

        def write(self, data: bytes) -> int:
            if not self.left:
                raise OSError(28, "No space left on device")
            taken, self.left = self.left, 0
            return int(self.file.write(data[:taken]))

    monkeypatch.setattr(rows, "_file", Full(rows._file))
    with pytest.raises(OSError, match="No space"):
        rows.write("half a row\n")
    rows.close()
    assert path.read_text("utf-8") == "whole\n"


def test_a_parquet_file_has_its_name_only_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    path.write_bytes(b"former")
    with open_sink(path, with_text=False) as sink:
        sink.write(BLANK)
        assert path.read_bytes() == b"former"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.parquet"]
    assert path.read_bytes().startswith(b"PAR1")


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, ValueError])
def test_a_parquet_file_of_a_run_that_was_cut_off_stays_as_it_was(
    tmp_path: Path, end: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    import pyarrow.parquet as pq

    path = written(tmp_path / "out.parquet", BLANK, BLANK)
    for rows in (1, 0):
        with pytest.raises(end):
            cut_off(path, rows, end)
        assert pq.read_metadata(path).num_rows == 2
        unfinished = tmp_path / ".out.parquet.unfinished"
        assert unfinished.exists() == bool(rows)
        if rows:
            assert pq.read_metadata(unfinished).num_rows == rows
            assert str(unfinished) in caplog.text


def test_parts_of_a_run_that_was_cut_off_are_kept(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        cut_off(tmp_path, 1, KeyboardInterrupt)
    assert finished_rows(tmp_path).count == 1


def test_an_output_that_is_not_there_yet_is_gone_on_with(tmp_path: Path) -> None:
    for name in ("parts", "out.jsonl", "out.csv"):
        assert finished_rows(tmp_path / name).count == 0
    (tmp_path / "file").write_text("precious", "utf-8")
    for name in ("file", "out.parquet"):
        with pytest.raises(StickerguardError, match="cannot go on with this format"):
            finished_rows(tmp_path / name)


def test_packs_are_whole_or_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "packs.jsonl"
    path.write_text("former\n", "utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        PackSummaries().write(path)
    assert path.read_bytes() == b"former\n"


def test_kept_columns_are_in_every_format(tmp_path: Path) -> None:
    import csv

    import pyarrow.parquet as pq

    row = replace(BLANK, kept={"country": "NA", "uploader": None})
    for name in ("out.jsonl", "out.csv", "out.parquet"):
        with open_sink(tmp_path / name, with_text=False, keep=("country", "uploader")) as sink:
            sink.write(row)
    assert json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["kept"] == row.kept
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        (flat,) = csv.DictReader(file)
    assert (flat["kept_country"], flat["kept_uploader"]) == ("NA", "")
    assert dict(pq.read_table(tmp_path / "out.parquet").to_pylist()[0]["kept"]) == row.kept
