"""A real local Ray gives the rows of the local runner."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stickerguard import StickerClassifier
from stickerguard.batch.manifests import Columns, manifest_items
from stickerguard.batch.scorer import Scorer
from stickerguard.batch.sinks import parquet_row, parquet_schema

ROOT = Path(__file__).resolve().parents[2]
STICKERS = sorted((ROOT / "data/samples/stickers").iterdir())
HUNG = 3_600
"""Seconds after which a run has surely hung, on however busy a machine."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of one local Ray for all runs, as a team's cluster is there before its jobs."""
    ray = pytest.importorskip("ray", reason="the extra [ray] is not installed")
    yield ray.init(num_cpus=2, include_dashboard=False).address_info["address"]
    ray.shutdown()


def attempt(cluster: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "scripts/score_ray.py", *map(str, arguments)]
    environment = os.environ | {"RAY_ADDRESS": cluster}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=HUNG, check=False)


def run(cluster: str, *arguments: object) -> None:
    done = attempt(cluster, *arguments)
    assert done.returncode == 0, done.stderr


def without_times(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(({**row, "elapsed_ms": None} for row in rows), key=lambda row: str(row["source"]))


def test_a_manifest_gives_the_rows_of_the_local_runner(
    cluster: str, classifier: StickerClassifier, tmp_path: Path
) -> None:
    manifest = tmp_path / "list.parquet"
    rows = [{"path": str(path), "id": str(number), "caption": "hi"} for number, path in enumerate(STICKERS[:12])]
    rows.append({"path": "absent.png", "id": "x", "caption": None})
    pq.write_table(pa.Table.from_pylist(rows), manifest)
    run(cluster, manifest, tmp_path / "verdicts")
    scorer = Scorer(classifier)
    expected = [parquet_row(scorer.score(item), with_text=False) for item in manifest_items(manifest)]
    table = pa.Table.from_pylist(without_times(expected), schema=parquet_schema())
    found = pq.read_table(tmp_path / "verdicts").to_pylist()
    assert without_times(found) == table.to_pylist()


def test_a_folder_is_read_by_ray_itself(cluster: str, classifier: StickerClassifier, tmp_path: Path) -> None:
    folder = tmp_path / "stickers"
    folder.mkdir()
    for path in STICKERS[:6]:
        (folder / path.name).write_bytes(path.read_bytes())
    run(cluster, folder, tmp_path / "verdicts")
    rows = pq.read_table(tmp_path / "verdicts").to_pylist()
    found = {Path(row["source"]).name: row["decision"] for row in rows}
    assert found == {path.name: classifier.classify(path).decision for path in STICKERS[:6]}


def test_actors_that_would_leave_no_cpu_for_reading_are_refused(cluster: str, tmp_path: Path) -> None:
    pq.write_table(pa.table({"path": ["a.png"]}), tmp_path / "list.parquet")
    done = attempt(cluster, tmp_path / "list.parquet", "out", "--actors", "1000")
    assert done.returncode != 0
    assert "leave less than one" in done.stderr


def test_a_csv_manifest_keeps_every_cell_as_written(cluster: str, tmp_path: Path) -> None:
    manifest = tmp_path / "list.csv"
    lines = [f"007;{STICKERS[0]};0012;NA", f"008;{STICKERS[1]};N/A;", "009;absent.png;NaN;1.0"]
    manifest.write_text("id;path;pack;country\n" + "\n".join(lines) + "\n", "utf-8")
    run(cluster, manifest, tmp_path / "verdicts", "--keep", "country")
    items = manifest_items(manifest, Columns(keep=("country",)))
    expected = {item.id: (item.source, item.pack, item.kept) for item in items}
    rows = pq.read_table(tmp_path / "verdicts").to_pylist()
    assert {row["id"]: (row["source"], row["pack"], dict(row["kept"])) for row in rows} == expected
