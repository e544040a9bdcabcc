"""Packing parts into a bundle."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from models.destination import MANIFEST, SHIPPED_FOLDER
from models.pack import PARTS, destination, identity, pack, read_part
from models.unpack import score_held_out, unpack
from stickerguard import Bundle
from stickerguard.bundle import default_bundle_path
from stickerguard.errors import StickerguardError


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """The shipped bundle taken apart again."""
    assert unpack(default_bundle_path(), tmp_path / "out") == list(PARTS)
    return tmp_path / "out"


def packed(parts: Path, out: Path) -> Bundle:
    pack({name: read_part(parts / name) for name in PARTS}, parts, out, "mine", "1.2.3", "1.22")
    return Bundle.load(out)


def test_a_packed_bundle_loads_and_says_who_it_is(parts: Path, tmp_path: Path) -> None:
    bundle = packed(parts, tmp_path / "bundle")
    assert (bundle.ref.name, bundle.ref.version) == ("mine", "1.2.3")
    assert "# Model card: mine 1.2.3" in bundle.file("MODEL_CARD.md").read_text("utf-8")


def test_a_bundle_taken_apart_and_packed_again_is_the_same(parts: Path, tmp_path: Path) -> None:
    shipped, again = Bundle.load(), packed(parts, tmp_path / "bundle")
    assert again.manifest.parts == shipped.manifest.parts
    assert again.manifest.operating_points == shipped.manifest.operating_points
    for part in PARTS:
        for file in getattr(shipped.manifest.parts, part).files:
            assert again.manifest.files[file] == shipped.manifest.files[file]


def test_a_part_made_anew_survives_the_unpacking(parts: Path) -> None:
    mine = parts / "vision" / "part.json"
    mine.write_text('{"files": []}', encoding="utf-8")
    (parts / "ocr" / "part.json").unlink()
    assert unpack(default_bundle_path(), parts) == ["ocr"]
    assert mine.read_text("utf-8") == '{"files": []}'


def test_held_out_captions_are_scored_for_the_fusion(tmp_path: Path) -> None:
    captions = tmp_path / "captions.jsonl"
    rows = [("good morning", 0, "test"), ("STICKERGUARD-CANARY", 3, "test")]
    rows += [(text, low, fold) for fold in "ab" for text, low in (("thank you", 0), ("STICKERGUARD-CANARY", 3))]
    captions.write_text(
        "".join(
            json.dumps({"text": text, "low": low, "high": low, "fold": fold, "lang": "en", "source": "s"}) + "\n"
            for text, low, fold in rows
        )
    )
    assert score_held_out(Bundle.load(), captions, tmp_path / "scores.csv") == 2
    lines = (tmp_path / "scores.csv").read_text("utf-8").splitlines()
    assert lines[0] == "source,label,kind,suggestive,suggestive_ocr"
    assert [line.split(",")[:2] for line in lines[1:]] == [["en", "0"], ["en", "1"]]
    assert float(lines[1].split(",")[3]) < 0.5 < float(lines[2].split(",")[3])


def test_packing_twice_gives_the_same_bytes(parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert packed(parts, tmp_path / "a").ref == packed(parts, tmp_path / "b").ref


@pytest.mark.parametrize("licence", ["non-commercial research", "CC BY-NC 4.0"])
def test_non_commercial_training_data_restricts_the_use(licence: str) -> None:
    part = {"weights": [{"file": "vision.onnx", "licence": "MIT", "origin": "ours"}]}
    record = {"name": "faces", "licence": "MIT", "use": "train", "count": 1}
    assert identity({"vision": part | {"training_data": [record]}})["usage"].startswith("as far as the licences")
    found = identity({"vision": part | {"training_data": [record | {"licence": licence}]}})
    assert found["usage"].startswith("research and evaluation only")
    assert found["restrictions"] == [found["usage"]]


def test_a_missing_part_names_the_target_that_makes_it(parts: Path) -> None:
    (parts / "caption" / "caption.onnx").unlink()
    with pytest.raises(StickerguardError, match="make train-caption"):
        read_part(parts / "caption")
    with pytest.raises(StickerguardError, match="make train-vision"):
        read_part(parts / "absent" / "vision")


def test_only_a_release_writes_the_shipped_bundle(tmp_path: Path) -> None:
    shipped = default_bundle_path()
    assert destination(None, None, release=True) == ("base", shipped)
    assert (SHIPPED_FOLDER / MANIFEST).is_file()
    assert destination("acme", tmp_path / "acme", release=False) == ("acme", tmp_path / "acme")
    for name, out, release, words in (
        (None, None, False, "NAME=acme VERSION=1.0.0"),
        ("base", tmp_path, False, "RELEASE=1"),
        ("acme", shipped, False, "only RELEASE=1 writes it"),
        ("acme", shipped / "acme", False, "only RELEASE=1 writes it"),
        ("acme", shipped.parent, False, "only RELEASE=1 writes it"),
        ("acme", None, True, "leave NAME and OUT out"),
        ("a/b", tmp_path, False, "letters, digits"),
        ("acme", Path(__file__), False, "is no folder"),
        ("acme", Path(__file__) / "acme", False, "is no folder"),
    ):
        with pytest.raises(StickerguardError, match=words):
            destination(name, out, release=release)


def test_what_is_no_bundle_is_never_written_over(parts: Path, tmp_path: Path) -> None:
    out = tmp_path / "acme"
    before = packed(parts, out).ref
    assert destination("acme", out, release=False)[1] == out
    (out / "thesis.txt").write_text("ours")
    with pytest.raises(StickerguardError, match=r"holds thesis\.txt, which is of no bundle"):
        destination("acme", out, release=False)
    (out / "thesis.txt").unlink()
    broken = {name: read_part(parts / name) for name in PARTS}
    broken["caption"]["preprocessing"] = {}
    with pytest.raises(ValidationError, match="max_tokens"):
        pack(broken, parts, out, "mine", "1.2.4", "1.22")
    assert Bundle.load(out).ref == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
