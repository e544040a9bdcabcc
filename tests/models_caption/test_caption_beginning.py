"""A training that goes on from a bundle: weights taken back from its graph, figures of its writers handed on."""

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
import yaml
from onnx import numpy_helper
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from models.caption.beginning import BEGINNING, read_beginning
from models.caption.calibrate import TermCalibration
from models.caption.config import load_config
from models.caption.network import load_encoder
from models.caption.score import feeds_of, logits_of_model
from models.caption.smoke import smoke_run
from models.caption.train import load_run
from models.caption.unfold import unfold
from models.lineage import of_safetensors
from stickerguard.bundle import MANIFEST, default_bundle_path
from stickerguard.errors import StickerguardError
from tests.models_caption.command import run

PLACE = ("--config", "config.yaml", "--data", "captions.jsonl", "--encoder", "encoder")
WHERE = (*PLACE, "--out", "out")
TEXTS = ["rain", "rose in the rain", "zzz zzzz", "what a day", "zzzz xx"]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("caption")
    config = smoke_run(folder).config
    (folder / "config.yaml").write_text(yaml.safe_dump(config.model_dump() | {"wide": 1.0}))
    for name in ("train", "export", "evaluate"):
        done = run(name, folder, *WHERE)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def bundle(trained: Path) -> Path:
    """The shipped bundle with the tiny caption model in place of its own."""
    folder = trained / "bundle"
    folder.mkdir()
    document = json.loads((default_bundle_path() / MANIFEST).read_text("utf-8"))
    for name in document["files"]:
        mine = trained / "out" / name
        source = mine if mine.is_file() else default_bundle_path() / name
        os.link(source, folder / name) if source.stat().st_dev == folder.stat().st_dev else (folder / name).write_bytes(
            source.read_bytes()
        )
        document["files"][name] = hashlib.sha256(source.read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(document), "utf-8")
    return folder


def difference(trained: Path, path: Path) -> float:
    """Largest difference of logits between the network that was exported and the one taken back from `path`."""
    config = load_config(trained / "config.yaml")
    network, _ = load_encoder(trained / "encoder", config.layers)
    unfold(network, path)
    original = load_run("all", config, trained / "encoder", trained / "out")
    feeds = feeds_of(TEXTS, Tokenizer.from_file(str(trained / "encoder/tokenizer.json")), config.max_tokens)
    worst = 0.0
    with torch.inference_mode():
        for feed in feeds:
            inputs = [torch.from_numpy(feed[name]) for name in ("input_ids", "attention_mask")]
            found, expected = network.eval()(*inputs), original(*inputs)
            worst = max(worst, float((found - expected).abs().max()))
    return worst


def with_squared_rarities(path: Path, target: Path) -> None:
    """Write the int8 graph of `path` with rarities in squared steps, as bundles up to 0.11.0 hold them."""
    model = onnx.load(path)
    stored = {tensor.name: tensor for tensor in model.graph.initializer}
    steps, scale = (numpy_helper.to_array(stored[name]) for name in ("wide_rarity", "wide_rarity_scale"))
    values = steps.astype(np.float32) * scale
    squared = np.float32(values.max() / 127**2)
    roots = np.round(np.sqrt(values / squared)).astype(np.int8)
    stored["wide_rarity"].CopyFrom(numpy_helper.from_array(roots, "wide_rarity"))
    stored["wide_rarity_scale"].CopyFrom(numpy_helper.from_array(np.asarray(squared), "wide_rarity_scale"))
    (scaled,) = (node for node in model.graph.node if "wide_rarity_scale" in node.input)
    scaled.input[0] = "wide_rarity_square"
    place = list(model.graph.node).index(scaled)
    square = onnx.helper.make_node("Mul", ["wide_rarity_step", "wide_rarity_size"], ["wide_rarity_square"])
    model.graph.node.insert(place, square)
    model.graph.node.insert(place, onnx.helper.make_node("Abs", ["wide_rarity_step"], ["wide_rarity_size"]))
    onnx.save(model, target)


