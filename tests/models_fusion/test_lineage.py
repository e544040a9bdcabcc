"""What a bundle inherits from the one it goes on from: parents, restrictions, licences, training data."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from safetensors.torch import save_file

from data.vision.index import read_index
from models.caption.record import encoder_of
from models.caption.record import whole as caption_lineage
from models.caption.smoke import smoke_run
from models.caption.train import read_captions
from models.lineage import FORMER, Lineage, of_bundle, of_safetensors, of_weights
from models.model_card import model_card
from models.pack import PARTS, identity, pack, read_part
from models.unpack import unpack
from models.unpacked import NOTE
from models.vision.config import load_config
from models.vision.evaluate import evaluate
from models.vision.export import export
from models.vision.record import whole
from models.vision.smoke import smoke_config
from models.vision.train import train
from stickerguard import Bundle
from stickerguard.bundle import MANIFEST, default_bundle_path
from stickerguard.bundle_text import differences, full_description, short_description
from stickerguard.errors import StickerguardError
from stickerguard.manifest import DataRecord, Manifest
from tests.conftest import ROOT

SHIPPED = default_bundle_path()
VISION = "vision.onnx"


@pytest.fixture(scope="module")
def restricted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle with a restriction of its own beside the shipped one's."""
    folder = Path(shutil.copytree(SHIPPED, tmp_path_factory.mktemp("parent") / "acme"))
    document = json.loads((folder / MANIFEST).read_text("utf-8"))
    document |= {"name": "acme", "version": "2.0.0", "restrictions": [document["usage"], "inside Acme only"]}
    (folder / MANIFEST).write_text(Manifest.model_validate(document).model_dump_json(), encoding="utf-8")
    return folder


def packed(parts: Path, out: Path) -> Bundle:
    pack({part: read_part(parts / part) for part in PARTS}, parts, out, "mine", "1.2.3", "1.22")
    return Bundle.load(out)


def test_a_bundle_made_from_a_bundle_names_its_parent_and_keeps_every_restriction(
    restricted: Path, tmp_path: Path
) -> None:
    unpack(restricted, tmp_path / "out")
    free = read_part(tmp_path / "out" / "vision") | {"training_data": []}
    (tmp_path / "out" / "vision" / "part.json").write_text(json.dumps(free), encoding="utf-8")
    bundle, parent = packed(tmp_path / "out", tmp_path / "mine"), Bundle.load(restricted)
    assert bundle.manifest.parent is not None
    assert bundle.manifest.parent.model_dump() == {"name": "acme", "version": "2.0.0", "sha256": parent.ref.sha256}
    assert bundle.manifest.further_parents == []
    assert set(bundle.manifest.restrictions) == {parent.manifest.usage, "inside Acme only"}
    assert "inside Acme only" in bundle.manifest.usage
    named = f"acme 2.0.0, SHA-256 {parent.ref.sha256}"
    for lines in (short_description(bundle), full_description(bundle)):
        assert f"made from: {named}" in list(lines)
    (changed,) = (line for line in differences(parent, bundle) if line.startswith("made from: "))
    assert changed.endswith(f" -> {named}")
    card = bundle.file("MODEL_CARD.md").read_text("utf-8")
    assert parent.ref.sha256 in card
    assert "inside Acme only" in card
    grandchild_parts = tmp_path / "again"
    unpack(tmp_path / "mine", grandchild_parts)
    grandchild = identity({part: read_part(grandchild_parts / part) for part in PARTS})
    assert grandchild["parent"]["sha256"] == bundle.ref.sha256
    assert set(grandchild["restrictions"]) == set(bundle.manifest.restrictions)


def test_parts_of_two_bundles_have_two_parents(restricted: Path, tmp_path: Path) -> None:
    unpack(restricted, tmp_path / "out")
    for part in PARTS:  # as a training that went on from a bundle leaves them
        (tmp_path / "out" / part / NOTE).unlink()
    shutil.rmtree(tmp_path / "out" / "caption")
    unpack(SHIPPED, tmp_path / "out")
    stated = identity({part: read_part(tmp_path / "out" / part) for part in PARTS})
    assert [parent["name"] for parent in (stated["parent"], *stated["further_parents"])] == ["acme", "base"]


