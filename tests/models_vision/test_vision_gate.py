"""The gate on quantisation, float files in its place, and float weights to go on from."""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import TensorProto

from models import gate
from models.half import store_in_half
from models.lineage import of_safetensors
from models.vision import export as exporting
from models.vision import weights
from models.vision.config import TrainConfig, load_config
from models.vision.evaluate import evaluate
from models.vision.export import export
from models.vision.network import MinorNet
from models.vision.train import load_start, load_trained
from models.vision.unfold import unfold
from models.vision.weights import compare, float_weights_of, write_half
from stickerguard import Bundle
from stickerguard.bundle import default_bundle_path
from stickerguard.errors import StickerguardError
from tests.conftest import ROOT

SHIPPED = load_config(ROOT / "models/vision/finetune.yaml").backbone


def test_too_much_loss_in_all_or_in_one_slice_stops_with_figures_and_a_way_out() -> None:
    good = [gate.Slice(name, 100, 0.9, 0.899) for name in "abc"]
    assert "costs 0.0010 of the mean AUC of 3 slices" in gate.check("vision", good, "keep")
    with pytest.raises(StickerguardError, match=r"d: AUC 0\.9000 to 0\.8700, 0\.0300 lost, at most 0\.02") as caught:
        gate.check("vision", [*good * 3, gate.Slice("d", 100, 0.9, 0.87)], "keep float weights")
    assert str(caught.value).endswith("keep float weights")
    assert "mean of" not in str(caught.value)
    with pytest.raises(StickerguardError, match=r"mean of 3 slices: AUC 0\.9000 to 0\.8900") as caught:
        gate.check("vision", [gate.Slice(name, 100, 0.9, 0.89) for name in "abc"], "keep")
    assert caught.value.code == "too_coarse"
    assert "nothing tells" in gate.check("vision", [], "keep")


def test_slices_that_cannot_tell_are_left_out() -> None:
    names = np.asarray(["few"] * 10 + ["one class"] * 60 + ["told"] * 60)
    positive = np.asarray([True, False] * 5 + [False] * 60 + [True, False] * 30)
    score = positive.astype(float)
    (found,) = gate.slices(names, positive, score, -score)
    assert (found.name, found.count, found.before, found.after) == ("told", 60, 1.0, 0.0)
    assert [s.name for s in gate.of_sources({"a": 50, "b": 3, "c": 50}, {"a": 0.9, "b": 1, "c": None}, {"a": 0.8})] == [
        "a"
    ]


@pytest.fixture(scope="module")
def config(smoke_copy: TrainConfig) -> TrainConfig:
    """Exported, not quantised."""
    (smoke_copy.out / exporting.FINAL).unlink()
    return smoke_copy


def test_a_coarse_model_is_not_handed_on(config: TrainConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "FEWEST", 4)
    monkeypatch.setattr(gate, "MEAN_LOSS", -2.0)
    with pytest.raises(StickerguardError, match="make export-vision PRECISION=fp16"):
        export(config, stage="quantise", pictures=12)
    assert not (config.out / exporting.FINAL).exists()
    assert json.loads((config.out / "export.json").read_text("utf-8"))["int8"]


@pytest.mark.parametrize("precision", ["fp32", "fp16"])
def test_a_float_bundle_answers_as_the_float_network(config: TrainConfig, precision: str) -> None:
    export(config, stage="quantise", precision=precision)
    images = np.random.default_rng(0).integers(0, 256, (3, 48, 48, 3), dtype=np.uint8)
    found, wanted = (
        onnxruntime.InferenceSession(str(config.out / name)).run(["minor_logit", "minor"], {"image": images})
        for name in (exporting.FINAL, "vision_fp32.onnx")
    )
    np.testing.assert_allclose(found[0], wanted[0], atol=1e-4 if precision == "fp32" else 2e-2)
    part = evaluate(config, config.out / exporting.FINAL)
    assert {"scale", "shift"} == set(part["calibration"]["parameters"])
    assert not any("int8" in row["metric"] for row in part["metrics"])
    network = MinorNet(config.backbone).eval()
    unfold(config.out / exporting.FINAL, network)
    exact = load_trained(config)
    with torch.no_grad():
        pictures = torch.rand(2, 3, 48, 48)
        np.testing.assert_allclose(network(pictures), exact(pictures), atol=2e-2)


def test_half_files_are_half_as_large_and_load_like_any(config: TrainConfig, tmp_path: Path) -> None:
    store_in_half(config.out / "vision_fp32.onnx", tmp_path / "half.onnx")
    full, half = ((p.stat().st_size) for p in (config.out / "vision_fp32.onnx", tmp_path / "half.onnx"))
    assert half < 0.6 * full
    model = onnx.load(tmp_path / "half.onnx")
    onnx.checker.check_model(model, full_check=True)
    kinds = {tensor.data_type for tensor in model.graph.initializer}
    assert kinds >= {TensorProto.FLOAT16, TensorProto.FLOAT}


@pytest.fixture(scope="module")
def unfolded() -> MinorNet:
    """A network of which the shipped vision.onnx could have been made."""
    network = MinorNet(SHIPPED).eval()
    unfold(default_bundle_path() / "vision.onnx", network)
    return network


def test_float_weights_are_written_found_by_their_bundle_and_taken_as_a_start(
    unfolded: MinorNet, tmp_path: Path, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, path = bundle.file("vision.onnx"), tmp_path / "base.safetensors"
    with torch.no_grad():  # what int8 cannot hold: a quarter of a step
        weight = unfolded.backbone.conv_head.weight
        weight += weight.abs().amax(dim=(1, 2, 3), keepdim=True) / 63 / 4
    write_half(unfolded, bundle, path)
    assert path.stat().st_size < 0.6 * sum(4 * value.numel() for value in unfolded.state_dict().values())
    assert float_weights_of(model, tmp_path) == path
    assert float_weights_of(tmp_path / "other.onnx", tmp_path) is None
    lineage = of_safetensors(path)
    assert lineage is not None
    assert [parent.sha256 for parent in lineage.parents] == [bundle.ref.sha256]
    monkeypatch.setattr("models.vision.train.float_weights_of", lambda found: path if found == model else None)
    begun = MinorNet(SHIPPED).eval()
    load_start(begun, model)
    assert begun.backbone.conv_head.weight.dtype == torch.float32
    torch.testing.assert_close(
        begun.backbone.conv_head.weight, unfolded.backbone.conv_head.weight, atol=1e-3, rtol=1e-3
    )


def test_weights_of_another_network_are_refused(unfolded: MinorNet, bundle: Bundle) -> None:
    model = bundle.file("vision.onnx")
    compare(unfolded, model)
    with torch.no_grad():
        unfolded.backbone.conv_stem.weight[3] *= 1.2
    with pytest.raises(StickerguardError, match="convolution 1 has other weights"):
        compare(unfolded, model)


def test_what_the_repository_keeps_is_of_the_shipped_model(bundle: Bundle) -> None:
    kept = sorted(weights.FOLDER.glob("*.safetensors"))
    found = float_weights_of(bundle.file("vision.onnx"))
    assert found in kept if kept else found is None
