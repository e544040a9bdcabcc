"""What `make unpack` does anew, and what it leaves alone."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from data.vision.index import write_index
from models import unpack as unpacking
from models.fusion import train
from models.pack import PARTS, read_part
from models.unpack import main, unpack
from models.unpacked import NOTE, SCORES
from models.vision.smoke import smoke_config
from stickerguard.bundle import MANIFEST, default_bundle_path

SHIPPED = default_bundle_path()


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another bundle, with a threshold of its own."""
    folder = Path(shutil.copytree(SHIPPED, tmp_path_factory.mktemp("other") / "acme"))
    document = json.loads((folder / MANIFEST).read_text("utf-8")) | {"name": "acme", "version": "2.0.0"}
    document["operating_points"][0]["threshold"] = 0.123
    (folder / MANIFEST).write_text(json.dumps(document), "utf-8")
    return folder


def parents(out: Path) -> list[str]:
    return [read_part(out / name)["lineage"]["parents"][0]["name"] for name in PARTS]


def test_parts_of_another_bundle_are_unpacked_anew_and_those_of_a_training_stay(other: Path, tmp_path: Path) -> None:
    assert unpack(SHIPPED, tmp_path) == list(PARTS)
    assert unpack(SHIPPED, tmp_path) == []
    assert unpack(other, tmp_path) == list(PARTS)
    assert parents(tmp_path) == ["acme"] * 4
    assert read_part(tmp_path / "fusion")["operating_points"][0]["threshold"] == 0.123
    mine = tmp_path / "vision" / "vision.onnx"
    mine.write_bytes(b"of a training that has not been measured yet")
    (tmp_path / "ocr" / NOTE).unlink()
    assert unpack(SHIPPED, tmp_path) == ["caption", "fusion"]
    assert mine.read_bytes().startswith(b"of a training")
    assert parents(tmp_path) == ["acme", "acme", "base", "base"]


def test_a_kept_fusion_stays_that_of_its_bundle(other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "REDRAWS", 2)
    unpack(other, tmp_path)
    for name, column in (("vision", "minor"), ("caption", "suggestive_ocr")):
        rows = {"source": "s", "label": [0, 1] * 50, "kind": ["adult", "child"] * 50, column: [0.2, 0.8] * 50}
        pd.DataFrame(rows).to_csv(tmp_path / f"{name}.csv", index=False)
    place = [f"--{name}={tmp_path / name}.csv" for name in ("vision", "caption")] + [f"--out={tmp_path / 'fusion'}"]
    keep = f"--keep={tmp_path / 'fusion/part.json'}"
    monkeypatch.setattr("sys.argv", ["train", *place, keep, "--pairs=400"])
    train.main()
    assert unpack(other, tmp_path) == []
    assert unpack(SHIPPED, tmp_path) == list(PARTS)
    monkeypatch.setattr("sys.argv", ["train", *place, "--pairs=400"])
    train.main()
    assert unpack(other, tmp_path) == ["vision", "ocr", "caption"]


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which sets were scored with which bundle; the models are left out."""
    scored: list[str] = []

    def scorer(name: str) -> object:
        def score(bundle: object, _: Path, path: Path) -> int:
            scored.append(f"{name} by {bundle.ref.name}")  # type: ignore[attr-defined]
            path.write_text(f"{len(scored)}", "utf-8")
            return 1

        return score

    monkeypatch.setattr(unpacking, "score_held_out", scorer("captions"))
    monkeypatch.setattr(unpacking, "score_pictures_held_out", scorer("pictures"))
    monkeypatch.chdir(tmp_path)
    return scored


def called(monkeypatch: pytest.MonkeyPatch, counted: list[str], *arguments: str) -> list[str]:
    counted.clear()
    monkeypatch.setattr("sys.argv", ["unpack", "--captions=captions.jsonl", "--pictures=set/data", *arguments])
    main()
    return list(counted)


def test_scores_are_of_the_set_and_the_bundle_that_are_there(
    other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: list[str]
) -> None:
    (tmp_path / "captions.jsonl").write_text("first", "utf-8")
    data = smoke_config(tmp_path / "set").data
    assert called(monkeypatch, counted) == ["captions by base", "pictures by base"]
    assert called(monkeypatch, counted) == []
    (tmp_path / "captions.jsonl").write_text("second", "utf-8")
    assert called(monkeypatch, counted) == ["captions by base"]
    write_index(data, [])
    assert called(monkeypatch, counted) == ["pictures by base"]
    assert called(monkeypatch, counted, f"--bundle={other}") == ["captions by acme", "pictures by acme"]
    (tmp_path / "captions.jsonl").unlink()
    assert called(monkeypatch, counted) == ["pictures by base"]
    assert not (tmp_path / "out/caption" / SCORES).exists()


def test_scores_by_a_training_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: list[str], other: Path
) -> None:
    smoke_config(tmp_path / "set")
    assert called(monkeypatch, counted) == ["pictures by base"]
    for name in ("part.json", SCORES):
        (tmp_path / "out/vision" / name).write_text('{"files": []}', "utf-8")
    write_index(tmp_path / "set/data", [])
    assert called(monkeypatch, counted, f"--bundle={other}") == []
    assert (tmp_path / "out/vision" / SCORES).read_text("utf-8") == '{"files": []}'