def test_the_network_is_taken_back_from_a_bundle_whose_rarities_have_squared_steps(
    trained: Path, tmp_path: Path
) -> None:
    former = tmp_path / "former.onnx"
    with_squared_rarities(trained / "out/caption.onnx", former)
    network, _ = load_encoder(trained / "encoder", load_config(trained / "config.yaml").layers)
    unfold(network, former)
    feeds = feeds_of(TEXTS, Tokenizer.from_file(str(trained / "encoder/tokenizer.json")), 64)
    expected = logits_of_model(former, feeds)
    with torch.inference_mode():
        found = [float(network.eval()(*map(torch.from_numpy, feed.values()))[0, 1]) for feed in feeds]
    assert found == pytest.approx(expected, abs=0.1)
    assert np.ptp(expected) > 1


@pytest.mark.parametrize(("precision", "largest"), [("int8", 0.1), ("fp16", 0.01), ("fp32", 1e-4)])
def test_the_network_is_taken_back_from_a_graph_of_any_precision(
    trained: Path, tmp_path: Path, precision: str, largest: float
) -> None:
    for name in ("run_all", "run_without_a", "run_without_b"):
        (tmp_path / name).symlink_to(trained / "out" / name)
    paths = (str(trained / place) for place in ("config.yaml", "captions.jsonl", "encoder"))
    where = [part for pair in zip(("--config", "--data", "--encoder"), paths, strict=True) for part in pair]
    done = run("export", tmp_path, *where, "--out", ".", "--precision", precision)
    assert done.returncode == 0, done.stderr
    assert difference(trained, tmp_path / "caption.onnx") < largest