def test_a_bundle_without_a_parent_says_so_nowhere(bundle: Bundle) -> None:
    alone = bundle.manifest.model_copy(update={"parent": None, "further_parents": []})
    assert "Made from" not in model_card(alone)
    assert not any("made from" in line for line in full_description(replace(bundle, manifest=alone)))


def test_a_vision_model_trained_from_a_bundle_inherits_its_data_and_licence(restricted: Path, tmp_path: Path) -> None:
    spec = load_config(ROOT / "models/vision/finetune.yaml").backbone
    config = smoke_config(tmp_path).model_copy(update={"start": restricted / VISION, "backbone": spec})
    train(config)
    export(config, pictures=12)
    part = evaluate(config, config.out / VISION)
    parent = Bundle.load(restricted).manifest
    inherited = {r.name: r for r in parent.parts.vision.training_data if r.use != "test"}
    found = {record["name"]: record for record in part["training_data"]}
    assert set(inherited) | {"shapes"} == set(found)
    assert all("through acme 2.0.0" in found[name]["use"] for name in set(inherited) - {"shapes"})
    assert "non-commercial research" in part["weights"][0]["licence"]
    assert "own work" in part["weights"][0]["licence"]
    assert part["weights"][0]["origin"].endswith("started from the weights of acme 2.0.0")
    assert "inside Acme only" in part["lineage"]["restrictions"]
    assert [p["name"] for p in part["lineage"]["parents"]] == ["acme"]
    # A third training, from the network that this one left.
    later = config.model_copy(update={"start": config.out / "network.safetensors"})
    again = whole(later, read_index(config.data))
    assert again.restrictions == tuple(part["lineage"]["restrictions"])
    assert {record.name for record in again.training_data} == set(found)
    assert again.parents == Lineage.model_validate(part["lineage"]).parents


def test_weights_without_a_record_are_a_restriction(tmp_path: Path) -> None:
    lone = Path(shutil.copy(SHIPPED / VISION, tmp_path / VISION))
    assert "carry no record" in of_weights(lone, "vision").restrictions[0]
    (tmp_path / MANIFEST).write_bytes((SHIPPED / MANIFEST).read_bytes())
    assert of_weights(lone, "vision") == of_bundle(SHIPPED, "vision")
    with lone.open("ab") as file:
        file.write(b"\0")
    assert "carry no record" in of_weights(lone, "vision").restrictions[0]
    network = tmp_path / "network.safetensors"
    save_file({}, network)
    assert of_safetensors(network) is None
    assert "carry no record" in of_weights(network, "vision").restrictions[0]


def test_records_that_only_test_are_not_inherited() -> None:
    uses = {record.use.partition(";")[0] for record in of_bundle(SHIPPED, "vision").training_data}
    assert uses == {"train", "calibrate"}


def test_the_origin_of_the_caption_part_is_that_of_its_encoder(tmp_path: Path) -> None:
    run = smoke_run(tmp_path)
    rows = read_captions(run.captions)
    assert encoder_of(run.encoder).name == "encoder"
    assert "not stated" in caption_lineage(rows, encoder_of(run.encoder)).restrictions[0]
    (run.encoder / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\nhello\n", "utf-8")
    assert encoder_of(run.encoder).licence == "cc-by-nc-4.0"
    told = {"name": "some-bert", "licence": "MIT", "origin": "some-bert of a package"}
    (run.encoder / "origin.json").write_text(json.dumps(told), "utf-8")
    found = caption_lineage(rows, encoder_of(run.encoder))
    assert (found.licences, found.restrictions) == (("MIT",), ())
    assert DataRecord(name="n_a", licence="CC0-1.0", use="train; fold a", count=20) in found.training_data
    (run.encoder / "origin.json").write_text("{}", "utf-8")
    with pytest.raises(StickerguardError, match="name"):
        encoder_of(run.encoder)


def test_a_caption_training_inherits_from_the_run_it_goes_on_from(tmp_path: Path) -> None:
    run = smoke_run(tmp_path)
    before = Lineage(
        restrictions=("ours only",), training_data=(DataRecord(name="x", licence="y", use="train", count=1),)
    )
    start = tmp_path / "network.safetensors"
    save_file({}, start, before.metadata)
    found = caption_lineage(read_captions(run.captions), encoder_of(run.encoder), start)
    assert "ours only" in found.restrictions
    assert [record.use for record in found.training_data if record.name == "x"] == [f"train; through {FORMER}"]
