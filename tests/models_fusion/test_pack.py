"""Packing parts into a bundle."""

import json
import shutil
from pathlib import Path

import pytest

from models.pack import PARTS, pack, read_part
from stickerguard import Bundle
from stickerguard.bundle import MANIFEST, default_bundle_path


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """The shipped bundle taken apart again."""
    manifest = json.loads((default_bundle_path() / MANIFEST).read_text("utf-8"))
    for name in PARTS:
        folder = tmp_path / "out" / name
        folder.mkdir(parents=True)
        part = manifest["parts"][name]
        for file in part["files"]:
            shutil.copy(default_bundle_path() / file, folder)
        if name == "fusion":
            part["operating_points"] = manifest["operating_points"]
        (folder / "part.json").write_text(json.dumps(part), encoding="utf-8")
    return tmp_path / "out"


def packed(parts: Path, out: Path) -> Bundle:
    pack({name: read_part(parts / name) for name in PARTS}, parts, out, "mine", "1.2.3", "1.22")
    return Bundle.load(out)


def test_a_packed_bundle_loads_and_says_who_it_is(parts: Path, tmp_path: Path) -> None:
    bundle = packed(parts, tmp_path / "bundle")
    assert (bundle.ref.name, bundle.ref.version) == ("mine", "1.2.3")
    assert "# Model card: mine 1.2.3" in bundle.file("MODEL_CARD.md").read_text("utf-8")


def test_packing_twice_gives_the_same_bytes(parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert packed(parts, tmp_path / "a").ref == packed(parts, tmp_path / "b").ref


def test_non_commercial_training_data_restricts_the_use(parts: Path, tmp_path: Path) -> None:
    path = parts / "vision" / "part.json"
    part = json.loads(path.read_text("utf-8"))
    record = {"name": "faces", "licence": "non-commercial research", "use": "train", "count": 1}
    for data, word in (([record], "research and evaluation only"), ([], "as far as the licences")):
        path.write_text(json.dumps(part | {"training_data": data}), encoding="utf-8")
        assert packed(parts, tmp_path / "bundle").manifest.usage.startswith(word)


def test_a_missing_part_names_the_target_that_makes_it(parts: Path) -> None:
    (parts / "caption" / "caption.onnx").unlink()
    with pytest.raises(SystemExit, match="make train-caption"):
        read_part(parts / "caption")
    with pytest.raises(SystemExit, match="make train-vision"):
        read_part(parts / "absent" / "vision")