def test_what_a_short_training_moves_by_less_than_a_step_of_int8_is_not_rounded_away(
    trained: Path, tmp_path: Path
) -> None:
    network, _ = load_encoder(trained / "encoder", load_config(trained / "config.yaml").layers)
    unfold(network, trained / "out/caption.onnx")
    name = "encoder.encoder.layer.0.intermediate.dense.weight"
    before = network.state_dict()[name].clone()
    step = before.abs().amax(dim=1, keepdim=True) / 128
    network.state_dict()[name].add_(step / 4)
    (tmp_path / "run_all").mkdir()
    save_file(network.state_dict(), tmp_path / "run_all/network.safetensors")
    for run_name in ("run_without_a", "run_without_b"):
        (tmp_path / run_name).symlink_to(trained / "out" / run_name)
    done = run("export", trained, *PLACE, "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    unfold(network, tmp_path / "caption.onnx")
    moved = (network.state_dict()[name] - before) / step
    assert float(moved.mean()) == pytest.approx(0.25, abs=0.05)
    assert float(moved.abs().max()) < 2


def test_a_graph_says_nothing_of_the_folders_it_was_made_in(trained: Path) -> None:
    for name in ("caption_fp32.onnx", "caption.onnx"):
        content = (trained / "out" / name).read_bytes()
        assert b"stack_trace" not in content
        assert str(Path(__file__).resolve().parents[2]).encode() not in content


def test_a_training_goes_on_from_a_bundle_and_hands_on_what_it_cannot_measure(trained: Path, bundle: Path) -> None:
    for name in ("train", "export", "evaluate"):
        more = ("--start", "bundle") if name == "train" else ()
        done = run(name, trained, *PLACE, "--out", "further", *more)
        assert done.returncode == 0, done.stderr
    further = trained / "further"
    assert [path.name for path in further.glob("run_*")] == ["run_all"]
    document = json.loads((bundle / MANIFEST).read_text("utf-8"))
    of = f"{document['name']} {document['version']}"
    begun = read_beginning(further)
    assert begun is not None
    assert begun.bundle == of
    fitted = TermCalibration.load(further / "calibration.json")
    assert fitted.weights == begun.calibration.weights
    assert fitted.platt != begun.calibration.platt
    part = json.loads((further / "part.json").read_text("utf-8"))
    before = [row for row in document["parts"]["caption"]["metrics"] if "left-out writer" in row["slice"]]
    handed_on = [row for row in part["metrics"] if "left-out writer" in row["slice"]]
    assert [(row["slice"], row["value"]) for row in handed_on] == [(row["slice"], row["value"]) for row in before]
    notes = [(row["note"] or "", old["note"] or "") for row, old in zip(handed_on, before, strict=True)]
    assert all(note == old if "base 0." in old else note.endswith(f"measured for {of}") for note, old in notes)
    assert part["lineage"]["parents"][0]["version"] == document["version"]
    lines = (further / "heldout_scores.csv").read_text("utf-8").splitlines()
    tests = [
        row
        for row in map(json.loads, (trained / "captions.jsonl").read_text("utf-8").splitlines())
        if row["fold"] == "test"
    ]
    assert len(lines) == 1 + len(tests)


def test_without_epochs_the_encoder_stays_that_of_the_bundle_and_the_linear_model_is_fitted(
    trained: Path, bundle: Path
) -> None:
    changed = yaml.safe_load((trained / "config.yaml").read_text()) | {"epochs": 0, "wide": 1.0}
    (trained / "still.yaml").write_text(yaml.safe_dump(changed))
    arguments = ("--config", "still.yaml", *PLACE[2:], "--out", "still", "--start", "bundle")
    assert run("train", trained, *arguments).returncode == 0
    weights = trained / "still/run_all/network.safetensors"
    before, after = load_file(trained / "out/run_all/network.safetensors"), load_file(weights)
    for name, value in before.items():
        if name.startswith("wide."):
            assert after[name].count_nonzero() > 0
            continue
        np.testing.assert_allclose(after[name], value, atol=float(value.abs().max()) / 100, err_msg=name)
    inherited = of_safetensors(weights)
    assert inherited is not None
    assert inherited.parents[0].name == "base"


def test_a_training_from_the_encoder_takes_nothing_over_from_a_former_one_in_its_folder(trained: Path) -> None:
    (trained / "again").mkdir()
    (trained / "again" / BEGINNING).write_text("{}", "utf-8")
    assert run("train", trained, *PLACE, "--out", "again", "--runs", "without_a").returncode == 0
    assert read_beginning(trained / "again") is None


def test_a_training_goes_on_from_the_average_of_trainings_that_went_on_from_a_bundle(
    trained: Path, bundle: Path
) -> None:
    assert run("train", trained, *PLACE, "--out", "first", "--start", "bundle").returncode == 0
    assert run("average", trained, "first", "out", "--out", "mean").returncode == 0
    done = run("train", trained, *PLACE, "--out", "second", "--start", "mean")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (trained / "second").glob("run_*")] == ["run_all"]
    assert read_beginning(trained / "second") == read_beginning(trained / "first") is not None
    done = run("train", trained, *PLACE, "--out", "third", "--start", "mean", "--runs", "without_a")
    assert done.returncode == 2
    assert "has read every fold" in done.stderr


def test_only_the_run_on_everything_goes_on_from_a_bundle(trained: Path, bundle: Path) -> None:
    done = run("train", trained, *PLACE, "--out", "none", "--start", "bundle", "--runs", "without_a")
    assert done.returncode == 2
    assert "has read every fold" in done.stderr


def test_weights_that_cannot_be_taken_back_are_named(trained: Path, tmp_path: Path) -> None:
    network, _ = load_encoder(trained / "encoder", 1)
    with pytest.raises(StickerguardError, match=r"caption\.onnx: cannot go on from these weights"):
        unfold(network, trained / "out/caption.onnx")
    with pytest.raises(StickerguardError, match="cannot go on from these weights"):
        unfold(network, tmp_path / "absent.onnx")
