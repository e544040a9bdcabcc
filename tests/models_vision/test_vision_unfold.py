"""An exported graph becomes a network again that says the same and can be trained on."""

from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch
from onnx import TensorProto, helper, save
from PIL import Image
from torch import nn

from data.vision.index import read_index
from models.vision.config import Backbone, TrainConfig, load_config
from models.vision.dataset import read_for_test
from models.vision.effects import flatten
from models.vision.graph import add_calibration, to_onnx
from models.vision.network import MinorNet, normalise
from models.vision.quantise import quantise
from models.vision.smoke import smoke_config
from models.vision.train import load_start, load_trained, predict, train
from models.vision.unfold import read_layers, unfold
from stickerguard.errors import StickerguardError
from stickerguard.vision import preprocess
from tests.conftest import ROOT

BUNDLE = ROOT / "pipeline/stickerguard/bundles/base/vision.onnx"
TINY = Backbone(library="timm", name="test_efficientnet")
SHIPPED = load_config(ROOT / "models/vision/finetune.yaml").backbone


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    return smoke_config(tmp_path_factory.mktemp("unfold")).model_copy(update={"backbone": TINY})


@pytest.fixture(scope="module")
def images(config: TrainConfig) -> np.ndarray:
    """The drawn shapes, uint8 [48, 48, 48, 3]."""
    return np.stack([read_for_test(config.data / p.file, 48, 127) for p in read_index(config.data)])


@pytest.fixture(scope="module")
def graphs(config: TrainConfig, images: np.ndarray) -> Path:
    """A folder with float.onnx and int8.onnx of one network, whose BatchNorms and biases are not the initial ones."""
    torch.manual_seed(0)
    network = scrambled(MinorNet(TINY), images)
    folder = config.data.parent
    to_onnx(network, TINY, 48, folder / "raw.onnx")
    quantise(folder / "raw.onnx", folder / "raw_int8.onnx", list(images), "minmax", reduce_range=True)
    for raw, name in (("raw.onnx", "float.onnx"), ("raw_int8.onnx", "int8.onnx")):
        add_calibration(folder / raw, folder / name, 0.5, 3.0, labels=("minor", "person"), preprocessing={})
    return folder


def scrambled(network: MinorNet, images: np.ndarray) -> MinorNet:
    torch.manual_seed(3)
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = None  # the plain mean of what is seen
                module.weight.uniform_(0.5, 1.5)
                module.bias.uniform_(-0.5, 0.5)
        network.heads.weight.mul_(20)
        network.heads.bias.copy_(torch.tensor([0.7, -0.4]))
        network.train()(inputs_of(images))
    return network.eval()


def inputs_of(images: np.ndarray) -> torch.Tensor:
    return normalise(torch.from_numpy(images).permute(0, 3, 1, 2), TINY)


