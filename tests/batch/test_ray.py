"""A real local Ray gives the rows of the local runner."""

import os
import runpy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stickerguard import StickerClassifier
from stickerguard.batch.items import Item
from stickerguard.batch.manifests import Columns, manifest_items
from stickerguard.batch.output_rows import parquet_row, parquet_schema
from stickerguard.batch.ray import ScoreActor, check_output
from stickerguard.batch.scorer import Scorer
from stickerguard.batch.sources import items
from stickerguard.errors import StickerguardError
from tests.batch.packing import make_zip

ROOT = Path(__file__).resolve().parents[2]
# Ray uses what it deprecates itself.
pytestmark = pytest.mark.filterwarnings("default")
SCRIPT = ROOT / "scripts/score_ray.py"
STICKERS = sorted((ROOT / "data/samples/stickers").iterdir())


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """One local Ray, and one session of it, for all runs: each session starts processes of its own."""
    ray = pytest.importorskip("ray", reason="the extra [ray] is not installed")
    ray.init(num_cpus=2, include_dashboard=False)
    yield
    ray.shutdown()


@pytest.fixture
def run(cluster: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Runs the script as `python scripts/score_ray.py` does, in the session there is."""

    def script(*arguments: object) -> None:
        monkeypatch.setattr(sys, "argv", [str(SCRIPT), *map(str, arguments)])
        runpy.run_path(str(SCRIPT), run_name="__main__")

    return script


def without_times(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(({**row, "elapsed_ms": None} for row in rows), key=lambda row: str(row["source"]))


def test_a_manifest_gives_the_rows_of_the_local_runner(
    run: Callable[..., None], classifier: StickerClassifier, tmp_path: Path
) -> None:
    manifest = tmp_path / "list.parquet"
    rows = [{"path": str(path), "id": str(number), "caption": "hi"} for number, path in enumerate(STICKERS[:12])]
    rows.append({"path": "absent.png", "id": "x", "caption": None})
    pq.write_table(pa.Table.from_pylist(rows), manifest)
    run(manifest, tmp_path / "verdicts")
    scorer = Scorer(classifier)
    expected = [parquet_row(scorer.score(item), with_text=False) for item in manifest_items(manifest)]
    table = pa.Table.from_pylist(without_times(expected), schema=parquet_schema())
    found = pq.read_table(tmp_path / "verdicts").to_pylist()
    assert without_times(found) == table.to_pylist()


def test_a_folder_gives_the_rows_of_the_local_runner_but_for_archives(
    run: Callable[..., None], classifier: StickerClassifier, tmp_path: Path
) -> None:
    folder = tmp_path / "stickers"
    folder.mkdir()
    for path in STICKERS[:6]:
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "_a,b.png").write_bytes(STICKERS[0].read_bytes())
    (folder / os.fsdecode(b"odd\xe3.png")).write_bytes(STICKERS[0].read_bytes())
    (folder / "empty.png").write_bytes(b"")
    (folder / ".hidden.png").write_bytes(STICKERS[0].read_bytes())
    make_zip(folder / "pack.zip", {"a.png": STICKERS[0].read_bytes()})
    run(folder, tmp_path / "verdicts")
    scorer = Scorer(classifier)
    # An archive is not opened.
    listed = [item for item in items([folder]) if item.pack is None]
    archive = Item(str(folder / "pack.zip"), folder / "pack.zip")
    expected = [parquet_row(scorer.score(item), with_text=False) for item in [*listed, archive]]
    table = pa.Table.from_pylist(without_times(expected), schema=parquet_schema())
    found = pq.read_table(tmp_path / "verdicts").to_pylist()
    assert without_times(found) == table.to_pylist()
    # Ray would add to it: each verdict would be there twice.
    before = sorted((tmp_path / "verdicts").iterdir())
    with pytest.raises(StickerguardError, match="verdicts: holds files already") as refused:
        run(folder, tmp_path / "verdicts")
    assert refused.value.code == "bad_output"
    assert sorted((tmp_path / "verdicts").iterdir()) == before


def test_a_row_that_cannot_be_read_is_an_error_also_with_its_content(classifier: StickerClassifier) -> None:
    content = STICKERS[0].read_bytes()
    captions = [b"hello", "早安".encode("gbk"), None]
    batch = pa.table({"path": ["a.png"] * 3, "bytes": [content] * 3, "caption": pa.array(captions, pa.binary())})
    actor = ScoreActor(lambda: Scorer(classifier), Columns(), ".", False)
    errors = [row["error"] for row in actor(batch).to_pylist()]
    assert [error and error["code"] for error in errors] == [None, "bad_row", None]


@pytest.mark.parametrize("name", ["list.jsonl", "LIST.JSONL", "list.Csv"])
def test_a_list_is_never_taken_for_a_sticker(run: Callable[..., None], tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("pfad\na.png\n", "utf-8")
    with pytest.raises(StickerguardError, match=name) as refused:
        run(tmp_path / name, tmp_path / "verdicts")
    assert refused.value.code == "bad_manifest"


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_an_output_is_refused_where_anything_is_there(tmp_path: Path, scheme: str) -> None:
    output = tmp_path / "verdicts"
    check_output(f"{scheme}{output}")
    output.mkdir()
    check_output(f"{scheme}{output}")
    (output / "other").mkdir()
    with pytest.raises(StickerguardError, match="holds files already"):
        check_output(f"{scheme}{output}")
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(StickerguardError, match="is a file"):
        check_output(f"{scheme}{tmp_path / 'notes.txt'}")


def test_actors_that_would_leave_no_cpu_for_reading_are_refused(run: Callable[..., None], tmp_path: Path) -> None:
    pq.write_table(pa.table({"path": ["a.png"]}), tmp_path / "list.parquet")
    with pytest.raises(StickerguardError, match="leave less than one"):
        run(tmp_path / "list.parquet", tmp_path / "out", "--actors", "1000")


def test_a_csv_manifest_keeps_every_cell_as_written(run: Callable[..., None], tmp_path: Path) -> None:
    manifest = tmp_path / "list.csv"
    lines = [f"007;{STICKERS[0]};0012;NA", f"008;{STICKERS[1]};N/A;", "009;absent.png;NaN;1.0"]
    manifest.write_text("id;path;pack;country\n" + "\n".join(lines) + "\n", "utf-8")
    run(manifest, tmp_path / "verdicts", "--keep", "country")
    items = manifest_items(manifest, Columns(keep=("country",)))
    expected = {item.id: (item.source, item.pack, item.kept) for item in items}
    rows = pq.read_table(tmp_path / "verdicts").to_pylist()
    assert {row["id"]: (row["source"], row["pack"], dict(row["kept"])) for row in rows} == expected