def of_graph(path: Path, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """minor_logit and person, float32 [n] each."""
    logit, person = ort.InferenceSession(str(path)).run(["minor_logit", "person"], {"image": images})
    return logit, person


def of_network(network: MinorNet, images: np.ndarray, *, two_sizes: bool = False) -> tuple[np.ndarray, np.ndarray]:
    with torch.no_grad():
        logits = network(inputs_of(images), two_sizes=two_sizes)
    return logits[:, 0].numpy(), torch.sigmoid(logits[:, 1]).numpy()


def unfolded(path: Path, spec: Backbone = TINY, pictures: torch.Tensor | None = None) -> MinorNet:
    network = MinorNet(spec)
    unfold(path, network, pictures)
    return network.eval()


def norms(network: MinorNet) -> list[nn.BatchNorm2d]:
    return [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]


@pytest.mark.parametrize("with_pictures", [False, True])
def test_the_float_graph_comes_back_exactly(graphs: Path, images: np.ndarray, with_pictures: bool) -> None:
    network = unfolded(graphs / "float.onnx", pictures=inputs_of(images) if with_pictures else None)
    wanted = of_graph(graphs / "float.onnx", images)
    assert wanted[0].std() > 0.3
    for value, expected in zip(of_network(network, images), wanted, strict=True):
        np.testing.assert_allclose(value, expected, atol=1e-3)


def test_int8_weights_come_back_within_half_a_step(graphs: Path) -> None:
    (floats, heads), (rounded, rounded_heads) = (read_layers(graphs / name) for name in ("float.onnx", "int8.onnx"))
    for layer, of_int8 in zip([*floats, heads], [*rounded, rounded_heads], strict=True):
        step = layer.weight.flatten(1).abs().amax(1) / 63
        assert ((layer.weight - of_int8.weight).flatten(1).abs().amax(1) <= step / 2 * 1.05).all()
        torch.testing.assert_close(of_int8.bias, layer.bias, atol=0.01, rtol=0.01)


def test_the_int8_graph_comes_back_but_for_its_rounded_activations(graphs: Path, images: np.ndarray) -> None:
    found = of_network(unfolded(graphs / "int8.onnx"), images)
    # What is rounded once, the weights, makes less of a difference than what both roundings make in the graph. An
    # untrained network feels them much more than a trained one; see the bundle's below.
    for value, of_int8, of_float in zip(
        found, of_graph(graphs / "int8.onnx", images), of_graph(graphs / "float.onnx", images), strict=True
    ):
        assert np.corrcoef(value, of_int8)[0, 1] > 0.9
        assert np.corrcoef(value, of_float)[0, 1] > 0.98
        assert np.abs(value - of_float).mean() < np.abs(of_int8 - of_float).mean()


def test_with_pictures_training_mode_keeps_the_function(graphs: Path, images: np.ndarray) -> None:
    network = unfolded(graphs / "int8.onnx", pictures=inputs_of(images))
    expected = of_network(network, images)[0]
    np.testing.assert_allclose(of_network(network.train(), images)[0], expected, atol=0.1 * expected.std())


def test_a_channel_that_never_varies_gets_a_floor(graphs: Path, images: np.ndarray) -> None:
    grey = np.full_like(images[:2], 127)
    network = unfolded(graphs / "float.onnx", pictures=inputs_of(grey))
    assert all((norm.running_var >= norm.eps * 0.999).all() for norm in norms(network) if norm.running_var is not None)
    wanted = of_graph(graphs / "float.onnx", images)[0]
    np.testing.assert_allclose(of_network(network, images)[0], wanted, atol=1e-3)
    assert np.isfinite(of_network(network.train(), images)[0]).all()


@pytest.mark.parametrize(
    ("name", "words"),
    [("efficientnet_lite0", "the network 49"), ("test_resnet", "the network 15"), ("test_vit", "the network 1")],
)
def test_another_network_is_refused(graphs: Path, name: str, words: str) -> None:
    network = MinorNet(Backbone(library="timm", name=name))
    before = {key: value.clone() for key, value in network.state_dict().items()}
    with pytest.raises(StickerguardError, match=words) as caught:
        unfold(graphs / "int8.onnx", network)
    assert caught.value.code == "bad_weights"
    assert all(torch.equal(value, before[key]) for key, value in network.state_dict().items())


def test_a_network_of_other_widths_is_refused() -> None:
    with pytest.raises(StickerguardError, match=r"convolution 15 is .* in the graph") as caught:
        unfold(BUNDLE, MinorNet(SHIPPED.model_copy(update={"name": "efficientnet_lite1"})))
    assert caught.value.code == "bad_weights"


def test_layers_that_a_graph_would_not_fill_are_refused(graphs: Path) -> None:
    network = MinorNet(TINY)
    network.backbone.add_module("further", nn.Linear(2, 2))
    with pytest.raises(StickerguardError, match=r"the network has backbone\.further\.weight"):
        unfold(graphs / "int8.onnx", network)


def test_files_that_are_no_such_graph_are_refused(tmp_path: Path) -> None:
    (tmp_path / "noise.onnx").write_bytes(b"not a graph")
    value = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
    save(helper.make_model(helper.make_graph([], "empty", [value], [value])), tmp_path / "empty.onnx")
    for name in ("absent.onnx", "noise.onnx", "empty.onnx"):
        with pytest.raises(StickerguardError, match=name) as caught:
            load_start(MinorNet(TINY), tmp_path / name)
        assert caught.value.code == "bad_weights"


def test_a_run_starts_from_a_graph_and_learns_from_one(config: TrainConfig, graphs: Path, tmp_path: Path) -> None:
    path = graphs / "int8.onnx"
    # Nothing may move, so that what the run ends with is what it started from.
    still = {"learning_rate": 0.0, "frozen": ("conv_stem", "bn1", "blocks", "conv_head", "bn2")}
    more = {"start": path, "teachers": (path,), "teacher_share": 0.5, "out": tmp_path, "phases": config.phases[-1:]}
    run = config.model_copy(update=still | more | {"samples_per_epoch": 8})
    train(run)
    tested = [p for p in read_index(config.data) if p.split == "test"]
    expected = predict(unfolded(path), run, tested)
    found = load_trained(run)
    np.testing.assert_allclose(predict(found, run, tested), expected, atol=1e-3)
    assert any(not torch.allclose(norm.weight, torch.ones(())) for norm in norms(found))


def test_the_shipped_bundle_comes_back_and_ranks_the_same(samples: Path) -> None:
    shown = []
    for path in sorted(samples.iterdir()):
        with Image.open(path) as image:
            pixels = flatten(np.asarray(image.convert("RGBA")), np.full(3, 127, dtype=np.uint8))
        shown.append(preprocess(pixels, 224, 127))
    images = np.stack(shown)
    found, wanted = of_network(unfolded(BUNDLE, SHIPPED), images, two_sizes=True), of_graph(BUNDLE, images)
    assert np.corrcoef(found[0], wanted[0])[0, 1] > 0.99
    assert np.corrcoef(found[0].argsort().argsort(), wanted[0].argsort().argsort())[0, 1] > 0.98
    np.testing.assert_allclose(found[1], wanted[1], atol=0.1)
